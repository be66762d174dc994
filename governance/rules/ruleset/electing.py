"""Elections, mandates, vacancies, removals (élections, mandats, vacance, révocation)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from governance.rules.msgid import N_
from governance.rules.ruleset.convening import BodyKind
from governance.rules.ruleset.deciding import MAJORITY_KEY, Base, TieRule
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


@dataclass(frozen=True, slots=True)
class RoundThreshold:
    """What one round asks to be elected in it; no share: most voices (majorité relative)."""

    share: Fraction | None = None
    strict: bool = True
    base: Base = Base.EXPRESSED


@dataclass(frozen=True, slots=True)
class ElectionRule:
    """How seats are filled; ``seat_method`` is for lists, ``thresholds`` one per round."""

    method: Literal["uninominal", "plurinominal", "list"]
    rounds: int
    tie: TieRule
    thresholds: tuple[RoundThreshold, ...] = ()
    seat_method: Literal["none", "highest_average", "largest_remainder"] = "none"


@dataclass(frozen=True, slots=True)
class SeatRange:
    """How many seats the body has: so many, or between two numbers."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class CollegeSeats:
    """The seats of one college; its members alone vote and stand for them.

    ``per_members``: one seat for each slice of so many members of the college (one for each
    member where it is 1), within ``min`` and ``max``.
    """

    college: str
    min: int
    max: int
    per_members: int | None = None
    slices: Literal["complete", "started"] = "complete"


@dataclass(frozen=True, slots=True)
class Parity:
    """Parity: none, an aim, alternate lists, or at least a ``share`` of each sex."""

    rule: Literal["none", "aim", "alternate", "share"]
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Candidacy:
    """How one stands: received so many days before, in which form, under which conditions."""

    deadline_days: int
    form: Literal["electronic", "email", "post", "registered_post", "in_meeting"] = "electronic"
    fee_paid: bool = True
    fee_year: Literal["current", "previous", "both", "either"] = "current"
    seniority_days: int = 0


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What fills an empty seat; ``below`` so many members left, an election at once."""

    method: Literal["cooptation", "by_election", "alternate", "none"]
    most: int | None = None
    ratified: bool = True  # by the next assembly
    rest_of_term: bool = True
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """How a director is removed (révocation); ``absences`` unexcused in a row are a resignation."""

    body: BodyKind
    majority: str = "ordinary"
    secret: bool = True
    off_agenda: bool = True  # even when the agenda does not say so (incident de séance)
    absences: int | None = None


@dataclass(frozen=True, slots=True)
class ElectionRules:
    """How people are elected."""

    rule: Ruled[ElectionRule]
    seats: Ruled[SeatRange | None]
    per_college: Ruled[tuple[CollegeSeats, ...]]
    parity: Ruled[Parity]
    candidacy: Ruled[Candidacy]


@dataclass(frozen=True, slots=True)
class MandateRules:
    """For how long they are elected, and who leaves first."""

    years: Ruled[int]
    renewal: Ruled[Literal["all", "thirds", "halves"]]
    max_terms: Ruled[int | None]
    first_leavers: Ruled[Literal["lot", "seniority"]]


SEATS = Integer(0, 1000)
ELECTION_TIES = (
    TieRule.ELDEST,
    TieRule.YOUNGEST,
    TieRule.LOT,
    TieRule.RUNOFF,
    TieRule.RUNOFF_THEN_LOT,
    TieRule.LONGEST_MEMBERSHIP,
)
ROUND = Record(RoundThreshold, {"share": Optional(SHARE), "strict": BOOLEAN, "base": Member(Base)})
ELECTION = Record(
    ElectionRule,
    {
        "method": words("uninominal", "plurinominal", "list"),
        "rounds": Integer(1, 3),
        "tie": Member(TieRule, ELECTION_TIES),
        "thresholds": Listing(ROUND, at_most=3),
        "seat_method": words("none", "highest_average", "largest_remainder"),
    },
)
COLLEGE_SEATS = Record(
    CollegeSeats,
    {
        "college": TEXT,
        "min": SEATS,
        "max": SEATS,
        "per_members": Optional(Integer(1, 100_000)),
        "slices": words("complete", "started"),
    },
)
CANDIDACY = Record(
    Candidacy,
    {
        "deadline_days": Integer(0, 366),
        "form": words("electronic", "email", "post", "registered_post", "in_meeting"),
        "fee_paid": BOOLEAN,
        "fee_year": words("current", "previous", "both", "either"),
        "seniority_days": Integer(0, 3660),
    },
)
VACANCY = Record(
    Vacancy,
    {
        "method": words("cooptation", "by_election", "alternate", "none"),
        "most": Optional(Integer(1, 1000)),
        "ratified": BOOLEAN,
        "rest_of_term": BOOLEAN,
        "below": Optional(Integer(1, 1000)),
    },
)
REMOVAL = Record(
    Removal,
    {
        "body": Member(BodyKind),
        "majority": Pattern(MAJORITY_KEY, "the key of a majority"),
        "secret": BOOLEAN,
        "off_agenda": BOOLEAN,
        "absences": Optional(Integer(1, 100)),
    },
)
PARAMETERS = (
    Parameter(
        "election.rule", 54, N_("Élections"), ELECTION,
        ElectionRule("plurinominal", 1, TieRule.RUNOFF_THEN_LOT),
        ("UDAF : majorité absolue au premier tour", "SDIS : listes, plus forte moyenne"),
    ),
    Parameter(
        "election.seats", 55, N_("Sièges"),
        Optional(Record(SeatRange, {"min": SEATS, "max": SEATS})), None,
        ("AAPPMA : 7 à 15", "FICIF : 12 à 18"),
    ),
    Parameter(
        "election.per_college", 55, N_("Sièges par collège"), Listing(COLLEGE_SEATS), (),
        ("ADULLACT : 14 aux collectivités",),
    ),
    Parameter(
        "election.parity", 55, N_("Parité"),
        Record(
            Parity,
            {"rule": words("none", "aim", "alternate", "share"), "share": Optional(SHARE)},
        ),
        Parity("none"), ("27e Région : un objectif",),
    ),
    Parameter(
        "election.candidacy", 56, N_("Candidatures"), CANDIDACY, Candidacy(7),
        ("FICIF : lettre recommandée 20 jours avant", "AAPPMA : deux cotisations payées"),
    ),
    Parameter(
        "mandate.years", 57, N_("Durée des mandats"), Integer(1, 30), 2, ("ACCA : 6", "FICIF : 6")
    ),
    Parameter(
        "mandate.renewal", 57, N_("Renouvellement"), words("all", "thirds", "halves"), "all",
        ("ACCA : par tiers", "FICIF : par moitié"),
    ),
    Parameter(
        "mandate.max_terms", 57, N_("Mandats successifs"), Optional(Integer(1, 30)), None,
        ("REPAE : 3",),
    ),
    Parameter(
        "mandate.first_leavers", 57, N_("Premiers sortants"), words("lot", "seniority"), "lot",
        ("FICIF : le sort",),
    ),
    Parameter(
        "vacancy", 58, N_("Siège vacant"), VACANCY, Vacancy("cooptation"),
        ("FICIF : 3 cooptations au plus", "AAPPMA : élection sous 7 membres"),
    ),
    Parameter(
        "removal", 59, N_("Révocation"), REMOVAL, Removal(BodyKind.AGO),
        ("AAPPMA : 3 absences sans excuse",),
    ),
)  # fmt: skip
