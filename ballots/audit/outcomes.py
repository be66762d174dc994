"""What an audit found: a verdict, one outcome per named check, and what was counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ballots.audit.declared_counts import DeclaredCount
from ballots.errors import BallotsError

FAULTS_KEPT = 20  # per check; the rest is counted


class Verdict(StrEnum):
    """The one word an audit ends with."""

    VERIFIED = "verified"
    FAILED = "failed"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"


class State(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_REACHED = "not-reached"  # what it needs has failed
    ABSENT = "absent"  # the archive does not go that far yet


class Standing(StrEnum):
    """Where the ballot of a receipt stands."""

    INCLUDED = "included"  # in the box, and the last of its credential
    SUPERSEDED = "superseded"  # in the box, replaced by a later one of the same credential
    MISSING = "missing"  # the server signed that it is there, and the closed box has it not
    NOT_YET = "not-yet"  # not in this copy, which was made while the box was open
    FORGED = "forged"  # the key did not sign this receipt
    OTHER_ELECTION = "other-election"
    CHANGED_ELECTION = "changed-election"  # the server signed for other bytes under this identifier
    NOT_REACHED = "not-reached"  # the archive cannot be read as far as that


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a refusal's code and facts."""

    code: str
    facts: Mapping[str, object]

    @classmethod
    def of(cls, refusal: BallotsError, **place: object) -> "Fault":
        """Keep a refusal, with the place where it was met."""
        return cls(refusal.code, refusal.facts | place)


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """One named check: how it ended, its figures, its faults."""

    name: str
    state: State
    facts: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    more_faults: int = 0  # beyond those kept

    @property
    def ok(self) -> bool:
        """Tell whether the check was run and holds."""
        return self.state is State.PASSED


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """The counts of one question beside its labels, or every ranking of its answers.

    The blank box comes first, as None; each list of a lists question begins with its own label.
    """

    question: str
    counts: tuple[tuple[str | None, int], ...]
    answers: tuple[str, ...] = ()  # of a ranked question
    rankings: tuple[tuple[int, ...], ...] = ()  # in the published order
    count: DeclaredCount | None = None  # of a ranked question, by the method it declares


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of the box, all recomputed here."""

    ballots: int = 0  # recorded, revotes included
    tallied: int = 0  # last ballot of each credential
    credentials: int = 0
    weight_tallied: int = 0
    weight_listed: int = 0
    trustees: int = 0
    results: tuple[QuestionResult, ...] = ()  # only when every check passed


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file and which election this is: figures to compare with other copies."""

    size: int = 0
    sha256: str = ""
    head: str = ""  # hash of the last event
    uuid: str = ""
    name: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptOutcome:
    """What a receipt is worth: its standing, and the trackers, heights and key behind it."""

    standing: Standing
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole outcome of an audit."""

    verdict: Verdict
    checks: tuple[CheckOutcome, ...]
    identity: Identity
    counted: Counted
    remarks: tuple[Fault, ...] = ()  # worth knowing, no fault
    refusal: Fault | None = None  # why nothing could be read
    receipt: ReceiptOutcome | None = None  # when one was asked about

    def check(self, name: str) -> CheckOutcome:
        """Return one check by its name."""
        return next(one for one in self.checks if one.name == name)
