"""Ciphertexts and proofs in JSON: the small pieces that every larger object is made of.

Source: belenios-format §4 and §8.
"""

from collections.abc import Sequence

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Group
from ballots.crypto.list_proof import NonzeroProof
from ballots.crypto.proofs import Proof
from ballots.protocol.canonical import read_list, read_object

Json = dict[str, object]


def write_proof(proof: Proof) -> Json:
    """Return the JSON members of a proof."""
    return {"challenge": str(proof.challenge), "response": str(proof.response)}


def read_proof(value: object, group: Group) -> Proof:
    """Read a proof that has its two members and no other."""
    challenge, response = read_object(value, "challenge", "response")
    return Proof(group.decode_exponent(challenge), group.decode_exponent(response))


def write_proofs(proofs: Sequence[Proof]) -> list[Json]:
    """Return the JSON list of several proofs."""
    return [write_proof(proof) for proof in proofs]


def read_proofs(value: object, group: Group, count: int) -> tuple[Proof, ...]:
    """Read exactly ``count`` proofs."""
    return tuple(read_proof(one, group) for one in read_list(value, count))


def write_nonzero_proof(proof: NonzeroProof) -> Json:
    """Return the JSON members of the proof that a number is not zero."""
    return {
        "commitment": str(proof.commitment),
        "challenge": str(proof.challenge),
        "response": [str(one) for one in proof.responses],
    }


def read_nonzero_proof(value: object, group: Group) -> NonzeroProof:
    """Read a proof that a number is not zero."""
    commitment, challenge, response = read_object(value, "commitment", "challenge", "response")
    first, second = (group.decode_exponent(one) for one in read_list(response, 2))
    return NonzeroProof(group.decode(commitment), group.decode_exponent(challenge), (first, second))


def write_ciphertext(ciphertext: Ciphertext) -> Json:
    """Return the JSON members of a ciphertext."""
    return {"alpha": str(ciphertext.alpha), "beta": str(ciphertext.beta)}


def read_ciphertext(value: object, group: Group) -> Ciphertext:
    """Read a ciphertext that has its two members and no other."""
    alpha, beta = read_object(value, "alpha", "beta")
    return Ciphertext(group.decode(alpha), group.decode(beta))


def write_ciphertexts(ciphertexts: Sequence[Ciphertext]) -> list[Json]:
    """Return the JSON list of several ciphertexts."""
    return [write_ciphertext(one) for one in ciphertexts]


def read_ciphertexts(
    value: object, group: Group, count: int | None = None
) -> tuple[Ciphertext, ...]:
    """Read ciphertexts, exactly ``count`` when it is given."""
    return tuple(read_ciphertext(one, group) for one in read_list(value, count))
