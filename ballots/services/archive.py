"""What is published of a box: its archive (UUID.bel) and, beside it, UUID.commitments.

Both only grow: each is a prefix of every later one, and is named by the head it goes up to.
"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from ballots.errors import RefusedError
from ballots.protocol.archive import encode_entry, encode_header
from ballots.protocol.commitments import commitments_per_ballot
from ballots.protocol.commitments import encode_header as encode_commitments_header
from ballots.services.elections import OpenedElection, load_election
from ballots.store import read


def archive_chunks(session: Session, opened: OpenedElection) -> Iterator[bytes]:
    """Yield the archive event by event, up to the head that ``opened`` tells."""
    yield encode_header(opened.timestamp)
    for event, records in read.entries(session, opened.election.uuid, opened.head.height):
        yield encode_entry(event, records, opened.timestamp)


def read_archive(session: Session, uuid: str) -> bytes:
    """Return the whole archive.

    Raises:
        RefusedError: election.unknown.
    """
    return b"".join(archive_chunks(session, load_election(session, uuid)))


def has_commitments(opened: OpenedElection) -> bool:
    """Tell whether ballots of this election have commitments: every question is one of boxes."""
    return commitments_per_ballot(opened.election.questions) > 0


def commitments_chunks(session: Session, opened: OpenedElection) -> Iterator[bytes]:
    """Return the file of commitments in pieces, up to the head that ``opened`` tells.

    Raises:
        RefusedError: commitments.none.
    """
    if not has_commitments(opened):
        raise RefusedError("commitments.none", status=404)
    return _commitments(session, opened)


def _commitments(session: Session, opened: OpenedElection) -> Iterator[bytes]:
    yield encode_commitments_header(opened.election, opened.fingerprint)
    yield from read.commitments(session, opened.election.uuid, opened.head.height)
