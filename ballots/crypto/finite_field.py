"""Groups of integers modulo a prime (corps fini): BELENIOS-2048 and RFC-3526-2048."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from ballots.crypto import buckets, powers
from ballots.crypto.group import Element, Exponent, Group, decode_decimal, digits_of
from ballots.errors import InvalidProofError


@dataclass(frozen=True, slots=True)
class FiniteField(Group):
    """The subgroup of prime order ``q`` of the integers modulo the prime ``p``, with base ``g``.

    Its elements are integers, fast ones (gmpy2) where they were read or computed here.
    """

    name: str
    p: int
    q: int
    g: int
    padding: int | None = None

    @property
    def is_safe(self) -> bool:
        """Tell whether p = 2q + 1: then the subgroup is the squares, and one symbol says so."""
        return self.p == 2 * self.q + 1

    @property
    def neutral(self) -> Element:
        """Return 1."""
        return powers.integer(1)

    @property
    def text_length(self) -> int:
        """Return the number of digits of p."""
        return digits_of(self.p)

    @property
    def width(self) -> int:
        """Return the number of bytes of p."""
        return (self.p.bit_length() + 7) // 8

    @property
    def most_embedded(self) -> int:
        """Return how many bytes fit below p above the padding."""
        return 0 if self.padding is None else (self.p.bit_length() - 1 - self.padding) // 8

    def multiply(self, first: Element, second: Element) -> Element:
        """Multiply modulo p."""
        return cast(int, first) * cast(int, second) % self.p

    def divide(self, dividend: Element, divisor: Element) -> Element:
        """Multiply by the inverse modulo p."""
        return self.multiply(dividend, powers.inverse(cast(int, divisor), self.p))

    def product(self, elements: Iterable[Element]) -> Element:
        """Multiply modulo p, starting from 1."""
        total = powers.integer(1)
        for element in cast("Iterable[int]", elements):
            total = total * element % self.p
        return total

    def power(self, base: Element, exponent: Exponent) -> Element:
        """Raise modulo p; a negative exponent inverts."""
        return powers.power(cast(int, base), exponent, self.p)

    def powers(self, base: Element, exponents: Sequence[Exponent]) -> list[Element]:
        """Raise one ``base`` to several exponents in 0..q, sharing the squarings."""
        raised = powers.shared_powers(cast(int, base), exponents, self.p, self.q.bit_length())
        return list(raised)

    def member_powers(self, base: Element, exponents: Sequence[Exponent]) -> list[Element]:
        """Raise ``base`` to q on the same chain of squarings; in a safe field, look at its symbol.

        Raises:
            InvalidProofError: proof.not-in-group.
        Source: belenios-format §3.1; performance notes §3 (b).
        """
        if self.is_safe or not self._is_reduced(cast(int, base)):
            self.require(base)
            return self.powers(base, exponents)
        *raised, last = self.powers(base, [*exponents, self.q])
        if last != 1:
            raise InvalidProofError("proof.not-in-group")
        return raised

    def multi_power(self, bases: Sequence[Element], exponents: Sequence[Exponent]) -> Element:
        """Multiply the powers of several bases, by buckets when there are many."""
        return buckets.product_of_powers(cast("Sequence[int]", bases), exponents, self.p)

    def power_fixed(self, base: Element, exponent: Exponent) -> Element:
        """Raise a group element that comes back often, by tables."""
        rows = powers.tables(cast(int, base), self.p, self.q.bit_length())
        return powers.power_by_tables(rows, exponent % self.q, self.p)

    def power_secret(self, base: Element, exponent: Exponent) -> Element:
        """Raise a group element to a secret exponent, in constant time."""
        return powers.power_secret(cast(int, base), exponent % self.q, self.p)

    def has(self, *elements: Element) -> bool:
        """Tell whether every element is in 1..p-1 and its power q is 1.

        Source: belenios-format §3.1; §18 traps 30 and 31.
        """
        return all(self._has_one(element) for element in cast("tuple[int, ...]", elements))

    def decode(self, text: object) -> Element:
        """Read a canonical decimal number no longer than p.

        Raises:
            MalformedError: json.number.
        """
        return decode_decimal(text, longest=self.text_length)

    def to_bytes(self, element: Element) -> bytes:
        """Write the number, its highest byte first."""
        return int(cast(int, element)).to_bytes(self.width)

    def from_bytes(self, raw: bytes) -> Element:
        """Read a number, its highest byte first."""
        return powers.integer(int.from_bytes(raw))

    def element_from(self, number: int) -> Element:
        """Raise ``number`` to the cofactor."""
        return powers.power(number, (self.p - 1) // self.q, self.p)

    def _has_one(self, element: int) -> bool:
        if not self._is_reduced(element):
            return False
        if self.is_safe:
            return powers.jacobi(element, self.p) == 1
        return powers.power(element, self.q, self.p) == 1

    def _is_reduced(self, element: int) -> bool:
        return 0 < element < self.p

    def _at(self, number: int) -> Element:
        return powers.integer(number)

    def _number(self, element: Element) -> int:
        return cast(int, element)
