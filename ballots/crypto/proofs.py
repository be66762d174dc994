"""A (challenge, response) pair and the range every verifier must check first.

Source: belenios-format §4.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ballots.crypto.group import Exponent, Group
from ballots.errors import InvalidProofError


@dataclass(frozen=True, slots=True)
class Proof:
    """One Schnorr-like proof: response = nonce - secret * challenge modulo q."""

    challenge: Exponent
    response: Exponent


def require_range(group: Group, proofs: Iterable[Proof]) -> None:
    """Raise unless every challenge and response lies in 0..q-1.

    Raises:
        InvalidProofError: proof.out-of-range.
    """
    for proof in proofs:
        if not group.has_exponents(proof.challenge, proof.response):
            raise InvalidProofError("proof.out-of-range")
