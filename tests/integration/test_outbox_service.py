"""The outbox on both databases, handed over to a real mail server by the worker's own job."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.demo import seed
from governance.demo.assembly import START
from governance.errors import InvalidInputError, NotFoundError
from governance.jobs import Jobs
from governance.mail.smtp import transport_of
from governance.models.members import Person
from governance.models.outbox import DeliveryState, OutboxMessage
from governance.services.convening import meetings, notices
from governance.services.convening.notices import Convener
from governance.services.electorate import roll
from governance.services.entry.vault import Vault
from governance.services.post import deliveries, mail_folder, outbox, sendings
from governance.services.post.outbox import LEASE, RETRIES
from governance.services.post.post import Post
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.simulators.smtp import TEMPORARY

INES = Actor("Inès Marchetti")
MEMBERS = 20
SENDER = "assemblee@27eregion.example"
Transaction = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    """An assembly that has just been convened: a mail owed to each member."""
    database = Database(any_settings)
    with database.transaction() as session:
        seed.load(session, START, MEMBERS)
    with database.transaction() as session:
        post = Post(Vault(any_settings.vault_key), "https://vote.example")
        meeting = meetings.get_meeting(session, 1)
        sender = Convener("Inès Marchetti", "secretary")
        notices.convene(session, post, meeting, sender, actor=INES, now=START)
    yield database.transaction
    database.engine.dispose()


@pytest.fixture
def vault(any_settings: Settings) -> Vault:
    return Vault(any_settings.vault_key)


def deliver(
    transaction: Transaction, vault: Vault, server: str, message_id: int, now: datetime
) -> tuple[bool, int, bool] | None:
    """Claim one message, hand it over outside the transaction, remember what was said."""
    with transaction() as session:
        claimed = outbox.claim(session, vault, message_id, now)
    if claimed is None:
        return None
    outcome = deliveries.hand_over(transport_of(server), claimed, SENDER, "La 27e Région", now)
    with transaction() as session:
        deliveries.remember(session, message_id, outcome, now)
    return outcome


def state_of(transaction: Transaction, message_id: int) -> tuple[str, int | None, bool]:
    """Return state, SMTP code, and whether the body is still kept."""
    with transaction() as session:
        message = session.get_one(OutboxMessage, message_id)
        return message.state, message.smtp_code, message.sealed_body is not None


def address_of(transaction: Transaction, message_id: int) -> str:
    with transaction() as session:
        return session.get_one(OutboxMessage, message_id).recipient


def test_the_workers_job_sends_what_is_owed_and_wipes_the_bodies(
    transaction, any_settings, smtp_server
):
    there = replace(any_settings, mail=smtp_server.url)
    database = Database(there)
    jobs = Jobs(there, database)
    with transaction() as session:
        owed = outbox.due(session, datetime.fromisoformat("2100-01-01T00:00:00+00:00"))
        session.query(OutboxMessage).update({OutboxMessage.next_try_at: START - timedelta(days=90)})
    jobs.deliver(owed)
    database.engine.dispose()

    assert len(smtp_server.messages) == MEMBERS
    for mail in smtp_server.messages:
        assert "lien#t=" in mail.get_body(("plain",)).get_content()
        assert [part.get_filename() for part in mail.iter_attachments()] == [
            "convocation.pdf",
            "assemblee.ics",
        ]
    with transaction() as session:
        for message in session.scalars(select(OutboxMessage)):
            assert message.state == DeliveryState.SENT
            assert message.sealed_body is None
            assert message.smtp_code == 250


def test_the_mails_of_one_job_share_a_connection_and_one_refusal_stops_no_other(
    transaction, any_settings, smtp_server
):
    smtp_server.refuse(address_of(transaction, 5))
    with transaction() as session:
        session.query(OutboxMessage).update({OutboxMessage.next_try_at: START - timedelta(days=90)})
    there = replace(any_settings, mail=smtp_server.url)
    database = Database(there)
    for _ in range(2):  # a job may run twice: nothing leaves twice
        Jobs(there, database).deliver(range(1, MEMBERS + 1))
    database.dispose()

    assert len(smtp_server.envelopes) == MEMBERS - 1
    assert len({mail["Message-ID"] for mail in smtp_server.messages}) == MEMBERS - 1
    assert len(smtp_server.connections) == 1
    assert state_of(transaction, 5) == (DeliveryState.REFUSED, 550, False)


def test_when_the_server_is_away_the_others_are_not_tried(transaction, any_settings):
    with transaction() as session:
        session.query(OutboxMessage).update({OutboxMessage.next_try_at: START - timedelta(days=90)})
    away = replace(any_settings, mail="smtp://127.0.0.1:1")
    database = Database(away)
    Jobs(away, database).deliver(range(1, MEMBERS + 1))
    database.dispose()

    with transaction() as session:
        tries = session.scalars(select(OutboxMessage.tries).order_by(OutboxMessage.id)).all()
    assert tries == [1] + [0] * (MEMBERS - 1)


def test_a_refused_mailbox_is_told_first_and_its_body_is_wiped(transaction, vault, smtp_server):
    smtp_server.refuse(address_of(transaction, 5))
    for message_id in range(1, MEMBERS + 1):
        deliver(transaction, vault, smtp_server.url, message_id, START)

    assert state_of(transaction, 5) == (DeliveryState.REFUSED, 550, False)
    with transaction() as session:
        found = sendings.sendings_of(session, 1)
        assert [one.state for one in found] == ["refused"] + ["sent"] * (MEMBERS - 1)
        assert (found[0].smtp_code, found[0].is_corrected) == (550, False)


def test_a_mailbox_that_says_later_is_asked_later(transaction, vault, smtp_server):
    address = address_of(transaction, 5)
    smtp_server.refuse(address, TEMPORARY)
    assert deliver(transaction, vault, smtp_server.url, 5, START) == (False, 451, False)
    assert state_of(transaction, 5) == (DeliveryState.QUEUED, 451, True)

    smtp_server.accept(address)
    too_soon = START + RETRIES[0] - timedelta(seconds=1)
    assert deliver(transaction, vault, smtp_server.url, 5, too_soon) is None
    assert deliver(transaction, vault, smtp_server.url, 5, START + RETRIES[0]) == (True, 250, True)
    assert state_of(transaction, 5) == (DeliveryState.SENT, 250, False)


def test_a_mail_over_which_every_sender_dies_is_given_up_and_wiped(transaction, vault):
    now = START
    for _ in range(len(RETRIES) + 1):
        with transaction() as session:
            assert outbox.claim(session, vault, 5, now) is not None
        now += LEASE  # nobody came back to say how it went
    with transaction() as session:
        assert outbox.claim(session, vault, 5, now) is None

    assert state_of(transaction, 5) == (DeliveryState.REFUSED, None, False)


def test_a_mailbox_that_says_later_for_ever_is_given_up(transaction, vault, smtp_server):
    smtp_server.refuse(address_of(transaction, 5), TEMPORARY)
    now = START
    for wait in (*RETRIES, timedelta()):
        deliver(transaction, vault, smtp_server.url, 5, now)
        now += wait

    assert state_of(transaction, 5) == (DeliveryState.REFUSED, 451, False)


def test_a_message_is_claimed_once_and_comes_back_after_a_crash(transaction, vault):
    with transaction() as session:
        assert outbox.claim(session, vault, 5, START) is not None
    with transaction() as session:
        assert outbox.claim(session, vault, 5, START) is None
        assert 5 not in outbox.due(session, START)
    with transaction() as session:
        again = outbox.claim(session, vault, 5, START + LEASE)
        assert again is not None
        assert "lien#t=" in again.text


def test_a_repeat_after_a_crash_is_the_same_mail(transaction, vault, smtp_server):
    for now in (START, START + LEASE):
        with transaction() as session:
            claimed = outbox.claim(session, vault, 5, now)
        deliveries.hand_over(transport_of(smtp_server.url), claimed, SENDER, "27e", now)

    first, second = smtp_server.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_a_server_that_does_not_answer_is_asked_later(transaction, vault):
    assert deliver(transaction, vault, "smtp://127.0.0.1:1", 5, START) == (False, 0, False)
    assert state_of(transaction, 5) == (DeliveryState.QUEUED, 0, True)


def test_a_corrected_address_gets_the_notice_again(transaction, vault, smtp_server):
    smtp_server.refuse(address_of(transaction, 5))
    deliver(transaction, vault, smtp_server.url, 5, START)
    with transaction() as session:
        member = sendings.sendings_of(session, 1)[0].member_id
        roll.acting_persons(session)[member].email = "corrected@example.org"
    with transaction() as session:
        assert sendings.sendings_of(session, 1)[0].is_corrected
        post = Post(vault, "https://vote.example")
        meeting = meetings.get_meeting(session, 1)
        notices.resend(session, post, meeting, member, actor=INES, now=START)
    assert deliver(transaction, vault, smtp_server.url, MEMBERS + 1, START) == (True, 250, True)

    assert len(smtp_server.of("corrected@example.org")) == 1
    with transaction() as session:
        mine = next(one for one in sendings.sendings_of(session, 1) if one.member_id == member)
        assert (mine.state, mine.times, mine.address) == ("sent", 2, "corrected@example.org")


def test_nobody_is_written_to_without_an_address(transaction, vault):
    letter = outbox.Letter("notice", "Convocation", "texte", "<p>texte</p>")
    nobody = Person(name="Sans Adresse")
    with transaction() as session, pytest.raises(InvalidInputError) as refusal:
        outbox.queue(session, vault, letter, nobody, domain="vote.example", now=START)

    assert refusal.value.code == "mail.no-address"


def test_the_folder_of_the_demonstration_is_read_back(transaction, vault, tmp_path):
    folder = tmp_path / "mails"
    for message_id in (1, 2):
        deliver(transaction, vault, f"folder:{folder}", message_id, START)

    headings = mail_folder.headings_in(folder)
    mail = mail_folder.get_mail(folder, headings[0].name)
    assert len(headings) == 2
    assert headings[0].subject == mail.subject
    assert mail.subject.startswith("Convocation")
    assert "lien#t=" in mail.text
    assert [file.name for file in mail.attachments] == ["convocation.pdf", "assemblee.ics"]
    assert mail_folder.get_attachment(folder, mail.name, 1).content.startswith(b"%PDF-")
    for name in ("../secrets.json", "nothing.eml", "..", ".hidden.eml", "a/b.eml"):
        with pytest.raises(NotFoundError):
            mail_folder.get_mail(folder, name)
