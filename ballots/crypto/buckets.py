"""Products of many powers by buckets: the squarings are done once for all bases.

Digit by digit, the bases of one digit are multiplied together first, in the bucket of that digit.
One pass over the bases fills the buckets; the wider the digits, the fewer the passes and the more
the buckets, so the width follows from the number of bases.

Source: Pippenger's algorithm.
"""

from collections.abc import Iterator, Sequence

from ballots.crypto import powers

WIDEST = 15  # bits of a digit: beyond, the buckets would not fit any cache
FEWEST_BASES = 24  # below, powers one by one are as quick


def width_of_digits(number: int, bits: int, per_bucket: int = 2) -> int:
    """Return how many bits a digit should have for ``number`` bases and ``bits``-bit exponents.

    A pass costs one multiplication for each base, and ``per_bucket`` for each bucket.
    """
    return min(
        range(1, min(WIDEST, max(bits, 1)) + 1),
        key=lambda width: -(-bits // width) * (number + (per_bucket << width)),
    )


def product_of_powers(bases: Sequence[int], exponents: Sequence[int], modulus: int) -> int:
    """Multiply the powers of several bases to exponents >= 0."""
    if len(bases) < FEWEST_BASES:
        product = powers.integer(1)
        for base, exponent in zip(bases, exponents, strict=True):
            product = product * powers.power(base, exponent, modulus) % modulus
        return product
    bits = max(int(exponent).bit_length() for exponent in exponents)
    width = width_of_digits(len(bases), bits)
    product = powers.integer(1)
    for buckets in _passes(bases, exponents, modulus, bits, width):
        product = powers.power(product, 1 << width, modulus)
        product = product * _weighed(buckets, modulus) % modulus
    return product


def product_and_subsets(
    bases: Sequence[int], exponents: Sequence[int], modulus: int, bits: int
) -> tuple[int, list[int]]:
    """Multiply the powers of several bases; also, for each bit, the bases whose exponent has it.

    The same buckets serve both.

    Args:
        bases: at least one, reduced.
        exponents: one each, below 2^``bits``.
    Returns:
        The product of powers, and one product of bases per bit, the highest bit first.
    """
    width = width_of_digits(len(bases), bits, per_bucket=4)
    product = powers.integer(1)
    subsets: list[int] = []
    for buckets in _passes(bases, exponents, modulus, bits, width):
        product = powers.power(product, 1 << width, modulus)
        product = product * _weighed(buckets, modulus) % modulus
        subsets += _by_bit(buckets, modulus, width)
    return product, subsets[-bits:]  # the first pass may be wider than what is left of the bits


def subsets_by_bit(
    bases: Sequence[int], choices: Sequence[int], modulus: int, bits: int
) -> list[int]:
    """Multiply, for each bit, the bases whose number in ``choices`` has it, the highest first."""
    width = width_of_digits(len(bases), bits)
    subsets: list[int] = []
    for buckets in _passes(bases, choices, modulus, bits, width):
        subsets += _by_bit(buckets, modulus, width)
    return subsets[-bits:]


def _passes(
    bases: Sequence[int], exponents: Sequence[int], modulus: int, bits: int, width: int
) -> Iterator[list[int | None]]:
    """Yield the buckets of each digit, the highest digit first; None is an empty bucket."""
    mask = (1 << width) - 1
    for place in range(-(-bits // width) - 1, -1, -1):
        shift = place * width
        buckets: list[int | None] = [None] * (mask + 1)
        for base, exponent in zip(bases, exponents, strict=True):
            digit = exponent >> shift & mask
            if digit:
                held = buckets[digit]
                buckets[digit] = base if held is None else held * base % modulus
        yield buckets


def _weighed(buckets: Sequence[int | None], modulus: int) -> int:
    """Multiply the bucket of each digit d in d times."""
    running = product = powers.integer(1)
    for held in buckets[:0:-1]:
        if held is not None:
            running = running * held % modulus
        product = product * running % modulus
    return product


def _by_bit(buckets: Sequence[int | None], modulus: int, width: int) -> list[int]:
    """Multiply, for each bit of the digit, the buckets that have it, the highest bit first.

    The buckets are folded in half after each bit: the upper half is what the bit selects.
    """
    subsets = []
    left = list(buckets)
    for bit in range(width - 1, -1, -1):
        half = 1 << bit
        upper = left[half:]
        subsets.append(_product(upper, modulus))
        left = [_joined(low, high, modulus) for low, high in zip(left[:half], upper, strict=True)]
    return subsets


def _joined(first: int | None, second: int | None, modulus: int) -> int | None:
    if first is None or second is None:
        return second if first is None else first
    return first * second % modulus


def _product(factors: Sequence[int | None], modulus: int) -> int:
    product = powers.integer(1)
    for factor in factors:
        if factor is not None:
            product = product * factor % modulus
    return product
