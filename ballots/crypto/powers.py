"""Powers modulo a prime, fast: the only file that calls the number library (gmpy2).

Three ways, for three uses: tables for a base that comes back (g and the election key), one shared
chain for several powers of one base, and a constant-time power for secret exponents.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import gmpy2  # type: ignore[import-untyped, unused-ignore]

WINDOW_BITS = 8
BLOCK_BITS = 16
JOINED = 4  # blocks looked up together in one table of 2^JOINED products
TABLES_KEPT = 16  # about 2.4 MB each for a 2048-bit group with 256-bit exponents
SMALL_ORDER_BITS = 64  # below, a shared chain costs more than it saves

Tables = tuple[tuple[int, ...], ...]


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
    if len(exponents) < 2 or bits < SMALL_ORDER_BITS:
        return [power(base, exponent, modulus) for exponent in exponents]
    joint = _joint_tables(base, modulus, bits)
    return [_power_by_blocks(joint, exponent, modulus) for exponent in exponents]


def _joint_tables(base: int, modulus: int, bits: int) -> list[dict[str, int]]:
    """Return, per JOINED blocks, the products of base^(2^(16 k)) over every subset of blocks."""
    step = integer(base)
    joint = []
    for _ in range(-(-bits // (BLOCK_BITS * JOINED))):
        table = {"": integer(1)}
        for _ in range(JOINED):
            zero = {f"0{key}": value for key, value in table.items()}
            one = {f"1{key}": value * step % modulus for key, value in table.items()}
            table = zero | one
            step = power(step, 1 << BLOCK_BITS, modulus)
        joint.append(table)
    return joint


def _power_by_blocks(joint: list[dict[str, int]], exponent: int, modulus: int) -> int:
    """Walk the 16 bit columns of ``exponent`` from the highest, all blocks at once."""
    length = len(joint) * JOINED * BLOCK_BITS
    digits = format(int(exponent), f"0{length}b")
    span = JOINED * BLOCK_BITS
    keys = []
    for table in range(len(joint)):
        end = length - table * span
        blocks = [digits[end - span + i : end - span + i + BLOCK_BITS] for i in _STARTS]
        keys.append(list(map("".join, zip(*blocks, strict=True))))
    product = integer(1)
    for column in zip(*keys, strict=True):
        product = product * product % modulus
        for table_of, key in zip(joint, column, strict=True):
            if key != _NO_BIT:
                product = product * table_of[key] % modulus
    return product


_STARTS = range(0, JOINED * BLOCK_BITS, BLOCK_BITS)
_NO_BIT = "0" * JOINED
