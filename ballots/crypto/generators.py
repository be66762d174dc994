"""Independent generators (générateurs indépendants): nobody knows a logarithm between them."""

import hashlib
from functools import lru_cache

from ballots.crypto.group import Element, Group


@lru_cache(maxsize=8)
def generators(group: Group, number: int) -> tuple[Element, ...]:
    """Return h, the generator of number -1, and then those of numbers 0 to ``number`` - 1.

    Source: belenios-format §3.4.
    """
    found = tuple(_generator(group, i) for i in range(-1, number))
    if len({*found, group.g, group.neutral}) != number + 3:
        raise ValueError("the generators are not independent")
    return found


@lru_cache(maxsize=1 << 12)
def _generator(group: Group, number: int) -> Element:
    digest = hashlib.sha256(f"ggen|{number}".encode()).digest()
    return group.element_from(int.from_bytes(digest))
