"""A cast cut short by SIGKILL, between any two of its steps: all of it happened, or nothing."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ballots.audit.archive import audit_archive
from ballots.services import archive
from ballots.store import read
from ballots.store.sums import find_sum
from governance.models.polls import PollLine
from governance.settings import Settings
from tests.simulators.assemblies import ELECTION, Right, Scene, assembly_on_its_day

ROOT = Path(__file__).parents[2]
ADA, BLANK = [1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0]
STEPS = (  # each is killed right before; the last one right after the commit
    "ballots.store.append.append",
    "ballots.store.append.add_ballot",
    "ballots.store.append.add_commitments",
    "ballots.services.sums.fold",
    "governance.services.electorate.roll_port.SqlRoll.sign",
    "ballots.services.casting.receipt_of",
    "the commit",
    "the answer",
)
CASTER = """
import importlib, json, os, signal, sys
from pathlib import Path
from governance.db import Database
from governance.services.electorate.roll_port import SqlRoll
from governance.services.polls.signers import signer_of
from governance.settings import Settings
from ballots.services import casting

told = json.load(sys.stdin)
settings = Settings.from_env(told["environment"])
database = Database(settings)

def stop(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

step = told["step"]
if step.count("."):
    path, _, name = step.rpartition(".")
    try:
        place = importlib.import_module(path)
    except ModuleNotFoundError:
        module, _, kind = path.rpartition(".")
        place = getattr(importlib.import_module(module), kind)
    getattr(place, name)  # a step that is no longer there must fail, not pass
    setattr(place, name, stop)
with database.session(read_only=True) as session:
    checked = casting.verify_ballot(session, told["election"], told["ballot"].encode())
with database.transaction() as session:
    box = casting.BallotBox(session, SqlRoll(), signer_of(settings))
    casting.cast_ballot(box, checked, told["line"], told["person"])
    if step == "the commit":
        stop()
stop()
"""


@pytest.fixture
def scene(any_settings: Settings) -> Iterator[Scene]:
    """An open secret poll with one ballot in its box, on each kind of database."""
    scene = assembly_on_its_day(any_settings)
    scene.everybody_arrives()
    scene.open(ELECTION)
    first = scene.voters(ELECTION)[0]
    scene.cast(ELECTION, first, scene.ballot(ELECTION, first.code, BLANK))
    yield scene
    scene.database.engine.dispose()


def cast_and_be_killed(scene: Scene, right: Right, raw: bytes, step: str) -> None:
    """Cast in a process of its own, which is killed at ``step``."""
    settings = scene.settings
    told = {
        "environment": {
            "PLENIERE_INSTANCE": str(settings.instance),
            "PLENIERE_DATABASE_URL": settings.database_url,
        },
        "step": step,
        "election": scene.poll(ELECTION).election,
        "ballot": raw.decode(),
        "line": right.line,
        "person": right.person,
    }
    done = subprocess.run(
        [sys.executable, "-c", CASTER],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def state_of(scene: Scene) -> tuple[int, int, str, int]:
    """Return ballots that count, signed lines, the head of the box and what its sum counts."""
    election = scene.poll(ELECTION).election or ""
    with scene.database.session(read_only=True) as session:
        ballots = len(list(read.last_ballots(session, election)))
        signed = session.scalar(select(func.count()).select_from(PollLine).where(PollLine.signed))
        head, kept = read.head(session, election), find_sum(session, election)
        assert head is not None and kept is not None and kept.head == head.hash
        return ballots, signed or 0, head.hash, kept.ballots


def archive_of(scene: Scene) -> bytes:
    with scene.database.session(read_only=True) as session:
        return archive.read_archive(session, scene.poll(ELECTION).election or "")


def test_a_cast_killed_between_any_two_steps_leaves_a_box_that_opens_and_takes_it_again(scene):
    voters = scene.voters(ELECTION)[1 : len(STEPS) + 1]
    for step, right in zip(STEPS, voters, strict=True):
        before, published = state_of(scene), archive_of(scene)
        raw = scene.ballot(ELECTION, right.code, ADA)
        cast_and_be_killed(scene, right, raw, step)

        ballots, signed, head, summed = state_of(scene)
        assert ballots == signed == summed, step
        if step == "the answer":  # it is in: only the voter has not been told
            assert (ballots, head != before[2]) == (before[0] + 1, True), step
        else:
            assert (ballots, signed, head, summed) == before, step
            scene.cast(ELECTION, right, raw)  # the very same ballot, once more
            assert state_of(scene)[:2] == (before[0] + 1, before[1] + 1), step
        now = archive_of(scene)
        assert now.startswith(published) and len(now) > len(published), step
    scene.close(ELECTION, accept=True)
    scene.decrypt(ELECTION)
    report = audit_archive(archive_of(scene))
    assert report.verdict == "verified"
    assert archive_of(scene).startswith(now)
