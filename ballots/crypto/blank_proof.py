"""The two proofs of a question with a blank vote (vote blanc).

Either the blank box is empty or all others are; and either the blank box is ticked or the number
of ticked boxes lies in min..max. The first ciphertext is the blank box, ``rest`` the product of
the others.
"""

from collections.abc import Sequence

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


def blank_excludes_statement(
    context: str, blank: Ciphertext, rest: Encrypts, proofs: Sequence[Proof]
) -> Statement:
    """State that the blank box is empty or ``rest`` encrypts the one number it names, 0.

    Source: belenios-format §4, ``bproof0|``.
    """
    return Statement(("bproof0", context), (Encrypts(blank, (0,)), rest), proofs)


def blank_or_interval_statement(
    context: str, blank: Ciphertext, rest: Encrypts, proofs: Sequence[Proof]
) -> Statement:
    """State that the blank box is ticked or ``rest`` encrypts one of the numbers it names.

    Source: belenios-format §4, ``bproof1|``.
    """
    return Statement(("bproof1", context), (Encrypts(blank, (1,)), rest), proofs)


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
    statement = blank_excludes_statement(context, blank, Encrypts(rest, (0,)), proofs)
    verify_statement(group, key, statement)


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
    branches = Encrypts(rest, range(low, high + 1))
    verify_statement(group, key, blank_or_interval_statement(context, blank, branches, proofs))
