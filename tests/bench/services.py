"""Figures of the services: importing a large register, setting and sealing the minutes."""

import time
from pathlib import Path

from governance.db import Database, migrate
from governance.demo import assembly, seed
from governance.demo.register import register_csv
from governance.demo.rehearsal import Rehearsal
from governance.documents.seal import new_seal
from governance.services import imports, meetings, minutes
from governance.services.journal import SYSTEM
from governance.services.minutes import Seal
from governance.services.signers import signer_of
from governance.settings import Settings
from governance.web.post import post_of
from tests.bench.table import Figure, median_seconds, milliseconds


def figures(folder: Path, members: int) -> list[Figure]:
    """Return the figures of both."""
    return [*_import(folder / "import", members), *_minutes(folder / "minutes")]


def _import(instance: Path, members: int) -> list[Figure]:
    settings, database = _installation(instance)
    raw = register_csv(members)
    with database.transaction() as session:
        seed.load(session, assembly.START, seed.MEMBERS)
    begun = time.perf_counter()
    with database.transaction() as session:
        plan = imports.preview(session, "r.csv", raw, actor=SYSTEM, now=assembly.START)
        number = plan.id
    previewed = time.perf_counter() - begun
    begun = time.perf_counter()
    with database.transaction() as session:
        imports.apply_plan(session, number, actor=SYSTEM, now=assembly.START)
    applied = time.perf_counter() - begun
    del settings
    return [
        Figure(f"preview an import of {members:,} members", milliseconds(previewed)),
        Figure(f"apply an import of {members:,} members", milliseconds(applied)),
    ]


def _minutes(instance: Path) -> list[Figure]:
    settings, database = _installation(instance)
    seal = Seal(new_seal("La 27e Région", assembly.START))
    play = Rehearsal(database, post_of(settings), signer_of(settings), seal, instance / "out")
    play.out.mkdir()
    play.play(seed.MEMBERS)
    with database.session(read_only=True) as session:
        meeting = meetings.get_meeting(session, 1)
        version = minutes.versions_of(session, 1)[-1]
        drafting = median_seconds(lambda: minutes.draft(session, meeting))
        setting = median_seconds(
            lambda: minutes.preview(session, meeting, version, seal, assembly.DAY)
        )
    return [
        Figure("draft the minutes of 7 items, 50 members", milliseconds(drafting)),
        Figure("set them as PDF/A-3a + PDF/UA-1", milliseconds(setting)),
    ]


def _installation(instance: Path) -> tuple[Settings, Database]:
    settings = Settings.from_env({"PLENIERE_INSTANCE": str(instance), "PLENIERE_DEMO": "1"})
    migrate(settings)
    return settings, Database(settings)
