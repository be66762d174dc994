"""The outbox (boîte d'envoi): queue in the act's transaction, send later, remember the outcome."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError
from governance.models.contacts import Contact
from governance.models.documents import Document
from governance.models.dues_calls import DuesPaper
from governance.models.members import Person
from governance.models.outbox import DeliveryState, OutboxMessage
from governance.services.entry.vault import Vault

PDF = "application/pdf"
WITH_CODES = ("notice", "proxy_given", "code_reissued")  # letters that hold a private code
LEASE = timedelta(minutes=5)  # a sender that died gives its message back after this
RETRIES = tuple(timedelta(minutes=wait) for wait in (1, 5, 15, 60, 240, 720))


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, before it has an address."""

    kind: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A queued message taken for sending: everything the transport needs."""

    id: int
    kind: str
    recipient: str
    recipient_name: str
    subject: str
    header_id: str
    text: str
    html: str
    attachments: tuple[tuple[str, str, bytes], ...]  # file name, media type, content


def queue(
    session: Session,
    vault: Vault,
    letter: Letter,
    reader: Person | Contact,
    *,
    domain: str,
    member_id: int | None = None,
    meeting_id: int | None = None,
    attachments: Sequence[Document] = (),
    papers: Sequence[DuesPaper] = (),
    now: datetime,
) -> OutboxMessage:
    """Owe a person or a contact a mail; the worker is woken when the transaction is committed.

    Raises:
        InvalidInputError: mail.no-address.
    """
    if not reader.email:
        raise InvalidInputError("mail.no-address", name=reader.name)
    body = json.dumps({"text": letter.text, "html": letter.html}, ensure_ascii=False)
    message = OutboxMessage(
        kind=letter.kind,
        meeting_id=meeting_id,
        person_id=reader.id if isinstance(reader, Person) else None,
        contact_id=reader.id if isinstance(reader, Contact) else None,
        member_id=member_id,
        recipient=reader.email,
        subject=letter.subject,
        header_id=f"<{uuid4()}@{domain}>",
        sealed_body=vault.seal(body.encode()),
        state=DeliveryState.QUEUED,
        queued_at=now,
        next_try_at=now,
        attachments=list(attachments),
        papers=list(papers),
    )
    session.add(message)
    session.info["owed"] = True
    return message


def due(session: Session, now: datetime) -> Sequence[int]:
    """Return the ids of the messages whose turn has come, oldest first."""
    wanted = (
        select(OutboxMessage.id)
        .where(OutboxMessage.state == DeliveryState.QUEUED, OutboxMessage.next_try_at <= now)
        .order_by(OutboxMessage.id)
    )
    return session.scalars(wanted).all()


def claim(session: Session, vault: Vault, message_id: int, now: datetime) -> Claimed | None:
    """Take one message for sending, unless somebody else has; the lease outlives a crash."""
    wanted = (
        select(OutboxMessage)
        .where(
            OutboxMessage.id == message_id,
            OutboxMessage.state == DeliveryState.QUEUED,
            OutboxMessage.next_try_at <= now,
        )
        .with_for_update(skip_locked=True)
    )
    message = session.scalars(wanted).first()
    if message is None or message.sealed_body is None:
        return None
    if message.tries > len(RETRIES):  # senders died over it again and again
        mark_refused(session, message.id, message.smtp_code, permanent=True, now=now)
        return None
    message.tries += 1
    message.next_try_at = now + LEASE
    body = json.loads(vault.open(message.sealed_body))
    files = [(file.filename, file.media_type, file.content) for file in message.attachments]
    files += [(paper.filename, PDF, paper.content) for paper in message.papers]
    return Claimed(
        message.id,
        message.kind,
        message.recipient,
        message.reader.name,
        message.subject,
        message.header_id,
        body["text"],
        body["html"],
        tuple(files),
    )


def mark_sent(session: Session, message_id: int, code: int, now: datetime) -> None:
    """Remember that the mail server took the message, and wipe what it said."""
    message = session.get_one(OutboxMessage, message_id)
    message.state, message.sent_at, message.smtp_code = DeliveryState.SENT, now, code
    message.sealed_body = None


def mark_refused(
    session: Session, message_id: int, code: int | None, *, permanent: bool, now: datetime
) -> None:
    """Remember a refusal: for good (the body is wiped), or until the next try."""
    message = session.get_one(OutboxMessage, message_id)
    message.smtp_code = code
    if permanent or message.tries > len(RETRIES):
        message.state, message.sealed_body = DeliveryState.REFUSED, None
        return
    message.next_try_at = now + RETRIES[message.tries - 1]


def withdraw_codes(session: Session, meeting_id: int) -> int:
    """Wipe the mails of a meeting that carry codes and never left; return how many."""
    wanted = select(OutboxMessage).where(
        OutboxMessage.meeting_id == meeting_id,
        OutboxMessage.state == DeliveryState.QUEUED,
        OutboxMessage.kind.in_(WITH_CODES),
    )
    owed = session.scalars(wanted.with_for_update()).all()
    for message in owed:
        message.state, message.sealed_body = DeliveryState.REFUSED, None
    return len(owed)


def messages_but(session: Session, meeting_id: int, kind: str) -> list[OutboxMessage]:
    """Return the mails of a meeting that are of another kind: refused, then waiting, then sent."""
    wanted = (
        select(OutboxMessage)
        .where(OutboxMessage.meeting_id == meeting_id, OutboxMessage.kind != kind)
        .options(selectinload(OutboxMessage.person), selectinload(OutboxMessage.member))
    )
    order = {DeliveryState.REFUSED: 0, DeliveryState.QUEUED: 1, DeliveryState.SENT: 2}
    found = session.scalars(wanted).all()
    return sorted(found, key=lambda message: (order[DeliveryState(message.state)], message.id))
