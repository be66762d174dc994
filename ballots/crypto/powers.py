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
TABLES_KEPT = 16  # 2.4 MB each with 256-bit exponents, 17 MB with 2047-bit ones
SMALL_ORDER_BITS = 64  # below, a shared chain costs more than it saves
LARGE_ORDER_BITS = 1024  # above, it saves nothing for two exponents
FEWEST_BASES = 24  # from here on, buckets pay for a product of powers

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
    fewest = 3 if bits > LARGE_ORDER_BITS else 2
    if len(exponents) < fewest or bits < SMALL_ORDER_BITS:
        return [power(base, exponent, modulus) for exponent in exponents]
    joint = _joint_tables(base, modulus, bits)
    return [_power_by_blocks(joint, exponent, modulus) for exponent in exponents]


def product_of_powers(bases: Sequence[int], exponents: Sequence[int], modulus: int) -> int:
    """Multiply the powers of several bases to exponents >= 0, the squarings done once for all.

    Source: Pippenger's buckets: digit by digit from the highest, the bases of one digit are
    multiplied first.
    """
    if len(bases) < FEWEST_BASES:
        product = integer(1)
        for base, exponent in zip(bases, exponents, strict=True):
            product = product * power(base, exponent, modulus) % modulus
        return product
    length = -(-max(int(exponent).bit_length() for exponent in exponents) // WINDOW_BITS)
    digits = [int(exponent).to_bytes(length) for exponent in exponents]
    product = integer(1)
    for place in range(length):
        product = power(product, 1 << WINDOW_BITS, modulus)
        product = product * _by_buckets(bases, [row[place] for row in digits], modulus) % modulus
    return product


def _by_buckets(bases: Sequence[int], digits: Sequence[int], modulus: int) -> int:
    """Multiply bases raised to one small digit each: the bucket of d is multiplied in d times."""
    buckets: dict[int, int] = {}
    for base, digit in zip(bases, digits, strict=True):
        buckets[digit] = buckets[digit] * base % modulus if digit in buckets else base
    running = product = integer(1)
    for digit in range((1 << WINDOW_BITS) - 1, 0, -1):
        if digit in buckets:
            running = running * buckets[digit] % modulus
        product = product * running % modulus
    return product


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
