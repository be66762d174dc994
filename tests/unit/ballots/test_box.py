"""The order of a ballot box: what may follow what."""

import pytest

from ballots.errors import RefusedError, StaleHeadError
from ballots.protocol.events import EventType
from ballots.voting.box import Head, next_event, require_event_order

SETUP, BALLOT, END = EventType.SETUP, EventType.BALLOT, EventType.END_BALLOTS
TALLY, PART, RESULT = (
    EventType.ENCRYPTED_TALLY,
    EventType.PARTIAL_DECRYPTION,
    EventType.RESULT,
)
SHUFFLE, END_SHUFFLES = EventType.SHUFFLE, EventType.END_SHUFFLES
ALLOWED = {
    (None, SETUP),
    (SETUP, BALLOT),
    (SETUP, END),
    (BALLOT, BALLOT),
    (BALLOT, END),
    (END, TALLY),
    (TALLY, PART),
    (TALLY, SHUFFLE),
    (SHUFFLE, SHUFFLE),
    (SHUFFLE, END_SHUFFLES),
    (END_SHUFFLES, PART),
    (PART, PART),
    (PART, RESULT),
}


@pytest.mark.parametrize("last", [None, *EventType])
@pytest.mark.parametrize("following", list(EventType))
def test_only_the_steps_of_an_election_follow_one_another(last, following):
    if (last, following) in ALLOWED:
        require_event_order(last, following)
        return
    with pytest.raises(RefusedError) as refused:
        require_event_order(last, following)
    assert refused.value.code == "box.wrong-order"


def test_the_first_event_has_no_parent_and_the_next_names_it():
    first = next_event(None, SETUP, "0" * 64)
    second = next_event(Head(first.hash, first.height), END)

    assert (first.parent, first.height) == (None, 0)
    assert (second.parent, second.height, second.payload) == (first.hash, 1, None)


@pytest.mark.parametrize(("kind", "payload"), [(END, "0" * 64), (BALLOT, None)])
def test_an_event_with_the_wrong_kind_of_payload_is_a_bug(kind, payload):
    with pytest.raises(ValueError, match="payload"):
        next_event(None, kind, payload)


def test_a_stale_head_says_its_own_code():
    refused = StaleHeadError(election="x")

    assert (refused.code, refused.facts) == ("box.stale-head", {"election": "x"})
