"""A secret shared so that any t of n can use it (partage de Shamir), with Feldman's commitments.

The secret is the value at 0 of a polynomial of t coefficients modulo q; trustee j, from 1, holds
its value at j. Commitments g^a_k let everyone compute g^(share of j) without knowing a share.
"""

from collections.abc import Collection, Mapping, Sequence

from ballots.crypto import powers
from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.randomness import draw_exponent
from ballots.errors import InvalidProofError


def draw_polynomial(group: Group, threshold: int) -> tuple[Exponent, ...]:
    """Draw the ``threshold`` coefficients of a polynomial, the secret first."""
    return tuple(draw_exponent(group) for _ in range(threshold))


def evaluate(group: Group, coefficients: Sequence[Exponent], index: int) -> Exponent:
    """Return the share of trustee ``index``: the polynomial's value there, modulo q."""
    total = 0
    for coefficient in reversed(coefficients):
        total = (total * index + coefficient) % group.q
    return total


def commit(group: Group, coefficients: Sequence[Exponent]) -> tuple[Element, ...]:
    """Return g to the power of every coefficient."""
    return tuple(group.power_secret(group.g, one) for one in coefficients)


def committed_share(group: Group, commitments: Sequence[Element], index: int) -> Element:
    """Return g^(share of trustee ``index``), from the commitments alone.

    Source: belenios-format §5.2, step 5: the product of A_k^(j^k), here by Horner's rule.
    """
    total = commitments[-1]
    for commitment in reversed(commitments[:-1]):
        total = group.product((group.power(total, index), commitment))
    return total


def verify_share(group: Group, commitments: Sequence[Element], index: int, share: Exponent) -> None:
    """Raise unless ``share`` is the value at ``index`` of the polynomial committed to.

    Args:
        commitments: in the group, already verified.
    Raises:
        InvalidProofError: proof.out-of-range or share.wrong.
    """
    if not group.has_exponents(share):
        raise InvalidProofError("proof.out-of-range")
    if group.power_secret(group.g, share) != committed_share(group, commitments, index):
        raise InvalidProofError("share.wrong")


def lagrange(group: Group, index: int, indices: Collection[int]) -> Exponent:
    """Return the weight of the share ``index`` when the secret is taken from ``indices``.

    Args:
        indices: distinct, from 1, ``index`` among them.
    Source: belenios-format §11: the product over k other than j of k/(k-j), modulo q.
    """
    others = [other for other in indices if other != index]
    if len(others) != len(indices) - 1 or len(set(indices)) != len(indices):
        raise ValueError("the indices are not distinct, or the share's own is not among them")
    above = below = powers.integer(1)
    for other in others:
        above = above * other % group.q
        below = below * (other - index) % group.q
    return above * powers.inverse(below, group.q) % group.q


def interpolate(group: Group, parts: Mapping[int, Element]) -> Element:
    """Join the elements h^(share of j), by index j, into h^secret.

    Args:
        parts: of as many trustees as the polynomial has coefficients, each verified.
    """
    return group.product(
        group.power(part, lagrange(group, index, parts)) for index, part in parts.items()
    )
