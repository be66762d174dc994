"""How a meeting is called (appel): urgently, at members' demand, or for the second time."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, RuleBrokenError
from governance.models.agenda import AgendaItem
from governance.models.calls import MeetingCall
from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.rules.calendar import day_of
from governance.rules.calls import Called, Support
from governance.rules.lifecycle import require_meeting_move
from governance.rules.quorum import Call
from governance.rules.roll import Roll
from governance.services.bylaws import rulesets
from governance.services.records import journal
from governance.services.records.journal import Actor

LONGEST_REASON = 1000
LONGEST_NAMES = 10_000
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Askers:
    """Those who ask for a meeting: their names, how many, with how many voices and seats."""

    names: str
    members: int = 0
    voices: int = 0
    board: int = 0
    board_seats: int = 0


def call_of(session: Session, meeting_id: int) -> MeetingCall | None:
    """Return what is particular to the call of a meeting, if anything is."""
    return session.get(MeetingCall, meeting_id)


def which_call(session: Session, meeting_id: int) -> Call:
    """Return whether a meeting is held on a first or on a second call."""
    found = call_of(session, meeting_id)
    return "second" if found is not None and found.first_meeting_id is not None else "first"


def hold_call(session: Session, meeting_id: int) -> MeetingCall:
    """Return the row of a meeting's call, made if need be."""
    found = call_of(session, meeting_id)
    if found is None:
        found = MeetingCall(meeting_id=meeting_id)
        session.add(found)
        session.flush()
    return found


def mark_urgent(
    session: Session, meeting: Meeting, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Call the meeting urgently, for a reason that notice and minutes print; none: as usual.

    Raises:
        RuleBrokenError: call.no-urgency where the bylaws know no shorter notice.
        InvalidInputError: call.reason-too-long.
        StateError: meeting.not-now, once the notice has left.
    """
    session.refresh(meeting, with_for_update=True)
    require_meeting_move(meeting.state, "edit")
    rules, told = rulesets.of_meeting(session, meeting), reason.strip()
    rule = rules.notice.urgent_days
    if told and rule.value is None:
        facts = {"required": rules.notice.days.value, "clause": rule.clause}
        raise RuleBrokenError("call.no-urgency", **facts, source=rule.source.value)
    if len(told) > LONGEST_REASON:
        raise InvalidInputError("call.reason-too-long", most=LONGEST_REASON)
    row = hold_call(session, meeting.id)
    if row.urgent_reason == told:
        return
    row.urgent_reason = told
    session.flush()
    _record(session, meeting, "call.urgent" if told else "call.not-urgent", told, actor, now)


def note_askers(
    session: Session,
    meeting: Meeting,
    askers: Askers | None,
    asked_on: date,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Note that members ask for the meeting; the notice names them. None: nobody does.

    Raises:
        InvalidInputError: call.askers.
        StateError: meeting.not-now, once the notice has left.
    """
    session.refresh(meeting, with_for_update=True)
    require_meeting_move(meeting.state, "edit")
    row = hold_call(session, meeting.id)
    if askers is not None:
        numbers = (askers.members, askers.voices, askers.board, askers.board_seats)
        is_named = 1 <= len(askers.names.strip()) <= LONGEST_NAMES
        if not is_named or not all(0 <= one <= MOST for one in numbers) or not any(numbers[:3]):
            raise InvalidInputError("call.askers", most=LONGEST_NAMES)
        if asked_on > day_of(now):
            raise InvalidInputError("call.asked-later")
    row.asked = None if askers is None else asdict(askers)
    row.asked_on = None if askers is None else asked_on
    session.flush()
    told = "" if askers is None else askers.names.strip()
    _record(session, meeting, "call.asked" if told else "call.not-asked", told, actor, now)


def askers_of(call: MeetingCall | None) -> Askers | None:
    """Return those who ask for the meeting, if any do."""
    return None if call is None or call.asked is None else Askers(**call.asked)


def whole_of(drawn: Roll, board_seats: int = 0) -> Support:
    """Return the whole association: members of the body, whole voices, seats of the board."""
    members = sum(line.standing.is_of_the_body() for line in drawn.lines)
    return Support((), members, drawn.total_voices // drawn.scale, board_seats)


def called(session: Session, meeting: Meeting, drawn: Roll, due: tuple[str, ...]) -> Called:
    """Return how the meeting is called, as the list of its notice looks at it.

    Args:
        due: titles of the items that members asked for by right and that are missing.
    """
    row, askers = call_of(session, meeting.id), askers_of(call_of(session, meeting.id))
    first = row.first_meeting if row is not None else None
    asked = None if askers is None else Support((), askers.members, askers.voices, askers.board)
    return Called(
        urgent=row.urgent_reason if row is not None else "",
        asked=asked,
        whole=whole_of(drawn, askers.board_seats if askers is not None else 0),
        first_on=None if first is None else day_of(first.starts_at),
        first_items=() if first is None else tuple(undecided_titles(session, first.id)),
        due=due,
    )


def undecided_titles(session: Session, meeting_id: int) -> list[str]:
    """Return the titles of the items on which a meeting announced no result, in their order."""
    decided = select(Poll.item_id).where(
        Poll.meeting_id == meeting_id, Poll.announced_at.is_not(None)
    )
    wanted = select(AgendaItem.title).where(
        AgendaItem.meeting_id == meeting_id, AgendaItem.id.not_in(decided)
    )
    return list(session.scalars(wanted.order_by(AgendaItem.position)))


def is_agenda_fixed(session: Session, meeting: Meeting) -> bool:
    """Return whether the agenda is that of the first meeting, as the bylaws want it."""
    rule = rulesets.of_meeting(session, meeting).second_call.value
    is_second = which_call(session, meeting.id) == "second"
    return is_second and rule is not None and rule.same_agenda


def check_own_agenda(session: Session, meeting: Meeting) -> None:
    """Refuse to change the agenda of a second call that must be the one of the first.

    Raises:
        RuleBrokenError: second-call.same-agenda.
    """
    rule = rulesets.of_meeting(session, meeting).second_call
    if is_agenda_fixed(session, meeting):
        raise RuleBrokenError(
            "second-call.same-agenda", clause=rule.clause, source=rule.source.value
        )


def _record(
    session: Session, meeting: Meeting, kind: str, told: str, actor: Actor, now: datetime
) -> None:
    journal.record(session, kind, {"reason": told}, actor=actor, meeting_id=meeting.id, now=now)
