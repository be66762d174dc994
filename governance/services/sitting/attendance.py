"""Attendance (présence): arrivals and departures, who is there now, and the quorum that follows."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Select, Table, literal, select
from sqlalchemy.orm import Session, selectinload

from governance.errors import InvalidInputError, NotFoundError, RuleBrokenError
from governance.models.attendance import AttendanceEvent, Movement
from governance.models.meetings import Meeting
from governance.models.members import ActsAs, Representation
from governance.models.roll import RollLine
from governance.rules.calendar import day_of
from governance.rules.lifecycle import MeetingState, require_meeting_move
from governance.rules.proxies import Mandate, ProxyContext, represented_members
from governance.rules.proxy_deposit import check_comes, is_in_order
from governance.rules.quorum import Attendance, QuorumStatement, state_quorum
from governance.rules.roll import Roll
from governance.rules.ruleset import RuleSet
from governance.services.bylaws import rulesets
from governance.services.convening import calls
from governance.services.electorate import roll
from governance.services.files.rows import read_rows
from governance.services.proxies import proxy_context
from governance.services.records import journal
from governance.services.records.journal import Actor

_AT = {"mapper": AttendanceEvent}
EARLY = timedelta(hours=2)  # whoever opens her link before that has come to read, not to attend

MOVEMENTS: dict[str, Movement] = {movement.value: movement for movement in Movement}
_EVENT = cast(Table, AttendanceEvent.__table__)


def movements_of(
    session: Session, meeting_id: int, members: Collection[int] | None = None
) -> Sequence[AttendanceEvent]:
    """Return every arrival and departure, oldest first; of ``members`` alone where given."""
    wanted = (
        select(AttendanceEvent)
        .where(AttendanceEvent.meeting_id == meeting_id)
        .options(selectinload(AttendanceEvent.member), selectinload(AttendanceEvent.person))
        .order_by(AttendanceEvent.id)
    )
    if members is not None:
        wanted = wanted.where(AttendanceEvent.member_id.in_(members))
    return session.scalars(wanted).all()


def places(session: Session, meeting_id: int) -> dict[int, Movement]:
    """Return where each member is now, by its last movement."""
    wanted = select(AttendanceEvent.member_id, AttendanceEvent.movement)
    mine = wanted.where(AttendanceEvent.meeting_id == meeting_id).order_by(AttendanceEvent.id)
    rows = read_rows(session, AttendanceEvent, mine)
    return {member: MOVEMENTS[movement] for member, movement in rows}


def last_movements(session: Session, meeting_id: int) -> dict[int, tuple[Movement, datetime]]:
    """Return the last movement of each member, and when it was."""
    wanted = select(AttendanceEvent.member_id, AttendanceEvent.movement, AttendanceEvent.at)
    found = session.execute(
        wanted.where(AttendanceEvent.meeting_id == meeting_id).order_by(AttendanceEvent.id)
    )
    return {member: (MOVEMENTS[movement], at) for member, movement, at in found}


def last_movement(meeting: ColumnElement[int], member: ColumnElement[int]) -> Select[str]:
    """Return the query of a member's last movement, for whoever asks about it within another."""
    mine = _EVENT.c.meeting_id == meeting, _EVENT.c.member_id == member
    return select(_EVENT.c.movement).where(*mine).order_by(_EVENT.c.id.desc()).limit(1)


def _place_of(session: Session, meeting_id: int, member_id: int) -> Movement | None:
    last = session.scalar(
        last_movement(literal(meeting_id), literal(member_id)), bind_arguments=_AT
    )
    return Movement(last) if last else None


def attendance_of(session: Session, meeting: Meeting, rules: RuleSet, drawn: Roll) -> Attendance:
    """Return who is on site, online and represented at this moment.

    Args:
        rules: those of the meeting.
        drawn: the roll of the moment, which the limits of proxies look at.
    """
    now_at = places(session, meeting.id)
    room, line = Movement.ONSITE, Movement.ONLINE
    onsite = frozenset(one for one, place in now_at.items() if place is room)
    online = frozenset(one for one, place in now_at.items() if place is line)
    mandates = [
        Mandate(principal, holder)
        for principal, holder in roll.standing_holders(session, meeting.id).items()
    ]
    context = limits_context(session, drawn, rules)
    represented = represented_members(mandates, onsite | online, rules, context)
    return Attendance(onsite, online, represented)


def limits_context(session: Session, drawn: Roll, rules: RuleSet) -> ProxyContext | None:
    """Return what limits look at, where only the first proxies are kept."""
    if rules.proxy.excess.value != "keep_first":
        return None
    return proxy_context.context_of(session, drawn, rules)


def quorum_now(
    session: Session,
    meeting: Meeting,
    now: datetime,
    concerned: Collection[int] = (),
    drawn: Roll | None = None,
) -> QuorumStatement:
    """State the quorum of the meeting at ``now``.

    Args:
        concerned: the members personally interested in the item that is voted.
        drawn: its roll at ``now``, where it was drawn already.
    """
    drawn = drawn or roll.roll_at(session, meeting, now)
    rules = rulesets.of_meeting(session, meeting)
    there = attendance_of(session, meeting, rules, drawn)
    call = calls.which_call(session, meeting.id)
    stated = state_quorum(drawn, there, rules, meeting.body, call=call, concerned=concerned)
    return stated.in_voices(drawn.scale)


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
        person_id: who came for the member; one of those named to act for it.
    Returns: whether something changed.
    Raises:
        StateError: meeting.not-now.
        NotFoundError: attendance.not-called.
        InvalidInputError: attendance.not-there, for a departure of someone who never arrived;
            attendance.not-its-person.
        RuleBrokenError: attendance.no-remote, where the bylaws want everybody in the room;
            proxy.alternate-not-in-order, where they let no alternate come.
    """
    require_meeting_move(meeting.state, "check_in")
    line = line_of(session, meeting.id, member_id)
    before = _place_of(session, meeting.id, member_id)
    if movement is Movement.LEFT and before in (None, Movement.LEFT):
        raise InvalidInputError("attendance.not-there", name=line.name)
    acting = roll.acting_persons(session, meeting.id, [member_id]).get(member_id)
    if movement is before and (person_id is None or (acting and acting.id == person_id)):
        return False
    _require_allowed(session, meeting, line, movement, person_id)
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


def arrive_online(
    session: Session, meeting: Meeting, person_id: int, *, actor: Actor, now: datetime
) -> list[str]:
    """Note as connected every member for which this person acts; return their names.

    Those on site stay on site; those that gave a proxy stay represented, since only a decision
    takes a proxy back. Outside the hours of the meeting nothing is noted, nor of a suppléant
    whom the bylaws do not let come.
    """
    if not is_gathering(meeting, now) or not is_remote_possible(session, meeting):
        return []
    acting = roll.acting_persons(session, meeting.id)
    given = roll.standing_holders(session, meeting.id)
    there = places(session, meeting.id)
    rules = rulesets.of_meeting(session, meeting)
    arrived = []
    for line in roll.lines_of(session, meeting.id):
        person = acting.get(line.member_id)
        is_mine = person is not None and person.id == person_id
        is_in_room = there.get(line.member_id) is Movement.ONSITE
        if not is_mine or is_in_room or line.member_id in given:
            continue
        if is_in_order(capacity_of(session, line.member_id, person_id), rules):
            note_movement(
                session,
                meeting,
                line.member_id,
                Movement.ONLINE,
                person_id=person_id,
                actor=actor,
                now=now,
            )
            arrived.append(line.name)
    return arrived


def capacity_of(session: Session, member_id: int, person_id: int | None) -> str:
    """Return in what capacity a person acts for a member now: self, representative, alternate.

    Args:
        person_id: whom it is about; the first of those named when left out or not named.
    """
    wanted = select(Representation.person_id, Representation.acts_as).where(
        Representation.member_id == member_id, Representation.until.is_(None)
    )
    rows = sorted(session.execute(wanted), key=lambda row: roll.PRECEDENCE[ActsAs(row.acts_as)])
    named = [str(row.acts_as) for row in rows if person_id in (None, row.person_id)]
    return (named or [str(row.acts_as) for row in rows] or [ActsAs.REPRESENTATIVE.value])[0]


def is_there(session: Session, meeting_id: int, member_id: int) -> bool:
    """Return whether a member is on site or online now."""
    return is_presence(_place_of(session, meeting_id, member_id))


def is_presence(movement: str | None) -> bool:
    """Return whether a last movement means that the member is on site or online."""
    return movement in (Movement.ONSITE, Movement.ONLINE)


def is_gathering(meeting: Meeting, now: datetime) -> bool:
    """Return whether members arrive now: the meeting is open, or is about to be on its day."""
    if meeting.state is MeetingState.OPEN:
        return True
    is_early = now < meeting.starts_at - EARLY
    is_its_day = day_of(now) == day_of(meeting.starts_at)
    return meeting.state is MeetingState.CONVENED and is_its_day and not is_early


def is_remote_possible(session: Session, meeting: Meeting) -> bool:
    """Return whether one may attend from elsewhere: the bylaws allow it and a link was given."""
    return rulesets.of_meeting(session, meeting).vote.remote_allowed.value and bool(
        meeting.remote_url
    )


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


def _require_allowed(
    session: Session,
    meeting: Meeting,
    line: RollLine,
    movement: Movement,
    person_id: int | None,
) -> None:
    remote = rulesets.of_meeting(session, meeting).vote.remote_allowed
    if movement is Movement.ONLINE and not remote.value:
        raise RuleBrokenError("attendance.no-remote", clause=remote.clause)
    if person_id is not None:
        wanted = select(Representation.id).where(
            Representation.member_id == line.member_id,
            Representation.person_id == person_id,
            Representation.until.is_(None),
        )
        if session.scalars(wanted).first() is None:
            raise InvalidInputError("attendance.not-its-person", name=line.name)
    if movement is not Movement.LEFT:
        who = capacity_of(session, line.member_id, person_id)
        check_comes(who, rulesets.of_meeting(session, meeting))
