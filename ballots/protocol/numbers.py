"""Ciphertexts and proofs in JSON: the small pieces that every larger object is made of."""

from collections.abc import Sequence

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Group
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


def write_ciphertexts(ciphertexts: Sequence[Ciphertext]) -> list[Json]:
    """Return the JSON list of several ciphertexts."""
    return [{"alpha": str(one.alpha), "beta": str(one.beta)} for one in ciphertexts]


def read_ciphertexts(value: object, group: Group, count: int) -> tuple[Ciphertext, ...]:
    """Read exactly ``count`` ciphertexts."""
    return tuple(_read_ciphertext(one, group) for one in read_list(value, count))


def _read_ciphertext(value: object, group: Group) -> Ciphertext:
    alpha, beta = read_object(value, "alpha", "beta")
    return Ciphertext(group.decode(alpha), group.decode(beta))
