"""The order of a ballot box (urne): which event may follow which, and how it is linked."""

from dataclasses import dataclass

from ballots.errors import RefusedError
from ballots.protocol.events import WITHOUT_PAYLOAD, Event, EventType

FOLLOWERS: dict[EventType | None, frozenset[EventType]] = {
    None: frozenset({EventType.SETUP}),
    EventType.SETUP: frozenset({EventType.BALLOT, EventType.END_BALLOTS}),
    EventType.BALLOT: frozenset({EventType.BALLOT, EventType.END_BALLOTS}),
    EventType.END_BALLOTS: frozenset({EventType.ENCRYPTED_TALLY}),
    EventType.ENCRYPTED_TALLY: frozenset({EventType.SHUFFLE, EventType.PARTIAL_DECRYPTION}),
    EventType.SHUFFLE: frozenset({EventType.SHUFFLE, EventType.END_SHUFFLES}),
    EventType.END_SHUFFLES: frozenset({EventType.PARTIAL_DECRYPTION}),
    EventType.PARTIAL_DECRYPTION: frozenset({EventType.PARTIAL_DECRYPTION, EventType.RESULT}),
    EventType.RESULT: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a box (tête): what the next one is built on."""

    hash: str
    height: int


def next_event(head: Head | None, kind: EventType, payload_hash: str | None = None) -> Event:
    """Link a new event after ``head`` (None: the box is empty).

    Args:
        payload_hash: hash of the last data record, hex; None for EndBallots alone.
    """
    if (payload_hash is None) != (kind in WITHOUT_PAYLOAD):
        raise ValueError(f"{kind} and its payload do not agree")
    if head is None:
        return Event(None, 0, kind, payload_hash)
    return Event(head.hash, head.height + 1, kind, payload_hash)


def require_event_order(
    last: EventType | None, following: EventType, *, ranked: bool | None = None
) -> None:
    """Raise unless an event may follow the one of type ``last`` (None: the box is empty).

    Whether every trustee has decrypted before the Result is the tally's question.

    Args:
        ranked: whether a question is ranked, once it is known: then ballots must be mixed before
            anything is decrypted, and otherwise there is nothing to mix.
    Raises:
        RefusedError: box.wrong-order.
    Source: belenios-format §18 traps 18 and 22.
    """
    allowed = FOLLOWERS.get(last, frozenset())
    if last is EventType.ENCRYPTED_TALLY and ranked is not None:
        allowed -= {EventType.PARTIAL_DECRYPTION if ranked else EventType.SHUFFLE}
    if following not in allowed:
        before = None if last is None else last.value
        raise RefusedError("box.wrong-order", last=before, following=following.value)
