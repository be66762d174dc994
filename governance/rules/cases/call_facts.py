"""What a case says of calls: who called the meeting and when, a first meeting, members' items."""

from dataclasses import dataclass
from datetime import date

from governance.rules.cases.kinds import AMOUNT, DAY, HEADS, KEY
from governance.rules.ruleset.convening import MEANS, Mean
from governance.rules.ruleset.kinds import BOOLEAN, TEXT, Listing, Optional, Record, words


@dataclass(frozen=True, slots=True)
class CallFacts:
    """Who called the meeting, and when the notice was sent."""

    sent_on: date | None = None
    roles: tuple[str, ...] = ()
    members: int = 0
    voices: int = 0
    board: int = 0
    board_seats: int = 0
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """An item that members ask to put on the agenda."""

    key: str
    received_on: date
    form: Mean
    members: int = 0
    voices: int = 0


@dataclass(frozen=True, slots=True)
class SecondCallFacts:
    """The meeting is held on a second call, after one without quorum."""

    first_on: date
    first_items: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


CALL = Record(
    CallFacts,
    {
        "sent_on": Optional(DAY),
        "roles": Listing(TEXT),
        "members": HEADS,
        "voices": AMOUNT,
        "board": HEADS,
        "board_seats": HEADS,
        "urgent": BOOLEAN,
    },
)
REQUEST = Record(
    RequestFacts,
    {"key": KEY, "received_on": DAY, "form": words(*MEANS), "members": HEADS, "voices": AMOUNT},
)
SECOND_CALL = Record(
    SecondCallFacts,
    {"first_on": DAY, "first_items": Listing(TEXT), "items": Listing(TEXT)},
)
