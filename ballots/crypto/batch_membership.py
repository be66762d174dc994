"""Whether many elements all belong to the group (appartenance), for little more than one.

Random subsets are multiplied, and each product is tested. Elements outside the subgroup are found
out by each subset with probability 1/2 at least, whatever their order: that they lie in a proper
subgroup is lost by half of all subsets. So with 128 subsets an error stays below 2^-128. Without
this test equations in batches prove nothing: see ``batch_equations``.

Source: performance notes §3.
"""

from collections.abc import Iterable, Sequence
from typing import cast

from ballots.crypto import powers
from ballots.crypto.buckets import subsets_by_bit
from ballots.crypto.finite_field import FiniteField
from ballots.crypto.group import Element, Group
from ballots.crypto.randomness import draw_bits

SUBSETS = 128  # an error has probability 2^-128
FEWEST = 200  # elements from which subsets cost less than one power each


def all_members(group: Group, elements: Sequence[Element]) -> bool:
    """Tell whether all ``elements`` belong to the group; when there are many, by subsets.

    A safe field has a symbol for it, and libsodium a test: those are exact and applied to each.
    """
    if not isinstance(group, FiniteField) or group.is_safe or len(elements) < FEWEST:
        return group.has(*elements)
    if not are_reduced(group, elements):
        return False
    choices = draw_bits(len(elements), SUBSETS)
    bases = cast("Sequence[int]", elements)
    return products_belong(group, subsets_by_bit(bases, choices, group.p, SUBSETS))


def are_reduced(group: FiniteField, elements: Iterable[Element]) -> bool:
    """Tell whether every element is in 1..p-1."""
    return all(0 < element < group.p for element in cast("Iterable[int]", elements))


def products_belong(group: FiniteField, products: Iterable[int]) -> bool:
    """Tell whether every product of a random subset belongs to the group."""
    return all(powers.power(one, group.q, group.p) == 1 for one in products)
