"""One previewed file confirmed by two at the same moment, on both databases: it is written once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from governance.db import Database
from governance.models.journal import JournalLine
from governance.models.members import Member
from governance.models.register_history import RegisterAct
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.records import journal
from governance.settings import Settings
from tests.integration.registers import INES, NOW, TOLD, code_of, enter

FILE = (
    "type;categorie;nom;region\n"
    "institution;region;Bretagne;Bretagne\n"
    "institution;region;Corse;{region}\n"
)


@pytest.fixture
def database(any_settings: Settings) -> Iterator[Database]:
    made = Database(any_settings)
    with made.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
        for name in ("Bretagne", "Corse"):
            enter(session, name, region=name)
    yield made
    made.dispose()


def test_a_file_that_only_changes_members_is_written_once(database: Database):
    with database.transaction() as session:
        raw = FILE.format(region="Corse du Sud").encode()
        number = imports.preview(session, "r.csv", raw, **TOLD).id
        acts = session.scalar(select(func.count(RegisterAct.id)))
    barrier = Barrier(2)

    def confirm() -> None:
        barrier.wait()
        with database.transaction() as session:
            imports.apply_plan(session, number, **TOLD)

    with ThreadPoolExecutor(2) as pool:
        codes = [one.result() for one in [pool.submit(code_of, confirm) for _ in range(2)]]
    assert sorted(codes) == ["", "import.applied"]
    with database.session(read_only=True) as session:
        lines = select(JournalLine).where(JournalLine.kind == "register.imported")
        assert len(session.scalars(lines).all()) == 1
        assert session.scalar(select(func.count(RegisterAct.id))) == (acts or 0) + 1
        changed = select(Member.region).where(Member.name == "Corse")
        assert session.scalars(changed).one() == "Corse du Sud"
        assert journal.is_intact(session)
