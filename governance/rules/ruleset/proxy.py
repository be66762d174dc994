"""Proxies (pouvoirs, procurations) as the bylaws allow them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from governance.rules.msgid import N_
from governance.rules.ruleset.kinds import (
    BOOLEAN,
    SHARE,
    TEXT,
    Integer,
    Listing,
    Optional,
    Record,
    words,
)
from governance.rules.ruleset.ruled import Parameter, Ruled

LimitUnit = Literal["mandates", "votes", "fraction_of_members", "fraction_of_votes"]
ProxyScope = Literal["same_college", "same_category", "any_member", "family", "third_party"]
OnPresence = Literal["cancels", "holder_keeps"]


@dataclass(frozen=True, slots=True)
class ProxyLimit:
    """What one holder may hold: a ``number`` of mandates or votes, or a ``share`` of the roll.

    ``own_included``: the holder's own vote counts in it.
    """

    number: int | None = None
    share: Fraction | None = None
    unit: LimitUnit = "mandates"
    own_included: bool = False


@dataclass(frozen=True, slots=True)
class LimitException:
    """A mandate beyond the limit: within one group, or while all stay under a share of votes."""

    kind: Literal["same_group", "under_share_of_votes"]
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Deposit:
    """Until when a proxy may be deposited: an event, or ``hours`` before the meeting."""

    until: Literal["opening", "vote", "hours_before"]
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class ProxyRules:
    """Who may vote for whom."""

    allowed: Ruled[bool]
    limit: Ruled[ProxyLimit | None]  # None: no limit
    excess: Ruled[Literal["refuse", "keep_first"]]
    limit_exceptions: Ruled[tuple[LimitException, ...]]
    scope: Ruled[ProxyScope]
    forbidden_holders: Ruled[tuple[str, ...]]
    blank: Ruled[Literal["refuse", "president", "board_recommendation", "share"]]
    deposit_deadline: Ruled[Deposit]
    form: Ruled[tuple[str, ...]]
    revocation: Ruled[Literal["until_open", "until_vote"]]
    instructions: Ruled[Literal["none", "optional", "mandatory"]]
    on_presence: Ruled[OnPresence]
    chain: Ruled[bool]  # may a holder pass proxies on
    substitution: Ruled[tuple[str, ...]]

    def most_mandates(self) -> int | None:
        """Return how many proxies one holder may hold, None without a limit in mandates."""
        limit = self.limit.value
        if limit is None or limit.unit != "mandates" or limit.number is None:
            return None
        return limit.number - limit.own_included


LIMIT = Record(
    ProxyLimit,
    {
        "number": Optional(Integer(0, 100_000)),
        "share": Optional(SHARE),
        "unit": words("mandates", "votes", "fraction_of_members", "fraction_of_votes"),
        "own_included": BOOLEAN,
    },
)
EXCEPTION = Record(
    LimitException,
    {"kind": words("same_group", "under_share_of_votes"), "share": Optional(SHARE)},
)
DEPOSIT = Record(
    Deposit,
    {
        "until": words("opening", "vote", "hours_before"),
        "hours": Optional(Integer(0, 8784)),
    },
)
FORMS = ("electronic", "signed_paper", "email", "registered_post")
PARAMETERS = (
    Parameter("proxy.allowed", 26, N_("Vote par pouvoir"), BOOLEAN, True, ("AAPPMA, AG : non",)),
    Parameter(
        "proxy.limit", 26, N_("Pouvoirs par mandataire"), Optional(LIMIT), ProxyLimit(2),
        ("ACCA : 2", "UDAF : 5", "ASA : un cinquième des membres"),
    ),
    Parameter(
        "proxy.excess", 26, N_("Pouvoirs en trop"), words("refuse", "keep_first"), "refuse"
    ),
    Parameter(
        "proxy.limit_exceptions", 27, N_("Exceptions à la limite"), Listing(EXCEPTION), (),
        ("UDAF : même fédération",),
    ),
    Parameter(
        "proxy.scope", 28, N_("Qui peut être mandataire"),
        words("same_college", "same_category", "any_member", "family", "third_party"),
        "same_college", ("CDCI : même collège", "comités de bassin : même catégorie"),
    ),
    Parameter(
        "proxy.forbidden_holders", 29, N_("Qui ne peut pas l’être"), Listing(TEXT),
        ("employee", "person_concerned"),
    ),
    Parameter(
        "proxy.blank", 30, N_("Pouvoir sans nom de mandataire"),
        words("refuse", "president", "board_recommendation", "share"), "refuse",
    ),
    Parameter(
        "proxy.deposit_deadline", 31, N_("Dépôt des pouvoirs"), DEPOSIT, Deposit("vote")
    ),
    Parameter(
        "proxy.form", 31, N_("Forme du pouvoir"), Listing(words(*FORMS), at_least=1),
        ("electronic", "signed_paper"),
    ),
    Parameter(
        "proxy.revocation", 31, N_("Retrait du pouvoir"), words("until_open", "until_vote"),
        "until_vote", ("ASA : à tout moment",),
    ),
    Parameter(
        "proxy.instructions", 32, N_("Consignes de vote"),
        words("none", "optional", "mandatory"), "optional",
    ),
    Parameter(
        "proxy.on_presence", 33, N_("Si le mandant vient quand même"),
        words("cancels", "holder_keeps"), "cancels",
    ),
    Parameter("proxy.chain", 34, N_("Transmettre un pouvoir reçu"), BOOLEAN, False),
    Parameter(
        "proxy.substitution", 34, N_("Qui vote à la place d’un représentant absent"),
        Listing(words("representative", "alternate", "proxy"), at_least=1),
        ("representative", "alternate", "proxy"), ("CNSA : suppléant, puis une délégation",),
    ),
)  # fmt: skip
