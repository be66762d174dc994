"""Meetings: find them, and who may enter."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from governance.errors import NotFoundError
from governance.models.meetings import Meeting
from governance.models.members import Representation
from governance.models.roll import RollLine


def get_meeting(session: Session, meeting_id: int) -> Meeting:
    """Return the meeting.

    Raises:
        NotFoundError: meeting.unknown.
    """
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFoundError("meeting.unknown")
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


def _rolls_of(person_id: int) -> Select[RollLine]:
    """Select the roll lines of the members for which a person acts now."""
    return (
        select(RollLine)
        .join(Representation, Representation.member_id == RollLine.member_id)
        .where(Representation.person_id == person_id, Representation.until.is_(None))
    )
