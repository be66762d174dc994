"""The cyclic group (groupe) in which ballots are encrypted: the one interface its kinds fulfil.

An element is opaque here: compared, ordered and written in its one text by ``str``, and combined
with others only by its group. ``finite_field`` and ``edwards`` are the two kinds.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, Protocol

from ballots.crypto import powers
from ballots.errors import InvalidProofError, MalformedError


class Element(Protocol):
    """A group element: ``str`` writes its canonical text, ``<`` is the order of the format."""

    def __hash__(self) -> int: ...

    def __lt__(self, other: Any, /) -> bool: ...


Exponent = int  # a residue modulo q; a fast integer (gmpy2) is taken wherever an int is

DECIMAL = re.compile(r"0|[1-9][0-9]*")
BYTE = 256


class Group(ABC):
    """A group of prime order ``q`` with base ``g``.

    ``padding`` is how many low bits are left free to embed integers; None when it embeds none.
    ``most_embedded`` integers fit one element; ``text_length`` bounds the text of an element.
    """

    __slots__ = ()

    name: str
    q: int
    g: Any  # an Element; a field of the frozen dataclasses below, so not a settable variable here
    padding: int | None

    @property
    @abstractmethod
    def neutral(self) -> Element:
        """Return the neutral element."""

    @property
    @abstractmethod
    def text_length(self) -> int:
        """Return the length of the longest text of an element."""

    @property
    @abstractmethod
    def width(self) -> int:
        """Return the number of bytes of an element written in binary."""

    @property
    @abstractmethod
    def most_embedded(self) -> int:
        """Return how many integers 0..255 one element can hold; 0 when the group embeds none."""

    @abstractmethod
    def multiply(self, first: Element, second: Element) -> Element:
        """Multiply two elements."""

    @abstractmethod
    def divide(self, dividend: Element, divisor: Element) -> Element:
        """Divide two group elements."""

    @abstractmethod
    def power(self, base: Element, exponent: Exponent) -> Element:
        """Raise a public group element to a public ``exponent``."""

    @abstractmethod
    def power_fixed(self, base: Element, exponent: Exponent) -> Element:
        """Raise a group element that comes back often (an election key)."""

    @abstractmethod
    def power_secret(self, base: Element, exponent: Exponent) -> Element:
        """Raise a group element to a secret exponent, in constant time."""

    @abstractmethod
    def has(self, *elements: Element) -> bool:
        """Tell whether all ``elements`` belong to the group, each in its one spelling."""

    @abstractmethod
    def decode(self, text: object) -> Element:
        """Read the text of an element; whether it belongs to the group is another question.

        Raises:
            MalformedError: json.number.
        """

    @abstractmethod
    def to_bytes(self, element: Element) -> bytes:
        """Write an element in ``width`` bytes."""

    @abstractmethod
    def from_bytes(self, raw: bytes) -> Element:
        """Read ``width`` bytes; whether they are of the group is another question."""

    @abstractmethod
    def element_from(self, number: int) -> Element:
        """Turn a 256-bit ``number`` into a group element whose logarithm nobody knows.

        Source: belenios-format §3.4.
        """

    @abstractmethod
    def _at(self, number: int) -> Element:
        """Return what is written as ``number``, a group element or not."""

    @abstractmethod
    def _number(self, element: Element) -> int:
        """Return the number that ``element`` is written as."""

    def powers(self, base: Element, exponents: Sequence[Exponent]) -> list[Element]:
        """Raise one group element to several exponents in 0..q."""
        return [self.power(base, exponent) for exponent in exponents]

    def member_powers(self, base: Element, exponents: Sequence[Exponent]) -> list[Element]:
        """Raise ``base``, which comes from outside, to several exponents once it is a member.

        Raises:
            InvalidProofError: proof.not-in-group.
        """
        self.require(base)
        return self.powers(base, exponents)

    def power_g(self, exponent: Exponent) -> Element:
        """Raise the generator."""
        return self.power_fixed(self.g, exponent)

    def product(self, elements: Iterable[Element]) -> Element:
        """Multiply ``elements``; the neutral element when there are none."""
        total = self.neutral
        for element in elements:
            total = self.multiply(total, element)
        return total

    def multi_power(self, bases: Sequence[Element], exponents: Sequence[Exponent]) -> Element:
        """Multiply the powers of several bases, each with its own exponent in 0..q-1."""
        pairs = zip(bases, exponents, strict=True)
        return self.product(base if one == 1 else self.power(base, one) for base, one in pairs)

    def require(self, *elements: Element) -> None:
        """Raise unless all ``elements`` belong to the group.

        Raises:
            InvalidProofError: proof.not-in-group.
        """
        if not self.has(*elements):
            raise InvalidProofError("proof.not-in-group")

    def has_key(self, element: Element) -> bool:
        """Tell whether ``element`` can be a public key: in the group and not neutral."""
        return element != self.neutral and self.has(element)

    def has_exponents(self, *exponents: Exponent) -> bool:
        """Tell whether all ``exponents`` lie in 0..q-1."""
        return all(0 <= exponent < self.q for exponent in exponents)

    def encode(self, element: Element) -> str:
        """Write ``element`` in its one text."""
        return str(element)

    def decode_exponent(self, text: object) -> Exponent:
        """Read a canonical decimal number no longer than q; its range is another question.

        Raises:
            MalformedError: json.number.
        """
        return decode_decimal(text, longest=digits_of(self.q))

    def embed(self, numbers: Sequence[int]) -> Element:
        """Hide ``numbers``, each 0..255, in one element (ranked questions).

        Source: belenios-format §3.3.
        """
        if self.padding is None or not len(numbers) <= self.most_embedded:
            raise ValueError(f"{self.name} does not embed {len(numbers)} numbers")
        start = int.from_bytes(bytes(numbers)) << self.padding
        return next(one for one in map(self._at, count(start)) if self.has(one))

    def extract(self, element: Element, length: int) -> tuple[int, ...]:
        """Return the ``length`` numbers that ``element`` hides; any element hides some."""
        if self.padding is None:
            raise ValueError(f"{self.name} embeds nothing")
        number = (self._number(element) >> self.padding) % BYTE**length
        return tuple(int(number).to_bytes(length))


@lru_cache(maxsize=16)
def digits_of(number: int) -> int:
    """Count the decimal digits of the order or the modulus of a group."""
    return len(str(number))


def decode_decimal(text: object, longest: int) -> int:
    """Read a non-negative number without sign or leading zero, of at most ``longest`` digits.

    Raises:
        MalformedError: json.number.
    """
    if not isinstance(text, str) or len(text) > longest or not DECIMAL.fullmatch(text):
        raise MalformedError("json.number")
    return powers.integer(text)
