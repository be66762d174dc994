"""Encrypted tally, partial decryptions and result (dépouillement) as the archive writes them."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from ballots.protocol.election import Question
from ballots.protocol.numbers import (
    read_ciphertexts,
    read_proofs,
    write_ciphertexts,
    write_proofs,
)

EncryptedTally = tuple[tuple[Ciphertext, ...], ...]  # per question, per box


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
    """One trustee's factors and proofs, per question and box."""

    factors: tuple[tuple[Element, ...], ...]
    proofs: tuple[tuple[Proof, ...], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The counts per question and box: weights of the ballots that ticked it."""

    counts: tuple[tuple[int, ...], ...]


def encode_tally(tally: EncryptedTally) -> bytes:
    """Write an encrypted tally."""
    return encode([write_ciphertexts(boxes) for boxes in tally])


def parse_tally(raw: bytes, questions: Sequence[Question], group: Group) -> EncryptedTally:
    """Read an encrypted tally with the shape of ``questions``.

    Raises:
        MalformedError: tally.malformed, .not-canonical or .too-large.
    """
    with reading("tally"):
        rows = read_list(decode(raw, limits.TALLY), len(questions))
        pairs = zip(rows, questions, strict=True)
        tally = tuple(read_ciphertexts(row, group, question.boxes) for row, question in pairs)
        _require_same(encode_tally(tally), raw)
        return tally


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
        sized = SizedTally(read_small(number), read_weight(weight), read_text(digest))
        _require_same(encode_sized_tally(sized), raw)
        return sized


def encode_owned(owned: Owned) -> bytes:
    """Write the owner of a partial decryption."""
    return encode({"owner": owned.owner, "payload": owned.payload})


def parse_owned(raw: bytes) -> Owned:
    """Read the owner of a partial decryption.

    Raises:
        MalformedError: decryption.malformed, .not-canonical or .too-large.
    """
    with reading("decryption"):
        owner, payload = read_object(decode(raw, limits.SMALL), "owner", "payload")
        owned = Owned(read_small(owner), read_text(payload))
        _require_same(encode_owned(owned), raw)
        return owned


def encode_decryption(partial: PartialDecryption) -> bytes:
    """Write one trustee's partial decryption."""
    return encode(
        {
            "decryption_factors": [[str(one) for one in row] for row in partial.factors],
            "decryption_proofs": [write_proofs(row) for row in partial.proofs],
        }
    )


def parse_decryption(raw: bytes, questions: Sequence[Question], group: Group) -> PartialDecryption:
    """Read one trustee's partial decryption with the shape of ``questions``.

    Raises:
        MalformedError: decryption.malformed, .not-canonical or .too-large.
    """
    with reading("decryption"):
        names = ("decryption_factors", "decryption_proofs")
        factors, proofs = read_object(decode(raw, limits.TALLY), *names)
        boxes = [question.boxes for question in questions]
        rows = zip(read_list(factors, len(boxes)), boxes, strict=True)
        shown = zip(read_list(proofs, len(boxes)), boxes, strict=True)
        partial = PartialDecryption(
            tuple(tuple(group.decode(one) for one in read_list(row, n)) for row, n in rows),
            tuple(read_proofs(row, group, n) for row, n in shown),
        )
        _require_same(encode_decryption(partial), raw)
        return partial


def encode_result(result: Result) -> bytes:
    """Write the result."""
    return encode({"result": [[write_weight(one) for one in row] for row in result.counts]})


def parse_result(raw: bytes, questions: Sequence[Question]) -> Result:
    """Read a result with the shape of ``questions``.

    Raises:
        MalformedError: result.malformed, .not-canonical or .too-large.
    Source: belenios-format §2 and §12.
    """
    with reading("result"):
        (value,) = read_object(decode(raw, limits.TALLY), "result")
        pairs = zip(read_list(value, len(questions)), questions, strict=True)
        return Result(
            tuple(
                tuple(read_weight(one) for one in read_list(row, question.boxes))
                for row, question in pairs
            )
        )


def _require_same(written: bytes, raw: bytes) -> None:
    """Raise when the fields stood in another order than the canonical one."""
    if written != raw:
        raise MalformedError("json.not-canonical")
