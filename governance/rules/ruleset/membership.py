"""Members as the bylaws know them: categories, good standing, legal entities, the roll."""

from dataclasses import dataclass
from typing import Literal

from governance.rules.msgid import N_
from governance.rules.ruleset.kinds import (
    BOOLEAN,
    TEXT,
    Integer,
    Listing,
    Optional,
    Pattern,
    Record,
    words,
)
from governance.rules.ruleset.ruled import Parameter, Ruled

VotingRight = Literal["none", "consultative", "deliberative"]
DuesYear = Literal["current", "previous", "both", "either"]  # both: and; either: or
DuesAt = Literal["roll_closing", "opening", "vote"]


@dataclass(frozen=True, slots=True)
class Category:
    """A category of members (catégorie de membres) and its college."""

    id: str
    label: str
    votes: VotingRight
    college: str


@dataclass(frozen=True, slots=True)
class StandingRules:
    """When a member is in good standing (à jour de cotisation), and votes."""

    required: Ruled[bool]
    fee_year: Ruled[DuesYear]
    at: Ruled[DuesAt]
    grace_days: Ruled[int]
    seniority_days: Ruled[int]


@dataclass(frozen=True, slots=True)
class LegalEntityRules:
    """How an institution (personne morale) is represented."""

    representative: Ruled[Literal["required", "optional"]]
    alternates: Ruled[int]
    proof: Ruled[Literal["deliberation", "letter", "none"]]
    mandate_end: Ruled[Literal["on_renewal", "on_date", "until_replaced"]]


@dataclass(frozen=True, slots=True)
class RollClosing:
    """The moment at which the roll and its weights are frozen.

    ``days`` before the meeting where ``at`` is days_before; ``month_day`` (``01-01``) of the
    year of the meeting where it is fixed_day.
    """

    at: Literal["notice", "opening", "days_before", "fixed_day"]
    days: int | None = None
    month_day: str | None = None


@dataclass(frozen=True, slots=True)
class RollRules:
    """How the roll (liste électorale) is closed."""

    two_capacities: Ruled[Literal["separate", "choose_one"]]
    closing: Ruled[RollClosing]


@dataclass(frozen=True, slots=True)
class ConflictRules:
    """What becomes of a member with a personal interest in an item (conflit d'intérêts)."""

    blocks_vote: Ruled[bool]
    leaves_quorum: Ruled[bool]


CATEGORY = Record(
    Category,
    {
        "id": TEXT,
        "label": TEXT,
        "votes": words("none", "consultative", "deliberative"),
        "college": TEXT,
    },
)
CLOSING = Record(
    RollClosing,
    {
        "at": words("notice", "opening", "days_before", "fixed_day"),
        "days": Optional(Integer(0, 366)),
        "month_day": Optional(
            Pattern("(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", "month and day MM-DD")
        ),
    },
)
PARAMETERS = (
    Parameter(
        "categories", 12, N_("Catégories de membres"), Listing(CATEGORY, at_least=1), None,
        ("27e Région : institutions et individus", "ADULLACT : trois collèges"), is_required=True,
    ),
    Parameter("standing.required", 13, N_("Cotisation exigée pour voter"), BOOLEAN, True),
    Parameter(
        "standing.fee_year", 13, N_("Quelle cotisation"),
        words("current", "previous", "both", "either"), "current",
        ("Metropolis : l’année d’avant", "AAPPMA : les deux années, pour être candidat"),
    ),
    Parameter(
        "standing.at", 13, N_("Jour où l’on regarde la cotisation"),
        words("roll_closing", "opening", "vote"), "opening",
    ),
    Parameter("standing.grace_days", 13, N_("Jours de tolérance"), Integer(0, 366), 0),
    Parameter("standing.seniority_days", 14, N_("Ancienneté exigée"), Integer(0, 3660), 0),
    Parameter(
        "legal_entity.representative", 15, N_("Représentant d’une personne morale"),
        words("required", "optional"), "required",
    ),
    Parameter("legal_entity.alternates", 15, N_("Suppléants"), Integer(0, 10), 1),
    Parameter(
        "legal_entity.proof", 15, N_("Preuve de la désignation"),
        words("deliberation", "letter", "none"), "deliberation",
        ("Massachusetts Municipal Association : autorisation écrite",),
    ),
    Parameter(
        "legal_entity.mandate_end", 15, N_("Fin du mandat du représentant"),
        words("on_renewal", "on_date", "until_replaced"), "on_renewal",
    ),
    Parameter(
        "roll.two_capacities", 16, N_("Une personne à deux titres"),
        words("separate", "choose_one"), "separate", ("UDAF : elle choisit",),
    ),
    Parameter(
        "roll.closing", 17, N_("Arrêté de la liste électorale"), CLOSING, RollClosing("notice"),
        ("UDAF : 1er janvier", "SDIS : avant le scrutin"),
    ),
    Parameter(
        "conflict.blocks_vote", 18, N_("Qui est personnellement intéressé ne vote pas"), BOOLEAN,
        True,
    ),
    Parameter(
        "conflict.leaves_quorum", 18, N_("… et ne compte pas au quorum"), BOOLEAN, False
    ),
)  # fmt: skip
