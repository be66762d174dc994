"""The projected page (écran de la salle): the open poll, else the last result, else the agenda."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from governance import clock, db
from governance.rules.lifecycle import MeetingState, PollState
from governance.services.convening import agenda
from governance.services.polls import poll_counting, poll_mixing, polls, results
from governance.services.sitting import attendance
from governance.web import access
from governance.web.live import fragment
from governance.web.polls import poll_words
from governance.web.polls.poll_readers import WATCHERS

bp = Blueprint("projection", __name__, url_prefix="/assemblees/<int:meeting_id>")


@bp.get("/projection")
@access.meeting_officers(*WATCHERS)
def show(meeting: Any) -> ResponseReturnValue:
    """Show the room what is going on, in very big letters; the page renews itself."""
    reading = db.session()
    all_polls = polls.polls_of(reading, meeting.id)
    current = _current(all_polls)
    result = results.read_result(current) if current else None
    signed, rights = polls.turnout(db.session(), current) if current else (0, 0)
    is_called = meeting.state is not MeetingState.DRAFT
    quorum = attendance.quorum_now(reading, meeting, clock.now()) if is_called else None
    page = render_template(
        "governance/projection/show.html",
        meeting=meeting,
        assembly_name=meeting.title,
        poll=current,
        result=result,
        signed=signed,
        rights=rights,
        mixing=poll_mixing.mixing_of(reading, current) if current else None,
        tied=poll_counting.waiting_tie(current) if current else [],
        items=agenda.items_of(reading, meeting.id),
        quorum=poll_words.gauge(quorum) if quorum else None,
        live_seconds=3,
    )
    return fragment(page)


def _current(all_polls: Sequence[Any]) -> Any:
    """Return the poll opened last among those under way, else the one announced last."""
    under_way = [p for p in all_polls if p.state in (PollState.OPEN, PollState.CLOSED)]
    if under_way:
        return max(under_way, key=lambda poll: (poll.opened_at, poll.id))
    announced = [poll for poll in all_polls if poll.announced_at is not None]
    return max(announced, key=lambda poll: (poll.announced_at, poll.id)) if announced else None
