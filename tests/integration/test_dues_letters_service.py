"""Letters about dues: whom they go to, receipts and attestations, what is printed, long work."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from governance.db import Database
from governance.demo.register import DATA
from governance.errors import GovernanceError
from governance.models.association import Association
from governance.models.dues import Dues
from governance.models.dues_calls import DuesCall, DuesWork, PaymentTerms
from governance.models.journal import JournalLine
from governance.models.members import Member
from governance.models.outbox import OutboxMessage
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import (
    dues,
    dues_calls,
    dues_letters,
    dues_papers,
    dues_printing,
    dues_works,
    payments,
    year_calls,
)
from governance.services.dues.dues_papers import Terms
from governance.services.dues.payments import Received
from governance.services.entry.vault import Vault
from governance.services.post import outbox
from governance.services.post.post import Post
from governance.services.records import erasure
from governance.services.records.journal import Actor
from governance.services.relations import contacts
from governance.services.relations.contacts import Card
from governance.settings import Settings
from tests.simulators.dues_parts import work_through

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
TOLD = {"actor": Actor("Tess Trésorière"), "now": NOW}
TERMS = Terms("La 27e Région", "FR76 3000 6000 0112 3456 7890 189")
FILE = (
    "type;categorie;nom;region;titulaire;titulaire_email;tarif;adherent_depuis\n"
    "institution;region;Bretagne;x;Nour Le Goff;nour@b.example;5000;2020\n"
    "institution;departement;Corse;x;;;1000;2020\n"
    "institution;departement;Isère;x;Léa Roux;lea@i.example;1000;2020\n"
)
Transaction = Callable[[], AbstractContextManager[Session]]


def set_up(session: Session) -> None:
    session.add(
        Association(
            id=1, name="La 27e Région", short_name="27e", seat="Paris", email="t@r.example",
            website="",
        )
    )  # fmt: skip
    session.flush()
    rulesets.install_preset(session, "la27eregion", **TOLD)
    dues.load_schedule(session, 2026, (DATA / "bareme-2026.csv").read_bytes(), "adhésion 2026")
    imports.import_file(session, "x.csv", FILE.encode(), **TOLD)
    year_calls.call_dues(session, 2026, **TOLD)
    dues_papers.save_terms(session, TERMS, **TOLD)


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        set_up(session)
    yield database.transaction
    database.engine.dispose()


@pytest.fixture
def post(any_settings: Settings) -> Post:
    return Post(Vault(any_settings.vault_key), "https://ag.example")


def line_of(session: Session, name: str) -> Dues:
    return session.scalars(
        select(Dues).join(Member, Member.id == Dues.member_id).where(Member.name == name)
    ).one()


def befriend(session: Session, name: str, card: Card) -> int:
    member = line_of(session, name).member_id
    since = date(2025, 1, 1)
    return contacts.add_contact(session, member, card, since, permanent=True, **TOLD).id


def refused_code(act: Callable[[], object]) -> str:
    with pytest.raises(GovernanceError) as refused:
        act()
    return refused.value.code


def test_a_call_goes_to_the_permanent_contact_else_to_whoever_acts(transaction, post):
    with transaction() as session:
        befriend(session, "Bretagne", Card("Camille Compta", "", "compta@b.example"))
        befriend(session, "Corse", Card("Ange Compta", "", "compta@c.example"))
        befriend(session, "Isère", Card("Sans Adresse", "", ""))
        work_through(session, post, 2026, "issue", **TOLD)
        assert work_through(session, post, 2026, "send", **TOLD).done == 3
        sent = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert [(one.recipient, one.person_id is None) for one in sent] == [
            ("compta@b.example", True),
            ("compta@c.example", True),
            ("lea@i.example", False),
        ]
        claimed = outbox.claim(session, post.vault, sent[1].id, NOW)
        assert claimed is not None
        assert (claimed.recipient_name, claimed.attachments[0][0]) == (
            "Ange Compta",
            "appel-2026-002.pdf",
        )
        facts = session.scalars(
            select(JournalLine.facts).where(JournalLine.kind == "dues.call-sent")
        ).all()
        assert [("contact" in one, one.get("recipient")) for one in facts] == [
            (True, None),
            (True, None),
            (False, "Léa Roux"),
        ]
        assert work_through(session, post, 2026, "send", **TOLD).done == 0


def test_an_erased_contact_leaves_no_address_on_the_letters(transaction, post):
    with transaction() as session:
        number = befriend(session, "Corse", Card("Ange Compta", "", "compta@c.example"))
        call = dues_calls.issue(session, line_of(session, "Corse").id, **TOLD)
        dues_letters.send(session, post, call.id, **TOLD)
        erasure.erase(session, "contact", [number])
        session.expire_all()
        (message,) = session.scalars(select(OutboxMessage)).all()
        assert (message.recipient, message.sealed_body) == ("", None)


def test_receipts_and_attestations_go_by_mail_and_calls_do_not(transaction, post):
    with transaction() as session:
        line = line_of(session, "Isère")
        call = dues_calls.issue(session, line.id, **TOLD)
        paid = payments.enter(session, line.id, Received(1000_00, date(2026, 3, 1)), **TOLD)
        receipt = dues_papers.receipt(session, paid.id, NOW)
        attestation = dues_papers.attestation(session, line.id, NOW)
        for paper in (receipt, attestation):
            dues_letters.send_paper(session, post, paper.id, **TOLD)
        code = refused_code(lambda: dues_letters.send_paper(session, post, call.paper_id, **TOLD))
        assert code == "dues.paper-not-mailed"
        sent = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert [(one.kind, one.subject, one.papers) for one in sent] == [
            ("dues_paper", "Reçu, cotisation 2026", [receipt]),
            ("dues_paper", "Attestation, cotisation 2026", [attestation]),
        ]
        corse = line_of(session, "Corse")
        paid = payments.enter(session, corse.id, Received(1_00, date(2026, 3, 1)), **TOLD)
        alone = dues_papers.receipt(session, paid.id, NOW).id
        code = refused_code(lambda: dues_letters.send_paper(session, post, alone, **TOLD))
        assert code == "mail.no-address"


def test_a_preview_takes_no_number_and_keeps_nothing(transaction):
    with transaction() as session:
        raw = dues_papers.preview(session, line_of(session, "Isère").id, NOW)
        assert raw.startswith(b"%PDF-")
        assert dues_calls.all_calls(session, 2026) == []
        assert dues_calls.issue(session, line_of(session, "Isère").id, **TOLD).number == 1


def test_calls_are_printed_together_those_that_no_mail_reaches_apart(
    transaction, post, monkeypatch
):
    monkeypatch.setattr("governance.services.dues.dues_printing.BATCH", 2)
    with transaction() as session:
        assert dues_printing.count_batches(session, 2026, unreachable=False) == 0
        work_through(session, post, 2026, "issue", **TOLD)
        assert dues_printing.count_batches(session, 2026, unreachable=False) == 2
        lengths = []
        for number, unreachable in ((1, False), (2, False), (1, True)):
            raw = dues_printing.batch(session, 2026, number, unreachable=unreachable)
            with pikepdf.open(io.BytesIO(raw)) as paper:
                lengths.append(len(paper.pages))
        assert lengths == [2, 1, 1]
        for number in (0, 3):
            code = refused_code(
                lambda n=number: dues_printing.batch(session, 2026, n, unreachable=False)
            )
            assert code == "dues.no-paper"


def test_long_work_goes_part_by_part_and_says_how_far_it_is(transaction, post, monkeypatch):
    monkeypatch.setattr("governance.services.dues.dues_works.PART", 2)
    with transaction() as session:
        work = dues_works.begin(session, 2026, "issue", **TOLD)
        assert session.info["owed"]
        code = refused_code(lambda: dues_works.begin(session, 2026, "issue", **TOLD))
        assert code == "dues.work-running"
        assert dues_works.advance(session, post, work.id, NOW)
        assert (work.done, work.total, work.ended_at) == (2, 3, None)
    with transaction() as session:
        later = NOW + timedelta(minutes=1)
        assert not dues_works.advance(session, post, work.id, later)
        done = session.get_one(DuesWork, work.id)
        assert (done.done, done.ended_at) == (3, later)
        assert not dues_works.advance(session, post, work.id, later)
        assert [call.number for call in dues_calls.all_calls(session, 2026)] == [1, 2, 3]


def test_the_worker_finishes_what_was_begun_and_says_why_it_stopped(
    sqlite_settings: Settings, monkeypatch
):
    monkeypatch.setattr("governance.clock.clock_of", lambda _settings: NOW)
    monkeypatch.setattr("governance.services.dues.dues_works.PART", 1)
    app = create_app(sqlite_settings)
    database, jobs = app.extensions["database"], app.extensions["jobs"]
    with database.transaction() as session:
        set_up(session)
        issuing = dues_works.begin(session, 2026, "issue", **TOLD).id
        sending = dues_works.begin(session, 2026, "send", **TOLD).id
    jobs.work_on(issuing)
    with database.transaction() as session:
        assert len(session.scalars(select(DuesCall)).all()) == 3
        session.delete(session.scalars(select(PaymentTerms)).one())
    jobs.work_on(sending)
    with database.transaction() as session:
        stopped = dues_works.last_stopped(session, 2026)
        assert stopped is not None
        assert (stopped.refusal, dues_works.running(session)) == ("dues.no-terms", [])
    database.dispose()
