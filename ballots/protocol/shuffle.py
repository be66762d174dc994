"""A shuffle (mélange) as the archive writes it: the mixed ciphertexts and their proofs.

Only ranked questions appear, in their order in the election.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.shuffle import Commitments, Responses, ShuffleProof
from ballots.protocol import limits
from ballots.protocol.canonical import decode, encode, read_list, read_object, reading
from ballots.protocol.numbers import read_ciphertexts, write_ciphertexts


@dataclass(frozen=True, slots=True)
class Shuffle:
    """One trustee's outputs and proofs, one of each per ranked question."""

    ciphertexts: tuple[tuple[Ciphertext, ...], ...]
    proofs: tuple[ShuffleProof, ...]


def encode_shuffle(shuffle: Shuffle) -> bytes:
    """Write one trustee's shuffle."""
    return encode(
        {
            "ciphertexts": [write_ciphertexts(one) for one in shuffle.ciphertexts],
            "proofs": [_write_proof(one) for one in shuffle.proofs],
        }
    )


def parse_shuffle(raw: bytes, lengths: Sequence[int], group: Group) -> Shuffle:
    """Read a shuffle of as many ciphertexts per ranked question as ``lengths`` says.

    Raises:
        MalformedError: shuffle.malformed, .not-canonical or .too-large.
    Source: belenios-format §10.
    """
    with reading("shuffle"):
        ciphertexts, proofs = read_object(decode(raw, limits.SHUFFLE), "ciphertexts", "proofs")
        rows = zip(read_list(ciphertexts, len(lengths)), lengths, strict=True)
        shown = zip(read_list(proofs, len(lengths)), lengths, strict=True)
        return Shuffle(
            tuple(read_ciphertexts(row, group, length) for row, length in rows),
            tuple(_read_proof(one, length, group) for one, length in shown),
        )


def _write_proof(proof: ShuffleProof) -> list[object]:
    t1, t2, t3, *t4 = map(str, proof.commitments.single)
    links = [str(one) for one in proof.commitments.links]
    answers = proof.responses
    return [
        [t1, t2, t3, t4, links],
        [*map(str, answers.single), *([str(n) for n in row] for row in _of_each(answers))],
        [str(one) for one in proof.permutation],
        [str(one) for one in proof.chain],
    ]


def _of_each(answers: Responses) -> tuple[tuple[Exponent, ...], tuple[Exponent, ...]]:
    return answers.links, answers.places


def _read_proof(value: object, length: int, group: Group) -> ShuffleProof:
    shown, answers, permutation, chain = read_list(value, 4)
    t1, t2, t3, t4, links = read_list(shown, 5)
    *single, s_links, s_places = read_list(answers, 6)
    return ShuffleProof(
        Commitments(
            _elements((t1, t2, t3, *read_list(t4, 2)), group),
            _elements(read_list(links, length), group),
        ),
        Responses(
            _exponents(single, group),
            _exponents(read_list(s_links, length), group),
            _exponents(read_list(s_places, length), group),
        ),
        _elements(read_list(permutation, length), group),
        _elements(read_list(chain, length), group),
    )


def _elements(values: Sequence[object], group: Group) -> tuple[Element, ...]:
    return tuple(group.decode(one) for one in values)


def _exponents(values: Sequence[object], group: Group) -> tuple[Exponent, ...]:
    return tuple(group.decode_exponent(one) for one in values)
