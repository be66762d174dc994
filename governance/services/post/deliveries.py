"""Deliveries (envois): one owed message handed to the mail server, and the outcome remembered."""

from datetime import datetime

from sqlalchemy.orm import Session

from governance.mail.message import Enclosure, Envelope, Mailbox, bare_address, build_message
from governance.mail.smtp import MailRefused, Transport
from governance.services.post import outbox
from governance.services.post.outbox import Claimed


def raw_mail(claimed: Claimed, sender: str, sender_name: str, now: datetime) -> bytes:
    """Return the mail as it goes over the wire."""
    envelope = Envelope(
        message_id=claimed.header_id,
        sender=Mailbox(sender, sender_name),
        recipient=Mailbox(claimed.recipient, claimed.recipient_name),
        subject=claimed.subject,
        text=claimed.text,
        html=claimed.html,
        sent_at=now,
        enclosures=tuple(
            Enclosure(name, content, media_type)
            for name, media_type, content in claimed.attachments
        ),
    )
    return bytes(build_message(envelope))


def hand_over(
    transport: Transport, claimed: Claimed, sender: str, sender_name: str, now: datetime
) -> tuple[bool, int, bool]:
    """Give one mail to the server; return whether it was taken, its code, whether for good."""
    try:
        raw = raw_mail(claimed, sender, sender_name, now)
        accepted = transport.send(raw, sender, bare_address(Mailbox(claimed.recipient)))
    except MailRefused as refusal:
        return False, refusal.code, refusal.permanent
    return True, accepted.code, True


def remember(
    session: Session, message_id: int, outcome: tuple[bool, int, bool], now: datetime
) -> None:
    """Write the outcome of one hand-over."""
    taken, code, final = outcome
    if taken:
        outbox.mark_sent(session, message_id, code, now)
    else:
        outbox.mark_refused(session, message_id, code, permanent=final, now=now)
