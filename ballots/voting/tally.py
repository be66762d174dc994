"""Counting (dépouillement): weighted product, partial decryptions, the result and its check."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ballots.crypto.dlog_equality import prove_decryption, verify_decryption
from ballots.crypto.elgamal import Ciphertext, multiply, nothing, scale
from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.hashing import sha256_hex
from ballots.crypto.small_log import small_logs
from ballots.errors import InvalidProofError
from ballots.protocol.ballot import Answer
from ballots.protocol.election import Election
from ballots.protocol.tally import (
    EncryptedTally,
    PartialDecryption,
    Result,
    SizedTally,
    encode_decryption,
    encode_result,
    encode_sized_tally,
    encode_tally,
    parse_decryption,
)
from ballots.voting.opening import Trustees, opening_weights

__all__ = [
    "Tally",
    "combine",
    "encode_decryption",
    "encode_result",
    "encode_sized_tally",
    "encode_tally",
    "partial_decryption",
    "verify_partial_decryption",
    "verify_result",
    "weighted_tally",
]

Boxes = list[Ciphertext]  # every box of every question, in order


@dataclass(frozen=True, slots=True)
class Tally:
    """The encrypted tally with the number of ballots added and their total weight."""

    encrypted: EncryptedTally
    num_tallied: int
    total_weight: int

    @property
    def sized(self) -> SizedTally:
        """Return the numbers as the archive publishes them."""
        digest = sha256_hex(encode_tally(self.encrypted))
        return SizedTally(self.num_tallied, self.total_weight, digest)


def weighted_tally(election: Election, ballots: Iterable[tuple[Sequence[Answer], int]]) -> Tally:
    """Add up the answers of the *last* ballot of each credential, each with its weight.

    Ballots of one weight are multiplied first and raised once; weight 0 counts as a ballot.

    Source: belenios-format §9; performance notes §6.
    """
    group = election.group
    by_weight: dict[int, Boxes] = {}
    number = total = 0
    for answers, weight in ballots:
        boxes = [choice for answer in answers for choice in answer.choices]
        sums = by_weight.get(weight) or [nothing(group)] * len(boxes)
        by_weight[weight] = _add(group, sums, boxes)
        number, total = number + 1, total + weight
    sums = [nothing(group)] * sum(question.boxes for question in election.questions)
    for weight, boxes in by_weight.items():
        sums = _add(group, sums, [scale(group, box, weight) for box in boxes])
    return Tally(_by_question(election, sums), number, total)


def partial_decryption(
    election: Election, fingerprint: str, tally: EncryptedTally, secret: Exponent
) -> PartialDecryption:
    """Decrypt a trustee's part of ``tally`` and prove each factor."""
    group = election.group
    key = group.power_secret(group.g, secret)
    made = [
        [prove_decryption(group, fingerprint, secret, key, box.alpha) for box in boxes]
        for boxes in tally
    ]
    return PartialDecryption(
        tuple(tuple(factor for factor, _ in row) for row in made),
        tuple(tuple(proof for _, proof in row) for row in made),
    )


def verify_partial_decryption(
    election: Election, fingerprint: str, tally: EncryptedTally, public_key: Element, raw: bytes
) -> PartialDecryption:
    """Return the partial decryption in ``raw`` when its trustee's key made it, or raise.

    Args:
        tally: recomputed from verified ballots, never taken from outside.
        public_key: the trustee's, verified at setup.
    Raises:
        MalformedError: decryption.malformed, .not-canonical or .too-large.
        InvalidProofError: decryption.bad-proof, with question, box and cause.
    Source: belenios-format §11.
    """
    group = election.group
    partial = parse_decryption(raw, election.questions, group)
    rows = zip(tally, partial.factors, partial.proofs, strict=True)
    for question, row in enumerate(rows, 1):
        for number, (box, factor, proof) in enumerate(zip(*row, strict=True), 1):
            try:
                verify_decryption(group, fingerprint, public_key, box.alpha, factor, proof)
            except InvalidProofError as fault:
                raise InvalidProofError(
                    "decryption.bad-proof", question=question, box=number, cause=fault.code
                ) from fault
    return partial


def combine(
    election: Election,
    tally: EncryptedTally,
    partials: Mapping[int, PartialDecryption],
    trustees: Trustees,
    total_weight: int,
) -> Result:
    """Open the tally with the verified parts of the trustees: all mandatory ones, t of each group.

    Args:
        partials: by owner, numbered from 1 through the whole list of trustees.
        trustees: that list, or how many there are when all are needed.
    Raises:
        RefusedError: tally.missing-decryption or .too-few-decryptions, with the owners' numbers.
        InvalidProofError: tally.no-count.
    """
    opened = _open(election, tally, partials, trustees)
    counts = iter(small_logs(election.group, opened, total_weight))
    return Result(tuple(tuple(next(counts) for _ in boxes) for boxes in tally))


def verify_result(
    election: Election,
    tally: EncryptedTally,
    partials: Mapping[int, PartialDecryption],
    trustees: Trustees,
    total_weight: int,
    result: Result,
) -> None:
    """Raise unless ``result`` is what the partial decryptions open, without any logarithm.

    Raises:
        RefusedError: tally.missing-decryption or .too-few-decryptions, with the owners' numbers.
        InvalidProofError: result.out-of-range or .wrong.
    Source: belenios-format §12; §18 trap 20.
    """
    group = election.group
    opened = _open(election, tally, partials, trustees)
    counts = [count for row in result.counts for count in row]
    for box, (element, count) in enumerate(zip(opened, counts, strict=True), 1):
        if not 0 <= count <= total_weight:
            raise InvalidProofError("result.out-of-range", box=box)
        if group.power_g(count) != element:
            raise InvalidProofError("result.wrong", box=box)


def _open(
    election: Election,
    tally: EncryptedTally,
    partials: Mapping[int, PartialDecryption],
    trustees: Trustees,
) -> list[Element]:
    """Return g^count of every box, in order."""
    group = election.group
    weights = opening_weights(group, partials, trustees)
    parts = [(partials[owner].factors, weight) for owner, weight in weights.items()]
    return [
        group.divide(
            box.beta,
            group.product(group.power(part[question][place], weight) for part, weight in parts),
        )
        for question, boxes in enumerate(tally)
        for place, box in enumerate(boxes)
    ]


def _add(group: Group, sums: Boxes, boxes: Boxes) -> Boxes:
    return [multiply(group, pair) for pair in zip(sums, boxes, strict=True)]


def _by_question(election: Election, boxes: Boxes) -> EncryptedTally:
    rest = iter(boxes)
    return tuple(
        tuple(next(rest) for _ in range(question.boxes)) for question in election.questions
    )
