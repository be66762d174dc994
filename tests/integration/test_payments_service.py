"""Payments and bank statements on both databases: partial, reversed, matched, undone."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.demo.register import DATA
from governance.errors import GovernanceError
from governance.models.dues import Dues
from governance.models.journal import JournalLine
from governance.models.members import Member
from governance.models.payments import BankLine, Means, Payment
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import (
    bank_lines,
    bank_statements,
    dues,
    dues_history,
    payments,
    year_calls,
)
from governance.services.dues.bank_lines import Part
from governance.services.dues.payments import Received
from governance.services.records.journal import Actor
from governance.settings import Settings

NOW = datetime(2026, 6, 20, 7, tzinfo=UTC)
TESS = Actor("Tess Trésorière")
TOLD = {"actor": TESS, "now": NOW}
HEADING = "Date;Libellé;Débit;Crédit\n"
STATEMENT = (
    HEADING
    + "12/06/2026;VIR SEPA BRETAGNE;;5 000,00\n"
    + "13/06/2026;VIR DEPT DE L ISERE;;400,00\n"
    + "13/06/2026;PRLV EDF;-12,00;\n"
    + "14/06/2026;VIR INCONNU;;77,00\n"
)
Transaction = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", **TOLD)
        dues.load_schedule(session, 2026, (DATA / "bareme-2026.csv").read_bytes(), "adhésion 2026")
        raw = (
            "type;categorie;nom;region;tarif;adherent_depuis\n"
            "institution;region;Bretagne;x;5000;2020\n"
            "institution;departement;Isère;x;1000;2020\n"
        )
        imports.import_file(session, "x.csv", raw.encode(), **TOLD)
        year_calls.call_dues(session, 2026, actor=TESS, now=NOW - timedelta(days=30))
    yield database.transaction
    database.engine.dispose()


def line_of(session: Session, name: str) -> Dues:
    return session.scalars(
        select(Dues).join(Member, Member.id == Dues.member_id).where(Member.name == name)
    ).one()


def pay(session: Session, name: str, cents: int, day: int) -> Payment:
    received = Received(cents, date(2026, 6, day), Means.CHEQUE, "n° 12")
    return payments.enter(session, line_of(session, name).id, received, **TOLD)


def refused_code(act: Callable[[], object]) -> str:
    with pytest.raises(GovernanceError) as refused:
        act()
    return refused.value.code


def read(transaction: Transaction, text: str = STATEMENT) -> int:
    with transaction() as session:
        return bank_statements.import_statement(session, "juin.csv", text.encode(), **TOLD).id


def test_two_parts_settle_the_dues_on_the_day_of_the_second(transaction: Transaction):
    with transaction() as session:
        pay(session, "Isère", 400_00, 3)
        line = line_of(session, "Isère")
        assert (line.status, payments.states(session, [line.id])[line.id].missing) == (
            "called",
            600_00,
        )
        pay(session, "Isère", 650_00, 9)
        assert (line.status, line.paid_on) == ("paid", date(2026, 6, 9))
        assert payments.states(session, [line.id])[line.id].excess == 50_00


def test_a_payment_is_undone_by_a_line_that_takes_it_back(transaction: Transaction):
    with transaction() as session:
        payment = pay(session, "Isère", 1000_00, 3)
        payments.reverse(session, payment.id, "saisi deux fois", **TOLD)
        line = line_of(session, "Isère")
        assert (line.status, line.paid_on) == ("called", None)
        assert [one.cents for one in payments.payments_of(session, [line.id])] == [
            1000_00,
            -1000_00,
        ]
        again = refused_code(lambda: payments.reverse(session, payment.id, "encore", **TOLD))
        assert again == "payments.reversed"


def test_a_cheque_that_bounced_had_paid_until_then_and_an_error_never_had(
    transaction: Transaction,
):
    with transaction() as session:
        member = line_of(session, "Isère").member_id
        cheque = pay(session, "Isère", 1000_00, 3)
        payments.reverse(session, cheque.id, "impayé", date(2026, 6, 12), **TOLD)
        for day, status in ((2, "called"), (11, "paid"), (12, "called")):
            told = dues_history.dues_status_as_of(session, member, date(2026, 6, day))
            assert told == {2026: status}
        wrong = pay(session, "Isère", 1000_00, 14)
        payments.reverse(session, wrong.id, "erreur", **TOLD)
        told = dues_history.dues_status_as_of(session, member, date(2026, 6, 15))
        assert told == {2026: "called"}


@pytest.mark.parametrize(
    ("cents", "day", "code"),
    [
        (0, 3, "payments.out-of-range"),
        (-5, 3, "payments.out-of-range"),
        (10**10, 3, "payments.out-of-range"),
        (100, 21, "dues.bad-day"),
    ],
)
def test_an_impossible_payment_is_refused(transaction: Transaction, cents, day, code):
    with transaction() as session:
        assert refused_code(lambda: pay(session, "Isère", cents, day)) == code
        assert session.scalar(select(func.count(Payment.id))) == 0


def test_sure_lines_are_confirmed_together_and_others_one_by_one(transaction: Transaction):
    read(transaction)
    with transaction() as session:
        waiting = bank_lines.waiting(session)
        assert [(one.line.cents, one.match.is_sure) for one in waiting] == [
            (5000_00, True),
            (400_00, False),
            (77_00, False),
        ]
        assert bank_lines.confirm_sure(session, **TOLD) == 1
        assert line_of(session, "Bretagne").status == "paid"
        part = waiting[1]
        best = part.match.proposals[0].dues
        assert best.name == "Isère"
        bank_lines.confirm(session, part.line.id, [Part(best.dues_id, 400_00)], **TOLD)
        bank_lines.set_aside(session, waiting[2].line.id, aside=True, **TOLD)
        assert bank_lines.waiting(session) == []
        assert [(line.label, left) for line, left in bank_lines.aside(session)] == [
            ("VIR INCONNU", 77_00)
        ]
        isere = line_of(session, "Isère")
        assert payments.states(session, [isere.id])[isere.id].missing == 600_00


def test_a_bank_line_never_comes_twice(transaction: Transaction):
    read(transaction)
    again = refused_code(lambda: read(transaction))
    assert again == "bank.nothing-new"
    longer = STATEMENT + "15/06/2026;VIR ENCORE;;9,00\n"
    read(transaction, longer)
    with transaction() as session:
        assert session.scalar(select(func.count(BankLine.id))) == 4
        assert [one.skipped for one in bank_statements.imports(session)] == [3, 0]


def test_a_line_that_pays_pays_once(transaction: Transaction):
    read(transaction)
    with transaction() as session:
        first = bank_lines.waiting(session)[0]
        whole = [Part(first.match.proposals[0].dues.dues_id, first.left)]
        bank_lines.confirm(session, first.line.id, whole, **TOLD)
        again = refused_code(lambda: bank_lines.confirm(session, first.line.id, whole, **TOLD))
        assert again == "bank.already-told"


def test_one_transfer_pays_two_dues_and_what_is_left_of_it_stays_visible(transaction: Transaction):
    read(transaction, HEADING + "12/06/2026;VIR TRESORERIE;;6 200,00\n")
    with transaction() as session:
        bretagne, isere = line_of(session, "Bretagne"), line_of(session, "Isère")
        (one,) = bank_lines.waiting(session)
        parts = [Part(bretagne.id, 5000_00), Part(isere.id, 1000_00)]
        bank_lines.confirm(session, one.line.id, parts, **TOLD)
        assert (bretagne.status, isere.status) == ("paid", "paid")
        (rest,) = bank_lines.waiting(session)
        assert (rest.line.id, rest.left) == (one.line.id, 200_00)
        (told,) = bank_lines.told(session, 10)
        assert [(paid.cents, name) for paid, name in told.payments] == [
            (5000_00, "Bretagne"),
            (1000_00, "Isère"),
        ]
        bank_lines.set_aside(session, one.line.id, aside=True, **TOLD)
        assert [left for _, left in bank_lines.aside(session)] == [200_00]
        assert bank_lines.count_waiting(session) == 0


def test_what_was_told_of_a_transfer_is_undone_at_once_for_all_its_dues(transaction: Transaction):
    read(transaction, HEADING + "12/06/2026;VIR TRESORERIE;;6 000,00\n")
    with transaction() as session:
        bretagne, isere = line_of(session, "Bretagne"), line_of(session, "Isère")
        (one,) = bank_lines.waiting(session)
        parts = [Part(bretagne.id, 5000_00), Part(isere.id, 1000_00)]
        bank_lines.confirm(session, one.line.id, parts, **TOLD)
        assert bank_lines.waiting(session) == []
        assert bank_lines.separate(session, one.line.id, **TOLD) == 2
        assert (bretagne.status, isere.status) == ("called", "called")
        assert [back.left for back in bank_lines.waiting(session)] == [6000_00]
        assert bank_lines.told(session, 10) == []
        again = refused_code(lambda: bank_lines.separate(session, one.line.id, **TOLD))
        assert again == "bank.untold"


def test_several_transfers_settle_one_line_of_dues_on_the_day_of_the_last(
    transaction: Transaction,
):
    read(transaction, HEADING + "12/06/2026;VIR A;;600,00\n14/06/2026;VIR B;;400,00\n")
    with transaction() as session:
        isere = line_of(session, "Isère")
        for one in bank_lines.waiting(session):
            bank_lines.confirm(session, one.line.id, [Part(isere.id, one.left)], **TOLD)
        assert (isere.status, isere.paid_on) == ("paid", date(2026, 6, 14))


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ((), "bank.no-part"),
        ((70_01, 7_00), "bank.too-much"),
        ((0,), "payments.out-of-range"),
        ((78_00, -1_00), "payments.out-of-range"),
        ((1,) * 21, "bank.too-many-parts"),
    ],
)
def test_a_sum_is_shared_in_full_parts_of_what_came_in(transaction: Transaction, shares, code):
    read(transaction, HEADING + "14/06/2026;VIR INCONNU;;77,00\n")
    with transaction() as session:
        (one,) = bank_lines.waiting(session)
        parts = [Part(line_of(session, "Isère").id, cents) for cents in shares]
        refused = refused_code(lambda: bank_lines.confirm(session, one.line.id, parts, **TOLD))
        assert refused == code
        session.rollback()
    with transaction() as session:
        assert [still.left for still in bank_lines.waiting(session)] == [77_00]
        assert session.scalar(select(func.count(Payment.id))) == 0


def test_an_import_is_undone_by_reversals_and_may_come_again(transaction: Transaction):
    number = read(transaction)
    with transaction() as session:
        bank_lines.confirm_sure(session, **TOLD)
        bank_statements.undo_import(session, number, **TOLD)
        assert line_of(session, "Bretagne").status == "called"
        assert [one.cents for one in session.scalars(select(Payment).order_by(Payment.id))] == [
            5000_00,
            -5000_00,
        ]
        assert bank_lines.waiting(session) == []
        code = refused_code(lambda: bank_statements.undo_import(session, number, **TOLD))
        assert code == "bank.undone"
    read(transaction)
    with transaction() as session:
        assert len(bank_lines.waiting(session)) == 3
        kinds = session.scalars(select(JournalLine.kind).order_by(JournalLine.height)).all()
        assert [kind for kind in kinds if kind.startswith(("bank", "payment"))] == [
            "bank.imported",
            "payment.entered",
            "payment.reversed",
            "bank.undone",
            "bank.imported",
        ]


def test_a_line_from_the_future_refuses_the_whole_statement(transaction: Transaction):
    text = STATEMENT + "25/06/2026;VIR DEMAIN;;9,00\n"
    assert refused_code(lambda: read(transaction, text)) == "bank.from-future"
    with transaction() as session:
        assert session.scalar(select(func.count(BankLine.id))) == 0
