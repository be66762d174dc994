"""The guard of a poll's result: officers, whoever was called, everybody once it is published."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask_login import current_user

from governance import db
from governance.errors import NotAllowedError, NotFoundError
from governance.models.accounts import Role
from governance.rules.lifecycle import MeetingState, PollState
from governance.services.convening import meetings
from governance.services.polls import polls
from governance.web import access

WATCHERS = (Role.SECRETARY, Role.CHAIR, Role.SCRUTINEER, Role.AUDITOR)


def watches() -> bool:
    """Return whether the visitor follows the polls as an officer."""
    return bool(current_user.has(*WATCHERS))


def poll_reader(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let in officers, persons called to the meeting, and everybody once it is published.

    Hand the view its ``meeting`` and ``poll``. A poll without a result is for the first two.
    """

    @wraps(view)
    def guarded(*, meeting_id: int, poll_id: int) -> Any:
        is_known = watches() or is_called(meeting_id)
        if not is_known and not _is_published(meeting_id):
            _refuse()
        reading = db.session()
        meeting = meetings.get_meeting(reading, meeting_id)
        poll = polls.get_poll(reading, meeting_id, poll_id)
        if not is_known and poll.state is not PollState.ANNOUNCED:
            raise NotFoundError("poll.unknown")
        return view(meeting=meeting, poll=poll)

    return access.mark(guarded, "officers, the called, everybody once published")


def is_called(meeting_id: int) -> bool:
    """Return whether the visitor is a person called to this meeting."""
    person_id = current_user.person_id
    return person_id is not None and meetings.is_called(db.session(), meeting_id, person_id)


def _is_published(meeting_id: int) -> bool:
    try:
        meeting = meetings.get_meeting(db.session(), meeting_id)
    except NotFoundError:
        return False
    return meeting.state is MeetingState.PUBLISHED


def _refuse() -> None:
    """Answer alike for a meeting that does not exist and for one that is not the visitor's."""
    if not current_user.is_authenticated:
        raise NotAllowedError("access.sign-in-first")
    raise NotFoundError("meeting.unknown")
