"""The published archive (UUID.bel), written from the box; each is a prefix of every later one."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from ballots.protocol.archive import encode_entry, encode_header
from ballots.store import read


def archive_chunks(session: Session, uuid: str) -> Iterator[bytes]:
    """Yield the archive event by event.

    Raises:
        RefusedError: election.unknown.
    """
    timestamp = read.find_election(session, uuid).timestamp
    yield encode_header(timestamp)
    for event, records in read.entries(session, uuid):
        yield encode_entry(event, records, timestamp)


def read_archive(session: Session, uuid: str) -> bytes:
    """Return the whole archive.

    Raises:
        RefusedError: election.unknown.
    """
    return b"".join(archive_chunks(session, uuid))
