"""Meetings (assemblées): find, prepare, open and close them, and who may enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.meetings import Meeting
from governance.models.members import Representation
from governance.models.polls import Poll
from governance.models.roll import RollLine
from governance.rules.lifecycle import require_meeting_move, require_polls_settled
from governance.services.bylaws import rulesets
from governance.services.convening import agenda, agenda_copies
from governance.services.electorate import roll_closing
from governance.services.office import credentials
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import attendance

BODIES = ("AGO", "AGE", "CA")
PARIS = ZoneInfo("Europe/Paris")
LONGEST_INTRODUCTION = 4000


@dataclass(frozen=True, slots=True)
class Plan:
    """Date, place and link of a meeting, as a form says them; ``starts_at`` is aware."""

    title: str
    starts_at: datetime
    place: str = ""
    remote_url: str = ""
    introduction: str = ""


def get_meeting(session: Session, meeting_id: int) -> Meeting:
    """Return the meeting.

    Raises:
        NotFoundError: meeting.unknown.
    """
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFoundError("meeting.unknown")
    return meeting


def hold_meeting(session: Session, meeting_id: int) -> Meeting:
    """Return the meeting with its row locked until the commit: of two presses, one acts.

    Raises:
        NotFoundError: meeting.unknown.
    """
    meeting = get_meeting(session, meeting_id)
    session.refresh(meeting, with_for_update=True)
    return meeting


def all_meetings(session: Session) -> Sequence[Meeting]:
    """Return every meeting, newest first."""
    return session.scalars(select(Meeting).order_by(Meeting.starts_at.desc())).all()


def meetings_of(session: Session, person_id: int) -> Sequence[Meeting]:
    """Return the meetings a person was called to, newest first."""
    called = _rolls_of(person_id).with_only_columns(RollLine.meeting_id)
    wanted = select(Meeting).where(Meeting.id.in_(called))
    return session.scalars(wanted.order_by(Meeting.starts_at.desc())).all()


def is_called(session: Session, meeting_id: int, person_id: int) -> bool:
    """Return whether the person acts for a member on the meeting's roll."""
    wanted = _rolls_of(person_id).where(RollLine.meeting_id == meeting_id)
    return session.scalars(wanted.limit(1)).first() is not None


def create_meeting(
    session: Session,
    body: str,
    plan: Plan,
    *,
    under: int | None = None,
    actor: Actor,
    now: datetime,
) -> Meeting:
    """Create a draft meeting under the rule set chosen at this moment.

    Args:
        under: the rule set that it follows instead, that of the meeting it takes up.
    Raises:
        InvalidInputError: meeting.body, .title, .remote-url, .too-long.
    """
    if body not in BODIES:
        raise InvalidInputError("meeting.body", value=body)
    version = rulesets.current(session)[0]
    if under is not None:
        version = rulesets.get_version(session, under)
    meeting = Meeting(body=body, rule_set_id=version.id, created_at=now)
    _fill(meeting, plan)
    session.add(meeting)
    session.flush()
    facts = {"title": meeting.title, "body": body, "rule_set": version.sha256}
    journal.record(session, "meeting.created", facts, actor=actor, meeting_id=meeting.id, now=now)
    return meeting


def copy_meeting(
    session: Session, source_id: int, plan: Plan, *, actor: Actor, now: datetime
) -> Meeting:
    """Create a draft meeting with the agenda of an earlier one."""
    source = get_meeting(session, source_id)
    meeting = create_meeting(session, source.body, plan, actor=actor, now=now)
    agenda_copies.copy_items(session, source, meeting)
    return meeting


def edit_meeting(
    session: Session, meeting_id: int, plan: Plan, *, actor: Actor, now: datetime
) -> Meeting:
    """Change title, date, place or link of a draft meeting.

    Raises:
        StateError: meeting.not-now, once the notice has left.
    """
    meeting = hold_meeting(session, meeting_id)
    require_meeting_move(meeting.state, "edit")
    _fill(meeting, plan)
    session.flush()
    facts = {"title": meeting.title, "starts_at": meeting.starts_at.isoformat()}
    journal.record(session, "meeting.edited", facts, actor=actor, meeting_id=meeting.id, now=now)
    return meeting


def open_meeting(
    session: Session, meeting_id: int, chair: str, secretary: str, *, actor: Actor, now: datetime
) -> Meeting:
    """Open the meeting, on its day, with its bureau (président·e et secrétaire de séance).

    Raises:
        StateError: meeting.not-now or meeting.too-early.
        InvalidInputError: meeting.bureau.
    """
    meeting = hold_meeting(session, meeting_id)
    require_meeting_move(meeting.state, "open")
    day = meeting.starts_at.astimezone(PARIS).date()
    if now.astimezone(PARIS).date() < day:
        raise StateError("meeting.too-early", day=f"{day:%d/%m/%Y}")
    if not all(1 <= len(name.strip()) <= 200 for name in (chair, secretary)):
        raise InvalidInputError("meeting.bureau")
    meeting.opened_at = now
    meeting.chair_name, meeting.secretary_name = chair.strip(), secretary.strip()
    roll_closing.close_roll(session, meeting, actor=actor, now=now)
    facts = {
        "chair": meeting.chair_name,
        "secretary": meeting.secretary_name,
        "quorum": attendance.quorum_now(session, meeting, now).to_facts(),
    }
    journal.record(session, "meeting.opened", facts, actor=actor, meeting_id=meeting.id, now=now)
    return meeting


def close_meeting(session: Session, meeting_id: int, *, actor: Actor, now: datetime) -> Meeting:
    """Close the meeting; every poll that was opened has its result.

    Raises:
        StateError: meeting.not-now or meeting.polls-pending.
    """
    meeting = hold_meeting(session, meeting_id)
    require_meeting_move(meeting.state, "close")
    found = session.scalars(select(Poll).where(Poll.meeting_id == meeting.id))
    require_polls_settled({poll.item.position: poll.state for poll in found})
    meeting.closed_at = now
    credentials.destroy_codes(session, meeting, actor=actor, now=now)
    journal.record(session, "meeting.closed", {}, actor=actor, meeting_id=meeting.id, now=now)
    return meeting


def note_incident(
    session: Session, meeting_id: int, text: str, *, actor: Actor, now: datetime
) -> None:
    """Write an incident into the journal; the minutes will tell it.

    Raises:
        StateError: meeting.not-now.
        InvalidInputError: meeting.incident-text.
    """
    meeting = get_meeting(session, meeting_id)
    require_meeting_move(meeting.state, "note_incident")
    _note(session, meeting, "incident.noted", {"text": _short(text)}, actor, now)


def note_discussion(
    session: Session, meeting_id: int, item_id: int, text: str, *, actor: Actor, now: datetime
) -> None:
    """Write what was said on an item into the journal; the minutes start from it.

    Raises:
        StateError: meeting.not-now.
        InvalidInputError: meeting.incident-text.
    """
    meeting = get_meeting(session, meeting_id)
    require_meeting_move(meeting.state, "discuss")
    item = agenda.get_item(session, meeting_id, item_id)
    facts = {"position": item.position, "text": _short(text)}
    _note(session, meeting, "item.discussed", facts, actor, now)


def _note(
    session: Session,
    meeting: Meeting,
    kind: str,
    facts: dict[str, object],
    actor: Actor,
    now: datetime,
) -> None:
    journal.record(session, kind, facts, actor=actor, meeting_id=meeting.id, now=now)


def _short(text: str) -> str:
    if not 1 <= len(text.strip()) <= 4000:
        raise InvalidInputError("meeting.incident-text", most=4000)
    return text.strip()


def _fill(meeting: Meeting, plan: Plan) -> None:
    if not 1 <= len(plan.title.strip()) <= 200:
        raise InvalidInputError("meeting.title", most=200)
    remote_url = plan.remote_url.strip()
    if remote_url and not (remote_url.startswith("https://") and remote_url.isprintable()):
        raise InvalidInputError("meeting.remote-url", value=remote_url[:80])
    lengths = ((plan.place, 300), (remote_url, 500), (plan.introduction, LONGEST_INTRODUCTION))
    for text, most in lengths:
        if len(text.strip()) > most:
            raise InvalidInputError("meeting.too-long", most=most)
    meeting.title, meeting.starts_at = plan.title.strip(), plan.starts_at
    meeting.place, meeting.remote_url = plan.place.strip(), remote_url
    meeting.introduction = plan.introduction.strip()


def _rolls_of(person_id: int) -> Select[RollLine]:
    """Select the roll lines of the members for which a person acts now."""
    return (
        select(RollLine)
        .join(Representation, Representation.member_id == RollLine.member_id)
        .where(Representation.person_id == person_id, Representation.until.is_(None))
    )
