"""The two proofs of a question with a blank vote (vote blanc).

Either the blank box is empty or all others are; and either the blank box is ticked or the number
of ticked boxes lies in min..max. The first ciphertext is the blank box, ``rest`` the product of
the others.
"""

from collections.abc import Sequence

from ballots.crypto.disjunction import (
    Claim,
    Opening,
    Proofs,
    commitments,
    prove_one_of,
    require_shape,
    require_sum,
)
from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Element, Group
from ballots.crypto.proofs import Proof


def prove_blank_excludes(
    group: Group, key: Element, context: str, blank: Opening, rest: Opening
) -> Proofs:
    """Prove that the blank box is empty or all the others are (``blank_proof``)."""
    return prove_one_of(group, key, [Claim(blank, 0), Claim(rest, 0)], "bproof0", context)


def prove_blank_or_interval(
    group: Group, key: Element, context: str, blank: Opening, rest: Opening, low: int, high: int
) -> Proofs:
    """Prove that the blank box is ticked or the others add up to ``low``..``high``."""
    claims = [Claim(blank, 1), *(Claim(rest, number) for number in range(low, high + 1))]
    return prove_one_of(group, key, claims, "bproof1", context)


def verify_blank_excludes(
    group: Group,
    key: Element,
    context: str,
    blank: Ciphertext,
    rest: Ciphertext,
    proofs: Sequence[Proof],
) -> None:
    """Raise unless the blank box is empty or all the others are.

    Args:
        blank, rest: made of ciphertexts whose membership has been checked.
    Raises:
        InvalidProofError: proof.wrong-shape, .out-of-range or .wrong-challenge.
    Source: belenios-format §4, ``bproof0|``.
    """
    require_shape(group, proofs, 2)
    found = commitments(group, key, blank, (0,), proofs[:1])
    found += commitments(group, key, rest, (0,), proofs[1:])
    require_sum(group, proofs, "bproof0", context, commitments=found)


def verify_blank_or_interval(
    group: Group,
    key: Element,
    context: str,
    blank: Ciphertext,
    rest: Ciphertext,
    low: int,
    high: int,
    proofs: Sequence[Proof],
) -> None:
    """Raise unless the blank box is ticked or the others add up to ``low``..``high``.

    Args:
        blank, rest: made of ciphertexts whose membership has been checked.
    Raises:
        InvalidProofError: proof.wrong-shape, .out-of-range or .wrong-challenge.
    Source: belenios-format §4, ``bproof1|``.
    """
    require_shape(group, proofs, high - low + 2)
    found = commitments(group, key, blank, (1,), proofs[:1])
    found += commitments(group, key, rest, range(low, high + 1), proofs[1:])
    require_sum(group, proofs, "bproof1", context, commitments=found)
