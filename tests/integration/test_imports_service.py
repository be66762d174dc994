"""Imports of the register on both databases: preview, apply whole, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.dues import Dues
from governance.models.imports import ImportPlan
from governance.models.journal import JournalLine
from governance.models.members import ActsAs, Member, Person, Representation
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import dues
from governance.services.imports import Outcome
from governance.services.membership import exports, members
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.settings import Settings

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
INES = Actor("Inès Secrétaire")
HEADING = "type;categorie;nom;region;titulaire;titulaire_email;tarif;cotisation_2026\n"
LYON = "institution;ville-metropole;Lyon;Auvergne-Rhône-Alpes;Anne Martin;a@v.example;1000;payée\n"
Transaction = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def transaction(any_settings: Settings, root: Path) -> Iterator[Transaction]:
    """Transactions on a database that has the bylaws and the fee schedule of the association."""
    database = Database(any_settings)
    schedule = (root / "governance/demo/data/bareme-2026.csv").read_bytes()
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
        dues.load_schedule(session, 2026, schedule, "adhésion 2026")
    yield database.transaction
    database.engine.dispose()


@pytest.fixture
def adherents(root: Path) -> bytes:
    return (root / "governance/demo/data/adherents-2025.csv").read_bytes()


def preview(session: Session, raw: bytes) -> ImportPlan:
    return imports.preview(session, "registre.csv", raw, actor=INES, now=NOW)


def bring(session: Session, raw: bytes, now: datetime = NOW) -> dict[Outcome, int]:
    return dict(imports.import_file(session, "registre.csv", raw, actor=INES, now=now))


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def member_named(session: Session, name: str) -> Member:
    return session.scalars(select(Member).where(Member.name == name)).one()


def test_the_members_of_2025_enter_with_their_names_as_printed(
    transaction: Transaction, adherents: bytes
):
    with transaction() as session:
        counts = bring(session, adherents)

    assert counts[Outcome.CREATED] == 50
    with transaction() as session:
        names = set(session.scalars(select(Member.name)))
        assert {"Réunion", "Département de la Réunion", "Puy de Dôme", "Bretagne"} <= names
        assert count(session, Representation) == 19  # individuals act for themselves
        assert journal.is_intact(session)


def test_a_preview_writes_nothing_to_the_register(transaction: Transaction, adherents: bytes):
    with transaction() as session:
        plan = preview(session, adherents)

        assert imports.count_outcomes(plan)[Outcome.CREATED] == 50
        assert count(session, Member) == count(session, Person) == 0
        assert not session.scalars(
            select(JournalLine).where(JournalLine.kind == "register.imported")
        ).all()


def test_the_same_file_again_changes_nothing(transaction: Transaction, adherents: bytes):
    with transaction() as session:
        bring(session, adherents)
    with transaction() as session:
        assert bring(session, adherents)[Outcome.UNCHANGED] == 50


def test_one_refused_line_keeps_the_whole_file_out(transaction: Transaction):
    raw = (HEADING + LYON + LYON.replace("Lyon", "LYON")).encode()
    with transaction() as session:
        plan_id = preview(session, raw).id
    with transaction() as session, pytest.raises(StateError) as refused:
        imports.apply_plan(session, plan_id, actor=INES, now=NOW)
    assert (refused.value.code, refused.value.facts) == ("import.lines-refused", {"count": 1})
    with transaction() as session:
        assert count(session, Member) == 0


def test_a_line_writes_the_member_its_person_and_its_dues_at_the_tier(transaction: Transaction):
    with transaction() as session:
        bring(session, (HEADING + LYON).encode())
    with transaction() as session:
        lyon = member_named(session, "Lyon")
        assert members.acting(lyon)[ActsAs.REPRESENTATIVE].email == "a@v.example"
        assert [(line.year, line.status, line.amount_eur) for line in lyon.dues] == [
            (2026, "paid", 1000)
        ]
        assert lyon.tier_code == "1000"


def test_another_representative_ends_the_first_and_keeps_her_dates(transaction: Transaction):
    later = NOW + timedelta(days=30)
    with transaction() as session:
        bring(session, (HEADING + LYON).encode())
    with transaction() as session:
        other = LYON.replace("Anne Martin;a@v", "Bob Petit;b@v")
        bring(session, (HEADING + other).encode(), later)
    with transaction() as session:
        first, second = member_named(session, "Lyon").representations
        assert (first.person.name, first.until) == ("Anne Martin", date(2026, 7, 2))
        assert (second.person.name, second.since, second.until) == (
            "Bob Petit",
            date(2026, 7, 2),
            None,
        )


def test_a_changed_address_and_status_are_written_to_the_rows_that_are_there(
    transaction: Transaction,
):
    with transaction() as session:
        bring(session, (HEADING + LYON).encode())
    with transaction() as session:
        changed = LYON.replace("a@v.example", "anne@v.example").replace("payée", "exonérée")
        assert bring(session, (HEADING + changed).encode())[Outcome.CHANGED] == 1
    with transaction() as session:
        assert count(session, Person) == count(session, Dues) == 1
        assert session.scalars(select(Person)).one().email == "anne@v.example"
        assert session.scalars(select(Dues)).one().status == "exempt"


def test_one_person_of_two_new_institutions_is_made_once(transaction: Transaction):
    with transaction() as session:
        bring(session, (HEADING + LYON + LYON.replace("Lyon", "Nancy")).encode())
    with transaction() as session:
        assert (count(session, Person), count(session, Representation)) == (1, 2)


def test_a_plan_is_stale_once_the_register_says_something_else(transaction: Transaction):
    with transaction() as session:
        plan_id = preview(session, (HEADING + LYON).encode()).id
    with transaction() as session:
        bring(session, (HEADING + LYON.replace("Anne Martin", "Bob Petit")).encode())
    with transaction() as session, pytest.raises(StateError, match=r"import\.stale"):
        imports.apply_plan(session, plan_id, actor=INES, now=NOW)
    with transaction() as session:
        assert session.scalars(select(Person.name)).all() == ["Bob Petit"]


def test_a_plan_is_applied_once(transaction: Transaction):
    with transaction() as session:
        plan = preview(session, (HEADING + LYON).encode())
        imports.apply_plan(session, plan.id, actor=INES, now=NOW)
        with pytest.raises(StateError, match=r"import\.applied"):
            imports.apply_plan(session, plan.id, actor=INES, now=NOW)
        with pytest.raises(StateError, match=r"import\.applied"):
            imports.discard(session, plan.id)


def test_a_forgotten_preview_is_gone_and_an_old_one_goes_by_itself(transaction: Transaction):
    with transaction() as session:
        forgotten = preview(session, (HEADING + LYON).encode())
        imports.discard(session, forgotten.id)
        old = preview(session, (HEADING + LYON).encode())
        assert old.id != forgotten.id  # a page left open must not confirm another file
    with transaction() as session:
        later = NOW + timedelta(days=2)
        imports.preview(session, "x.csv", (HEADING + LYON).encode(), actor=INES, now=later)
        with pytest.raises(NotFoundError, match=r"import\.unknown"):
            imports.get_plan(session, old.id)


def test_columns_that_mean_nothing_to_us_are_named(transaction: Transaction):
    raw = "type;categorie;nom;region;cotisaton_2026\ninstitution;region;Bretagne;x;payée\n"
    with transaction() as session:
        assert imports.unread_columns(preview(session, raw.encode())) == ["cotisaton_2026"]


def test_a_file_that_is_no_table_leaves_no_plan(transaction: Transaction):
    with transaction() as session:
        with pytest.raises(InvalidInputError, match=r"import\.not-a-spreadsheet"):
            preview(session, b"\x89PNG\r\n\x1a\n\x00\x00")
        assert count(session, ImportPlan) == 0


def test_the_journal_keeps_the_fingerprint_of_the_plan_and_no_address(transaction: Transaction):
    with transaction() as session:
        bring(session, (HEADING + LYON).encode())
    with transaction() as session:
        line = session.scalars(
            select(JournalLine).where(JournalLine.kind == "register.imported")
        ).one()
        assert len(line.facts["sha256"]) == 64
        assert line.facts["members"] == [member_named(session, "Lyon").id]
        assert "example" not in str(line.facts)


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_what_is_exported_comes_back_unchanged(
    extension: str, transaction: Transaction, adherents: bytes
):
    with transaction() as session:
        bring(session, adherents)
        bring(session, (HEADING + LYON + LYON.replace("Lyon;", "=1+1;")).encode())
    with transaction() as session:
        _, rules = rulesets.current(session)
        raw = exports.register_file(session, rules, date(2026, 6, 2), extension, NOW)
        counts = imports.count_outcomes(preview(session, raw))

    assert counts == {
        Outcome.CREATED: 0,
        Outcome.CHANGED: 0,
        Outcome.UNCHANGED: 51,
        Outcome.REFUSED: 0,
    }


def test_the_queries_of_a_preview_do_not_grow_with_the_file(transaction: Transaction):
    def statements(lines: int) -> int:
        seen: list[str] = []
        with transaction() as session:
            bind = session.get_bind(Member)

            def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
                seen.append(sql)

            event.listen(bind, "before_cursor_execute", note)
            rows = [LYON.replace("Lyon", f"Lyon {n}") for n in range(lines)]
            preview(session, (HEADING + "".join(rows)).encode())
            event.remove(bind, "before_cursor_execute", note)
        return len(seen)

    assert statements(3) == statements(300) < 12
