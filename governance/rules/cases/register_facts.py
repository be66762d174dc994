"""What a case says of the register: members, others who come, two capacities, contests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from governance.rules.cases.kinds import DAY, MOST_MEMBERS, NUMBER, YEAR, Figure, Numbers, Table
from governance.rules.ruleset.kinds import BOOLEAN, TEXT, Integer, Listing, Optional, Record, words
from governance.rules.standing import DuesStatus


@dataclass(frozen=True, slots=True)
class Change:
    """What the register says of a member from a day on."""

    on: date
    category: str | None = None
    tier: str | None = None
    inputs: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member, or ``count`` members alike, numbered from ``id`` on.

    ``relatives``: the members or other persons who are its family as the bylaws mean it.
    """

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
    relatives: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def numbers(self) -> range:
        """The numbers of the members of this line."""
        return range(self.id, self.id + self.count)


@dataclass(frozen=True, slots=True)
class OtherFacts:
    """Someone who is no member, and may hold a proxy where the bylaws let third persons do so."""

    id: int
    name: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CapacityFacts:
    """One person in the place of several members, and the one for which that person votes."""

    members: tuple[int, ...]
    votes_for: int


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """A member contests its line of the roll; ``change``: what the answer corrects."""

    member: int
    on: date
    is_accepted: bool
    dues: Mapping[str, DuesStatus] = field(default_factory=dict)
    category: str | None = None
    tier: str | None = None
    inputs: Mapping[str, Fraction] = field(default_factory=dict)


DUES = Table(words("called", "paid", "exempt"), YEAR)
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
        "dues": DUES,
        "paid_on": Table(DAY, YEAR),
        "inputs": INPUTS,
        "group": Optional(TEXT),
        "roles": Listing(TEXT),
        "relatives": Numbers(at_most=100),
        "changes": Listing(CHANGE),
    },
)
OTHER = Record(OtherFacts, {"id": NUMBER, "name": TEXT, "roles": Listing(TEXT)})
CAPACITY = Record(CapacityFacts, {"members": Numbers(at_most=100), "votes_for": NUMBER})
CONTEST = Record(
    ContestFacts,
    {
        "member": NUMBER,
        "on": DAY,
        "is_accepted": BOOLEAN,
        "dues": DUES,
        "category": Optional(TEXT),
        "tier": Optional(TEXT),
        "inputs": INPUTS,
    },
)
Hand = Literal["representative", "alternate"]
HANDS: tuple[Hand, ...] = ("representative", "alternate")
