"""Writing to the box (urne): compare the head, then append; the database refuses anything else."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ballots.errors import RefusedError, StaleHeadError
from ballots.protocol.ballot import Ballot, tracker
from ballots.protocol.credentials import PublicCredential
from ballots.protocol.events import Event
from ballots.store.box import BALLOT, COMMITMENTS, CREDENTIAL, ELECTION, EVENT, RECORD
from ballots.store.read import connection, head

_EVENT, _RECORD, _BALLOT = insert(EVENT), insert(RECORD), insert(BALLOT)
_COMMITMENTS = insert(COMMITMENTS)


def take_turn(session: Session, election: str) -> None:
    """Hold the election's head until the commit; SQLite's immediate transaction does it already."""
    box = connection(session)
    if box.dialect.name == "postgresql":
        lock = int.from_bytes(hashlib.sha256(election.encode()).digest()[:8], signed=True)
        box.execute(select(func.pg_advisory_xact_lock(lock)))


def add_election(
    session: Session,
    election: str,
    fingerprint: str,
    timestamp: int,
    credentials: Sequence[PublicCredential],
) -> None:
    """Write an election and its credentials, before its Setup event.

    Args:
        timestamp: seconds since 1970; the archive bears it on every record.
    """
    box = connection(session)
    row = {"election": election, "fingerprint": fingerprint, "timestamp": timestamp}
    box.execute(insert(ELECTION), row)
    rows = [
        {"election": election, "credential": str(one.public), "weight": one.weight}
        for one in credentials
    ]
    if rows:
        box.execute(insert(CREDENTIAL), rows)


def append(session: Session, election: str, event: Event, records: Sequence[bytes] = ()) -> None:
    """Add ``event`` and its records right after the head it was built on.

    Raises:
        StaleHeadError: box.stale-head; the head has moved since: roll back, rebuild the event and
            retry.
    """
    last = head(session, election)
    if (event.parent, event.height) != ((last.hash, last.height + 1) if last else (None, 0)):
        raise StaleHeadError(election=election)
    place = {"election": election, "height": event.height}
    row = place | {"type": event.type.value, "hash": event.hash, "event": event.encode()}
    box = connection(session)
    try:
        box.execute(_EVENT, row)  # the primary key (election, height) settles a race
    except IntegrityError as race:
        raise StaleHeadError(election=election) from race
    for position, content in enumerate(records):
        box.execute(_RECORD, place | {"position": position, "content": content})


def add_ballot(session: Session, election: str, ballot: Ballot, raw: bytes, height: int) -> None:
    """Write where a ballot stands.

    Raises:
        RefusedError: ballot.replayed; these bytes are in the box already: roll back.
    """
    row = {
        "election": election,
        "tracker": tracker(raw),
        "credential": str(ballot.credential),
        "height": height,
    }
    try:
        connection(session).execute(_BALLOT, row)
    except IntegrityError as twice:
        raise RefusedError("ballot.replayed") from twice


def add_commitments(session: Session, election: str, height: int, content: bytes) -> None:
    """Write the commitments that verifying a ballot recomputed, at its event's height."""
    row = {"election": election, "height": height, "content": content}
    connection(session).execute(_COMMITMENTS, row)
