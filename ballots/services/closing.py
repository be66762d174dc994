"""Closing and counting (clôture, dépouillement): nothing verified at casting is verified again."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from ballots.crypto.hashing import sha256_hex
from ballots.errors import RefusedError
from ballots.protocol.ballot import Answer, parse_ballot
from ballots.protocol.events import EventType
from ballots.protocol.questions import has_ranking
from ballots.protocol.tally import (
    EncryptedTally,
    Owned,
    SizedTally,
    encode_owned,
    encode_result,
    encode_sized_tally,
    encode_tally,
    parse_decryption,
    parse_owned,
    parse_result,
    parse_sized_tally,
    parse_tally,
)
from ballots.services.elections import OpenedElection, load_election
from ballots.store import append, read
from ballots.voting.box import next_event, require_event_order
from ballots.voting.tally import combine, verify_partial_decryption, weighted_tally

Counts = tuple[tuple[int, ...], ...]  # per question, per box: the blank first where there is one


def end_voting(session: Session, uuid: str) -> SizedTally:
    """Close the box and add up its ballots, encrypted as they are.

    Raises:
        RefusedError: election.unknown or box.wrong-order, when it is closed already.
    """
    append.take_turn(session, uuid)
    opened = load_election(session, uuid)
    require_event_order(opened.last, EventType.END_BALLOTS)
    append.append(session, uuid, next_event(read.head(session, uuid), EventType.END_BALLOTS))
    tally = weighted_tally(opened.election, _last_answers(session, opened))
    records = encode_tally(tally.encrypted), encode_sized_tally(tally.sized)
    _append(session, uuid, EventType.ENCRYPTED_TALLY, *records)
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
    tally, _ = encrypted_tally(session, opened)
    verify_partial_decryption(opened.election, opened.fingerprint, tally, key, raw)
    records = raw, encode_owned(Owned(owner, sha256_hex(raw)))
    _append(session, uuid, EventType.PARTIAL_DECRYPTION, *records)


def missing_owners(session: Session, uuid: str) -> list[int]:
    """Return the numbers of the trustees whose part is not in the box yet."""
    opened = load_election(session, uuid)
    there = {owner for owner, _ in _decryptions(session, uuid)}
    return [owner for owner in range(1, len(opened.trustees) + 1) if owner not in there]


def finish(session: Session, uuid: str) -> Counts:
    """Open the tally with every trustee's part and record the result.

    Raises:
        RefusedError: tally.missing-decryption or box.wrong-order.
    """
    append.take_turn(session, uuid)
    opened = load_election(session, uuid)
    election = opened.election
    require_event_order(opened.last, EventType.RESULT)
    tally, sized = encrypted_tally(session, opened)
    partials = {
        owner: parse_decryption(raw, election.questions, election.group)
        for owner, raw in _decryptions(session, uuid)
    }
    result = combine(election, tally, partials, opened.entries, sized.total_weight)
    _append(session, uuid, EventType.RESULT, encode_result(result))
    return result.counts


def counts(session: Session, uuid: str) -> Counts | None:
    """Return the recorded result, None before it is there."""
    opened = load_election(session, uuid)
    found = next(read.records_of_type(session, uuid, EventType.RESULT), None)
    return parse_result(found[0], opened.election.questions).counts if found else None


def encrypted_tally(session: Session, opened: OpenedElection) -> tuple[EncryptedTally, SizedTally]:
    """Return the encrypted tally that the closing recorded, and its numbers.

    Raises:
        RefusedError: tally.not-yet.
    """
    raw, sized = raw_tally(session, opened.election.uuid)
    parsed = parse_tally(raw, opened.election.questions, opened.election.group)
    return parsed, parse_sized_tally(sized)


def raw_tally(session: Session, uuid: str) -> tuple[bytes, bytes]:
    """Return the encrypted tally and its numbers as recorded: what a trustee's browser reads.

    Raises:
        RefusedError: tally.not-yet.
    """
    found = next(read.records_of_type(session, uuid, EventType.ENCRYPTED_TALLY), None)
    if found is None:
        raise RefusedError("tally.not-yet")
    return found[0], found[1]


def _last_answers(
    session: Session, opened: OpenedElection
) -> Iterator[tuple[tuple[Answer, ...], int]]:
    weights = read.weights(session, opened.election.uuid)
    for credential, raw in read.last_ballots(session, opened.election.uuid):
        yield parse_ballot(raw, opened.election).answers, weights[credential]


def _decryptions(session: Session, uuid: str) -> Iterator[tuple[int, bytes]]:
    for raw, owned in read.records_of_type(session, uuid, EventType.PARTIAL_DECRYPTION):
        yield parse_owned(owned).owner, raw


def _append(session: Session, uuid: str, kind: EventType, *records: bytes) -> None:
    event = next_event(read.head(session, uuid), kind, sha256_hex(records[-1]))
    append.append(session, uuid, event, records)
