"""An election as stored, read back: what casting, counting and the pages need of it.

What the Setup event names never changes, so a process reads and checks it once: it is kept under
that event's hash, with a bound, and only where the election stands is asked every time.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from sqlalchemy.orm import Session

from ballots.protocol.election import Election, parse_election
from ballots.protocol.events import EventType
from ballots.protocol.trustees import TrusteeEntry, TrusteePublicKey, members, parse_trustees
from ballots.store import read
from ballots.voting.box import Head

VOTING = frozenset({EventType.SETUP, EventType.BALLOT})
KEPT = 64  # elections; a few kilobytes each


@dataclass(frozen=True, slots=True)
class OpenedElection:
    """An election, the trustees that count it, and where it stands."""

    election: Election
    fingerprint: str
    entries: tuple[TrusteeEntry, ...]  # who must decrypt, and of which groups how many
    last: EventType
    head: Head
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
    election, entries = _read_setup(session, stored)
    return OpenedElection(
        election, stored.fingerprint, entries, stored.last, stored.head, stored.timestamp
    )


def election_bytes(session: Session, uuid: str) -> bytes:
    """Return the archived bytes of the election: what its fingerprint is of.

    Raises:
        RefusedError: election.unknown.
    """
    read.find_election(session, uuid)
    return read.record(session, uuid, 0)


Setup = tuple[Election, tuple[TrusteeEntry, ...]]
_kept: OrderedDict[str, Setup] = OrderedDict()  # by hash of the Setup event, oldest use first
_turn = Lock()


def _read_setup(session: Session, stored: read.Stored) -> Setup:
    """Return the election and its trustees, from memory when this process has read them."""
    with _turn:
        found = _kept.pop(stored.setup, None)
        if found is not None:
            _kept[stored.setup] = found
            return found
    raw_election, raw_trustees = (read.record(session, stored.uuid, 0, place) for place in (0, 1))
    election = parse_election(raw_election)
    made = election, parse_trustees(raw_trustees, election.group)
    with _turn:
        _kept[stored.setup] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made
