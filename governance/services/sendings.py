"""Sendings (envois): what became of each member's notice, whoever needs attention first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from governance.models.members import Person
from governance.models.outbox import DeliveryState, OutboxMessage
from governance.services import outbox, roll

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
    acting = roll.acting_persons(session)
    sent: dict[int, list[OutboxMessage]] = {}
    for message in _notices(session, meeting_id):
        if message.member_id is not None:
            sent.setdefault(message.member_id, []).append(message)
    found = [
        _sending(line.member_id, line.name, acting.get(line.member_id), sent.get(line.member_id))
        for line in roll.lines_of(session, meeting_id)
    ]
    return sorted(found, key=lambda one: ORDER.index(one.state))


def other_mails(session: Session, meeting_id: int) -> list[OutboxMessage]:
    """Return the mails of the meeting that are not notices: links renewed, proxies, minutes."""
    return [one for one in outbox.messages_of(session, meeting_id) if one.kind != NOTICE]


def _notices(session: Session, meeting_id: int) -> Sequence[OutboxMessage]:
    everything = outbox.messages_of(session, meeting_id)
    return sorted((one for one in everything if one.kind == NOTICE), key=lambda one: one.id)


def _sending(
    member_id: int, name: str, person: Person | None, messages: list[OutboxMessage] | None
) -> Sending:
    """Tell the last message; without one, why there is none."""
    current = person.email or "" if person else ""
    who = person.name if person else ""
    if not messages:
        state = NEVER_SENT if current else NO_ADDRESS
        return Sending(member_id, name, who, state, current)
    last = messages[-1]
    return Sending(
        member_id,
        name,
        last.reader.name,
        last.state,
        current,
        last.recipient,
        last.sent_at or last.queued_at,
        last.smtp_code,
        last.tries,
        len(messages),
    )
