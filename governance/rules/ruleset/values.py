"""The values a rule set (statuts, règlement intérieur) is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from typing import Generic, Literal, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Source(StrEnum):
    """Where a rule comes from."""

    STATUTS = "statuts"
    RI = "reglement-interieur"
    LAW = "loi"
    RESOLUTION = "resolution"
    CASE_LAW = "default-by-case-law"  # the bylaws are silent; this is how courts read silence
    ASSUMED = "assumed"  # nobody has read the bylaws yet


@dataclass(frozen=True, slots=True)
class Ruled(Generic[T_co]):
    """A value of the bylaws with the clause that says so (``statuts, art. 9``)."""

    value: T_co
    source: Source
    clause: str


class Counting(StrEnum):
    """How the days of notice are counted (jours francs, jours calendaires)."""

    CLEAR = "clear"
    CALENDAR = "calendar"


class Base(StrEnum):
    """What a majority is measured against."""

    EXPRESSED = "expressed"  # suffrages exprimés
    CAST = "cast"  # votants
    PRESENT_OR_REPRESENTED = "present_or_represented"
    PRESENT = "present"
    ROLL = "roll"  # all the voices of the association


class Treatment(StrEnum):
    """What becomes of a blank vote or an abstention under the base EXPRESSED."""

    IGNORED = "ignored"
    EXPRESSED = "expressed"
    AGAINST = "against"


class Secrecy(StrEnum):
    """Whether a vote is open or secret (vote à main levée, scrutin secret)."""

    OPEN = "open"
    SECRET = "secret"  # noqa: S105
    SECRET_IF_PERSON = "secret_if_person"  # noqa: S105


class WeightMethod(StrEnum):
    """How a member's voices are counted (nombre de voix)."""

    ONE_PER_MEMBER = "one_per_member"
    TABLE = "table"


class TieRule(StrEnum):
    """What settles a tie: the first two a resolution, the last three an election."""

    REJECTED = "rejected"
    CASTING_VOTE = "casting_vote"  # voix prépondérante
    ELDEST = "eldest"
    LOT = "lot"
    RUNOFF = "runoff"


VotingRight = Literal["none", "consultative", "deliberative"]
DuesYear = Literal["current", "previous", "both", "either"]  # both: and; either: or
DuesAt = Literal["notice", "opening", "vote"]
OnPresence = Literal["cancels", "holder_keeps"]
QuorumUnit = Literal["heads", "voices"]
QuorumCount = Literal["present", "present_or_represented"]
QuorumBase = Literal["members", "good_standing"]
Rounding = Literal["floor", "ceil"]


@dataclass(frozen=True, slots=True)
class MajorityRule:
    """A majority (majorité): for / base must exceed, or reach, the threshold."""

    base: Base
    threshold: Fraction
    strict: bool
    blank: Treatment = Treatment.IGNORED
    abstention: Treatment = Treatment.IGNORED
    tie: TieRule = TieRule.REJECTED


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """A quorum; ``fraction`` None is silence: no quorum is required.

    ``rounding`` says how the fraction is rounded before one is added (moitié plus un).
    """

    fraction: Fraction | None
    plus_one: bool = False
    of: QuorumUnit = "heads"
    count: QuorumCount = "present_or_represented"
    base: QuorumBase = "good_standing"
    rounding: Rounding = "floor"


@dataclass(frozen=True, slots=True)
class ElectionRule:
    """How seats are filled: most voices first (scrutin plurinominal)."""

    method: Literal["plurinominal"]
    rounds: int
    tie: TieRule


@dataclass(frozen=True, slots=True)
class Category:
    """A category of members (catégorie de membres) and its college."""

    id: str
    label: str
    votes: VotingRight
    college: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The bylaws of one association in one version; a meeting pins one of them."""

    name: str
    version: int
    association: str
    categories: Ruled[tuple[Category, ...]]
    notice_days: Ruled[int]
    notice_counting: Ruled[Counting]
    convened_by: Ruled[tuple[str, ...]]
    dues_required: Ruled[bool]
    dues_year: Ruled[DuesYear]
    dues_at: Ruled[DuesAt]
    weight_method: Ruled[WeightMethod]
    weight_table: Ruled[tuple[tuple[str, int], ...]]  # fee tier -> voices; "*" is the rest
    proxies_allowed: Ruled[bool]
    proxy_limit: Ruled[int | None]  # None: no limit
    proxy_same_college: Ruled[bool]
    proxy_chain: Ruled[bool]  # may a holder pass proxies on
    proxy_on_presence: Ruled[OnPresence]
    quorum: Mapping[str, Ruled[QuorumRule]]  # by body: AGO, AGE, CA
    majorities: Mapping[str, Ruled[MajorityRule]]  # by key: ordinary, extraordinary
    casting_vote: Ruled[str | None]  # the role that holds it
    secrecy: Ruled[Secrecy]
    revote: Ruled[bool]
    agenda_locked: Ruled[bool]
    election: Ruled[ElectionRule]
    min_secret_group: Ruled[int]
    remote_allowed: Ruled[bool]
    minutes_signers: Ruled[tuple[str, ...]]
    mandate_years: Ruled[int]

    def parameters(self) -> dict[str, Ruled[object]]:
        """Return every ruled value by its dotted name, in the order of the bylaws."""
        found: dict[str, Ruled[object]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Ruled):
                found[field.name] = value
            elif isinstance(value, Mapping):
                found |= {f"{field.name}.{key}": ruled for key, ruled in value.items()}
        return found

    def assumed(self) -> tuple[str, ...]:
        """Return the names of the parameters that rest on an assumption."""
        ruled = self.parameters().items()
        return tuple(name for name, value in ruled if value.source is Source.ASSUMED)
