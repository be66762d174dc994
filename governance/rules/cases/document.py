"""The document of a case: one meeting and its facts, as JSON; every part typed and bounded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from governance.rules.cases.kinds import (
    KEY,
    MOST_MEMBERS,
    TIME,
    Anything,
    Figure,
    Numbers,
    RulesName,
    Table,
)
from governance.rules.cases.persons import (
    BOARD,
    CANDIDACY,
    COMPOSITION,
    ELECTION,
    BoardFacts,
    CandidacyFacts,
    CompositionFacts,
    ElectionFacts,
)
from governance.rules.ruleset.convening import MEANS, BodyKind, Mean
from governance.rules.ruleset.kinds import (
    BOOLEAN,
    TEXT,
    Day,
    Integer,
    Listing,
    Member,
    Optional,
    Pattern,
    Record,
    Text,
    words,
)
from governance.rules.standing import DuesStatus

CHOICES = ("for", "against", "abstention", "blank", "null")
MOST_VOICES = 10**12
Way = Literal["onsite", "online", "away"]


@dataclass(frozen=True, slots=True)
class Change:
    """What the register says of a member from a day on."""

    on: date
    category: str | None = None
    tier: str | None = None
    inputs: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member, or ``count`` members alike, numbered from ``id`` on."""

    id: int
    category: str
    name: str | None = None
    count: int = 1
    tier: str | None = None
    joined_on: date | None = None
    left_on: date | None = None
    dues: Mapping[str, DuesStatus] = field(default_factory=dict)
    paid_on: Mapping[str, date] = field(default_factory=dict)
    inputs: Mapping[str, Fraction] = field(default_factory=dict)
    group: str | None = None
    roles: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ProxyFacts:
    """A proxy deposited; at no time given, before the meeting."""

    principal: int
    holder: int
    at: str | None = None


@dataclass(frozen=True, slots=True)
class AttendanceFacts:
    """Members who come, or go (away), at a time of the day."""

    at: str
    members: tuple[int, ...]
    way: Way


@dataclass(frozen=True, slots=True)
class BallotFacts:
    """One act of voting: a member for itself and all whom it represents, or for one of them."""

    member: int
    choice: Literal["for", "against", "abstention", "blank", "null"]
    principal: int | None = None
    by: str | None = None  # who pressed the button


@dataclass(frozen=True, slots=True)
class VoteFacts:
    """A vote on a resolution: its ballots one by one, or its voices counted already."""

    key: str
    at: str | None = None
    majority: str | None = None
    secret: bool = False
    counts: Mapping[str, int] | None = None
    ballots: tuple[BallotFacts, ...] = ()
    casting: Literal["for", "against"] | None = None
    opponents: int | None = None
    secret_asked_by: int | None = None  # voices, or heads: the clause says which


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


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """One meeting of one body under one set of bylaws, and what is expected of it."""

    title: str
    rules: str | Mapping[str, object]
    body: BodyKind
    on: date
    source: str | None = None
    says: str | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
    noticed_on: date | None = None
    members: tuple[MemberLine, ...] = ()
    attendance: tuple[AttendanceFacts, ...] = ()
    proxies: tuple[ProxyFacts, ...] = ()
    votes: tuple[VoteFacts, ...] = ()
    elections: tuple[ElectionFacts, ...] = ()
    candidacies: tuple[CandidacyFacts, ...] = ()
    composition: CompositionFacts | None = None
    board: BoardFacts | None = None
    call: CallFacts | None = None
    second_call: SecondCallFacts | None = None
    item_requests: tuple[RequestFacts, ...] = ()
    expected: object = None


DAY = Day()
YEAR = Pattern("[12][0-9]{3}", "a year")
NUMBER = Integer(1, 1_000_000)
HEADS = Integer(0, 1_000_000)
AMOUNT = Integer(0, MOST_VOICES)
INPUTS = Table(Figure())
CHANGE = Record(
    Change,
    {"on": DAY, "category": Optional(TEXT), "tier": Optional(TEXT), "inputs": INPUTS},
)
MEMBER = Record(
    MemberLine,
    {
        "id": NUMBER,
        "category": TEXT,
        "name": Optional(TEXT),
        "count": Integer(1, MOST_MEMBERS),
        "tier": Optional(TEXT),
        "joined_on": Optional(DAY),
        "left_on": Optional(DAY),
        "dues": Table(words("called", "paid", "exempt"), YEAR),
        "paid_on": Table(DAY, YEAR),
        "inputs": INPUTS,
        "group": Optional(TEXT),
        "roles": Listing(TEXT),
        "changes": Listing(CHANGE),
    },
)
PROXY = Record(ProxyFacts, {"principal": NUMBER, "holder": NUMBER, "at": Optional(TIME)})
ATTENDANCE = Record(
    AttendanceFacts,
    {"at": TIME, "members": Numbers(), "way": words("onsite", "online", "away")},
)
BALLOT = Record(
    BallotFacts,
    {
        "member": NUMBER,
        "choice": words(*CHOICES),
        "principal": Optional(NUMBER),
        "by": Optional(TEXT),
    },
)
VOTE = Record(
    VoteFacts,
    {
        "key": KEY,
        "at": Optional(TIME),
        "majority": Optional(TEXT),
        "secret": BOOLEAN,
        "counts": Optional(Table(AMOUNT, Pattern("|".join(CHOICES), " | ".join(CHOICES)))),
        "ballots": Listing(BALLOT, at_most=MOST_MEMBERS),
        "casting": Optional(words("for", "against")),
        "opponents": Optional(HEADS),
        "secret_asked_by": Optional(AMOUNT),
    },
)
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
CASE = Record(
    CaseDocument,
    {
        "title": TEXT,
        "source": Optional(Text(2000)),
        "says": Optional(Text(2000)),
        "rules": RulesName(),
        "changes": Table(Anything(), Pattern(r"[A-Za-z_.-]{1,100}", "the path of a parameter")),
        "body": Member(BodyKind),
        "on": DAY,
        "noticed_on": Optional(DAY),
        "members": Listing(MEMBER, at_most=MOST_MEMBERS),
        "attendance": Listing(ATTENDANCE, at_most=MOST_MEMBERS),
        "proxies": Listing(PROXY, at_most=MOST_MEMBERS),
        "votes": Listing(VOTE),
        "elections": Listing(ELECTION),
        "candidacies": Listing(CANDIDACY, at_most=1000),
        "composition": Optional(COMPOSITION),
        "board": Optional(BOARD),
        "call": Optional(CALL),
        "second_call": Optional(SECOND_CALL),
        "item_requests": Listing(REQUEST),
        "expected": Anything(),
    },
)
