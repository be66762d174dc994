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
    """One trustee on the board: who holds which key, whether its parts are in the box.

    ``name`` is what the election publishes, None where it names nobody. ``is_shared``: the key is
    a share of which the board's ``needed`` are enough; any other is mandatory.
    """

    number: int
    name: str | None
    public_key: str
    is_shared: bool
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
    needed: int  # of the trustees who share a key; 0 where nobody shares one
    voters: int
    total_weight: int
    opened: Opened | None
    has_commitments: bool

    @property
    def counted_ballots(self) -> int:
        """How many ballots count; the others were replaced by a later one."""
        return sum(counts for _, counts in self.trackers)

    @property
    def shared(self) -> int:
        """How many trustees share a key."""
        return sum(trustee.is_shared for trustee in self.trustees)

    @property
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
            Trustee(
                number,
                key.name,
                str(key.public_key),
                is_shared=isinstance(entry, ThresholdTrustees),
                has_mixed=number in mixed.mixers,
                has_decrypted=number not in missing,
            )
            for entry, keys in numbered(opened.entries)
            for number, key in keys.items()
        ),
        needed=sum(one.threshold for one in opened.entries if isinstance(one, ThresholdTrustees)),
        voters=len(weights),
        total_weight=sum(weights.values()),
        opened=None if rows is None else _opened(question, rows[0]),
        has_commitments=has_commitments(opened),
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
