"""Dues on both databases: the schedule, the call of a year, one member's line."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import GovernanceError
from governance.models.dues import DuesStatus
from governance.models.journal import JournalLine
from governance.models.members import Member
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import dues, dues_lines, fee_schedules, year_calls
from governance.services.records.journal import Actor
from governance.settings import Settings

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
TESS = Actor("Tess Trésorière")
HEADING = "montant_eur;plancher;beneficiaires;budget_annuel_min_eur;budget_annuel_max_eur\n"
Transaction = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=TESS, now=NOW)
    yield database.transaction
    database.engine.dispose()


@pytest.fixture
def bareme(root: Path) -> bytes:
    return (root / "governance/demo/data/bareme-2026.csv").read_bytes()


def three_members(session: Session, bareme: bytes) -> dict[str, Member]:
    """Two with a tier, one of them called by the file, and one without."""
    dues.load_schedule(session, 2026, bareme, "adhésion 2026")
    raw = (
        "type;categorie;nom;region;tarif;cotisation_2026;adherent_depuis\n"
        "institution;region;Bretagne;x;5000;;2020\n"
        "institution;departement;Isère;x;1000;payée;2020\n"
        "individu;personne-physique;Zoé Diaz;;;;2020\n"
        "individu;personne-physique;Yann Kerr;;;;2027\n"
    )
    imports.import_file(session, "x.csv", raw.encode(), actor=TESS, now=NOW)
    return {member.name: member for member in session.scalars(select(Member))}


def refused_code(act: Callable[[], object]) -> str:
    with pytest.raises(GovernanceError) as refused:
        act()
    return refused.value.code


def test_the_schedule_of_2026_has_four_tiers_named_by_their_amount(
    transaction: Transaction, bareme: bytes
):
    with transaction() as session:
        dues.load_schedule(session, 2026, bareme, "adhésion 2026")
    with transaction() as session:
        tiers = dues.tiers(session)
        assert [(tier.code, tier.is_floor) for tier in tiers] == [
            ("1000", False),
            ("2500", False),
            ("5000", False),
            ("8000", True),
        ]
        assert (tiers[1].budget_min_eur, tiers[1].budget_max_eur) == (1_500_000, 10_000_000)


def test_a_tier_that_the_newest_schedule_left_out_may_still_be_held(
    transaction: Transaction, bareme: bytes
):
    told = {"actor": TESS, "now": NOW}
    with transaction() as session:
        before = dues.load_schedule(session, 2026, bareme, "adhésion 2026")
        draft = fee_schedules.draft_of(before)
        first = replace(draft.lines[0], tier=replace(draft.lines[0].tier, amount_eur=1100))
        fee_schedules.make_schedule(session, 2027, replace(draft, lines=(first,)), **told)
        found = [(tier.code, tier.amount_eur) for tier in dues.tiers(session)]
        assert found == [("1000", 1100), ("2500", 2500), ("5000", 5000), ("8000", 8000)]
        raw = "type;categorie;nom;region;tarif\ninstitution;region;Bretagne;x;2500\n"
        imports.import_file(session, "x.csv", raw.encode(), **told)
        assert session.scalars(select(Member.tier_code)).all() == ["2500"]


def test_a_second_schedule_for_the_same_year_is_refused(transaction: Transaction, bareme: bytes):
    with transaction() as session:
        dues.load_schedule(session, 2026, bareme, "adhésion 2026")
        code = refused_code(lambda: dues.load_schedule(session, 2026, bareme, "encore"))
        assert code == "dues.schedule-there"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("mille;non;x;;", "dues.bad-amount"),
        ("-5;non;x;;", "dues.bad-amount"),
        (";non;x;;", "dues.bad-amount"),
        ("1000;parfois;x;;", "dues.bad-floor"),
        ("1000;non;x;beaucoup;", "dues.bad-amount"),
        ("2500;non;x;;", "dues.tier-twice"),
    ],
)
def test_a_wrong_line_of_a_schedule_is_named(transaction: Transaction, line: str, code: str):
    raw = f"{HEADING}2500;non;autre;;\n{line}\n".encode()
    with transaction() as session, pytest.raises(GovernanceError) as refused:
        dues.load_schedule(session, 2026, raw, "x")
    assert (refused.value.code, refused.value.facts["line"]) == (code, 3)


def test_calling_a_year_reaches_those_without_a_line_at_their_tier(
    transaction: Transaction, bareme: bytes
):
    with transaction() as session:
        found = three_members(session, bareme)
        assert year_calls.count_uncalled(session, 2026) == 2

        assert year_calls.call_dues(session, 2026, actor=TESS, now=NOW) == 2
        assert year_calls.call_dues(session, 2026, actor=TESS, now=NOW) == 0

        session.expire_all()
        lines = {
            name: [(line.status, line.amount_eur) for line in member.dues]
            for name, member in found.items()
        }
    assert lines == {
        "Bretagne": [("called", 5000)],
        "Isère": [("paid", 1000)],
        "Zoé Diaz": [("called", None)],
        "Yann Kerr": [],
    }


def test_a_year_without_schedule_is_not_called(transaction: Transaction):
    with transaction() as session:
        code = refused_code(lambda: year_calls.call_dues(session, 2031, actor=TESS, now=NOW))
        assert code == "dues.no-schedule"


def test_a_payment_keeps_its_day_when_only_the_amount_is_corrected(
    transaction: Transaction, bareme: bytes
):
    with transaction() as session:
        member_id = three_members(session, bareme)["Bretagne"].id
        paid = DuesStatus.PAID
        dues_lines.set_status(session, member_id, 2026, paid, 5000, actor=TESS, now=NOW)
        later = NOW + timedelta(days=9)
        line = dues_lines.set_status(session, member_id, 2026, paid, 4000, actor=TESS, now=later)

        assert (line.paid_on, line.amount_eur) == (date(2026, 6, 2), 4000)
        dues_lines.set_status(
            session, member_id, 2026, DuesStatus.CALLED, 4000, actor=TESS, now=later
        )
        assert line.paid_on is None


def test_a_status_written_again_makes_no_new_line_in_the_journal(
    transaction: Transaction, bareme: bytes
):
    with transaction() as session:
        member_id = three_members(session, bareme)["Bretagne"].id
        for _ in range(2):
            dues_lines.set_status(
                session, member_id, 2026, DuesStatus.PAID, 5000, actor=TESS, now=NOW
            )
        lines = session.scalars(select(JournalLine).where(JournalLine.kind == "dues.changed")).all()
        assert [line.facts["after"] for line in lines] == ["paid"]


@pytest.mark.parametrize(
    ("year", "amount", "code"),
    [
        (1999, 1000, "dues.bad-year"),
        (2026, -1, "dues.out-of-range"),
        (2026, 10**9, "dues.out-of-range"),
    ],
)
def test_a_line_out_of_range_is_refused(
    transaction: Transaction, bareme: bytes, year: int, amount: int, code: str
):
    with transaction() as session:
        member_id = three_members(session, bareme)["Bretagne"].id
        paid = DuesStatus.PAID
        wrong = refused_code(
            lambda: dues_lines.set_status(
                session, member_id, year, paid, amount, actor=TESS, now=NOW
            )
        )
        assert wrong == code
