"""Two at once, on PostgreSQL: numbers of calls and receipts, statements, sums told twice."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.demo.register import DATA
from governance.errors import GovernanceError
from governance.models.association import Association
from governance.models.dues import Dues
from governance.models.dues_calls import DuesCall, DuesPaper
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import (
    bank_lines,
    bank_statements,
    dues,
    dues_calls,
    dues_papers,
    payments,
    year_calls,
)
from governance.services.dues.bank_lines import Part
from governance.services.dues.dues_papers import Terms
from governance.services.dues.payments import Received
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.simulators.databases import environment_for, settings_for

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
TOLD = {"actor": Actor("Tess"), "now": NOW}
MEMBERS = 12
ROOT = Path(__file__).parents[2]
ONE_OF_TWO = """
import os, sys
from datetime import UTC, datetime
from governance.db import Database
from governance.services.dues import dues_calls, dues_papers
from governance.services.records.journal import Actor
from governance.settings import Settings

now, actor = datetime(2026, 3, 2, 7, tzinfo=UTC), Actor("Tess")
database = Database(Settings.from_env(os.environ))
print("ready", flush=True)
sys.stdin.readline()
lines, payments = (list(map(int, part.split(","))) for part in sys.argv[1:3])
for number, (line, payment) in enumerate(zip(lines, payments, strict=True)):
    try:
        with database.transaction() as session:
            dues_calls.issue(session, line, actor=actor, now=now)
            dues_papers.receipt(session, payment, now)
            if number % 3 == 2:
                raise InterruptedError
    except InterruptedError:
        continue
"""


@pytest.fixture
def settings(postgresql_url: str, tmp_path: Path) -> Settings:
    return settings_for(postgresql_url, tmp_path / "instance")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings)
    rows = "".join(f"institution;region;Région {n};x;1000;2020\n" for n in range(MEMBERS))
    with database.transaction() as session:
        session.add(
            Association(
                id=1, name="A", short_name="A", seat="Paris", email="a@a.example", website=""
            )
        )
        session.flush()
        rulesets.install_preset(session, "la27eregion", **TOLD)
        dues.load_schedule(session, 2026, (DATA / "bareme-2026.csv").read_bytes(), "x")
        raw = "type;categorie;nom;region;tarif;adherent_depuis\n" + rows
        imports.import_file(session, "x.csv", raw.encode(), **TOLD)
        year_calls.call_dues(session, 2026, **TOLD)
        dues_papers.save_terms(session, Terms("A", "FR7630006000011234567890189"), **TOLD)
    yield database
    database.dispose()


def test_two_processes_that_issue_at_once_leave_no_gap_and_no_double(
    database: Database, postgresql_url: str, tmp_path: Path
):
    with database.transaction() as session:
        lines = session.scalars(select(Dues.id).order_by(Dues.id)).all()
        paid = [
            payments.enter(session, line, Received(1_00, date(2026, 3, 1)), **TOLD).id
            for line in lines
        ]
    environment = environment_for(postgresql_url, tmp_path / "instance")
    both = []
    for half in (0, 1):
        words = [",".join(map(str, numbers[half::2])) for numbers in (lines, paid)]
        both.append(
            subprocess.Popen(
                [sys.executable, "-c", ONE_OF_TWO, *words],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        process.communicate("go\n", timeout=120)
        assert process.returncode == 0
    with database.session(read_only=True) as session:
        kept = session.scalars(select(DuesCall.number).order_by(DuesCall.number)).all()
        assert kept == list(range(1, 9))  # four of twelve were broken off: their numbers went on
        receipts = session.scalars(
            select(DuesPaper.filename).where(DuesPaper.kind == "receipt")
        ).all()
        assert sorted(receipts) == [f"recu-2026-{number:03d}.pdf" for number in range(1, 9)]


def both_at_once(database: Database, act: Callable[[Session], object]) -> list[str]:
    """Do the same from two threads that start together; return the codes of the refusals."""
    gate = threading.Barrier(2)

    def one() -> str:
        try:
            with database.transaction() as session:
                session.scalar(select(Association.id))
                gate.wait(30)
                act(session)
        except GovernanceError as refusal:
            return refusal.code
        return ""

    with ThreadPoolExecutor(2) as pool:
        return sorted(done.result() for done in [pool.submit(one), pool.submit(one)])


def test_a_call_issued_twice_at_once_is_issued_once(database: Database):
    def issue(session: Session) -> None:
        line = session.scalars(select(Dues.id).order_by(Dues.id)).first()
        dues_calls.issue(session, line or 0, **TOLD)

    assert both_at_once(database, issue) == ["", "dues.called-already"]


def test_a_statement_read_twice_at_once_and_a_sum_told_twice_at_once_count_once(
    database: Database,
):
    raw = b"Date;Libelle;Credit\n01/03/2026;VIR;10,00\n"

    def read(session: Session) -> None:
        bank_statements.import_statement(session, "m.csv", raw, **TOLD)

    def tell(session: Session) -> None:
        (one,) = bank_lines.waiting(session)
        line = session.scalars(select(Dues.id).order_by(Dues.id)).first()
        bank_lines.confirm(session, one.line.id, [Part(line or 0, one.left)], **TOLD)

    assert both_at_once(database, read) == ["", "bank.nothing-new"]
    assert both_at_once(database, tell) == ["", "bank.already-told"]
