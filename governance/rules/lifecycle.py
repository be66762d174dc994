"""The states of a meeting (assemblée) and of a poll (scrutin), and the moves allowed."""

from collections.abc import Mapping
from enum import StrEnum

from governance.errors import StateError


class MeetingState(StrEnum):
    """Where a meeting stands."""

    DRAFT = "draft"
    CONVENED = "convened"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


class PollState(StrEnum):
    """Where a poll stands; CLOSED waits for its tally."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    ANNOUNCED = "announced"


MEETING_MOVES: Mapping[MeetingState, frozenset[str]] = {
    MeetingState.DRAFT: frozenset({"edit", "convene"}),
    MeetingState.CONVENED: frozenset(
        {
            "answer",
            "give_proxy",
            "withdraw_proxy",
            "check_in",
            "note_incident",
            "open",
        }
    ),
    MeetingState.OPEN: frozenset(
        {
            "give_proxy",
            "withdraw_proxy",
            "check_in",
            "note_incident",
            "discuss",
            "open_poll",
            "close",
        }
    ),
    MeetingState.CLOSED: frozenset({"draft_minutes", "publish"}),
    MeetingState.PUBLISHED: frozenset({"draft_minutes", "publish"}),  # a corrected version
}
POLL_MOVES: Mapping[PollState, frozenset[str]] = {
    PollState.PLANNED: frozenset({"open"}),
    PollState.OPEN: frozenset({"cast", "close"}),
    PollState.CLOSED: frozenset({"announce"}),
    PollState.ANNOUNCED: frozenset(),
}
UNSETTLED = frozenset({PollState.OPEN, PollState.CLOSED})


def may_move_meeting(state: MeetingState, move: str) -> bool:
    """Say whether ``move`` is possible now; an unknown move is the caller's bug."""
    if not any(move in moves for moves in MEETING_MOVES.values()):
        raise ValueError(f"no such move of a meeting: {move}")
    return move in MEETING_MOVES[state]


def require_meeting_move(state: MeetingState, move: str) -> None:
    """Raise unless ``move`` is possible now.

    Raises:
        StateError: meeting.not-now, with the state and the move.
    """
    if not may_move_meeting(state, move):
        raise StateError("meeting.not-now", state=state.value, move=move)


def may_move_poll(state: PollState, move: str) -> bool:
    """Say whether ``move`` is possible now; an unknown move is the caller's bug."""
    if not any(move in moves for moves in POLL_MOVES.values()):
        raise ValueError(f"no such move of a poll: {move}")
    return move in POLL_MOVES[state]


def require_poll_move(state: PollState, move: str) -> None:
    """Raise unless ``move`` is possible now.

    Raises:
        StateError: poll.not-now, with the state and the move.
    """
    if not may_move_poll(state, move):
        raise StateError("poll.not-now", state=state.value, move=move)


def require_polls_settled(states: Mapping[int, PollState]) -> None:
    """Raise while a poll is open or waits for its tally: a meeting does not close on it.

    Args:
        states: by the place of the poll's item on the agenda.
    Raises:
        StateError: meeting.polls-pending, with those places.
    """
    pending = [place for place, state in states.items() if state in UNSETTLED]
    if pending:
        raise StateError("meeting.polls-pending", positions=", ".join(map(str, sorted(pending))))
