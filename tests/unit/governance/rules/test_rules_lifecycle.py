"""Which moves each state of a meeting and of a poll allows."""

import pytest

from governance.errors import StateError
from governance.rules.lifecycle import (
    MEETING_MOVES,
    POLL_MOVES,
    MeetingState,
    PollState,
    require_meeting_move,
    require_poll_move,
    require_polls_settled,
)

MEETING_TABLE = {
    MeetingState.DRAFT: "edit convene",
    MeetingState.CONVENED: "answer give_proxy withdraw_proxy check_in note_incident open",
    MeetingState.OPEN: "give_proxy withdraw_proxy check_in note_incident discuss open_poll close",
    MeetingState.CLOSED: "draft_minutes publish",
    MeetingState.PUBLISHED: "draft_minutes publish",
}
POLL_TABLE = {
    PollState.PLANNED: "open", PollState.OPEN: "cast close",
    PollState.CLOSED: "announce", PollState.ANNOUNCED: "",
}  # fmt: skip


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("move", sorted(set().union(*MEETING_MOVES.values())))
def test_a_meeting_moves_as_its_table_says(state: MeetingState, move: str) -> None:
    if move in MEETING_TABLE[state].split():
        require_meeting_move(state, move)
        return
    with pytest.raises(StateError) as refusal:
        require_meeting_move(state, move)
    assert refusal.value.code == "meeting.not-now"
    assert refusal.value.facts == {"state": state.value, "move": move}


@pytest.mark.parametrize("state", PollState)
@pytest.mark.parametrize("move", sorted(set().union(*POLL_MOVES.values())))
def test_a_poll_moves_as_its_table_says(state: PollState, move: str) -> None:
    if move in POLL_TABLE[state].split():
        require_poll_move(state, move)
        return
    with pytest.raises(StateError) as refusal:
        require_poll_move(state, move)
    assert refusal.value.code == "poll.not-now"


def test_a_meeting_does_not_close_on_a_poll_without_result() -> None:
    require_polls_settled({1: PollState.PLANNED, 2: PollState.ANNOUNCED})
    with pytest.raises(StateError) as refusal:
        require_polls_settled({4: PollState.OPEN, 3: PollState.CLOSED, 5: PollState.ANNOUNCED})
    told = refusal.value.code, refusal.value.facts
    assert told == ("meeting.polls-pending", {"positions": "3, 4"})


def test_a_move_that_does_not_exist_is_the_callers_bug() -> None:
    with pytest.raises(ValueError, match="no such move"):
        require_meeting_move(MeetingState.OPEN, "cast")
    with pytest.raises(ValueError, match="no such move"):
        require_poll_move(PollState.OPEN, "publish")
