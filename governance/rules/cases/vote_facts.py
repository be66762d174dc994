"""What a case says of a vote on a resolution: ballots or voices counted, oppositions, requests."""

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
    Listing,
    Optional,
    Pattern,
    Record,
    words,
)
from governance.rules.ruleset.voting import CHANNELS, Channel
from governance.rules.tally import CHOICES, Choice


@dataclass(frozen=True, slots=True)
class BallotFacts:
    """One act of voting: a member for itself and all whom it represents, or for one of them.

    ``by``: who pressed the button. ``received_on``: the day on which a vote by correspondence
    came in. ``parts``, instead of a choice: whole voices by choice, of one right that is split.
    """

    member: int
    choice: Choice | None = None
    parts: Mapping[str, int] = field(default_factory=dict)
    principal: int | None = None
    by: str | None = None
    channel: Channel | None = None
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class OppositionFacts:
    """A member who objects to a proposal put without a vote."""

    member: int
    on: date


@dataclass(frozen=True, slots=True)
class VoteFacts:
    """A vote on a resolution: its ballots one by one, or its voices counted already.

    Args:
        casting: the casting vote, where the ballot of the one who has it does not say it.
        opponents: how many object to a tacit adoption; or who and when, in ``oppositions``.
        secret_asked_by: voices, or heads: the clause says which; or who, in ``secret_askers``.
        concerned: members with a personal interest in the item.
        recommended: what the board proposes; proxies without a name may follow it.
        forced_reason: why the chair goes on without a quorum.
        after: the vote that failed, of which this is the second one.
    """

    key: str
    at: str | None = None
    majority: str | None = None
    secret: bool = False
    counts: Mapping[str, int] | None = None
    ballots: tuple[BallotFacts, ...] = ()
    casting: Literal["for", "against"] | None = None
    opponents: int | None = None
    proposed_on: date | None = None
    oppositions: tuple[OppositionFacts, ...] = ()
    secret_asked_by: int | None = None
    secret_askers: tuple[int, ...] = ()
    concerned: tuple[int, ...] = ()
    recommended: bool | None = None
    forced_reason: str | None = None
    after: str | None = None


COUNTS = Table(AMOUNT, Pattern("|".join(CHOICES), " | ".join(CHOICES)))
BALLOT = Record(
    BallotFacts,
    {
        "member": NUMBER,
        "choice": Optional(words(*CHOICES)),
        "parts": COUNTS,
        "principal": Optional(NUMBER),
        "by": Optional(TEXT),
        "channel": Optional(words(*CHANNELS)),
        "received_on": Optional(DAY),
    },
)
OPPOSITION = Record(OppositionFacts, {"member": NUMBER, "on": DAY})
VOTE = Record(
    VoteFacts,
    {
        "key": KEY,
        "at": Optional(TIME),
        "majority": Optional(TEXT),
        "secret": BOOLEAN,
        "counts": Optional(COUNTS),
        "ballots": Listing(BALLOT, at_most=MOST_MEMBERS),
        "casting": Optional(words("for", "against")),
        "opponents": Optional(HEADS),
        "proposed_on": Optional(DAY),
        "oppositions": Listing(OPPOSITION, at_most=MOST_MEMBERS),
        "secret_asked_by": Optional(AMOUNT),
        "secret_askers": Numbers(),
        "concerned": Numbers(),
        "recommended": Optional(BOOLEAN),
        "forced_reason": Optional(TEXT),
        "after": Optional(KEY),
    },
)
