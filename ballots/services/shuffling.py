"""Mixing (mélange) before rankings are opened: each trustee's shuffle, verified, then recorded.

One mixer alone could follow each ranking back to its ballot: at least two of the office mix.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballots.crypto.hashing import sha256_hex
from ballots.errors import RefusedError
from ballots.protocol.events import EventType
from ballots.protocol.numbers import write_ciphertexts
from ballots.protocol.questions import RankedQuestion, has_ranking
from ballots.protocol.rows import leaves
from ballots.protocol.tally import Owned, encode_owned, parse_owned
from ballots.services.closing import record_event
from ballots.services.elections import OpenedElection, load_election
from ballots.services.tallies import tally_to_open
from ballots.store import append, read
from ballots.voting.box import require_event_order
from ballots.voting.shuffles import encode_shuffle, shuffle_tally, verify_shuffle

ENOUGH_MIXERS = 2
MIXING = frozenset({EventType.ENCRYPTED_TALLY, EventType.SHUFFLE})


@dataclass(frozen=True, slots=True)
class Mixing:
    """Where the mixing of a box stands; ``mixers`` are owners' numbers, in the order they mixed."""

    needed: bool
    running: bool
    mixers: tuple[int, ...]

    @property
    def may_end(self) -> bool:
        """Whether enough of the office have mixed for the rankings to be opened."""
        return self.running and len(self.mixers) >= ENOUGH_MIXERS


def mixing(session: Session, uuid: str) -> Mixing:
    """Return where the mixing stands.

    Raises:
        RefusedError: election.unknown.
    """
    opened = load_election(session, uuid)
    needed = has_ranking(opened.election.questions)
    return Mixing(needed, needed and opened.last in MIXING, _mixers(session, uuid))


def make_shuffle(session: Session, uuid: str) -> bytes:
    """Mix what the last one left, as a trustee's browser does: the server's own part.

    Raises:
        RefusedError: tally.not-yet.
    """
    opened = load_election(session, uuid)
    tally = tally_to_open(session, opened)
    return encode_shuffle(shuffle_tally(opened.election, opened.fingerprint, tally))


def add_shuffle(session: Session, uuid: str, owner: int, raw: bytes) -> None:
    """Verify one trustee's shuffle of what the last one left, then record it.

    Args:
        owner: the trustee's number, from 1.
    Raises:
        BallotsError: shuffle.* (which check failed), shuffle.nothing-to-mix, .unknown-owner or
            .already-there, or box.wrong-order; the box is unchanged.
    """
    append.take_turn(session, uuid)
    opened = load_election(session, uuid)
    _require_mixing(opened, EventType.SHUFFLE)
    if not 1 <= owner <= len(opened.trustees):
        raise RefusedError("shuffle.unknown-owner", owner=owner)
    if owner in _mixers(session, uuid):
        raise RefusedError("shuffle.already-there", owner=owner)
    tally = tally_to_open(session, opened)
    verify_shuffle(opened.election, opened.fingerprint, tally, raw)
    records = raw, encode_owned(Owned(owner, sha256_hex(raw)))
    record_event(session, uuid, EventType.SHUFFLE, *records)


def end_mixing(session: Session, uuid: str) -> None:
    """Record that nobody mixes any more: from here on trustees decrypt.

    Raises:
        RefusedError: shuffle.too-few, before two trustees have mixed; shuffle.nothing-to-mix or
            box.wrong-order.
    """
    append.take_turn(session, uuid)
    opened = load_election(session, uuid)
    mixers = _mixers(session, uuid)
    if has_ranking(opened.election.questions) and len(mixers) < ENOUGH_MIXERS:
        raise RefusedError("shuffle.too-few", mixers=len(mixers), needed=ENOUGH_MIXERS)
    _require_mixing(opened, EventType.END_SHUFFLES)
    record_event(session, uuid, EventType.END_SHUFFLES)


def to_mix(session: Session, uuid: str) -> dict[str, object]:
    """Return what a trustee's browser mixes: group, key, fingerprint, rankings per question.

    Raises:
        RefusedError: election.unknown, shuffle.nothing-to-mix, box.wrong-order or tally.not-yet.
    """
    opened = load_election(session, uuid)
    _require_mixing(opened, EventType.SHUFFLE)
    election = opened.election
    rows = zip(election.questions, tally_to_open(session, opened), strict=True)
    return {
        "election": uuid,
        "group": election.group.name,
        "public_key": str(election.public_key),
        "fingerprint": opened.fingerprint,
        "ciphertexts": [
            write_ciphertexts(tuple(leaves(row)))
            for question, row in rows
            if isinstance(question, RankedQuestion)
        ],
    }


def _require_mixing(opened: OpenedElection, following: EventType) -> None:
    if not has_ranking(opened.election.questions):
        raise RefusedError("shuffle.nothing-to-mix")
    require_event_order(opened.last, following, ranked=True)


def _mixers(session: Session, uuid: str) -> tuple[int, ...]:
    found = read.records_of_type(session, uuid, EventType.SHUFFLE)
    return tuple(parse_owned(owned, "shuffle").owner for _, owned in found)
