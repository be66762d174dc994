"""The board (tableau d'affichage): what anyone may read of an election."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballots.protocol.election import Election, Question
from ballots.services.closing import Counts, counts, missing_owners
from ballots.services.elections import load_election
from ballots.store import read


@dataclass(frozen=True, slots=True)
class Trustee:
    """One trustee on the board: number, public key, whether its part is in the box."""

    number: int
    public_key: str
    has_decrypted: bool


@dataclass(frozen=True, slots=True)
class Board:
    """One election as published; ``trackers`` in alphabetical order, with whether each counts."""

    uuid: str
    name: str
    question: Question
    fingerprint: str
    head: str
    is_open: bool
    is_counted: bool
    trackers: tuple[tuple[str, bool], ...]
    trustees: tuple[Trustee, ...]
    voters: int
    total_weight: int
    counts: Counts | None

    @property
    def counted_ballots(self) -> int:
        """How many ballots count; the others were replaced by a later one."""
        return sum(counts for _, counts in self.trackers)


def read_board(session: Session, uuid: str) -> Board:
    """Return what the box shows of one election.

    Raises:
        RefusedError: election.unknown.
    """
    opened = load_election(session, uuid)
    missing = set(missing_owners(session, uuid))
    weights = read.weights(session, uuid)
    head = read.head(session, uuid)
    return Board(
        uuid=uuid,
        name=opened.election.name,
        question=_question(opened.election),
        fingerprint=opened.fingerprint,
        head=head.hash if head else "",
        is_open=opened.is_open,
        is_counted=opened.is_counted,
        trackers=tuple(read.trackers(session, uuid)),
        trustees=tuple(
            Trustee(number, str(key.public_key), number not in missing)
            for number, key in enumerate(opened.trustees, 1)
        ),
        voters=len(weights),
        total_weight=sum(weights.values()),
        counts=counts(session, uuid),
    )


def _question(election: Election) -> Question:
    first = election.questions[0]
    if not isinstance(first, Question):
        raise ValueError("the board shows questions with boxes to tick")
    return first
