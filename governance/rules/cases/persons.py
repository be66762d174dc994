"""What a case says of persons: elections, candidacies, the seats of a body, its directors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from governance.rules.cases.kinds import (
    AMOUNT,
    DAY,
    HEADS,
    KEY,
    MOST_MEMBERS,
    NUMBER,
    TIME,
    Numbers,
    Table,
)
from governance.rules.ruleset.kinds import (
    BOOLEAN,
    TEXT,
    Integer,
    Listing,
    Optional,
    Pattern,
    Record,
    Text,
    words,
)
from governance.rules.ruleset.voting import CHANNELS, Channel

MOST_CANDIDATES = 1000


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A public lot: the seed, and the hash that was published before."""

    seed: str
    commitment: str | None = None


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """A person who stands; age, sex and seniority only where the bylaws look at them."""

    id: str
    name: str | None = None
    college: str | None = None
    born_on: date | None = None
    joined_on: date | None = None
    sex: Literal["F", "M"] | None = None


@dataclass(frozen=True, slots=True)
class NamesFacts:
    """One act of voting for persons: the names written; none is a blank ballot.

    A ballot of more names than there are seats, or that ``is_null`` says so, is null.
    """

    member: int
    names: tuple[str, ...] = ()
    principal: int | None = None
    by: str | None = None
    channel: Channel | None = None
    received_on: date | None = None
    is_null: bool = False


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round: its ballots, or the voices by candidate and the bases of a majority."""

    voices: Mapping[str, int] = field(default_factory=dict)
    ballots: tuple[NamesFacts, ...] = ()
    at: str | None = None
    expressed: int | None = None
    cast: int | None = None
    present: int | None = None
    present_or_represented: int | None = None
    roll: int | None = None


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A list: its voices, its candidates in their order."""

    id: str
    voices: int
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ElectionFacts:
    """One election: the seats, who stood, the voices round by round or list by list."""

    key: str
    seats: int
    at: str | None = None
    forced_reason: str | None = None
    college: str | None = None
    candidates: tuple[CandidateFacts, ...] = ()
    rounds: tuple[RoundFacts, ...] = ()
    lists: tuple[ListFacts, ...] = ()
    voters: tuple[int, ...] = ()
    lot: LotFacts | None = None


@dataclass(frozen=True, slots=True)
class CandidacyFacts:
    """A candidacy received from a member of the case."""

    member: int
    received_on: date
    form: Literal["electronic", "email", "post", "registered_post", "registered_email"]
    terms: int = 0
    seats_of: str | None = None


@dataclass(frozen=True, slots=True)
class CompositionFacts:
    """The members of each college, and the seats decided where the bylaws give bounds."""

    members: Mapping[str, int] | None = None
    chosen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DirectorFacts:
    """A director in office."""

    id: str
    elected_on: date
    name: str | None = None
    terms: int = 1
    absences: int = 0


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """The board: since when as a whole, its directors, its empty seats, who was coopted."""

    whole_since: date
    directors: tuple[DirectorFacts, ...]
    vacant: int = 0
    coopted: int = 0
    lot: LotFacts | None = None
    coopts: tuple[str, ...] = ()
    predecessors_elected_on: date | None = None
    removal_on_agenda: bool | None = None
    removal_secret: bool = True


LOT = Record(
    LotFacts,
    {"seed": Text(200), "commitment": Optional(Pattern("[0-9a-f]{64}", "a SHA-256 in hex"))},
)
CANDIDATE = Record(
    CandidateFacts,
    {
        "id": KEY,
        "name": Optional(TEXT),
        "college": Optional(TEXT),
        "born_on": Optional(DAY),
        "joined_on": Optional(DAY),
        "sex": Optional(words("F", "M")),
    },
)
NAMES = Record(
    NamesFacts,
    {
        "member": NUMBER,
        "names": Listing(KEY, at_most=MOST_CANDIDATES),
        "principal": Optional(NUMBER),
        "by": Optional(TEXT),
        "channel": Optional(words(*CHANNELS)),
        "received_on": Optional(DAY),
        "is_null": BOOLEAN,
    },
)
ROUND = Record(
    RoundFacts,
    {
        "voices": Table(AMOUNT, at_most=MOST_CANDIDATES),
        "ballots": Listing(NAMES, at_most=MOST_MEMBERS),
        "at": Optional(TIME),
        "expressed": Optional(AMOUNT),
        "cast": Optional(AMOUNT),
        "present": Optional(AMOUNT),
        "present_or_represented": Optional(AMOUNT),
        "roll": Optional(AMOUNT),
    },
)
LIST = Record(
    ListFacts,
    {"id": KEY, "voices": AMOUNT, "candidates": Listing(KEY, at_most=MOST_CANDIDATES)},
)
ELECTION = Record(
    ElectionFacts,
    {
        "key": KEY,
        "seats": Integer(1, 1000),
        "at": Optional(TIME),
        "forced_reason": Optional(TEXT),
        "college": Optional(TEXT),
        "candidates": Listing(CANDIDATE, at_most=MOST_CANDIDATES),
        "rounds": Listing(ROUND, at_most=4),
        "lists": Listing(LIST),
        "voters": Numbers(),
        "lot": Optional(LOT),
    },
)
CANDIDACY = Record(
    CandidacyFacts,
    {
        "member": NUMBER,
        "received_on": DAY,
        "form": words("electronic", "email", "post", "registered_post", "registered_email"),
        "terms": Integer(0, 100),
        "seats_of": Optional(TEXT),
    },
)
COLLEGE = Pattern(r"[^\x00-\x1f]{1,100}", "the name of a college")
COMPOSITION = Record(
    CompositionFacts,
    {"members": Optional(Table(HEADS, COLLEGE)), "chosen": Table(HEADS, COLLEGE)},
)
DIRECTOR = Record(
    DirectorFacts,
    {
        "id": KEY,
        "name": Optional(TEXT),
        "elected_on": DAY,
        "terms": Integer(0, 100),
        "absences": Integer(0, 1000),
    },
)
BOARD = Record(
    BoardFacts,
    {
        "whole_since": DAY,
        "directors": Listing(DIRECTOR, at_most=1000),
        "vacant": HEADS,
        "coopted": HEADS,
        "lot": Optional(LOT),
        "coopts": Listing(TEXT),
        "predecessors_elected_on": Optional(DAY),
        "removal_on_agenda": Optional(BOOLEAN),
        "removal_secret": BOOLEAN,
    },
)
