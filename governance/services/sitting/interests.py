"""Personal interests in an item (conflits d'intérêts): declared before its vote, with a reason."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.agenda import AgendaItem
from governance.models.elections import ElectionRound
from governance.models.interests import Interest
from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.rules.lifecycle import MeetingState
from governance.services.bylaws import rulesets
from governance.services.convening import agenda
from governance.services.electorate import rights, roll
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import attendance

CONCERNED = "person_concerned"  # the word of the bylaws among those who may hold no proxy
LONGEST_REASON = 500
NO_LONGER = (MeetingState.CLOSED, MeetingState.PUBLISHED)


def of_meeting(session: Session, meeting_id: int) -> Sequence[Interest]:
    """Return the interests that stand, in the order of the agenda."""
    wanted = (
        select(Interest)
        .join(AgendaItem, AgendaItem.id == Interest.item_id)
        .where(AgendaItem.meeting_id == meeting_id, Interest.withdrawn_at.is_(None))
        .options(selectinload(Interest.member), selectinload(Interest.item))
        .order_by(AgendaItem.position, Interest.id)
    )
    return session.scalars(wanted).all()


def concerned(session: Session, item_id: int) -> frozenset[int]:
    """Return the members personally interested in an item, or in that of its first round."""
    first = select(ElectionRound.first_item_id).where(ElectionRound.item_id == item_id)
    wanted = select(Interest.member_id).where(
        or_(Interest.item_id == item_id, Interest.item_id.in_(first)),
        Interest.withdrawn_at.is_(None),
    )
    return frozenset(session.scalars(wanted))


def declare(
    session: Session,
    meeting: Meeting,
    item_id: int,
    member_id: int,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Interest:
    """Note that a member is personally interested in an item; what follows is the bylaws' say.

    Raises:
        InvalidInputError: interest.no-reason, interest.reason-too-long, interest.no-vote.
        StateError: interest.too-late once the vote has opened, interest.meeting-over;
            interest.twice.
        NotFoundError: agenda.unknown, attendance.not-called.
    """
    item = _changeable(session, meeting, item_id)
    line = attendance.line_of(session, meeting.id, member_id)
    told = reason.strip()
    if not told:
        raise InvalidInputError("interest.no-reason")
    if len(told) > LONGEST_REASON:
        raise InvalidInputError("interest.reason-too-long", most=LONGEST_REASON)
    if member_id in concerned(session, item_id):
        raise StateError("interest.twice", name=line.name)
    interest = Interest(
        item_id=item.id,
        member_id=member_id,
        reason=told,
        declared_at=now,
        declared_by=actor.name,
    )
    session.add(interest)
    session.flush()
    _record(session, meeting, "interest.declared", item, line.name, actor, now)
    return interest


def withdraw(
    session: Session, meeting: Meeting, interest_id: int, *, actor: Actor, now: datetime
) -> None:
    """Withdraw a declaration made by mistake; it keeps its row and both lines of the journal.

    Raises:
        NotFoundError: interest.unknown.
        StateError: interest.too-late, interest.meeting-over.
    """
    interest = session.get(Interest, interest_id)
    if interest is None or interest.withdrawn_at is not None:
        raise NotFoundError("interest.unknown")
    item = _changeable(session, meeting, interest.item_id)
    interest.withdrawn_at = now
    session.flush()
    _record(session, meeting, "interest.withdrawn", item, interest.member.name, actor, now)


def stopped_proxies(session: Session, meeting: Meeting) -> dict[int, list[str]]:
    """Return by holder the members for whom it may not vote on an item that concerns it.

    Empty where the bylaws let who is concerned hold proxies all the same.
    """
    forbidden = rulesets.of_meeting(session, meeting).proxy.forbidden_holders.value
    if CONCERNED not in forbidden:
        return {}
    names = {line.member_id: line.name for line in roll.lines_of(session, meeting.id)}
    found: dict[int, list[str]] = {}
    for principal, holder in rights.bound_holders(session, meeting).items():
        found.setdefault(holder, []).append(names[principal])
    return found


def may_change(session: Session, meeting: Meeting, item: AgendaItem) -> bool:
    """Say whether an interest in this item may still be declared or withdrawn."""
    return meeting.state not in NO_LONGER and item.is_voted and not _is_opened(session, item.id)


def _changeable(session: Session, meeting: Meeting, item_id: int) -> AgendaItem:
    """Return the item, held until the commit so that its vote does not open meanwhile."""
    session.refresh(meeting, with_for_update=True)
    item = agenda.get_item(session, meeting.id, item_id)
    if meeting.state in NO_LONGER:
        raise StateError("interest.meeting-over")
    if not item.is_voted:
        raise InvalidInputError("interest.no-vote")
    if _is_opened(session, item.id):
        raise StateError("interest.too-late", position=item.position)
    return item


def _is_opened(session: Session, item_id: int) -> bool:
    wanted = select(Poll.id).where(Poll.item_id == item_id, Poll.opened_at.is_not(None)).limit(1)
    return session.scalar(wanted) is not None


def _record(
    session: Session,
    meeting: Meeting,
    kind: str,
    item: AgendaItem,
    name: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Journal the act; the reason stays in its row, which one may erase."""
    facts = {"position": item.position, "title": item.title, "name": name}
    journal.record(session, kind, facts, actor=actor, meeting_id=meeting.id, now=now)
