"""Proof that a ciphertext encrypts one of low..high: each box 0 or 1, their sum min..max."""

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


def prove_interval(
    group: Group,
    key: Element,
    context: str,
    ciphertext: Ciphertext,
    opening: Opening,
    low: int,
    high: int,
) -> Proofs:
    """Prove that ``ciphertext``, made with ``opening``, encrypts one of ``low``..``high``."""
    claims = [Claim(opening, number) for number in range(low, high + 1)]
    return prove_one_of(group, key, claims, *_parts(context, ciphertext))


def verify_interval(
    group: Group,
    key: Element,
    context: str,
    ciphertext: Ciphertext,
    low: int,
    high: int,
    proofs: Sequence[Proof],
    *,
    check_membership: bool = False,
) -> None:
    """Raise unless ``ciphertext`` encrypts one of ``low``..``high``.

    Args:
        context: the text S or S0 of the source, which binds election, credential and answer.
        check_membership: False only when the ciphertext is a product of checked ones.
    Raises:
        InvalidProofError: proof.wrong-shape, .out-of-range, .not-in-group or .wrong-challenge.
    Source: belenios-format §4, ``prove|``.
    """
    require_shape(group, proofs, high - low + 1)
    numbers = range(low, high + 1)
    found = commitments(group, key, ciphertext, numbers, proofs, check_membership=check_membership)
    require_sum(group, proofs, *_parts(context, ciphertext), commitments=found)


def _parts(context: str, ciphertext: Ciphertext) -> tuple[str, ...]:
    return ("prove", context, f"{ciphertext.alpha},{ciphertext.beta}")
