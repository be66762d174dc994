"""Sendings (envois): what became of each member's notice, whoever needs attention first."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.models.contacts import Contact
from governance.models.members import Person
from governance.models.outbox import DeliveryState, OutboxMessage
from governance.models.roll import RollLine
from governance.services.electorate import roll
from governance.services.electorate.roll import Acting
from governance.services.files.rows import read_rows
from governance.services.post import outbox

NO_ADDRESS = "no-address"
NEVER_SENT = "never-sent"
ORDER = (DeliveryState.REFUSED, NO_ADDRESS, NEVER_SENT, DeliveryState.QUEUED, DeliveryState.SENT)
RANK: dict[str, int] = {state: place for place, state in enumerate(ORDER)}
TROUBLED = (DeliveryState.REFUSED, NEVER_SENT)  # the last may be one that has no address
NOTICE = "notice"
FEW = 200  # up to so many members are asked for by number


class Sending(NamedTuple):
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


def sendings_of(
    session: Session, meeting_id: int, members: Collection[int] | None = None
) -> list[Sending]:
    """Return one sending for each member of the roll: refused first, sent last.

    Args:
        members: of which ones; of all when left out.
    """
    few = members if members is not None and len(members) <= FEW else None
    acting = roll.acting(session, members=few)
    last, times = _last_notices(session, meeting_id, few)
    lines = select(RollLine.member_id, RollLine.name).where(RollLine.meeting_id == meeting_id)
    found = [
        _sending(number, name, acting.get(number), last.get(number), times[number])
        for number, name in read_rows(session, RollLine, lines.order_by(RollLine.id))
        if members is None or number in members
    ]
    return sorted(found, key=lambda one: RANK[one.state])


def in_trouble(session: Session, meeting_id: int) -> list[Sending]:
    """Return the sendings that somebody has to look at: refused, or without any address."""
    messages = select(OutboxMessage.member_id, OutboxMessage.state).where(
        OutboxMessage.meeting_id == meeting_id, OutboxMessage.kind == NOTICE
    )
    last = dict(map(tuple, read_rows(session, OutboxMessage, messages.order_by(OutboxMessage.id))))
    lines = select(RollLine.member_id).where(RollLine.meeting_id == meeting_id)
    called = (row[0] for row in read_rows(session, RollLine, lines))
    asked = {one for one in called if last.get(one, NEVER_SENT) in TROUBLED}
    found = sendings_of(session, meeting_id, asked)
    return [one for one in found if one.state in (DeliveryState.REFUSED, NO_ADDRESS)]


def other_mails(session: Session, meeting_id: int) -> list[OutboxMessage]:
    """Return the mails of the meeting that are not notices: links renewed, proxies, minutes."""
    return outbox.messages_but(session, meeting_id, NOTICE)


def _last_notices(
    session: Session, meeting_id: int, members: Collection[int] | None
) -> tuple[dict[int, Any], Counter[int]]:
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
    if members is not None:
        wanted = wanted.where(OutboxMessage.member_id.in_(members))
    rows = read_rows(session, OutboxMessage, wanted)
    owed = [row[0] for row in rows]
    return dict(zip(owed, rows, strict=True)), Counter(owed)


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
