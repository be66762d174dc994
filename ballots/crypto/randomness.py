"""The one file that draws, from the system's secure source: exponents, identifiers, orders.

Source: belenios-format §2 (Base58) and §18 trap 35.
"""

import secrets

from ballots.crypto.group import Exponent, Group

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def draw_exponent(group: Group) -> Exponent:
    """Draw a uniform exponent in 0..q-1."""
    return secrets.randbelow(int(group.q))


def draw_secret(group: Group) -> Exponent:
    """Draw a uniform secret key in 1..q-1."""
    return 1 + secrets.randbelow(int(group.q) - 1)


def draw_base58(length: int) -> str:
    """Draw ``length`` independent Base58 characters."""
    return "".join(secrets.choice(BASE58) for _ in range(length))


def draw_permutation(length: int) -> list[int]:
    """Draw a uniform permutation of 0..``length`` - 1."""
    order = list(range(length))
    secrets.SystemRandom().shuffle(order)
    return order


def draw_bits(number: int, bits: int) -> list[int]:
    """Draw ``number`` independent uniform numbers of ``bits`` bits, a multiple of 8."""
    size = bits // 8
    drawn = secrets.token_bytes(number * size)
    return [int.from_bytes(drawn[start : start + size]) for start in range(0, number * size, size)]
