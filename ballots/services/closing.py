"""Closing and counting (clôture, dépouillement): nothing verified at casting is verified again."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from ballots.crypto.hashing import sha256_hex
from ballots.errors import RefusedError
from ballots.protocol.events import EventType
from ballots.protocol.questions import has_ranking
from ballots.protocol.rows import Row
from ballots.protocol.tally import (
    Owned,
    SizedTally,
    encode_owned,
    encode_result,
    encode_sized_tally,
    encode_tally,
    parse_decryption,
    parse_owned,
    parse_result,
)
from ballots.services import sums
from ballots.services.elections import load_election
from ballots.services.tallies import encrypted_tally, tally_to_open
from ballots.store import append, read
from ballots.voting.box import next_event, require_event_order
from ballots.voting.opening import opening_weights
from ballots.voting.tally import combine, verify_partial_decryption

Rows = tuple[Row[int], ...]  # per question: counts per box (the blank first), by list, or rankings


def end_voting(session: Session, uuid: str) -> SizedTally:
    """Close the box and add up its ballots, encrypted as they are.

    Raises:
        RefusedError: election.unknown or box.wrong-order, when it is closed already.
    """
    append.take_turn(session, uuid)
    opened = load_election(session, uuid)
    require_event_order(opened.last, EventType.END_BALLOTS)
    record_event(session, uuid, EventType.END_BALLOTS)
    tally = sums.closed_tally(session, opened.election, opened.head)
    records = encode_tally(tally.encrypted), encode_sized_tally(tally.sized)
    record_event(session, uuid, EventType.ENCRYPTED_TALLY, *records)
    return tally.sized


def add_decryption(session: Session, uuid: str, owner: int, raw: bytes) -> None:
    """Verify one trustee's partial decryption, then record it.

    Args:
        owner: the trustee's number, from 1.
    Raises:
        BallotsError: decryption.* (which check failed), decryption.unknown-owner or
            .already-there, or box.wrong-order; the box is unchanged.
    """
    append.take_turn(session, uuid)
    opened = load_election(session, uuid)
    ranked = has_ranking(opened.election.questions)  # mixed first, or every ranking has a name
    require_event_order(opened.last, EventType.PARTIAL_DECRYPTION, ranked=ranked)
    if not 1 <= owner <= len(opened.trustees):
        raise RefusedError("decryption.unknown-owner", owner=owner)
    if owner not in missing_owners(session, uuid):
        raise RefusedError("decryption.already-there", owner=owner)
    key = opened.trustees[owner - 1].public_key
    tally = tally_to_open(session, opened)
    verify_partial_decryption(opened.election, opened.fingerprint, tally, key, raw)
    records = raw, encode_owned(Owned(owner, sha256_hex(raw)))
    record_event(session, uuid, EventType.PARTIAL_DECRYPTION, *records)


def missing_owners(session: Session, uuid: str) -> list[int]:
    """Return the numbers of the trustees whose part is not in the box yet."""
    opened = load_election(session, uuid)
    there = {owner for owner, _ in _decryptions(session, uuid)}
    return [owner for owner in range(1, len(opened.trustees) + 1) if owner not in there]


def awaited_owners(session: Session, uuid: str) -> list[int]:
    """Return the same while parts are taken: none before the mixing ended, none once counted."""
    opened = load_election(session, uuid)
    try:
        ranked = has_ranking(opened.election.questions)
        require_event_order(opened.last, EventType.PARTIAL_DECRYPTION, ranked=ranked)
    except RefusedError:
        return []
    return missing_owners(session, uuid)


def has_enough(session: Session, uuid: str) -> bool:
    """Return whether the parts in the box open it: every mandatory one, t of each group."""
    opened = load_election(session, uuid)
    delivered = {owner for owner, _ in _decryptions(session, uuid)}
    try:
        opening_weights(opened.election.group, delivered, opened.entries)
    except RefusedError:
        return False
    return True


def finish(session: Session, uuid: str) -> Rows:
    """Open the tally with the trustees' parts, as many as it takes, and record the result.

    Raises:
        RefusedError: tally.missing-decryption, tally.too-few-decryptions or box.wrong-order.
    """
    append.take_turn(session, uuid)
    opened = load_election(session, uuid)
    election = opened.election
    require_event_order(opened.last, EventType.RESULT)
    tally, (_, sized) = tally_to_open(session, opened), encrypted_tally(session, opened)
    partials = {
        owner: parse_decryption(raw, election.questions, election.group)
        for owner, raw in _decryptions(session, uuid)
    }
    result = combine(election, tally, partials, opened.entries, sized.total_weight)
    record_event(session, uuid, EventType.RESULT, encode_result(result))
    return result.rows


def result_rows(session: Session, uuid: str) -> Rows | None:
    """Return the recorded result, None before it is there."""
    opened = load_election(session, uuid)
    found = next(read.records_of_type(session, uuid, EventType.RESULT), None)
    return parse_result(found[0], opened.election.questions).rows if found else None


def record_event(session: Session, uuid: str, kind: EventType, *records: bytes) -> None:
    """Append an event and its records after the head; the last record is its payload."""
    event = next_event(read.head(session, uuid), kind, sha256_hex(records[-1]) if records else None)
    append.append(session, uuid, event, records)


def _decryptions(session: Session, uuid: str) -> Iterator[tuple[int, bytes]]:
    for raw, owned in read.records_of_type(session, uuid, EventType.PARTIAL_DECRYPTION):
        yield parse_owned(owned).owner, raw
