"""Attendance (présence): arrivals and departures, who is there now, and the quorum that follows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError, NotFoundError
from governance.models.attendance import AttendanceEvent, Movement
from governance.models.meetings import Meeting
from governance.models.roll import RollLine
from governance.rules.calendar import day_of
from governance.rules.lifecycle import require_meeting_move
from governance.rules.proxies import Mandate, represented_members
from governance.rules.quorum import Attendance, QuorumStatement, state_quorum
from governance.services import journal, roll, rulesets
from governance.services.journal import Actor


def movements_of(session: Session, meeting_id: int) -> Sequence[AttendanceEvent]:
    """Return every arrival and departure, oldest first."""
    wanted = (
        select(AttendanceEvent)
        .where(AttendanceEvent.meeting_id == meeting_id)
        .options(selectinload(AttendanceEvent.member), selectinload(AttendanceEvent.person))
        .order_by(AttendanceEvent.id)
    )
    return session.scalars(wanted).all()


def places(session: Session, meeting_id: int) -> dict[int, Movement]:
    """Return where each member is now, by its last movement."""
    return {
        event.member_id: Movement(event.movement) for event in movements_of(session, meeting_id)
    }


def attendance_of(session: Session, meeting: Meeting) -> Attendance:
    """Return who is on site, online and represented at this moment."""
    now_at = places(session, meeting.id)
    onsite = frozenset(one for one, place in now_at.items() if place is Movement.ONSITE)
    online = frozenset(one for one, place in now_at.items() if place is Movement.ONLINE)
    mandates = [
        Mandate(principal, holder)
        for principal, holder in roll.standing_holders(session, meeting.id).items()
    ]
    rules = rulesets.of_meeting(session, meeting)
    represented = represented_members(mandates, onsite | online, rules)
    return Attendance(onsite, online, represented)


def quorum_now(session: Session, meeting: Meeting, now: datetime) -> QuorumStatement:
    """State the quorum of the meeting at ``now``."""
    drawn = roll.roll_at(session, meeting, day_of(now))
    rules = rulesets.of_meeting(session, meeting)
    return state_quorum(drawn, attendance_of(session, meeting), rules, meeting.body)


def note_movement(
    session: Session,
    meeting: Meeting,
    member_id: int,
    movement: Movement,
    *,
    person_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> bool:
    """Write that a member arrived or left; a movement to where it is already changes nothing.

    Args:
        person_id: who acts for the member in the room, when it is not its usual person.
    Returns: whether something changed.
    Raises:
        StateError: meeting.not-now.
        NotFoundError: attendance.not-called.
        InvalidInputError: attendance.not-there, for a departure of someone who never arrived.
    """
    require_meeting_move(meeting.state, "check_in")
    line = line_of(session, meeting.id, member_id)
    before = places(session, meeting.id).get(member_id)
    if movement is before and person_id is None:
        return False
    if movement is Movement.LEFT and before in (None, Movement.LEFT):
        raise InvalidInputError("attendance.not-there", name=line.name)
    session.add(
        AttendanceEvent(
            meeting_id=meeting.id,
            member_id=member_id,
            person_id=person_id,
            movement=movement,
            at=now,
        )
    )
    session.flush()
    kind = "attendance.left" if movement is Movement.LEFT else "attendance.arrived"
    facts = {"name": line.name, "mode": movement.value}
    journal.record(session, kind, facts, actor=actor, meeting_id=meeting.id, now=now)
    return True


def line_of(session: Session, meeting_id: int, member_id: int) -> RollLine:
    """Return the roll line of a member.

    Raises:
        NotFoundError: attendance.not-called.
    """
    wanted = select(RollLine).where(
        RollLine.meeting_id == meeting_id, RollLine.member_id == member_id
    )
    line = session.scalars(wanted).first()
    if line is None:
        raise NotFoundError("attendance.not-called")
    return line
