"""Counting (dépouillement): partial decryptions, the result they open, and its check."""

from collections.abc import Iterable, Mapping
from itertools import islice

from ballots.crypto.dlog_equality import prove_decryption, verify_decryption
from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.small_log import small_logs
from ballots.errors import InvalidProofError
from ballots.protocol.canonical import reading
from ballots.protocol.election import Election
from ballots.protocol.questions import RankedQuestion
from ballots.protocol.rows import Row, leaves, like, require_like, shaped
from ballots.protocol.tally import (
    EncryptedTally,
    PartialDecryption,
    Result,
    encode_decryption,
    encode_result,
    encode_sized_tally,
    encode_tally,
    parse_decryption,
)
from ballots.voting.opening import Trustees, opening_weights
from ballots.voting.sums import Tally, weighted_tally

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


def partial_decryption(
    election: Election, fingerprint: str, tally: EncryptedTally, secret: Exponent
) -> PartialDecryption:
    """Decrypt a trustee's part of ``tally``, mixed if it holds rankings, and prove each factor."""
    group = election.group
    key = group.power_secret(group.g, secret)
    made = [
        [prove_decryption(group, fingerprint, secret, key, box.alpha) for box in leaves(row)]
        for row in tally
    ]
    rows = list(zip(tally, made, strict=True))
    return PartialDecryption(
        tuple(like(row, [factor for factor, _ in parts]) for row, parts in rows),
        tuple(like(row, [proof for _, proof in parts]) for row, parts in rows),
    )


def verify_partial_decryption(
    election: Election, fingerprint: str, tally: EncryptedTally, public_key: Element, raw: bytes
) -> PartialDecryption:
    """Return the partial decryption in ``raw`` when its trustee's key made it, or raise.

    Args:
        tally: recomputed from verified ballots and shuffles, never taken from outside.
        public_key: the trustee's, verified at setup.
    Raises:
        MalformedError: decryption.malformed, .not-canonical or .too-large.
        InvalidProofError: decryption.bad-proof, with question, box and cause.
    Source: belenios-format §11.
    """
    group = election.group
    partial = parse_decryption(raw, election.questions, group)
    rows = zip(tally, partial.factors, partial.proofs, strict=True)
    for question, (row, factors, proofs) in enumerate(rows, 1):
        with reading("decryption"):
            require_like(row, factors)
            require_like(row, proofs)
        cells = zip(leaves(row), leaves(factors), leaves(proofs), strict=True)
        for number, (box, factor, proof) in enumerate(cells, 1):
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
    counted = [
        element
        for question, row in zip(election.questions, opened, strict=True)
        if not isinstance(question, RankedQuestion)
        for element in row
    ]
    counts = iter(small_logs(election.group, counted, total_weight))
    rows = zip(election.questions, opened, strict=True)
    return Result(
        tuple(
            _rankings(election.group, question, row)
            if isinstance(question, RankedQuestion)
            else shaped(question.shape, islice(counts, question.boxes))
            for question, row in rows
        )
    )


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
        InvalidProofError: result.out-of-range, .wrong or .wrong-rankings.
    Source: belenios-format §12; §18 trap 20.
    """
    group = election.group
    opened = _open(election, tally, partials, trustees)
    rows = zip(election.questions, opened, result.rows, strict=True)
    for number, (question, elements, row) in enumerate(rows, 1):
        if isinstance(question, RankedQuestion):
            if _rankings(group, question, elements) != row:
                raise InvalidProofError("result.wrong-rankings", question=number)
            continue
        for box, (element, count) in enumerate(zip(elements, leaves(row), strict=True), 1):
            if not 0 <= count <= total_weight:
                raise InvalidProofError("result.out-of-range", question=number, box=box)
            if group.power_g(count) != element:
                raise InvalidProofError("result.wrong", question=number, box=box)


def _open(
    election: Election,
    tally: EncryptedTally,
    partials: Mapping[int, PartialDecryption],
    trustees: Trustees,
) -> list[list[Element]]:
    """Return, per question, what the ciphertexts hide: g^count, or embedded numbers."""
    group = election.group
    weights = opening_weights(group, partials, trustees)
    parts = [
        ([list(leaves(row)) for row in partials[owner].factors], weight)
        for owner, weight in weights.items()
    ]
    return [
        [
            group.divide(
                box.beta,
                group.product(group.power(part[question][place], weight) for part, weight in parts),
            )
            for place, box in enumerate(leaves(row))
        ]
        for question, row in enumerate(tally)
    ]


def _rankings(group: Group, question: RankedQuestion, elements: Iterable[Element]) -> Row[int]:
    return tuple(group.extract(element, len(question.answers)) for element in elements)
