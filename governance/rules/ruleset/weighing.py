"""Voices (voix) as the bylaws give them: method, inputs, rounding, caps, shares of colleges."""

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
    Pair,
    Pattern,
    Record,
    Text,
    words,
)
from governance.rules.ruleset.ruled import Parameter, Ruled

MOST_VOICES = 1_000_000


class WeightMethod(StrEnum):
    """How a member's voices are counted (nombre de voix)."""

    ONE_PER_MEMBER = "one_per_member"
    TABLE = "table"
    TIERS = "tiers"
    FORMULA = "formula"
    PROPORTIONAL = "proportional"
    SUM_OF_ITEMS = "sum_of_items"
    COLLEGE_SHARE = "college_share"


Rounding = Literal["none", "floor", "ceil", "half_up", "half_even"]


@dataclass(frozen=True, slots=True)
class WeightInput:
    """A figure of each member that weights depend on: its name, where it comes from, of when."""

    name: str
    label: str
    origin: str
    as_of: str


@dataclass(frozen=True, slots=True)
class WeightTiers:
    """Voices by slices of one input: from each lower bound on, so many; bounds rise."""

    input: str
    steps: tuple[tuple[int, int], ...]  # lower bound, voices


@dataclass(frozen=True, slots=True)
class WeightItem:
    """Voices for each ``per`` units of an input (a group of three children: one voice)."""

    input: str
    voices: int
    per: int = 1


@dataclass(frozen=True, slots=True)
class CollegeVoices:
    """The voices of a whole college and how its members share them.

    So many for ``each`` member, so many together (``total``), a ``share`` of all, or as many as
    another college has (``same_as``); split equally, or in proportion to ``input``.
    """

    college: str
    each: int | None = None
    total: int | None = None
    share: Fraction | None = None
    same_as: str | None = None
    split: Literal["equal", "proportional"] = "equal"
    input: str | None = None


@dataclass(frozen=True, slots=True)
class WeightCap:
    """No member above ``voices``, or above a ``share`` of ``base``.

    ``iterate``: the base moves with the cap, down to its fixed point; ``reduce_to_others``:
    who holds the majority falls to the sum of the others.
    """

    voices: int | None = None
    share: Fraction | None = None
    base: Literal["roll", "present", "college"] = "roll"
    scope: Literal["own", "own_plus_proxies"] = "own"
    mode: Literal["clamp", "iterate", "reduce_to_others"] = "clamp"


@dataclass(frozen=True, slots=True)
class CollegeBound:
    """What colleges together hold of the voices (or seats): at least, at most, exactly.

    ``strict``: more than ``min`` (plus de la moitié), less than ``max``.
    """

    colleges: tuple[str, ...]
    min: Fraction | None = None
    max: Fraction | None = None
    exact: Fraction | None = None
    strict: bool = False
    of: Literal["votes", "seats"] = "votes"


@dataclass(frozen=True, slots=True)
class WeightRules:
    """How many voices each member has."""

    method: Ruled[WeightMethod]
    table: Ruled[tuple[tuple[str, int], ...]]  # key -> voices; "*" is the rest
    table_by: Ruled[Literal["tier", "category", "member"]]
    tiers: Ruled[WeightTiers | None]
    items: Ruled[tuple[WeightItem, ...]]
    colleges: Ruled[tuple[CollegeVoices, ...]]
    formula: Ruled[str | None]
    inputs: Ruled[tuple[WeightInput, ...]]
    rounding: Ruled[Rounding]
    cap: Ruled[WeightCap | None]
    college_bounds: Ruled[tuple[CollegeBound, ...]]
    floor: Ruled[int]
    fraction_allowed: Ruled[bool]


VOICES = Integer(1, MOST_VOICES)
INPUT_NAME = Pattern("[A-Za-z][A-Za-z0-9_]{0,39}", "the name of an input")
INPUT = Record(WeightInput, {"name": INPUT_NAME, "label": TEXT, "origin": TEXT, "as_of": TEXT})
TIERS = Record(
    WeightTiers,
    {
        "input": INPUT_NAME,
        "steps": Listing(Pair(Integer(0, 10**11), Integer(0, MOST_VOICES)), at_least=1),
    },
)
ITEM = Record(WeightItem, {"input": INPUT_NAME, "voices": VOICES, "per": Integer(1, MOST_VOICES)})
COLLEGE = Record(
    CollegeVoices,
    {
        "college": TEXT,
        "each": Optional(VOICES),
        "total": Optional(VOICES),
        "share": Optional(SHARE),
        "same_as": Optional(TEXT),
        "split": words("equal", "proportional"),
        "input": Optional(INPUT_NAME),
    },
)
CAP = Record(
    WeightCap,
    {
        "voices": Optional(VOICES),
        "share": Optional(SHARE),
        "base": words("roll", "present", "college"),
        "scope": words("own", "own_plus_proxies"),
        "mode": words("clamp", "iterate", "reduce_to_others"),
    },
)
BOUND = Record(
    CollegeBound,
    {
        "colleges": Listing(TEXT, at_least=1),
        "min": Optional(SHARE),
        "max": Optional(SHARE),
        "exact": Optional(SHARE),
        "strict": BOOLEAN,
        "of": words("votes", "seats"),
    },
)
PARAMETERS = (
    Parameter(
        "weight.method", 19, N_("Nombre de voix"), Member(WeightMethod),
        WeightMethod.ONE_PER_MEMBER,
        (
            "ACCA : voix additionnées, avec un plafond",
            "AGFPN : une part à chaque collège",
            "UDAF : voix additionnées",
        ),
    ),
    Parameter(
        "weight.table", 19, N_("Tableau des voix"), Listing(Pair(TEXT, VOICES)), (("*", 1),),
        ("CNSA : 4 voix au MEDEF, 2 à la CGT, 1 aux autres",),
    ),
    Parameter(
        "weight.table_by", 19, N_("Ce que le tableau regarde"),
        words("tier", "category", "member"), "tier",
    ),
    Parameter("weight.tiers", 19, N_("Voix par tranches"), Optional(TIERS), None),
    Parameter(
        "weight.items", 19, N_("Voix additionnées"), Listing(ITEM), (),
        ("UDAF : une voix par parent, par enfant, par groupe de trois enfants",),
    ),
    Parameter("weight.colleges", 19, N_("Voix par collège"), Listing(COLLEGE), ()),
    Parameter(
        "weight.formula", 20, N_("Formule des voix"), Optional(Text(200)), None,
        ("1 + N/10 + S/1000",),
    ),
    Parameter("weight.inputs", 20, N_("Données qui font les voix"), Listing(INPUT), ()),
    Parameter(
        "weight.rounding", 21, N_("Arrondi des voix"),
        words("none", "floor", "ceil", "half_up", "half_even"), "none",
    ),
    Parameter(
        "weight.cap", 22, N_("Plafond des voix"), Optional(CAP), None,
        ("coopératives agricoles : un vingtième des présents", "copropriété : somme des autres"),
    ),
    Parameter(
        "weight.college_bounds", 23, N_("Part des collèges"), Listing(BOUND), (),
        ("GIP : plus de la moitié aux personnes publiques",),
    ),
    Parameter("weight.floor", 24, N_("Voix au moins"), Integer(0, MOST_VOICES), 1),
    Parameter(
        "weight.fraction_allowed", 25, N_("Fractions de voix"), BOOLEAN, False, ("AGFPN : 2,5",)
    ),
)  # fmt: skip
