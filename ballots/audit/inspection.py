"""What the checks of one audit pass on to one another, and how a check ends early."""

from dataclasses import dataclass, field
from pathlib import Path

from ballots.audit.options import Options
from ballots.audit.outcomes import Fault, QuestionResult
from ballots.audit.scan import Scan
from ballots.protocol.credentials import PublicCredential
from ballots.protocol.election import Election
from ballots.protocol.tally import EncryptedTally, PartialDecryption
from ballots.protocol.trustees import TrusteeEntry, TrusteePublicKey
from ballots.voting.tally import Tally


class FaultsFoundError(Exception):
    """Several things are wrong in one check."""

    def __init__(self, faults: list[Fault], number: int) -> None:
        super().__init__(number)
        self.faults = tuple(faults)
        self.number = number


class NothingToCheckError(Exception):
    """The archive does not go that far yet."""


@dataclass(slots=True)
class Inspection:
    """What the checks pass on to one another: only what has been verified."""

    scan: Scan
    setup: tuple[bytes, ...]
    election: Election
    fingerprint: str
    options: Options = field(default_factory=Options)
    path: Path | None = None  # of the archive
    archive_hash: str = ""
    entries: tuple[TrusteeEntry, ...] = ()
    trustees: tuple[TrusteePublicKey, ...] = ()  # one per owner
    credentials: tuple[PublicCredential, ...] = ()
    tally: Tally | None = None
    mixed: EncryptedTally | None = None  # after the last verified shuffle
    mixers: frozenset[int] = frozenset()  # owners of the shuffles
    partials: dict[int, PartialDecryption] = field(default_factory=dict)
    results: tuple[QuestionResult, ...] = ()
    remarks: list[Fault] = field(default_factory=list)  # worth knowing, no fault

    @property
    def verified_tally(self) -> Tally:
        """Return the recomputed tally; the order of the checks makes sure there is one."""
        if self.tally is None:
            raise ValueError("the ballots have not been verified")
        return self.tally

    @property
    def tally_to_open(self) -> EncryptedTally:
        """Return what trustees decrypt: the recomputed tally, its rankings mixed."""
        return self.verified_tally.encrypted if self.mixed is None else self.mixed
