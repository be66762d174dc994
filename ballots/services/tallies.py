"""Tallies (dépouillement) as recorded: the encrypted sum, and what is opened once it was mixed."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from ballots.errors import RefusedError
from ballots.protocol.events import EventType
from ballots.protocol.questions import RankedQuestion
from ballots.protocol.shuffle import Shuffle, parse_shuffle
from ballots.protocol.tally import (
    EncryptedTally,
    SizedTally,
    encode_tally,
    parse_owned,
    parse_sized_tally,
    parse_tally,
)
from ballots.services.elections import OpenedElection, load_election
from ballots.store import read
from ballots.voting.shuffles import mixed_tally


def encrypted_tally(session: Session, opened: OpenedElection) -> tuple[EncryptedTally, SizedTally]:
    """Return the encrypted tally that the closing recorded, and its numbers.

    Raises:
        RefusedError: tally.not-yet.
    """
    raw, sized = _raw_tally(session, opened.election.uuid)
    parsed = parse_tally(raw, opened.election.questions, opened.election.group)
    return parsed, parse_sized_tally(sized)


def tally_to_open(session: Session, opened: OpenedElection) -> EncryptedTally:
    """Return what the trustees decrypt: the encrypted tally, mixed by every recorded shuffle.

    Raises:
        RefusedError: tally.not-yet.
    """
    tally, _ = encrypted_tally(session, opened)
    for _, shuffle in shuffles(session, opened, tally):
        tally = mixed_tally(opened.election, tally, shuffle)
    return tally


def raw_tally_to_open(session: Session, uuid: str) -> bytes:
    """Return the same as canonical bytes: what a trustee's browser reads.

    Raises:
        RefusedError: election.unknown or tally.not-yet.
    """
    return encode_tally(tally_to_open(session, load_election(session, uuid)))


def shuffles(
    session: Session, opened: OpenedElection, tally: EncryptedTally
) -> Iterator[tuple[int, Shuffle]]:
    """Yield every recorded shuffle with its owner, oldest first; each was verified before."""
    election = opened.election
    rows = zip(election.questions, tally, strict=True)
    lengths = [len(row) for question, row in rows if isinstance(question, RankedQuestion)]
    for raw, owned in read.records_of_type(session, election.uuid, EventType.SHUFFLE):
        yield parse_owned(owned, "shuffle").owner, parse_shuffle(raw, lengths, election.group)


def _raw_tally(session: Session, uuid: str) -> tuple[bytes, bytes]:
    found = next(read.records_of_type(session, uuid, EventType.ENCRYPTED_TALLY), None)
    if found is None:
        raise RefusedError("tally.not-yet")
    return found[0], found[1]
