"""Proof that a ciphertext encrypts one of low..high: each box 0 or 1, their sum min..max."""

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


def interval_statement(
    context: str,
    ciphertext: Ciphertext,
    low: int,
    high: int,
    proofs: Sequence[Proof],
    factors: tuple[Ciphertext, ...] = (),
) -> Statement:
    """State that ``ciphertext``, the product of ``factors`` if any, encrypts ``low``..``high``.

    Source: belenios-format §4, ``prove|``.
    """
    branches = Encrypts(ciphertext, range(low, high + 1), factors)
    return Statement(_parts(context, ciphertext), (branches,), proofs)


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
    statement = interval_statement(context, ciphertext, low, high, proofs)
    verify_statement(group, key, statement, check_membership=check_membership)


def _parts(context: str, ciphertext: Ciphertext) -> tuple[str, ...]:
    return ("prove", context, f"{ciphertext.alpha},{ciphertext.beta}")
