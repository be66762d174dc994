"""Where each ballot of a box lies and what it claims (index de l’urne): no ballot is kept.

What stays in memory for each ballot is bounded, some 400 bytes: its place, its tracker, the hash of
the credential it names, and which ballot of a credential is the last.
"""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

DIGEST = 32
_CLAIM = re.compile(
    rb'\{"election_uuid":"[^"\\]*","election_hash":"[^"\\]*","credential":"([^"\\]*)","answers":'
)


def credential_digest(text: str) -> bytes:
    """Return the key under which a credential is indexed."""
    return sha256(text.encode()).digest()


def claimed_credential(raw: bytes) -> str | None:
    """Return the credential that a ballot names, nothing of which is verified yet.

    A ballot in canonical form and of the right election always shows it there; what does not is
    refused later.
    """
    found = _CLAIM.match(raw)
    return found[1].decode(errors="replace") if found else None


@dataclass(slots=True)
class BoxIndex:
    """The ballots of a box in order, counted from 0."""

    offsets: "array[int]" = field(default_factory=lambda: array("Q"))
    sizes: "array[int]" = field(default_factory=lambda: array("Q"))
    repeated: set[int] = field(default_factory=set)  # the same bytes came before
    _trackers: bytearray = field(default_factory=bytearray)
    _claims: bytearray = field(default_factory=bytearray)  # zeros when none is shown
    _first: dict[bytes, int] = field(default_factory=dict)  # by tracker
    _last: dict[bytes, int] = field(default_factory=dict)  # by claim

    def __len__(self) -> int:
        return len(self.offsets)

    def add(self, offset: int, raw: bytes, tracker: bytes) -> None:
        """Note one more ballot.

        Args:
            offset: where its entry begins.
            tracker: the 32 bytes it spells, checked against ``raw``.
        """
        number = len(self)
        text = claimed_credential(raw)
        claim = bytes(DIGEST) if text is None else credential_digest(text)
        self.offsets.append(offset)
        self.sizes.append(len(raw))
        self._trackers += tracker
        self._claims += claim
        if self._first.setdefault(tracker, number) != number:
            self.repeated.add(number)
        self._last[claim] = number

    def tracker(self, number: int) -> bytes:
        """Return the 32 bytes of a ballot's tracker."""
        return bytes(self._trackers[number * DIGEST : (number + 1) * DIGEST])

    def claim(self, number: int) -> bytes:
        """Return the digest of the credential that a ballot names."""
        return bytes(self._claims[number * DIGEST : (number + 1) * DIGEST])

    def find(self, tracker: bytes) -> int | None:
        """Return the number of the first ballot with this tracker."""
        return self._first.get(tracker)

    def last_of(self, claim: bytes) -> int:
        """Return the number of the last ballot that names this credential."""
        return self._last[claim]

    @property
    def claims(self) -> Iterable[bytes]:
        """Return the digest of every credential that is named, once."""
        return self._last
