"""Reading the box (urne): its head, its records in order, the ballots that count.

What a cast asks is asked by statements built once, on the connection itself: building a statement
anew costs more than SQLite needs to answer it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select
from sqlalchemy.orm import Session

from ballots.crypto.group import Element
from ballots.errors import RefusedError
from ballots.protocol.events import Event, EventType, parse_event
from ballots.store.box import BALLOT, COMMITMENTS, CREDENTIAL, ELECTION, EVENT, RECORD, BoxEvent
from ballots.voting.box import Head

BATCH = 200  # rows held at a time while an archive is written

_FIRST = EVENT.alias("first")
_UUID: BindParameter[str] = bindparam("election")
_STANDING = (
    select(
        ELECTION.c.fingerprint,
        ELECTION.c.timestamp,
        _FIRST.c.hash.label("setup"),
        EVENT.c.type,
        EVENT.c.hash,
        EVENT.c.height,
    )
    .join(_FIRST, (_FIRST.c.election == ELECTION.c.election) & (_FIRST.c.height == 0))
    .join(EVENT, EVENT.c.election == ELECTION.c.election)
    .where(ELECTION.c.election == _UUID)
    .order_by(EVENT.c.height.desc())
    .limit(1)
)
_HEAD = (
    select(EVENT.c.hash, EVENT.c.height)
    .where(EVENT.c.election == _UUID)
    .order_by(EVENT.c.height.desc())
    .limit(1)
)
_RECORDS = (
    select(RECORD.c.content)
    .where(RECORD.c.election == _UUID, RECORD.c.height == bindparam("height"))
    .order_by(RECORD.c.position)
)
_RECORD = select(RECORD.c.content).where(
    RECORD.c.election == _UUID,
    RECORD.c.height == bindparam("height"),
    RECORD.c.position == bindparam("position"),
)
_WEIGHT = select(CREDENTIAL.c.weight).where(
    CREDENTIAL.c.election == _UUID, CREDENTIAL.c.credential == bindparam("credential")
)
_TRACKER = select(BALLOT.c.height).where(
    BALLOT.c.election == _UUID, BALLOT.c.tracker == bindparam("tracker")
)
_LAST_OF = (
    select(BALLOT.c.height)
    .where(BALLOT.c.election == _UUID, BALLOT.c.credential == bindparam("credential"))
    .order_by(BALLOT.c.height.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Stored:
    """An election as stored: fingerprint, the archive's timestamp, its first event, its last."""

    uuid: str
    fingerprint: str
    timestamp: int
    setup: str  # hash of the Setup event: it names the election's four files and so never changes
    last: EventType
    head: Head


def connection(session: Session) -> Connection:
    """Return the session's connection to the box, within its transaction."""
    return session.connection(bind_arguments={"mapper": BoxEvent})


def find_election(session: Session, election: str) -> Stored:
    """Return the election.

    Raises:
        RefusedError: election.unknown.
    """
    row = connection(session).execute(_STANDING, {"election": election}).first()
    if row is None:
        raise RefusedError("election.unknown", status=404)
    last, head = EventType(row.type), Head(row.hash, row.height)
    return Stored(election, row.fingerprint, row.timestamp, row.setup, last, head)


def head(session: Session, election: str) -> Head | None:
    """Return the last event of the box, None while it is empty."""
    row = connection(session).execute(_HEAD, {"election": election}).first()
    return Head(row.hash, row.height) if row else None


def records(session: Session, election: str, height: int) -> tuple[bytes, ...]:
    """Return the data records of one event, in their order."""
    told = {"election": election, "height": height}
    return tuple(connection(session).execute(_RECORDS, told).scalars())


def record(session: Session, election: str, height: int, position: int = 0) -> bytes:
    """Return one data record of an event that has it."""
    told = {"election": election, "height": height, "position": position}
    content: bytes = connection(session).execute(_RECORD, told).scalar_one()
    return content


def entries(
    session: Session, election: str, height: int
) -> Iterator[tuple[Event, tuple[bytes, ...]]]:
    """Yield every event up to ``height`` with its records, oldest first, a batch in memory."""
    wanted = (
        select(EVENT.c.event, RECORD.c.content)
        .outerjoin(
            RECORD, (RECORD.c.election == EVENT.c.election) & (RECORD.c.height == EVENT.c.height)
        )
        .where(EVENT.c.election == election, EVENT.c.height <= height)
        .order_by(EVENT.c.height, RECORD.c.position)
        .execution_options(yield_per=BATCH)
    )
    rows = connection(session).execute(wanted)
    for event, group in groupby(rows, key=itemgetter(0)):
        yield parse_event(event), tuple(row[1] for row in group if row[1] is not None)


def commitments(session: Session, election: str, height: int) -> Iterator[bytes]:
    """Yield the commitments of every ballot up to ``height`` that has some, in the box's order."""
    wanted = (
        select(COMMITMENTS.c.content)
        .where(COMMITMENTS.c.election == election, COMMITMENTS.c.height <= height)
        .order_by(COMMITMENTS.c.height)
        .execution_options(yield_per=BATCH)
    )
    yield from connection(session).execute(wanted).scalars()


def records_of_type(
    session: Session, election: str, kind: EventType
) -> Iterator[tuple[bytes, ...]]:
    """Yield the records of every event of one type, oldest first."""
    heights = (
        select(EVENT.c.height)
        .where(EVENT.c.election == election, EVENT.c.type == kind.value)
        .order_by(EVENT.c.height)
    )
    for height in connection(session).execute(heights).scalars().all():
        yield records(session, election, height)


def weight_of(session: Session, election: str, credential: Element) -> int | None:
    """Return the weight of a public credential, None when the election does not know it."""
    told = {"election": election, "credential": str(credential)}
    weight: int | None = connection(session).execute(_WEIGHT, told).scalar()
    return weight


def weights(session: Session, election: str) -> Mapping[str, int]:
    """Return every public credential (its text) with its weight."""
    wanted = select(CREDENTIAL.c.credential, CREDENTIAL.c.weight).where(
        CREDENTIAL.c.election == election
    )
    return {row.credential: row.weight for row in connection(session).execute(wanted)}


def has_ballot(session: Session, election: str, tracker: str) -> bool:
    """Return whether these very bytes are in the box."""
    told = {"election": election, "tracker": tracker}
    return connection(session).execute(_TRACKER, told).first() is not None


def last_ballot(session: Session, election: str, credential: Element) -> bytes | None:
    """Return the ballot that counts for this credential, None while it has none."""
    told = {"election": election, "credential": str(credential)}
    height = connection(session).execute(_LAST_OF, told).scalar()
    return None if height is None else record(session, election, height)


def last_ballots(session: Session, election: str) -> Iterator[tuple[str, bytes]]:
    """Yield (credential, bytes) of the last ballot of each credential, in the box's order."""
    newest = _newest(election).subquery()
    wanted = (
        select(BALLOT.c.credential, RECORD.c.content)
        .join(newest, newest.c.height == BALLOT.c.height)
        .join(
            RECORD,
            (RECORD.c.election == BALLOT.c.election) & (RECORD.c.height == BALLOT.c.height),
        )
        .where(BALLOT.c.election == election)
        .order_by(BALLOT.c.height)
    )
    streamed = wanted.execution_options(yield_per=BATCH)
    yield from map(tuple, connection(session).execute(streamed))


def voted(session: Session, election: str) -> tuple[int, int]:
    """Return how many credentials have a ballot in the box, and their total weight."""
    mine = select(BALLOT.c.credential).where(BALLOT.c.election == election).distinct().subquery()
    wanted = (
        select(func.count(), func.coalesce(func.sum(CREDENTIAL.c.weight), 0))
        .select_from(CREDENTIAL)
        .join(mine, mine.c.credential == CREDENTIAL.c.credential)
        .where(CREDENTIAL.c.election == election)
    )
    number, weight = connection(session).execute(wanted).one()
    return int(number), int(weight)


def trackers(session: Session, election: str) -> list[tuple[str, bool]]:
    """Return (tracker, whether it counts) of every ballot, in alphabetical order of trackers.

    Not in the order of arrival: the archive has it, a page need not show it.
    """
    at = connection(session)
    counted = set(at.execute(_newest(election)).scalars())
    wanted = (
        select(BALLOT.c.tracker, BALLOT.c.height)
        .where(BALLOT.c.election == election)
        .order_by(BALLOT.c.tracker)
    )
    return [(row.tracker, row.height in counted) for row in at.execute(wanted)]


def _newest(election: str) -> Select[tuple[int]]:
    """Return the query of the heights of the ballots that count."""
    newest = func.max(BALLOT.c.height).label("height")
    return select(newest).where(BALLOT.c.election == election).group_by(BALLOT.c.credential)
