"""Encrypted tally, partial decryptions and result (dépouillement) as the archive writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Element, Group
from ballots.crypto.proofs import Proof
from ballots.errors import MalformedError
from ballots.protocol import limits
from ballots.protocol.canonical import (
    decode,
    encode,
    read_list,
    read_object,
    read_small,
    read_text,
    read_weight,
    reading,
    write_weight,
)
from ballots.protocol.numbers import (
    read_ciphertext,
    read_proof,
    write_ciphertext,
    write_proof,
)
from ballots.protocol.questions import AnyQuestion, RankedQuestion
from ballots.protocol.rows import Row, read_row, write_row

HIGHEST_RANK = 255

EncryptedTally = tuple[Row[Ciphertext], ...]  # per question


@dataclass(frozen=True, slots=True)
class SizedTally:
    """How many ballots were added, their weight, and the hash of the encrypted tally."""

    num_tallied: int
    total_weight: int
    encrypted_tally: str


@dataclass(frozen=True, slots=True)
class Owned:
    """Which trustee, numbered from 1, made the object with this hash."""

    owner: int
    payload: str


@dataclass(frozen=True, slots=True)
class PartialDecryption:
    """One trustee's factors and proofs, per question, in the shape of the tally."""

    factors: tuple[Row[Element], ...]
    proofs: tuple[Row[Proof], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What was decrypted, per question: counts per box or list by list, or every ranking.

    A count is the weight of the ballots that ticked the box; rankings stand in the order of the
    last shuffle.
    """

    rows: tuple[Row[int], ...]

    @property
    def counts(self) -> tuple[tuple[int, ...], ...]:
        """Return the counts of an election that has boxes to tick and nothing else."""
        if any(isinstance(one, tuple) for row in self.rows for one in row):
            raise ValueError("some rows are not counts per box")
        return cast("tuple[tuple[int, ...], ...]", self.rows)


def encode_tally(tally: EncryptedTally) -> bytes:
    """Write an encrypted tally."""
    return encode([write_row(row, write_ciphertext) for row in tally])


def parse_tally(raw: bytes, questions: Sequence[AnyQuestion], group: Group) -> EncryptedTally:
    """Read an encrypted tally with the shape of ``questions``.

    Raises:
        MalformedError: tally.malformed, .not-canonical or .too-large.
    """
    with reading("tally"):
        rows = read_list(decode(raw, limits.TALLY), len(questions))
        pairs = zip(rows, questions, strict=True)
        return tuple(
            read_row(row, question.shape, lambda one: read_ciphertext(one, group))
            for row, question in pairs
        )


def encode_sized_tally(sized: SizedTally) -> bytes:
    """Write the numbers that go with an encrypted tally."""
    return encode(
        {
            "num_tallied": sized.num_tallied,
            "total_weight": write_weight(sized.total_weight),
            "encrypted_tally": sized.encrypted_tally,
        }
    )


def parse_sized_tally(raw: bytes) -> SizedTally:
    """Read the numbers that go with an encrypted tally.

    Raises:
        MalformedError: tally.malformed, .not-canonical or .too-large.
    """
    with reading("tally"):
        names = ("num_tallied", "total_weight", "encrypted_tally")
        number, weight, digest = read_object(decode(raw, limits.SMALL), *names)
        return SizedTally(read_small(number), read_weight(weight), read_text(digest))


def encode_owned(owned: Owned) -> bytes:
    """Write the owner of a partial decryption or of a shuffle."""
    return encode({"owner": owned.owner, "payload": owned.payload})


def parse_owned(raw: bytes, subject: str = "decryption") -> Owned:
    """Read the owner of a partial decryption or of a shuffle, the ``subject`` of refusals.

    Raises:
        MalformedError: SUBJECT.malformed, .not-canonical or .too-large.
    """
    with reading(subject):
        owner, payload = read_object(decode(raw, limits.SMALL), "owner", "payload")
        return Owned(read_small(owner), read_text(payload))


def encode_decryption(partial: PartialDecryption) -> bytes:
    """Write one trustee's partial decryption."""
    return encode(
        {
            "decryption_factors": [write_row(row, str) for row in partial.factors],
            "decryption_proofs": [write_row(row, write_proof) for row in partial.proofs],
        }
    )


def parse_decryption(
    raw: bytes, questions: Sequence[AnyQuestion], group: Group
) -> PartialDecryption:
    """Read one trustee's partial decryption with the shape of ``questions``.

    Raises:
        MalformedError: decryption.malformed, .not-canonical or .too-large.
    """
    with reading("decryption"):
        names = ("decryption_factors", "decryption_proofs")
        factors, proofs = read_object(decode(raw, limits.TALLY), *names)
        shapes = [question.shape for question in questions]
        rows = zip(read_list(factors, len(shapes)), shapes, strict=True)
        shown = zip(read_list(proofs, len(shapes)), shapes, strict=True)
        return PartialDecryption(
            tuple(read_row(row, shape, group.decode) for row, shape in rows),
            tuple(read_row(row, shape, lambda one: read_proof(one, group)) for row, shape in shown),
        )


def encode_result(result: Result) -> bytes:
    """Write the result."""
    return encode({"result": [write_row(row, write_weight) for row in result.rows]})


def parse_result(raw: bytes, questions: Sequence[AnyQuestion]) -> Result:
    """Read a result with the shape of ``questions``.

    Raises:
        MalformedError: result.malformed, .not-canonical or .too-large.
    Source: belenios-format §2 and §12.
    """
    with reading("result"):
        (value,) = read_object(decode(raw, limits.TALLY), "result")
        pairs = zip(read_list(value, len(questions)), questions, strict=True)
        return Result(tuple(_read_result_row(row, question) for row, question in pairs))


def _read_result_row(value: object, question: AnyQuestion) -> Row[int]:
    if not isinstance(question, RankedQuestion):
        return read_row(value, question.shape, read_weight)
    number = len(question.answers)
    return tuple(
        tuple(_read_rank(one) for one in read_list(row, number)) for row in read_list(value)
    )


def _read_rank(value: object) -> int:
    rank = read_small(value)
    if rank > HIGHEST_RANK:
        raise MalformedError("json.number")
    return rank
