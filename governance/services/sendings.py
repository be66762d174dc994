"""Sendings (envois): what became of each member's notice, whoever needs attention first."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.models.contacts import Contact
from governance.models.members import Person
from governance.models.outbox import DeliveryState, OutboxMessage
from governance.models.roll import RollLine
from governance.services import outbox, roll
from governance.services.roll import Acting

NO_ADDRESS = "no-address"
NEVER_SENT = "never-sent"
ORDER = (DeliveryState.REFUSED, NO_ADDRESS, NEVER_SENT, DeliveryState.QUEUED, DeliveryState.SENT)
NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Sending:
    """The last notice owed to one member. ``state`` is one of ORDER.

    ``address`` is the one it was sent to; ``current`` the one the register knows now.
    """

    member_id: int
    name: str
    person: str
    state: str
    current: str
    address: str = ""
    at: datetime | None = None
    smtp_code: int | None = None
    tries: int = 0
    times: int = 0

    @property
    def is_corrected(self) -> bool:
        """Whether the register knows another address than the one that was tried."""
        return bool(self.current) and self.current != self.address


def sendings_of(session: Session, meeting_id: int) -> list[Sending]:
    """Return one sending for each member of the roll: refused first, sent last."""
    acting = roll.acting(session)
    last, times = _last_notices(session, meeting_id)
    lines = select(RollLine.member_id, RollLine.name).where(RollLine.meeting_id == meeting_id)
    found = [
        _sending(number, name, acting.get(number), last.get(number), times[number])
        for number, name in session.execute(lines.order_by(RollLine.id))
    ]
    return sorted(found, key=lambda one: ORDER.index(one.state))


def other_mails(session: Session, meeting_id: int) -> list[OutboxMessage]:
    """Return the mails of the meeting that are not notices: links renewed, proxies, minutes."""
    return outbox.messages_but(session, meeting_id, NOTICE)


def _last_notices(session: Session, meeting_id: int) -> tuple[dict[int, Any], Counter[int]]:
    """Return the last notice owed to each member, and how many there were."""
    wanted = (
        select(
            OutboxMessage.member_id,
            OutboxMessage.state,
            OutboxMessage.recipient,
            OutboxMessage.sent_at,
            OutboxMessage.queued_at,
            OutboxMessage.smtp_code,
            OutboxMessage.tries,
            func.coalesce(Person.name, Contact.name).label("reader"),
        )
        .outerjoin(Person, Person.id == OutboxMessage.person_id)
        .outerjoin(Contact, Contact.id == OutboxMessage.contact_id)
        .where(
            OutboxMessage.meeting_id == meeting_id,
            OutboxMessage.kind == NOTICE,
            OutboxMessage.member_id.is_not(None),
        )
        .order_by(OutboxMessage.id)
    )
    rows = session.execute(wanted).all()
    members = [row[0] or 0 for row in rows]
    return dict(zip(members, rows, strict=True)), Counter(members)


def _sending(member_id: int, name: str, person: Acting | None, last: Any, times: int) -> Sending:
    """Tell the last message; without one, why there is none."""
    current = person.email or "" if person else ""
    who = person.name if person else ""
    if last is None:
        state = NEVER_SENT if current else NO_ADDRESS
        return Sending(member_id, name, who, state, current)
    return Sending(
        member_id,
        name,
        last.reader,
        last.state,
        current,
        last.recipient,
        last.sent_at or last.queued_at,
        last.smtp_code,
        last.tries,
        times,
    )
