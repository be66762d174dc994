"""Writing to the box (urne): compare the head, then append; the database refuses anything else."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ballots.errors import RefusedError, StaleHeadError
from ballots.protocol.ballot import Ballot, tracker
from ballots.protocol.credentials import PublicCredential
from ballots.protocol.events import Event
from ballots.store.box import BoxBallot, BoxCredential, BoxElection, BoxEvent, BoxRecord
from ballots.store.read import head


def take_turn(session: Session, election: str) -> None:
    """Hold the election's head until the commit; SQLite's immediate transaction does it already."""
    if session.get_bind(BoxEvent).dialect.name == "postgresql":
        lock = int.from_bytes(hashlib.sha256(election.encode()).digest()[:8], signed=True)
        session.execute(
            select(func.pg_advisory_xact_lock(lock)), bind_arguments={"mapper": BoxEvent}
        )


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
    session.add(BoxElection(election=election, fingerprint=fingerprint, timestamp=timestamp))
    session.flush()
    session.add_all(
        BoxCredential(election=election, credential=str(one.public), weight=one.weight)
        for one in credentials
    )


def append(session: Session, election: str, event: Event, records: Sequence[bytes] = ()) -> None:
    """Add ``event`` and its records right after the head it was built on.

    Raises:
        StaleHeadError: box.stale-head; the head has moved since: rebuild the event and retry.
    """
    last = head(session, election)
    if (event.parent, event.height) != ((last.hash, last.height + 1) if last else (None, 0)):
        raise StaleHeadError(election=election)
    row = BoxEvent(
        election=election,
        height=event.height,
        type=event.type.value,
        hash=event.hash,
        event=event.encode(),
    )
    try:
        with session.begin_nested():  # the primary key (election, height) settles a race
            session.add(row)
    except IntegrityError as race:
        raise StaleHeadError(election=election) from race
    session.add_all(
        BoxRecord(election=election, height=event.height, position=place, content=content)
        for place, content in enumerate(records)
    )
    session.flush()


def add_ballot(session: Session, election: str, ballot: Ballot, raw: bytes, height: int) -> None:
    """Write where a ballot stands.

    Raises:
        RefusedError: ballot.replayed; these bytes are in the box already.
    """
    row = BoxBallot(
        election=election, tracker=tracker(raw), credential=str(ballot.credential), height=height
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as twice:
        raise RefusedError("ballot.replayed") from twice
