"""Voting (modes de scrutin): secrecy, ballots, channels, the window, what is published."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from governance.rules.msgid import N_
from governance.rules.ruleset.kinds import (
    BOOLEAN,
    SHARE,
    Integer,
    Listing,
    Member,
    Optional,
    Record,
    words,
)
from governance.rules.ruleset.ruled import Parameter, Ruled


class Secrecy(StrEnum):
    """Whether a vote is open or secret (vote à main levée, scrutin secret)."""

    OPEN = "open"
    SECRET = "secret"  # noqa: S105
    SECRET_IF_PERSON = "secret_if_person"  # noqa: S105


BallotType = Literal["yes_no_abstain", "single", "multiple", "list", "ranked", "per_candidate"]
Readers = Literal["everyone", "members", "auditors"]
Channel = Literal["room_device", "web", "paper", "show_of_hands", "correspondence"]


@dataclass(frozen=True, slots=True)
class SecrecyRequest:
    """Who may ask for a secret vote: a ``number``, or a ``share`` of those in the room."""

    number: int | None = None
    share: Fraction | None = None
    unit: Literal["heads", "voices"] = "heads"


@dataclass(frozen=True, slots=True)
class Splitting:
    """When one right is cast as several ballots of ``unit`` voices each (fractionnement)."""

    when: Literal["never", "secret_weighted", "always"]
    unit: int = 1


@dataclass(frozen=True, slots=True)
class Window:
    """When votes are taken: during the meeting, or from some days before it."""

    opens: Literal["meeting", "days_before"] = "meeting"
    days: int | None = None
    grace_minutes: int = 0
    correspondence_days: int | None = None  # received so many days before


@dataclass(frozen=True, slots=True)
class VoteRules:
    """How a vote is taken. ``remote_allowed``: its source is the legal basis of remote votes."""

    secrecy: Ruled[Secrecy]
    secret_on_request: Ruled[SecrecyRequest | None]
    ballot_type: Ruled[BallotType]
    splitting: Ruled[Splitting]
    revote: Ruled[bool]  # the last vote before the close counts
    option_order: Ruled[Literal["official", "alphabetical", "random", "lot"]]
    blank_option: Ruled[bool]
    channels: Ruled[tuple[Channel, ...]]
    channel_conflict: Ruled[Literal["first_counts", "room_wins"]]
    window: Ruled[Window]
    remote_allowed: Ruled[bool]
    min_secret_group: Ruled[int]
    publish_breakdown: Ruled[Literal["none", "college", "weight_class", "names"]]
    archive_access: Ruled[Readers]  # an archive shows each public code with its weight


REQUEST = Record(
    SecrecyRequest,
    {
        "number": Optional(Integer(1, 100_000)),
        "share": Optional(SHARE),
        "unit": words("heads", "voices"),
    },
)
SPLITTING = Record(
    Splitting,
    {"when": words("never", "secret_weighted", "always"), "unit": Integer(1, 1_000_000)},
)
WINDOW = Record(
    Window,
    {
        "opens": words("meeting", "days_before"),
        "days": Optional(Integer(0, 366)),
        "grace_minutes": Integer(0, 1440),
        "correspondence_days": Optional(Integer(0, 366)),
    },
)
BALLOTS = ("yes_no_abstain", "single", "multiple", "list", "ranked", "per_candidate")
CHANNELS = ("room_device", "web", "paper", "show_of_hands", "correspondence")
PARAMETERS = (
    Parameter(
        "vote.secrecy", 45, N_("Scrutin"), Member(Secrecy), Secrecy.SECRET_IF_PERSON
    ),
    Parameter(
        "vote.secret_on_request", 45, N_("Scrutin secret sur demande"), Optional(REQUEST), None,
        ("ASA : le tiers des voix présentes et représentées",),
    ),
    Parameter(
        "vote.ballot_type", 46, N_("Bulletin"), words(*BALLOTS), "yes_no_abstain"
    ),
    Parameter(
        "vote.splitting", 47, N_("Partage d’un droit en plusieurs bulletins"), SPLITTING,
        Splitting("secret_weighted"), ("UDAF : un ou plusieurs bulletins",),
    ),
    Parameter(
        "vote.revote", 48, N_("Changer son vote secret jusqu’à la clôture"), BOOLEAN, False
    ),
    Parameter(
        "vote.option_order", 49, N_("Ordre des choix"),
        words("official", "alphabetical", "random", "lot"), "official",
    ),
    Parameter("vote.blank_option", 49, N_("Vote blanc proposé"), BOOLEAN, True),
    Parameter(
        "vote.channels", 50, N_("Façons de voter"), Listing(words(*CHANNELS), at_least=1),
        ("room_device", "web"),
    ),
    Parameter(
        "vote.channel_conflict", 50, N_("Si quelqu’un vote de deux façons"),
        words("first_counts", "room_wins"), "first_counts",
    ),
    Parameter("vote.window", 51, N_("Temps du vote"), WINDOW, Window()),
    Parameter("vote.remote_allowed", 52, N_("Participation à distance"), BOOLEAN, False),
    Parameter(
        "vote.min_secret_group", 53, N_("Plus petit groupe pour un scrutin secret"),
        Integer(2, 10_000), 5,
    ),
    Parameter(
        "vote.publish_breakdown", 53, N_("Résultats détaillés"),
        words("none", "college", "weight_class", "names"), "none",
    ),
    Parameter(
        "vote.archive_access", 53, N_("Qui peut prendre l’archive d’un scrutin secret"),
        words("everyone", "members", "auditors"), "everyone",
    ),
)  # fmt: skip
