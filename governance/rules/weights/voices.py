"""A number of voices with its explanation; exact, and brought to integers by a common scale."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, lcm
from typing import TypeAlias

from governance.errors import InvalidInputError
from governance.rules.ruleset import Source
from governance.rules.ruleset.weighing import Rounding
from governance.rules.steps import Step, written

Amount: TypeAlias = int | Fraction
MOST_PARTS = 10**12  # of one voice
MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Voices:
    """A number of voices, explained; ``missing`` are the inputs that nobody has entered yet."""

    value: Amount
    steps: tuple[Step, ...]
    clause: str
    source: Source
    missing: tuple[str, ...] = ()

    def with_step(self, value: Fraction, step: Step) -> "Voices":
        """Return these voices changed to ``value`` by a further rule, with its step."""
        return replace(self, value=plain(value), steps=(*self.steps, step))


def plain(value: Amount) -> Amount:
    """Return a whole number as an int, anything else as the fraction it is."""
    return int(value) if Fraction(value).denominator == 1 else value


def shown(value: Amount) -> int | str:
    """Return what JSON carries: an integer, or ``p/q``."""
    value = plain(value)
    return value if isinstance(value, int) else written(value)


def decimal_places(value: Amount) -> int | None:
    """Return how many decimals write a number exactly, six at most; None where they do not."""
    exact = Fraction(value)
    return next((n for n in range(MOST_PLACES + 1) if (exact * 10**n).denominator == 1), None)


def as_decimal(value: Amount) -> Decimal | None:
    """Return a number as the decimals that write it exactly, None where none do."""
    places = decimal_places(value)
    return None if places is None else Decimal(int(value * 10**places)).scaleb(-places)


def common_scale(values: Iterable[Amount]) -> int:
    """Return the smallest number that makes every value whole when multiplied by it.

    Raises:
        InvalidInputError: weight.too-fine where nobody could count in such small parts.
    """
    scale = 1
    for value in values:
        scale = lcm(scale, Fraction(value).denominator)
        if scale > MOST_PARTS:
            path = "weight.rounding.value"
            raise InvalidInputError("weight.too-fine", path=path, most=MOST_PARTS)
    return scale


def rounded(value: Fraction, how: Rounding) -> Fraction:
    """Round a number of voices as the clause says; ``none`` leaves it as it is."""
    if how == "none":
        return value
    if how == "floor":
        return Fraction(floor(value))
    if how == "ceil":
        return Fraction(ceil(value))
    if how == "half_up":
        return Fraction(floor(value + Fraction(1, 2)))
    return Fraction(round(value))  # to the even neighbour of an exact half
