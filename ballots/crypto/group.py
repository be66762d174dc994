"""The cyclic group (groupe) in which ballots are encrypted: elements, powers, membership, text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ballots.crypto import powers
from ballots.errors import MalformedError

Element = int  # a residue modulo p; a fast integer (gmpy2) is taken wherever an int is
Exponent = int  # a residue modulo q

DECIMAL = re.compile(r"0|[1-9][0-9]*")
NEUTRAL: Element = 1


@dataclass(frozen=True, slots=True)
class Group:
    """The subgroup of prime order ``q`` of the integers modulo the prime ``p``, with base ``g``."""

    name: str
    p: int
    q: int
    g: Element

    def power(self, base: Element, exponent: Exponent) -> Element:
        """Raise a public ``base`` to a public ``exponent``."""
        return powers.power(base, exponent, self.p)

    def powers(self, base: Element, exponents: Sequence[Exponent]) -> list[Element]:
        """Raise one ``base`` to several exponents in 0..q, sharing the squarings."""
        return powers.shared_powers(base, exponents, self.p, self.q.bit_length())

    def power_g(self, exponent: Exponent) -> Element:
        """Raise the generator, by tables."""
        return self.power_fixed(self.g, exponent)

    def power_fixed(self, base: Element, exponent: Exponent) -> Element:
        """Raise a group element that comes back often (an election key), by tables."""
        rows = powers.tables(base, self.p, self.q.bit_length())
        return powers.power_by_tables(rows, exponent % self.q, self.p)

    def power_secret(self, base: Element, exponent: Exponent) -> Element:
        """Raise a group element to a secret exponent, in constant time."""
        return powers.power_secret(base, exponent % self.q, self.p)

    def product(self, elements: Iterable[Element]) -> Element:
        """Multiply ``elements``; the neutral element when there are none."""
        total = powers.integer(NEUTRAL)
        for element in elements:
            total = total * element % self.p
        return total

    def divide(self, dividend: Element, divisor: Element) -> Element:
        """Divide two group elements."""
        return dividend * powers.inverse(divisor, self.p) % self.p

    def is_reduced(self, *elements: Element) -> bool:
        """Tell whether every element is written below p and is not zero."""
        return all(0 < element < self.p for element in elements)

    def has(self, *elements: Element) -> bool:
        """Tell whether all ``elements`` belong to the subgroup of order q."""
        return self.is_reduced(*elements) and all(
            self.power(element, self.q) == NEUTRAL for element in elements
        )

    def has_key(self, element: Element) -> bool:
        """Tell whether ``element`` can be a public key: in the group and not neutral."""
        return element != NEUTRAL and self.has(element)

    def has_exponents(self, *exponents: Exponent) -> bool:
        """Tell whether all ``exponents`` lie in 0..q-1."""
        return all(0 <= exponent < self.q for exponent in exponents)

    def encode(self, element: Element) -> str:
        """Write ``element`` as a plain decimal number."""
        return str(element)

    def decode(self, text: object) -> Element:
        """Read a canonical decimal number no longer than p; membership is another question.

        Raises:
            MalformedError: json.number.
        """
        return decode_decimal(text, longest=len(str(self.p)))

    def decode_exponent(self, text: object) -> Exponent:
        """Read a canonical decimal number no longer than q; its range is another question.

        Raises:
            MalformedError: json.number.
        """
        return decode_decimal(text, longest=len(str(self.q)))


def decode_decimal(text: object, longest: int) -> int:
    """Read a non-negative number without sign or leading zero, of at most ``longest`` digits.

    Raises:
        MalformedError: json.number.
    """
    if not isinstance(text, str) or len(text) > longest or not DECIMAL.fullmatch(text):
        raise MalformedError("json.number")
    return powers.integer(text)
