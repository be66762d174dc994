"""Reading the box (urne): its head, its records in order, the ballots that count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ballots.crypto.group import Element
from ballots.errors import RefusedError
from ballots.protocol.events import Event, EventType, parse_event
from ballots.store.box import BoxBallot, BoxCredential, BoxElection, BoxEvent, BoxRecord
from ballots.voting.box import Head

BATCH = 200  # rows held at a time while an archive is written


@dataclass(frozen=True, slots=True)
class Stored:
    """An election as stored: fingerprint, the archive's timestamp, the type of its last event."""

    uuid: str
    fingerprint: str
    timestamp: int
    last: EventType


def find_election(session: Session, election: str) -> Stored:
    """Return the election.

    Raises:
        RefusedError: election.unknown.
    """
    row = session.get(BoxElection, election)
    last = _newest(session, election)
    if row is None or last is None:
        raise RefusedError("election.unknown", status=404)
    return Stored(election, row.fingerprint, row.timestamp, EventType(last.type))


def head(session: Session, election: str) -> Head | None:
    """Return the last event of the box, None while it is empty."""
    last = _newest(session, election)
    return Head(last.hash, last.height) if last else None


def records(session: Session, election: str, height: int) -> tuple[bytes, ...]:
    """Return the data records of one event, in their order."""
    wanted = (
        select(BoxRecord.content)
        .where(BoxRecord.election == election, BoxRecord.height == height)
        .order_by(BoxRecord.position)
    )
    return tuple(session.scalars(wanted))


def entries(session: Session, election: str) -> Iterator[tuple[Event, tuple[bytes, ...]]]:
    """Yield every event with its records, oldest first, a batch in memory at a time."""
    wanted = (
        select(BoxEvent.height, BoxEvent.event)
        .where(BoxEvent.election == election)
        .order_by(BoxEvent.height)
    )
    for height, event in session.execute(wanted.execution_options(yield_per=BATCH)):
        yield parse_event(event), records(session, election, height)


def records_of_type(
    session: Session, election: str, kind: EventType
) -> Iterator[tuple[bytes, ...]]:
    """Yield the records of every event of one type, oldest first."""
    heights = (
        select(BoxEvent.height)
        .where(BoxEvent.election == election, BoxEvent.type == kind.value)
        .order_by(BoxEvent.height)
    )
    for height in session.scalars(heights).all():
        yield records(session, election, height)


def weight_of(session: Session, election: str, credential: Element) -> int | None:
    """Return the weight of a public credential, None when the election does not know it."""
    row = session.get(BoxCredential, (election, str(credential)))
    return row.weight if row else None


def weights(session: Session, election: str) -> Mapping[str, int]:
    """Return every public credential (its text) with its weight."""
    wanted = select(BoxCredential).where(BoxCredential.election == election)
    return {row.credential: row.weight for row in session.scalars(wanted)}


def has_ballot(session: Session, election: str, tracker: str) -> bool:
    """Return whether these very bytes are in the box."""
    return session.get(BoxBallot, (election, tracker)) is not None


def has_voted(session: Session, election: str, credential: Element) -> bool:
    """Return whether a ballot of this credential is in the box."""
    wanted = select(BoxBallot.tracker).where(
        BoxBallot.election == election, BoxBallot.credential == str(credential)
    )
    return session.scalars(wanted.limit(1)).first() is not None


def last_ballots(session: Session, election: str) -> Iterator[tuple[str, bytes]]:
    """Yield (credential, bytes) of the last ballot of each credential, in the box's order."""
    newest = (
        select(func.max(BoxBallot.height).label("height"))
        .where(BoxBallot.election == election)
        .group_by(BoxBallot.credential)
        .subquery()
    )
    wanted = (
        select(BoxBallot.credential, BoxRecord.content)
        .join(newest, newest.c.height == BoxBallot.height)
        .join(
            BoxRecord,
            (BoxRecord.election == BoxBallot.election) & (BoxRecord.height == BoxBallot.height),
        )
        .where(BoxBallot.election == election)
        .order_by(BoxBallot.height)
    )
    yield from session.execute(wanted.execution_options(yield_per=BATCH))


def trackers(session: Session, election: str) -> list[tuple[str, bool]]:
    """Return (tracker, whether it counts) of every ballot, in alphabetical order of trackers.

    Not in the order of arrival: the archive has it, a page need not show it.
    """
    newest = (
        select(func.max(BoxBallot.height))
        .where(BoxBallot.election == election)
        .group_by(BoxBallot.credential)
    )
    counted = set(session.scalars(newest))
    wanted = select(BoxBallot).where(BoxBallot.election == election).order_by(BoxBallot.tracker)
    return [(row.tracker, row.height in counted) for row in session.scalars(wanted)]


def _newest(session: Session, election: str) -> BoxEvent | None:
    wanted = (
        select(BoxEvent)
        .where(BoxEvent.election == election)
        .order_by(BoxEvent.height.desc())
        .limit(1)
    )
    return session.scalars(wanted).first()
