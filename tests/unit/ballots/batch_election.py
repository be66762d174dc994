"""An election with enough ballots for a batch, its commitments, and ballots that are forged."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ballots.crypto.disjunction import Claim, Opening, Statement
from ballots.crypto.elgamal import Ciphertext, encrypt
from ballots.crypto.finite_field import FiniteField
from ballots.crypto.group import Element
from ballots.crypto.hashing import challenge, sha256_b64
from ballots.crypto.interval_proof import interval_statement
from ballots.crypto.proofs import Proof
from ballots.crypto.randomness import draw_exponent
from ballots.crypto.schnorr import sign_hash
from ballots.protocol.answers import BoxesAnswer
from ballots.protocol.ballot import (
    Signature,
    credential_context,
    encode_ballot,
    parse_ballot,
    tracker,
)
from ballots.protocol.commitments import encode_header, encode_record
from ballots.protocol.events import EventType
from ballots.voting.casting import accept_ballot
from ballots.voting.prepare import Choice
from tests.unit.ballots.whole_election import WholeElection

ENOUGH = 104  # a few more ballots than the smallest batch


class BatchElection(WholeElection):
    """Every ballot leaves its record of commitments, as a server would keep it."""

    records: list[bytes]

    def vote(self, voter: int, choices: Sequence[Choice]) -> bytes:
        """Cast a ballot and keep its record."""
        raw = self.prepare(voter, choices)
        accepted = accept_ballot(self.view, raw)
        self.last[accepted.ballot.credential] = accepted.ballot
        self.slip_in(raw, accepted.commitments)
        return raw

    def slip_in(self, raw: bytes, commitments: Sequence[Element]) -> None:
        """Record a ballot that nobody has verified, with any commitments."""
        self.seen.add(tracker(raw))
        self._add(EventType.BALLOT, raw)
        record = encode_record(tracker(raw), commitments, self.group)
        self.records = [*getattr(self, "records", []), record]

    @property
    def commitments(self) -> bytes:
        """Return the file of commitments."""
        return encode_header(self.election, self.fingerprint) + b"".join(self.records)

    def finish(self) -> None:
        """Close, decrypt and publish the result."""
        tally = self.close()
        self.open(tally.encrypted, tally.total_weight)

    def write(self, folder: Path, commitments: bytes | None = None) -> Path:
        """Write the archive, and the commitments (these, or the right ones) beside it."""
        path = folder / f"{self.election.uuid}.bel"
        path.write_bytes(self.archive)
        given = self.commitments if commitments is None else commitments
        path.with_suffix(".commitments").write_bytes(given)
        return path


def many_votes(made: BatchElection, number: int = ENOUGH) -> None:
    """Let the voters vote in turn, again and again."""
    for count in range(number):
        made.vote(count % len(made.voters), [(1, 0) if count % 3 else (0, 1)])


def root_of_unity(group: FiniteField, order: int) -> int:
    """Return an element of a small ``order``, outside the group."""
    candidates = (pow(base, (group.p - 1) // order, group.p) for base in range(2, 100))
    return next(one for one in candidates if one != 1)


def forged_statement(
    group: FiniteField, key: Element, context: str, root: int
) -> tuple[Ciphertext, Statement, list[Element]]:
    """Prove honestly that a box is empty, but hash a first commitment multiplied by ``root``."""
    opening = Opening(draw_exponent(group), 0)
    choice = encrypt(group, key, 0, opening.randomness)
    nonce, other = draw_exponent(group), Proof(draw_exponent(group), draw_exponent(group))
    claim = Claim(opening, 1)
    exponent = other.response + opening.randomness * other.challenge
    shift = (opening.number - claim.number) * other.challenge
    given = [
        group.multiply(group.power_g(nonce), root),
        group.power_fixed(key, nonce),
        group.power_g(exponent),
        group.multiply(group.power_fixed(key, exponent), group.power_g(shift)),
    ]
    parts = interval_statement(context, choice, 0, 1, ()).parts
    asked = (challenge(group, *parts, commitments=given) - other.challenge) % group.q
    true = Proof(asked, (nonce - opening.randomness * asked) % group.q)
    return choice, interval_statement(context, choice, 0, 1, (true, other)), given


def resigned(made: WholeElection, voter: int, raw: bytes, answer: BoxesAnswer) -> bytes:
    """Return a voter's ballot with another first answer, signed again."""
    ballot = replace(parse_ballot(raw, made.election), answers=(answer,))
    unsigned = encode_ballot(ballot)
    unsigned = unsigned[: unsigned.rindex(b',"signature":')] + b"}"
    digest = sha256_b64(unsigned)
    proof = sign_hash(made.group, made.voters[voter], digest)
    return encode_ballot(replace(ballot, signature=Signature(digest, proof)))


def context_of(made: WholeElection, voter: int) -> str:
    """Return what binds a voter's individual proofs."""
    public = made.group.power_g(made.voters[voter])
    return credential_context(made.fingerprint, public)
