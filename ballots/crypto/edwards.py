"""The group of Ed25519 (courbe d’Edwards): its points, nothing of its signatures.

Points go through libsodium (PyNaCl), unclamped. It refuses whatever is not a canonical point of
the prime-order subgroup, and also a zero scalar and a neutral result: those two are treated here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import cast

from nacl import bindings
from nacl.exceptions import RuntimeError as SodiumError

from ballots.crypto.group import Element, Exponent, Group
from ballots.errors import InvalidProofError, MalformedError

SIZE = 32
COFACTOR_DOUBLINGS = 3  # the cofactor is 8

_HEX = re.compile(f"[0-9a-f]{{{2 * SIZE}}}")


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A point of the curve, ordered as its 32 bytes of RFC 8032, written as those reversed."""

    encoded: bytes

    def __str__(self) -> str:
        """Write 64 lower-case hex digits, the most significant first."""
        return self.encoded[::-1].hex()


NEUTRAL = Point(bytes([1]) + bytes(SIZE - 1))


@dataclass(frozen=True, slots=True)
class Edwards25519(Group):
    """The subgroup of prime order of the curve; written multiplicatively, like every group here.

    Source: belenios-format §3.2; §18 trap 32.
    """

    name: str = "Ed25519"
    q: int = 2**252 + 27742317777372353535851937790883648493
    g: Point = Point(bytes([0x58]) + bytes([0x66]) * (SIZE - 1))
    padding: int | None = 14

    @property
    def neutral(self) -> Element:
        """Return the point (0, 1)."""
        return NEUTRAL

    @property
    def text_length(self) -> int:
        """Return the number of hex digits of a point."""
        return 2 * SIZE

    @property
    def width(self) -> int:
        """Return 32."""
        return SIZE

    @property
    def most_embedded(self) -> int:
        """Return 30: with the padding, what fits below 2^254."""
        return 30

    def multiply(self, first: Element, second: Element) -> Element:
        """Add two points.

        Raises:
            InvalidProofError: proof.not-in-group, when one is no point of the curve.
        """
        return self._combine(bindings.crypto_core_ed25519_add, first, second)

    def divide(self, dividend: Element, divisor: Element) -> Element:
        """Subtract two points.

        Raises:
            InvalidProofError: proof.not-in-group, when one is no point of the curve.
        """
        return self._combine(bindings.crypto_core_ed25519_sub, dividend, divisor)

    def power(self, base: Element, exponent: Exponent) -> Element:
        """Multiply a point by ``exponent``, in constant time; it is reduced modulo q.

        Raises:
            InvalidProofError: proof.not-in-group.
        """
        scalar = int(exponent % self.q).to_bytes(SIZE, "little")
        if base == NEUTRAL or not any(scalar):
            return NEUTRAL
        try:
            if base == self.g:
                return Point(bindings.crypto_scalarmult_ed25519_base_noclamp(scalar))
            point = cast(Point, base).encoded
            return Point(bindings.crypto_scalarmult_ed25519_noclamp(scalar, point))
        except SodiumError as fault:
            raise InvalidProofError("proof.not-in-group") from fault

    def power_fixed(self, base: Element, exponent: Exponent) -> Element:
        """Multiply a point that comes back often; libsodium has tables for the base point."""
        return self.power(base, exponent)

    def power_secret(self, base: Element, exponent: Exponent) -> Element:
        """Multiply a point by a secret exponent, in constant time."""
        return self.power(base, exponent)

    def has(self, *elements: Element) -> bool:
        """Tell whether each is neutral or a canonical point of the prime-order subgroup."""
        return all(
            one == NEUTRAL or bindings.crypto_core_ed25519_is_valid_point(one.encoded)
            for one in cast("tuple[Point, ...]", elements)
        )

    def decode(self, text: object) -> Element:
        """Read 64 lower-case hex digits.

        Raises:
            MalformedError: json.number.
        """
        if not isinstance(text, str) or not _HEX.fullmatch(text):
            raise MalformedError("json.number")
        return Point(bytes.fromhex(text)[::-1])

    def to_bytes(self, element: Element) -> bytes:
        """Write the 32 bytes of RFC 8032."""
        return cast(Point, element).encoded

    def from_bytes(self, raw: bytes) -> Element:
        """Read the 32 bytes of RFC 8032."""
        return Point(raw)

    def element_from(self, number: int) -> Element:
        """Find the next point of the curve and clear its cofactor."""
        candidates = map(self._times_cofactor, map(self._at, count(number >> 2)))
        return next(point for point in candidates if point is not None)

    def _times_cofactor(self, candidate: Element) -> Element | None:
        try:
            for _ in range(COFACTOR_DOUBLINGS):
                candidate = self.multiply(candidate, candidate)
        except InvalidProofError:
            return None
        return candidate

    def _combine(
        self, operation: Callable[[bytes, bytes], bytes], first: Element, second: Element
    ) -> Element:
        try:
            return Point(operation(cast(Point, first).encoded, cast(Point, second).encoded))
        except SodiumError as fault:
            raise InvalidProofError("proof.not-in-group") from fault

    def _at(self, number: int) -> Element:
        return Point(int(number).to_bytes(SIZE, "little"))

    def _number(self, element: Element) -> int:
        return int.from_bytes(cast(Point, element).encoded, "little")
