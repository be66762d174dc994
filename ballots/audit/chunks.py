"""One chunk of ballots (lot de bulletins): a pure function from its bytes to its verdict.

So a chunk can be verified in another process or on another machine, and its verdict kept.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ballots.audit.bisection import proved_together
from ballots.audit.outcomes import FAULTS_KEPT, Fault
from ballots.crypto.batch_membership import FEWEST, all_members
from ballots.crypto.hashing import sha256_b64
from ballots.errors import BallotsError, InvalidProofError
from ballots.protocol.ballot import Ballot, parse_ballot, tracker
from ballots.protocol.commitments import decode_commitments
from ballots.protocol.election import Election, election_fingerprint, parse_election
from ballots.protocol.tally import encode_tally
from ballots.voting.batch import equations_of, is_batched, parts_of
from ballots.voting.casting import BoxView, require_place, verify_answers, verify_signature
from ballots.voting.sums import weighted_tally


@dataclass(frozen=True, slots=True)
class Placed:
    """A ballot with what the whole box says of it.

    ``weight`` of the credential it names, None when the list has no such; ``counts``: it is the
    last of its credential; ``repeated``: the same bytes came before; ``commitments``: given ones.
    """

    raw: bytes
    height: int
    credential: str
    weight: int | None
    counts: bool
    repeated: bool
    commitments: bytes | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some ballots of one election in their order, and the bytes of that election."""

    election: bytes
    ballots: tuple[Placed, ...]

    @property
    def digest(self) -> str:
        """Return the SHA-256, hex, of everything the verdict depends on."""
        whole = hashlib.sha256(hashlib.sha256(self.election).digest())
        for one in self.ballots:
            facts = (one.height, one.credential, one.weight, one.counts, one.repeated)
            whole.update(hashlib.sha256(one.raw).digest())
            whole.update(hashlib.sha256(one.commitments or b"").digest())
            whole.update(f"{facts}|{one.commitments is None}".encode())
        return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class ChunkVerdict:
    """What became of one chunk.

    ``faults``: the first of them, with tracker and height; ``wrong`` counts all. ``tally``: the
    encrypted tally of the ballots that count, as the archive would write it, when none is wrong.
    ``together``: how many were proved in batches; ``lies``: given commitments that are not those.
    """

    ballots: int
    wrong: int
    faults: tuple[Fault, ...]
    tally: bytes
    together: int = 0
    lies: int = 0


@dataclass(slots=True)
class _Opened:
    """A ballot that could be read and may be in this box."""

    placed: Placed
    ballot: Ballot


def verify_chunk(chunk: Chunk) -> ChunkVerdict:
    """Verify every ballot of a chunk: with given commitments together, the rest one by one."""
    election, fingerprint = _election(chunk.election)
    box = _box(chunk, election, fingerprint)
    opened: list[_Opened] = []
    faults: dict[int, Fault] = {}  # by height
    for placed in chunk.ballots:
        try:
            ballot = parse_ballot(placed.raw, election)
            require_place(box, ballot, placed.raw)
            opened.append(_Opened(placed, ballot))
        except BallotsError as refusal:
            faults[placed.height] = _fault(refusal, placed)
    together = _together(box, opened)
    rest = [one for one in opened if one.placed.height not in together]
    lies = _one_by_one(box, rest, faults)
    kept = tuple(faults[height] for height in sorted(faults)[:FAULTS_KEPT])
    tally = b"" if faults else _tally(election, opened)
    return ChunkVerdict(len(chunk.ballots), len(faults), kept, tally, len(together), lies)


def _box(chunk: Chunk, election: Election, fingerprint: str) -> BoxView:
    weights = {
        election.group.decode(one.credential): one.weight
        for one in chunk.ballots
        if one.weight is not None
    }
    seen = frozenset(tracker(one.raw) for one in chunk.ballots if one.repeated)
    return BoxView(election, fingerprint, weights, seen)


def _together(box: BoxView, opened: Sequence[_Opened]) -> set[int]:
    """Return the heights of the ballots that are proved in batches."""
    election = box.election
    if not is_batched(election):
        return set()
    collected = []
    for one in opened:
        given = one.placed.commitments
        if given is None:
            continue
        commitments = decode_commitments(given, election.group)
        equations = equations_of(election, box.fingerprint, one.ballot, one.placed.raw, commitments)
        if equations is not None:
            collected.append((one.placed.height, equations))
    return proved_together(election, collected)


def _one_by_one(box: BoxView, rest: Sequence[_Opened], faults: dict[int, Fault]) -> int:
    """Verify each ballot exactly; return how many given commitments are not the recomputed."""
    election, lies = box.election, 0
    parts = parts_of([one.ballot for one in rest])
    members = len(parts) >= FEWEST and all_members(election.group, parts)
    for one in rest:
        try:
            signed = verify_signature(election, one.ballot, one.placed.raw)
            answered = verify_answers(
                election, box.fingerprint, one.ballot, check_membership=not members
            )
        except InvalidProofError as refusal:
            faults[one.placed.height] = _fault(refusal, one.placed)
            continue
        given = one.placed.commitments
        if given is not None and is_batched(election):
            lies += decode_commitments(given, election.group) != (signed, *answered)
    return lies


def _tally(election: Election, opened: Sequence[_Opened]) -> bytes:
    counted = [(one.ballot.answers, one.placed.weight or 0) for one in opened if one.placed.counts]
    return encode_tally(weighted_tally(election, counted).encrypted)


def _fault(refusal: BallotsError, placed: Placed) -> Fault:
    return Fault.of(refusal, tracker=sha256_b64(placed.raw), height=placed.height)


@lru_cache(maxsize=2)
def _election(raw: bytes) -> tuple[Election, str]:
    """Read an election that the audit has already accepted."""
    return parse_election(raw), election_fingerprint(raw)
