"""The list of trustees (autorités de déchiffrement): mandatory ones and groups with a threshold.

Trustees are numbered from 1 through the whole list, each member of a group included: that number
is the owner of a partial decryption. Inside a group, indices start again at 1.
"""

from collections.abc import Iterable, Iterator, Sequence

from ballots.crypto.group import Element, Group
from ballots.errors import MalformedError
from ballots.protocol import limits
from ballots.protocol.canonical import decode, encode, read_list, reading
from ballots.protocol.threshold import ThresholdTrustees, read_threshold, write_threshold
from ballots.protocol.trustee_key import (
    TrusteePublicKey,
    encode_trustee_key,
    parse_trustee_key,
    read_key,
    write_key,
)

__all__ = [
    "ThresholdTrustees",
    "TrusteeEntry",
    "TrusteePublicKey",
    "encode_trustee_key",
    "encode_trustees",
    "joint_key",
    "members",
    "numbered",
    "parse_trustee_key",
    "parse_trustees",
]

SINGLE = "Single"
THRESHOLD = "Pedersen"

TrusteeEntry = TrusteePublicKey | ThresholdTrustees  # mandatory, or any t of n


def encode_trustees(entries: Sequence[TrusteeEntry]) -> bytes:
    """Write the list of trustees."""
    return encode([_write_entry(entry) for entry in entries])


def parse_trustees(raw: bytes, group: Group) -> tuple[TrusteeEntry, ...]:
    """Read the list of trustees; names and unknown fields are taken as they come.

    Raises:
        MalformedError: trustees.malformed, .not-canonical or .too-large.
    Source: belenios-format §5.
    """
    with reading("trustees"):
        listed = read_list(decode(raw, limits.TRUSTEES, canonical=False))
        entries = tuple(_read_entry(entry, group) for entry in listed)
        if not 1 <= len(members(entries)) <= limits.TRUSTEES_COUNT:
            raise MalformedError("json.shape")
        return entries


def members(entries: Iterable[TrusteeEntry]) -> tuple[TrusteePublicKey, ...]:
    """Return the key of every trustee, in the order of the owners' numbers."""
    return tuple(key for _, keys in numbered(entries) for key in keys.values())


def numbered(
    entries: Iterable[TrusteeEntry],
) -> Iterator[tuple[TrusteeEntry, dict[int, TrusteePublicKey]]]:
    """Go through the list with each entry's own trustees by owner's number."""
    first = 1
    for entry in entries:
        keys = (entry,) if isinstance(entry, TrusteePublicKey) else entry.keys
        yield entry, dict(enumerate(keys, first))
        first += len(keys)


def joint_key(entries: Iterable[TrusteeEntry], group: Group) -> Element:
    """Return the public key of the election that these trustees share."""
    return group.product(
        entry.public_key if isinstance(entry, TrusteePublicKey) else entry.joint_key(group)
        for entry in entries
    )


def _write_entry(entry: TrusteeEntry) -> list[object]:
    if isinstance(entry, TrusteePublicKey):
        return [SINGLE, write_key(entry)]
    return [THRESHOLD, write_threshold(entry)]


def _read_entry(entry: object, group: Group) -> TrusteeEntry:
    kind, found = read_list(entry, 2)
    if kind == SINGLE:
        return read_key(found, group)
    if kind == THRESHOLD:
        return read_threshold(found, group)
    raise MalformedError("json.shape")
