"""Small discrete logarithms: the counts hidden in the exponent of a decrypted tally.

Source: belenios-format §6 (Weights) and §12.
"""

from collections.abc import Sequence
from math import isqrt

from ballots.crypto.group import Element, Group
from ballots.errors import InvalidProofError


def small_logs(group: Group, elements: Sequence[Element], most: int) -> list[int]:
    """Find, for each element, the n in 0..``most`` with g^n equal to it.

    Baby steps are tabulated once for all elements, about sqrt(``most`` * number of elements) of
    them; at ``most`` = 10^11 and three elements that is half a million.

    Raises:
        InvalidProofError: tally.no-count, when an element is no such power.
    """
    width = isqrt(most * max(1, len(elements))) + 1
    steps = _baby_steps(group, width)
    stride = group.divide(group.neutral, group.power(group.g, width))
    return [_find(group, element, steps, stride, most) for element in elements]


def _baby_steps(group: Group, width: int) -> dict[Element, int]:
    steps: dict[Element, int] = {}
    step = group.neutral
    for exponent in range(width):
        steps.setdefault(step, exponent)
        step = group.multiply(step, group.g)
    return steps


def _find(
    group: Group, element: Element, steps: dict[Element, int], stride: Element, most: int
) -> int:
    for giant in range(0, most + 1, len(steps)):
        if element in steps:
            found = giant + steps[element]
            if found <= most:
                return found
            break
        element = group.multiply(element, stride)
    raise InvalidProofError("tally.no-count", most=most)
