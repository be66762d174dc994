"""Bodies, notices and agendas (instances, convocation, ordre du jour) as the bylaws set them."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from governance.rules.msgid import N_
from governance.rules.ruleset.kinds import (
    BOOLEAN,
    ROLES,
    SHARE,
    TEXT,
    Integer,
    Listing,
    Member,
    Optional,
    Record,
    words,
)
from governance.rules.ruleset.ruled import Parameter, Ruled


class BodyKind(StrEnum):
    """A body that meets (instance)."""

    AGO = "AGO"
    AGE = "AGE"
    AG_MIXTE = "AG_MIXTE"
    CA = "CA"
    BUREAU = "BUREAU"
    COLLEGE = "COLLEGE"
    SECTION = "SECTION"


class Counting(StrEnum):
    """How the days of notice are counted (jours francs, calendaires, ouvrés)."""

    CLEAR = "clear"
    CALENDAR = "calendar"
    BUSINESS = "business"  # clear, and neither Saturday, Sunday nor public holiday


Mean = Literal[
    "email", "post", "registered_post", "registered_email", "posting", "press", "hand", "platform"
]
MEANS = (
    "email", "post", "registered_post", "registered_email", "posting", "press", "hand", "platform"
)  # fmt: skip
FIELDS = (
    "date",
    "place",
    "agenda",
    "proxy_form",
    "documents",
    "rules",
    "candidates",
    "how_to_vote",
)
PartOf = Literal["members", "votes", "board"]
Unit = Literal["members", "votes"]


@dataclass(frozen=True, slots=True)
class Frequency:
    """At least ``times`` meetings in ``years`` years."""

    times: int
    years: int = 1


@dataclass(frozen=True, slots=True)
class Caller:
    """Who may convene: a ``role``, or a ``share`` or ``number`` of the members, votes or board."""

    role: str | None = None
    share: Fraction | None = None
    number: int | None = None
    of: PartOf = "members"


@dataclass(frozen=True, slots=True)
class Scrutineers:
    """How many scrutineers (scrutateurs), and who names them."""

    count: int
    named_by: Literal["assembly", "chair", "board"] = "assembly"


@dataclass(frozen=True, slots=True)
class MemberRequest:
    """What puts a members' item on the agenda: a ``share`` or ``number`` of them, in time."""

    share: Fraction | None = None
    number: int | None = None
    of: Unit = "members"
    deadline_days: int = 0  # received so many days before the meeting
    form: Mean = "email"


@dataclass(frozen=True, slots=True)
class SecondCall:
    """A second call (deuxième convocation) when the quorum fails; its quorum is quorum.second."""

    min_days: int
    max_days: int | None = None
    same_agenda: bool = True


@dataclass(frozen=True, slots=True)
class BodyRules:
    """The bodies, how often they meet, who calls and runs them."""

    kind: Ruled[tuple[BodyKind, ...]]
    frequency: Ruled[Frequency | None]
    can_be_called_by: Ruled[tuple[Caller, ...]]
    presiding: Ruled[tuple[str, ...]]
    secretary: Ruled[tuple[str, ...]]
    scrutineers: Ruled[Scrutineers]

    def convening_roles(self) -> tuple[str, ...]:
        """Return the roles that may convene alone."""
        callers = self.can_be_called_by.value
        return tuple(caller.role for caller in callers if caller.role is not None)


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """The notice of meeting (convocation)."""

    days: Ruled[int]
    urgent_days: Ruled[int | None]
    counting: Ruled[Counting]
    means: Ruled[tuple[Mean, ...]]
    proof: Ruled[str]
    mandatory_fields: Ruled[tuple[str, ...]]
    credential_lead_days: Ruled[int]


@dataclass(frozen=True, slots=True)
class AgendaRules:
    """The agenda (ordre du jour)."""

    locked: Ruled[bool]
    diverse: Ruled[Literal["debate_only", "decide"]]
    member_request: Ruled[MemberRequest | None]


DAYS = Integer(0, 366)
CALLER = Record(
    Caller,
    {
        "role": Optional(TEXT),
        "share": Optional(SHARE),
        "number": Optional(Integer(1, 100_000)),
        "of": words("members", "votes", "board"),
    },
)
REQUEST = Record(
    MemberRequest,
    {
        "share": Optional(SHARE),
        "number": Optional(Integer(1, 100_000)),
        "of": words("members", "votes"),
        "deadline_days": DAYS,
        "form": words(*MEANS),
    },
)
SECOND_CALL = Record(
    SecondCall,
    {"min_days": DAYS, "max_days": Optional(DAYS), "same_agenda": BOOLEAN},
)
PARAMETERS = (
    Parameter(
        "body.kind", 1, N_("Instances"), Listing(Member(BodyKind), at_least=1),
        (BodyKind.AGO, BodyKind.AGE, BodyKind.CA),
    ),
    Parameter(
        "body.frequency", 2, N_("Fréquence des réunions"),
        Optional(Record(Frequency, {"times": Integer(1, 366), "years": Integer(1, 30)})),
        Frequency(1), ("27e Région : CA 3 fois par an", "Metropolis : 1 fois en 3 ans"),
    ),
    Parameter(
        "body.can_be_called_by", 3, N_("Qui convoque"), Listing(CALLER, at_least=1),
        (Caller(role="chair"), Caller(share=Fraction(1, 4), of="members")),
        ("AAPPMA, AGE : deux tiers du conseil", "GCS : un tiers des membres"),
    ),
    Parameter("body.presiding", 4, N_("Qui préside"), ROLES, ("chair",)),
    Parameter("body.secretary", 4, N_("Qui tient le secrétariat"), ROLES, ("secretary",)),
    Parameter(
        "body.scrutineers", 4, N_("Scrutateurs"),
        Record(
            Scrutineers,
            {"count": Integer(0, 100), "named_by": words("assembly", "chair", "board")},
        ),
        Scrutineers(2),
    ),
    Parameter(
        "notice.days", 5, N_("Délai de convocation"), DAYS, 15, ("ASA : 15", "REPAE : 30")
    ),
    Parameter(
        "notice.urgent_days", 5, N_("Délai en cas d’urgence"), Optional(DAYS), None, ("ASA : 5",)
    ),
    Parameter(
        "notice.counting", 5, N_("Façon de compter les jours"), Member(Counting), Counting.CLEAR
    ),
    Parameter(
        "notice.means", 6, N_("Comment l’on convoque"), Listing(words(*MEANS), at_least=1),
        ("email",), ("ASA : lettre, télécopie, courriel, main propre",),
    ),
    Parameter(
        "notice.proof", 6, N_("Preuve de l’envoi"),
        words("platform_log", "registered_post", "signature", "none"), "platform_log",
    ),
    Parameter(
        "notice.mandatory_fields", 7, N_("Ce que la convocation doit dire"),
        Listing(words(*FIELDS), at_least=1),
        ("date", "place", "agenda", "proxy_form", "documents", "rules"),
        ("REPAE : quorum et majorité de chaque point",),
    ),
    Parameter(
        "notice.credential_lead_days", 8, N_("Délai d’envoi des codes de vote"), DAYS, 7,
        ("UDAF : 30",),
    ),
    Parameter(
        "agenda.locked", 9, N_("Ordre du jour fermé après la convocation"), BOOLEAN, True
    ),
    Parameter(
        "agenda.diverse", 9, N_("Questions diverses"), words("debate_only", "decide"),
        "debate_only",
    ),
    Parameter(
        "agenda.member_request", 10, N_("Point demandé par des membres"), Optional(REQUEST),
        MemberRequest(share=Fraction(1, 10), deadline_days=10),
        ("FDC 59 : 50 membres, 20 jours avant, par lettre recommandée",),
    ),
    Parameter(
        "second_call", 11, N_("Deuxième convocation"), Optional(SECOND_CALL),
        SecondCall(8, 30), ("ARS : 8 jours au plus, même ordre du jour",),
    ),
)  # fmt: skip
