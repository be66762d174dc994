"""The board (tableau d'affichage): what anyone may read of an election."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session

from ballots.protocol.election import Question
from ballots.protocol.questions import AnyQuestion, ListsQuestion, RankedQuestion
from ballots.protocol.trustees import ThresholdTrustees, numbered
from ballots.services.archive import has_commitments
from ballots.services.closing import missing_owners, result_rows
from ballots.services.elections import load_election
from ballots.services.shuffling import Mixing, mixing
from ballots.store import read

Labelled = tuple[tuple[str | None, int], ...]  # label, None for the blank box; its count


@dataclass(frozen=True, slots=True)
class Trustee:
    """One trustee on the board: number, public key, whether its parts are in the box."""

    number: int
    public_key: str
    has_mixed: bool
    has_decrypted: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What the box held: counts per answer, or list by list, or every ranking by itself."""

    counts: Labelled = ()
    lists: tuple[Labelled, ...] = ()  # the list's own count first, then its candidates'
    rankings: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """One election as published; ``trackers`` in alphabetical order, with whether each counts."""

    uuid: str
    name: str
    group: str
    question: AnyQuestion
    fingerprint: str
    head: str
    is_open: bool
    is_counted: bool
    mixing: Mixing
    trackers: tuple[tuple[str, bool], ...]
    trustees: tuple[Trustee, ...]
    voters: int
    total_weight: int
    opened: Opened | None

    @property
    def counted_ballots(self) -> int:
        """How many ballots count; the others were replaced by a later one."""
        return sum(counts for _, counts in self.trackers)

    @property
    has_commitments: bool
    def kind(self) -> str:
        """The kind of the question: boxes, ranked or lists."""
        if isinstance(self.question, RankedQuestion):
            return "ranked"
        return "lists" if isinstance(self.question, ListsQuestion) else "boxes"


def read_board(session: Session, uuid: str) -> Board:
    """Return what the box shows of one election.

    Raises:
        RefusedError: election.unknown.
    """
    opened = load_election(session, uuid)
    question = opened.election.questions[0]
    missing = set(missing_owners(session, uuid))
    mixed = mixing(session, uuid)
    weights = read.weights(session, uuid)
    head = read.head(session, uuid)
    rows = result_rows(session, uuid)
    return Board(
        uuid=uuid,
        name=opened.election.name,
        group=opened.election.group.name,
        question=question,
        fingerprint=opened.fingerprint,
        head=head.hash if head else "",
        is_open=opened.is_open,
        is_counted=opened.is_counted,
        mixing=mixed,
        trackers=tuple(read.trackers(session, uuid)),
        trustees=tuple(
            Trustee(number, str(key.public_key), number in mixed.mixers, number not in missing)
            for number, key in enumerate(opened.trustees, 1)
        ),
        voters=len(weights),
        total_weight=sum(weights.values()),
        opened=None if rows is None else _opened(question, rows[0]),
    )


def _opened(question: AnyQuestion, row: object) -> Opened:
    if isinstance(question, RankedQuestion):
        return Opened(rankings=cast("tuple[tuple[int, ...], ...]", row))
    if isinstance(question, ListsQuestion):
        rows = zip(question.lists, cast("tuple[tuple[int, ...], ...]", row), strict=True)
        return Opened(lists=tuple(tuple(zip(*pair, strict=True)) for pair in rows))
    return Opened(counts=_labelled(question, cast("tuple[int, ...]", row)))


def _labelled(question: Question, row: tuple[int, ...]) -> Labelled:
    labels = (None, *question.answers) if question.blank else question.answers
    return tuple(zip(labels, row, strict=True))
        has_commitments=has_commitments(opened),
