"""Calls for dues on both databases: numbers, papers, mails, reminders, receipts, who owes."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.demo.register import DATA
from governance.errors import GovernanceError
from governance.mail.smtp import transport_of
from governance.models.association import Association
from governance.models.dues import Dues, DuesStatus
from governance.models.dues_calls import DuesCall
from governance.models.members import Member
from governance.models.outbox import OutboxMessage
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import (
    bank_lines,
    bank_statements,
    dues,
    dues_calls,
    dues_exports,
    dues_letters,
    dues_lines,
    dues_papers,
    payments,
    year_calls,
)
from governance.services.dues.dues_lines import Decision
from governance.services.dues.dues_papers import Terms
from governance.services.dues.payments import Received
from governance.services.entry.vault import Vault
from governance.services.post import deliveries, outbox
from governance.services.post.post import Post
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.simulators.dues_parts import work_through

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
TESS = Actor("Tess Trésorière")
TOLD = {"actor": TESS, "now": NOW}
IBAN = "FR76 3000 6000 0112 3456 7890 189"
TERMS = Terms("La 27e Région", IBAN, "AGRIFRPP", "SIRET 000 000 000 00000", 45, 2)
FILE = (
    "type;categorie;nom;region;titulaire;titulaire_email;tarif;adherent_depuis\n"
    "institution;region;Bretagne;x;Nour Le Goff;nour@b.example;5000;2020\n"
    "institution;departement;Isère;x;Léa Roux;lea@i.example;1000;2020\n"
    "institution;departement;Corse;x;;;1000;2020\n"
    "individu;personne-physique;Zoé Diaz;;;;;2020\n"
)
Transaction = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        session.add(
            Association(
                id=1,
                name="La 27e Région",
                short_name="27e",
                seat="Paris",
                email="tresorerie@region.example",
                website="",
            )
        )
        session.flush()
        rulesets.install_preset(session, "la27eregion", **TOLD)
        dues.load_schedule(session, 2026, (DATA / "bareme-2026.csv").read_bytes(), "adhésion 2026")
        imports.import_file(session, "x.csv", FILE.encode(), **TOLD)
        year_calls.call_dues(session, 2026, **TOLD)
        dues_papers.save_terms(session, TERMS, **TOLD)
    yield database.transaction
    database.engine.dispose()


@pytest.fixture
def post(any_settings: Settings) -> Post:
    return Post(Vault(any_settings.vault_key), "https://ag.example")


def line_of(session: Session, name: str) -> Dues:
    return session.scalars(
        select(Dues).join(Member, Member.id == Dues.member_id).where(Member.name == name)
    ).one()


def call(session: Session, name: str) -> DuesCall:
    return dues_calls.issue(session, line_of(session, name).id, **TOLD)


def refused_code(act: Callable[[], object]) -> str:
    with pytest.raises(GovernanceError) as refused:
        act()
    return refused.value.code


def text_of(pdf: bytes) -> str:
    tool = shutil.which("pdftotext")
    assert tool is not None
    done = subprocess.run([tool, "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\u202f", " ").replace("\xa0", " ").split())


def test_numbers_follow_one_another_without_a_gap(transaction: Transaction, post: Post):
    with transaction() as session:
        assert work_through(session, post, 2026, "issue", **TOLD).done == 3
        made = dues_calls.all_calls(session, 2026)
        assert [one.reference for one in made] == ["2026-001", "2026-002", "2026-003"]
        assert work_through(session, post, 2026, "issue", **TOLD).done == 0
    with transaction() as session:
        line = line_of(session, "Zoé Diaz")
        dues_lines.set_status(session, line.member_id, 2026, DuesStatus.CALLED, 50, **TOLD)
        assert call(session, "Zoé Diaz").number == 4
        session.rollback()  # nothing of it is kept: no number is lost
    with transaction() as session:
        line = line_of(session, "Zoé Diaz")
        dues_lines.set_status(session, line.member_id, 2026, DuesStatus.CALLED, 60, **TOLD)
        assert call(session, "Zoé Diaz").number == 4


@pytest.mark.needs("pdftotext")
def test_a_call_prints_what_is_owed_where_and_by_when(transaction: Transaction):
    with transaction() as session:
        words = text_of(call(session, "Bretagne").paper.content)
    for told in (
        "Appel de cotisation",
        "2026-001",
        "Bretagne",
        "5 000 €",
        "FR76 3000 6000 0112 3456 7890 189",
        "AGRIFRPP",
        "16 avril 2026",
        "SIRET 000 000 000 00000",
    ):
        assert told in words, told


def test_a_call_at_another_amount_replaces_the_first_and_keeps_it(transaction: Transaction):
    with transaction() as session:
        first = call(session, "Bretagne")
        assert refused_code(lambda: call(session, "Bretagne")) == "dues.called-already"
        line = first.dues
        decision = Decision(decided_by="le bureau", reason="année de transition")
        dues_lines.set_status(
            session, line.member_id, 2026, DuesStatus.CALLED, 2500, decision, **TOLD
        )
        second = call(session, "Bretagne")
        assert (second.reference, second.amount_eur) == ("2026-002", 2500)
        assert dues_calls.calls_of(session, [line.id])[line.id] is second
        assert len(dues_calls.all_calls(session, 2026)) == 2


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Terms("x", "FR76 3000 6000 0112 3456 7890 188"), "dues.bad-iban"),
        (Terms("x", "=1+1"), "dues.bad-iban"),
        (Terms("x", IBAN, "NO"), "dues.bad-bic"),
        (Terms(" ", IBAN), "dues.no-holder"),
        (Terms("x", IBAN, "", "", 400), "dues.bad-delay"),
        (Terms("x", IBAN, "", "m" * 501), "dues.too-long"),
    ],
)
def test_terms_that_would_lose_money_are_refused(transaction: Transaction, told, code):
    with transaction() as session:
        assert refused_code(lambda: dues_papers.save_terms(session, told, **TOLD)) == code
        assert dues_papers.get_terms(session).iban == IBAN.replace(" ", "")


def test_a_call_is_sent_with_its_pdf_and_reminded_at_most_twice(
    transaction: Transaction, post: Post, smtp_server
):
    with transaction() as session:
        number = call(session, "Isère").id
        dues_letters.send(session, post, number, **TOLD)
        owed = outbox.due(session, NOW)
    for message in owed:
        with transaction() as session:
            claimed = outbox.claim(session, post.vault, message, NOW)
            assert claimed is not None
            transport = transport_of(smtp_server.url)
            outcome = deliveries.hand_over(transport, claimed, "t@x.example", "27e", NOW)
            deliveries.remember(session, message, outcome, NOW)
    (mail,) = smtp_server.of("lea@i.example")
    assert mail["Subject"].replace("\xa0", " ") == "Appel de cotisation 2026, n° 2026-001"
    (paper,) = mail.iter_attachments()
    assert paper.get_filename() == "appel-2026-001.pdf"
    assert paper.get_content().startswith(b"%PDF-")
    with transaction() as session:
        for day in (40, 60):
            later = NOW + timedelta(days=day)
            dues_letters.remind(session, post, number, "Merci !", actor=TESS, now=later)
            again = refused_code(
                partial(dues_letters.remind, session, post, number, "", actor=TESS, now=later)
            )
            assert again == ("dues.reminded-today" if day == 40 else "dues.reminded-enough")
        kinds = session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)).all()
        assert kinds == ["dues_call", "dues_reminder", "dues_reminder"]


def test_whom_no_mail_reaches_is_told_and_who_paid_is_not_reminded(
    transaction: Transaction, post: Post
):
    with transaction() as session:
        corse, isere = call(session, "Corse"), call(session, "Isère")
        code = refused_code(lambda: dues_letters.send(session, post, corse.id, **TOLD))
        assert code == "mail.no-address"
        received = Received(1000_00, date(2026, 3, 1))
        payments.enter(session, isere.dues_id, received, **TOLD)
        code = refused_code(lambda: dues_letters.remind(session, post, isere.id, "", **TOLD))
        assert code == "dues.settled"
        told = [(one.member.name, one.is_reachable) for one in dues_calls.owing(session, 2026)]
        assert told == [("Bretagne", True), ("Corse", False), ("Zoé Diaz", False)]


def test_who_owes_is_counted_and_read_by_pages_as_in_the_whole_list(transaction: Transaction):
    with transaction() as session:
        isere = line_of(session, "Isère")
        everyone = dues_calls.owing(session, 2026)
        assert dues_calls.count_owing(session, 2026) == (4, sum(o.needs_call for o in everyone))
        call(session, "Bretagne")
        call(session, "Isère")
        assert line_of(session, "Isère").amount_eur == 1000
        decided = Decision(decided_by="le bureau", reason="erreur de tarif")
        dues_lines.set_status(
            session, isere.member_id, 2026, DuesStatus.CALLED, 1200, decided, **TOLD
        )
        everyone = dues_calls.owing(session, 2026)
        fresh = [one.member.name for one in everyone if one.needs_call]
        assert "Bretagne" not in fresh
        assert "Isère" in fresh
        assert dues_calls.count_owing(session, 2026) == (len(everyone), len(fresh))
        paged = [dues_calls.owing(session, 2026, first, 1) for first in range(len(everyone))]
        assert [one.line.id for page in paged for one in page] == [o.line.id for o in everyone]


def test_the_totals_of_a_year_are_the_sum_of_what_each_line_is_worth(transaction: Transaction):
    with transaction() as session:
        bretagne, isere = line_of(session, "Bretagne"), line_of(session, "Isère")
        payments.enter(session, isere.id, Received(400_50, date(2026, 3, 1)), **TOLD)
        payments.enter(session, bretagne.id, Received(5_100_00, date(2026, 3, 1)), **TOLD)
        lines = session.scalars(select(Dues).where(Dues.year == 2026)).all()
        worth = payments.states(session, [line.id for line in lines]).values()
        totals = dues_exports.totals(session, 2026)
        assert totals.received == sum(state.received for state in worth) == 5_500_50
        assert totals.missing == sum(state.missing for state in worth)
        assert totals.owed_eur == sum(line.amount_eur or 0 for line in lines)
        assert (totals.called, totals.paid, totals.exempt) == (len(lines) - 1, 1, 0)
        assert dues_exports.totals(session, 2019).missing == 0


def test_a_transfer_that_names_the_call_is_recognised(transaction: Transaction):
    with transaction() as session:
        call(session, "Bretagne")
        raw = "Date;Libellé;Crédit\n01/03/2026;VIR TRESORERIE APPEL 2026-001;5000,00\n"
        bank_statements.import_statement(session, "m.csv", raw.encode(), **TOLD)
        assert bank_lines.confirm_sure(session, **TOLD) == 1
        assert line_of(session, "Bretagne").status == "paid"


@pytest.mark.needs("pdftotext")
def test_a_receipt_says_what_is_left_and_an_attestation_waits_until_all_is_paid(
    transaction: Transaction,
):
    with transaction() as session:
        line = line_of(session, "Isère")
        part = payments.enter(session, line.id, Received(400_50, date(2026, 3, 1)), **TOLD)
        receipt = dues_papers.receipt(session, part.id, NOW)
        words = text_of(receipt.content)
        assert "400,50 €" in words
        assert "Il reste 599,50 €" in words
        assert dues_papers.receipt(session, part.id, NOW) is receipt
        code = refused_code(lambda: dues_papers.attestation(session, line.id, NOW))
        assert code == "dues.not-settled"
        payments.enter(session, line.id, Received(599_50, date(2026, 3, 2)), **TOLD)
        words = text_of(dues_papers.attestation(session, line.id, NOW).content)
        assert "Isère a réglé sa cotisation 2026, soldée le 2 mars 2026" in words
        assert "1 000 €" in words


@pytest.mark.needs("pdftotext")
def test_an_attestation_of_a_waiver_names_the_decision(transaction: Transaction):
    with transaction() as session:
        line = line_of(session, "Corse")
        decision = Decision(decided_by="bureau du 1er mars", reason="crue")
        dues_lines.set_status(
            session, line.member_id, 2026, DuesStatus.EXEMPT, 1000, decision, **TOLD
        )
        words = text_of(dues_papers.attestation(session, line.id, NOW).content)
        assert "décision : bureau du 1er mars" in words
