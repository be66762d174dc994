"""Quorums, majorities and ties (quorum, majorité, partage des voix) as the bylaws set them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from governance.rules.msgid import N_
from governance.rules.ruleset.kinds import (
    BOOLEAN,
    SHARE,
    TEXT,
    Integer,
    Listing,
    Member,
    Optional,
    Pattern,
    Record,
    words,
)
from governance.rules.ruleset.ruled import Parameter, Ruled


class Base(StrEnum):
    """What a majority is measured against."""

    EXPRESSED = "expressed"  # suffrages exprimés
    CAST = "cast"  # votants
    PRESENT_OR_REPRESENTED = "present_or_represented"
    PRESENT = "present"
    ROLL = "roll"  # all the voices of the association


class Treatment(StrEnum):
    """What becomes of a blank vote, a null one or an abstention under the base EXPRESSED."""

    IGNORED = "ignored"
    EXPRESSED = "expressed"
    AGAINST = "against"


class TieRule(StrEnum):
    """What settles a tie: the first three a resolution, the others an election."""

    REJECTED = "rejected"
    CASTING_VOTE = "casting_vote"  # voix prépondérante
    FAVOURABLE = "favourable"  # réputé favorable
    ELDEST = "eldest"
    YOUNGEST = "youngest"
    LOT = "lot"
    RUNOFF = "runoff"
    RUNOFF_THEN_LOT = "runoff_then_lot"
    LONGEST_MEMBERSHIP = "longest_membership"


QuorumUnit = Literal["heads", "voices"]
QuorumCount = Literal["present", "present_or_represented", "all_channels"]
QuorumBase = Literal["members", "good_standing"]


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """A quorum; ``fraction`` None: none is required.

    ``rounding`` says how the fraction is rounded before one is added (moitié plus un).
    """

    fraction: Fraction | None
    plus_one: bool = False
    of: QuorumUnit = "heads"
    count: QuorumCount = "present_or_represented"
    base: QuorumBase = "good_standing"
    rounding: Literal["floor", "ceil"] = "floor"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition beside the majority.

    Args:
        kind: by_heads, by_votes or per_college: the share must be reached there too (in every
            ``colleges``, all of them when empty); participation: the share of the roll that
            must have voted; blocking: the share of the votes that stops the decision.
    """

    kind: Literal["by_heads", "by_votes", "per_college", "participation", "blocking"]
    share: Fraction
    strict: bool = False
    colleges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fallback:
    """A second vote by the majority ``then`` when for reaches ``reached`` of the whole roll."""

    reached: Fraction
    then: str
    at_once: bool = True


@dataclass(frozen=True, slots=True)
class MajorityRule:
    """A majority (majorité): for / base must exceed, or reach, the threshold."""

    base: Base
    threshold: Fraction
    strict: bool
    blank: Treatment = Treatment.IGNORED
    abstention: Treatment = Treatment.IGNORED
    tie: TieRule = TieRule.REJECTED
    null: Treatment = Treatment.IGNORED
    conditions: tuple[Condition, ...] = ()
    fallback: Fallback | None = None


@dataclass(frozen=True, slots=True)
class Tacit:
    """Adopted unless ``opposers`` of them object within ``deadline_days`` (réputé adopté)."""

    opposers: int
    deadline_days: int = 0


@dataclass(frozen=True, slots=True)
class CastingVote:
    """The role that decides on equal voices (voix prépondérante)."""

    role: str
    open_only: bool = True  # a secret vote reveals nobody's
    weighted: bool = True  # equality is of voices, not of heads


@dataclass(frozen=True, slots=True)
class QuorumRules:
    """How many must be there, at the first call and at the second."""

    first: Ruled[QuorumRule]
    second: Ruled[QuorumRule]
    per_college: Ruled[bool]
    recheck: Ruled[Literal["each_vote", "opening"]]
    forced_continue: Ruled[bool]


@dataclass(frozen=True, slots=True)
class MajorityRules:
    """How decisions are taken; ``rule`` by key: ordinary, extraordinary, and any other."""

    rule: Mapping[str, Ruled[MajorityRule]]
    tacit: Ruled[Tacit | None]


MAJORITY_KEY = "[a-z][a-z-]{1,39}"
QUORUM = Record(
    QuorumRule,
    {
        "fraction": Optional(SHARE),
        "plus_one": BOOLEAN,
        "of": words("heads", "voices"),
        "count": words("present", "present_or_represented", "all_channels"),
        "base": words("members", "good_standing"),
        "rounding": words("floor", "ceil"),
    },
)
CONDITION = Record(
    Condition,
    {
        "kind": words("by_heads", "by_votes", "per_college", "participation", "blocking"),
        "share": SHARE,
        "strict": BOOLEAN,
        "colleges": Listing(TEXT),
    },
)
FALLBACK = Record(
    Fallback,
    {"reached": SHARE, "then": Pattern(MAJORITY_KEY, "the key of a majority"), "at_once": BOOLEAN},
)
RESOLUTION_TIES = (TieRule.REJECTED, TieRule.CASTING_VOTE, TieRule.FAVOURABLE)
MAJORITY = Record(
    MajorityRule,
    {
        "base": Member(Base),
        "threshold": SHARE,
        "strict": BOOLEAN,
        "blank": Member(Treatment),
        "abstention": Member(Treatment),
        "tie": Member(TieRule, RESOLUTION_TIES),
        "null": Member(Treatment),
        "conditions": Listing(CONDITION, at_most=20),
        "fallback": Optional(FALLBACK),
    },
)
TACIT = Record(Tacit, {"opposers": Integer(1, 100_000), "deadline_days": Integer(0, 366)})
CASTING = Record(CastingVote, {"role": TEXT, "open_only": BOOLEAN, "weighted": BOOLEAN})
PARAMETERS = (
    Parameter(
        "quorum.first", 35, N_("Quorum"), QUORUM, QuorumRule(None),
        ("ASA : moitié des voix plus une", "GCS : moitié des droits"),
    ),
    Parameter(
        "quorum.second", 35, N_("Quorum à la deuxième convocation"), QUORUM, QuorumRule(None),
        ("REPAE, AGE : un quart",),
    ),
    Parameter("quorum.per_college", 36, N_("Quorum par collège"), BOOLEAN, False),
    Parameter(
        "quorum.recheck", 36, N_("Quorum vérifié"), words("each_vote", "opening"), "each_vote"
    ),
    Parameter("quorum.forced_continue", 37, N_("Délibérer sans quorum"), BOOLEAN, False),
    Parameter(
        "majority.rule", 38, N_("Majorité"), MAJORITY,
        {
            "ordinary": MajorityRule(Base.EXPRESSED, Fraction(1, 2), strict=True),
            "extraordinary": MajorityRule(Base.EXPRESSED, Fraction(2, 3), strict=False),
        },
        ("AAPPMA : majorité des présents", "ACCA, fusion : deux tiers des suffrages exprimés"),
        ("ordinary", "extraordinary"),
    ),
    Parameter(
        "majority.tacit", 42, N_("Adoption sans opposition"), Optional(TACIT), None,
        ("AGFPN : adopté si personne ne s’oppose",),
    ),
    Parameter(
        "casting_vote", 44, N_("Voix prépondérante"), Optional(CASTING), None,
        ("AAPPMA, CA : la présidence", "ASA : la présidence"),
    ),
)  # fmt: skip
