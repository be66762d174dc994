"""Powers modulo a prime, fast: the only file that calls the number library (gmpy2).

Three ways, for three uses: tables for a base that comes back (g and the election key), one shared
chain for several powers of one base, and a constant-time power for secret exponents.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product as every
from typing import cast

import gmpy2  # type: ignore[import-untyped, unused-ignore]

WINDOW_BITS = 8
BLOCK_BITS = 32
JOINED = 4  # blocks looked up together in one table of 2^JOINED products
TABLES_KEPT = 16  # 2.4 MB each with 256-bit exponents, 17 MB with 2047-bit ones
SMALL_ORDER_BITS = 64  # below, a shared chain costs more than it saves
LARGE_ORDER_BITS = 1024  # above, it saves nothing for two exponents

SPAN = BLOCK_BITS * JOINED

Tables = tuple[tuple[int, ...], ...]
JointTable = dict[tuple[str, ...], int]


def integer(number: int | str) -> int:
    """Turn a number, or its plain decimal text, into the fast integer type."""
    return cast(int, gmpy2.mpz(number))


def power(base: int, exponent: int, modulus: int) -> int:
    """Raise a public ``base`` to a public ``exponent``."""
    return cast(int, gmpy2.powmod(base, exponent, modulus))


def power_secret(base: int, exponent: int, modulus: int) -> int:
    """Raise ``base`` to a secret ``exponent`` >= 0 in time that does not depend on it."""
    if exponent == 0:  # the constant-time routine refuses zero
        return integer(1)
    return cast(int, gmpy2.powmod_sec(base, exponent, modulus))


def inverse(element: int, modulus: int) -> int:
    """Invert ``element``; a caller's bug (ZeroDivisionError) when it has no inverse."""
    return cast(int, gmpy2.invert(element, modulus))


def jacobi(element: int, modulus: int) -> int:
    """Return the Jacobi symbol: 1, -1, or 0 when they share a factor."""
    return cast(int, gmpy2.jacobi(element, modulus))


@lru_cache(maxsize=TABLES_KEPT)
def tables(base: int, modulus: int, bits: int) -> Tables:
    """Build the fixed-base tables of ``base``: row i holds base^(d * 2^(8 i)) for d in 0..255."""
    rows = []
    step = integer(base) % modulus
    for _ in range(-(-bits // WINDOW_BITS)):
        row = [integer(1)]
        for _ in range((1 << WINDOW_BITS) - 1):
            row.append(row[-1] * step % modulus)
        rows.append(tuple(row))
        step = row[-1] * step % modulus
    return tuple(rows)


def power_by_tables(rows: Tables, exponent: int, modulus: int) -> int:
    """Raise the base of ``rows`` to ``exponent``, which must fit in their bits."""
    digits = int(exponent).to_bytes(len(rows), "little")
    product = integer(1)
    for row, digit in zip(rows, digits, strict=True):
        if digit:
            product = product * row[digit] % modulus
    return product


def shared_powers(base: int, exponents: Sequence[int], modulus: int, bits: int) -> list[int]:
    """Raise one ``base`` to several ``exponents`` of at most ``bits`` bits, sharing the squarings.

    Source: performance notes §3 (b), three powers for the price of about 2.2.
    """
    fewest = 3 if bits > LARGE_ORDER_BITS else 2
    if len(exponents) < fewest or bits < SMALL_ORDER_BITS:
        return [power(base, exponent, modulus) for exponent in exponents]
    joint = _joint_tables(base, modulus, bits)
    return [_power_by_blocks(joint, exponent, modulus) for exponent in exponents]


def _joint_tables(base: int, modulus: int, bits: int) -> list[JointTable]:
    """Return, per JOINED blocks, the products of base^(2^(32 k)) over every subset of blocks."""
    step = integer(base)
    joint = []
    for position in range(-(-bits // SPAN)):
        if position:
            step = power(step, 1 << BLOCK_BITS, modulus)
        products = [integer(1)]
        for block in range(JOINED):
            if block:
                step = power(step, 1 << BLOCK_BITS, modulus)
            products += [step, *(one * step % modulus for one in products[1:])]
        joint.append(dict(zip(_SUBSETS, products, strict=True)))
    return joint


def _power_by_blocks(joint: list[JointTable], exponent: int, modulus: int) -> int:
    """Walk the 32 bit columns of ``exponent`` from the highest, all blocks at once."""
    digits = format(int(exponent), f"0{len(joint) * SPAN}b")
    columns = [
        zip(*(digits[end - start - BLOCK_BITS : end - start] for start in _STARTS), strict=True)
        for end in range(len(digits), 0, -SPAN)
    ]
    product = integer(1)
    for column in zip(*columns, strict=True):
        product = product * product % modulus
        for table_of, key in zip(joint, column, strict=True):
            if key != _NO_BIT:
                product = product * table_of[key] % modulus
    return product


_STARTS = range(0, SPAN, BLOCK_BITS)
_SUBSETS = [bits[::-1] for bits in every("01", repeat=JOINED)]  # the lowest block counts first
_NO_BIT = _SUBSETS[0]
