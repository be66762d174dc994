"""What the first page (accueil) shows an officer: the next assembly, then the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from governance.models.meetings import Meeting
from governance.rules.lifecycle import MeetingState
from governance.services.convening import meetings


@dataclass(frozen=True, slots=True)
class Overview:
    """The first assembly whose minutes are not published, if any, and all the others."""

    first: Meeting | None
    others: Sequence[Meeting]


def overview(session: Session) -> Overview:
    """Return the assemblies as an officer meets them, the others newest first."""
    every = meetings.all_meetings(session)
    pending = [meeting for meeting in every if meeting.state is not MeetingState.PUBLISHED]
    first = min(pending, key=lambda meeting: meeting.starts_at, default=None)
    return Overview(first, [meeting for meeting in every if meeting is not first])
