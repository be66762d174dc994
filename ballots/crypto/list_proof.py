"""The two proofs of a lists question (scrutin de listes) that other questions do not have.

A list is either the chosen one, or none of its candidates is ticked; and some candidate is
ticked: a number that is not zero, without telling which.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.crypto.disjunction import (
    Claim,
    Encrypts,
    Opening,
    Proofs,
    Statement,
    prove_one_of,
    verify_statement,
)
from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.hashing import challenge
from ballots.crypto.proofs import Proof
from ballots.crypto.randomness import draw_exponent, draw_secret
from ballots.errors import InvalidProofError


@dataclass(frozen=True, slots=True)
class NonzeroProof:
    """A commitment that would be neutral if the number were zero, and its Schnorr-like proof."""

    commitment: Element
    challenge: Exponent
    responses: tuple[Exponent, Exponent]


def prove_list(
    group: Group, key: Element, context: str, chosen: Opening, candidates: Opening
) -> Proofs:
    """Prove that the list is chosen, or that none of its ``candidates`` is."""
    return prove_one_of(group, key, [Claim(chosen, 1), Claim(candidates, 0)], "lproof", context)


def verify_list(
    group: Group,
    key: Element,
    context: str,
    chosen: Ciphertext,
    candidates: Ciphertext,
    proofs: Sequence[Proof],
) -> None:
    """Raise unless the list is chosen, or none of its ``candidates`` is.

    Args:
        chosen, candidates: made of ciphertexts whose membership has been checked.
    Raises:
        InvalidProofError: proof.wrong-shape, .out-of-range or .wrong-challenge.
    Source: belenios-format §8, ``lproof|``.
    """
    branches = Encrypts(chosen, (1,)), Encrypts(candidates, (0,))
    verify_statement(group, key, Statement(("lproof", context), branches, proofs))


def prove_nonzero(
    group: Group, key: Element, context: str, ciphertext: Ciphertext, opening: Opening
) -> NonzeroProof:
    """Prove that ``ciphertext``, made with ``opening``, does not encrypt zero."""
    if opening.number % group.q == 0:
        raise ValueError("the number is zero")
    blind, w1, w2 = draw_secret(group), draw_exponent(group), draw_exponent(group)
    a0 = group.power_g(blind * opening.number)  # beta^s * y^(-s r)
    a1 = group.power_g(opening.randomness * w1 + w2)
    a2 = group.multiply(group.power(ciphertext.beta, w1), group.power_fixed(key, w2))
    asked = challenge(group, "nonzero", context, commitments=(a0, a1, a2))
    t1 = (w1 - blind * asked) % group.q
    t2 = (w2 + blind * opening.randomness * asked) % group.q
    return NonzeroProof(a0, asked, (t1, t2))


def verify_nonzero(
    group: Group, key: Element, context: str, ciphertext: Ciphertext, proof: NonzeroProof
) -> None:
    """Raise unless ``ciphertext`` encrypts something else than zero.

    Args:
        ciphertext: made of ciphertexts whose membership has been checked.
        proof: from outside; the membership of its commitment is checked here.
    Raises:
        InvalidProofError: proof.not-in-group, .out-of-range, .zero or .wrong-challenge.
    Source: belenios-format §8, ``nonzero|``.
    """
    a0, asked, (t1, t2) = proof.commitment, proof.challenge, proof.responses
    group.require(a0)
    if not group.has_exponents(asked, t1, t2):
        raise InvalidProofError("proof.out-of-range")
    if a0 == group.neutral:
        raise InvalidProofError("proof.zero")
    a1 = group.multiply(group.power(ciphertext.alpha, t1), group.power_g(t2))
    a2 = group.product(
        (group.power(ciphertext.beta, t1), group.power_fixed(key, t2), group.power(a0, asked))
    )
    if challenge(group, "nonzero", context, commitments=(a0, a1, a2)) != asked:
        raise InvalidProofError("proof.wrong-challenge")
