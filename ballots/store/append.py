"""Writing to the box (urne): compare the head, then append; the database refuses anything else."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import bindparam, exists, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ballots.errors import RefusedError, StaleHeadError
from ballots.protocol.ballot import Ballot, tracker
from ballots.protocol.credentials import PublicCredential
from ballots.protocol.events import Event
from ballots.store.box import BALLOT, COMMITMENTS, CREDENTIAL, ELECTION, EVENT, RECORD
from ballots.store.read import connection

_FIRST = insert(EVENT).execution_options(preserve_rowcount=True)
_RECORD, _BALLOT = insert(RECORD), insert(BALLOT)
_COMMITMENTS = insert(COMMITMENTS)
_COLUMNS = ("election", "height", "type", "hash", "event")
_NEXT = (
    insert(EVENT)
    .from_select(  # compare and append at once: nothing is written off the head
        _COLUMNS,
        select(*(bindparam(name, type_=EVENT.c[name].type) for name in _COLUMNS)).where(
            exists().where(
                EVENT.c.election == bindparam("of"),
                EVENT.c.height == bindparam("below"),
                EVENT.c.hash == bindparam("parent"),
            )
        ),
    )
    .execution_options(preserve_rowcount=True)
)


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
    place = {"election": election, "height": event.height}
    row = place | {"type": event.type.value, "hash": event.hash, "event": event.encode()}
    below = {"of": election, "below": event.height - 1, "parent": event.parent}
    box = connection(session)
    try:  # the primary key (election, height) settles a race
        written = box.execute(_NEXT, row | below) if event.height else box.execute(_FIRST, row)
    except IntegrityError as race:
        raise StaleHeadError(election=election) from race
    if written.rowcount != 1:
        raise StaleHeadError(election=election)
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
