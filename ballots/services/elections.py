"""An election as stored, read back: what casting, counting and the pages need of it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballots.protocol.election import Election, parse_election
from ballots.protocol.events import EventType
from ballots.protocol.trustees import TrusteeEntry, TrusteePublicKey, members, parse_trustees
from ballots.store import read

VOTING = frozenset({EventType.SETUP, EventType.BALLOT})


@dataclass(frozen=True, slots=True)
class OpenedElection:
    """An election, the trustees that count it, and where it stands."""

    election: Election
    fingerprint: str
    entries: tuple[TrusteeEntry, ...]  # who must decrypt, and of which groups how many
    last: EventType
    timestamp: int

    @property
    def trustees(self) -> tuple[TrusteePublicKey, ...]:
        """Return every trustee's key, in the order of the owners' numbers."""
        return members(self.entries)

    @property
    def is_open(self) -> bool:
        """Whether a ballot may still be cast."""
        return self.last in VOTING

    @property
    def is_counted(self) -> bool:
        """Whether the result stands in the box."""
        return self.last is EventType.RESULT


def load_election(session: Session, uuid: str) -> OpenedElection:
    """Return the election.

    Raises:
        RefusedError: election.unknown.
    """
    stored = read.find_election(session, uuid)
    raw_election, raw_trustees, *_ = read.records(session, uuid, 0)
    election = parse_election(raw_election)
    entries = parse_trustees(raw_trustees, election.group)
    return OpenedElection(election, stored.fingerprint, entries, stored.last, stored.timestamp)


def election_bytes(session: Session, uuid: str) -> bytes:
    """Return the archived bytes of the election: what its fingerprint is of.

    Raises:
        RefusedError: election.unknown.
    """
    read.find_election(session, uuid)
    return read.records(session, uuid, 0)[0]
