"""The list of trustees (autorités de déchiffrement) and the proofs that each knows its key."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.crypto.group import Element, Group
from ballots.crypto.proofs import Proof
from ballots.errors import MalformedError, UnsupportedError
from ballots.protocol import limits
from ballots.protocol.canonical import decode, encode, read_list, read_member, read_text, reading
from ballots.protocol.numbers import read_proof, write_proof

SINGLE = "Single"
THRESHOLD = "Pedersen"


@dataclass(frozen=True, slots=True)
class TrusteePublicKey:
    """One mandatory trustee's key and its proof of knowledge."""

    public_key: Element
    pok: Proof
    name: str | None = None


def encode_trustee_key(key: TrusteePublicKey) -> bytes:
    """Write one trustee's public key, as its own file."""
    return encode(_members(key))


def parse_trustee_key(raw: bytes, group: Group) -> TrusteePublicKey:
    """Read one trustee's public key.

    Raises:
        MalformedError: trustee.malformed or .too-large.
    """
    with reading("trustee"):
        return _read_key(decode(raw, limits.SMALL, canonical=False), group)


def encode_trustees(keys: Sequence[TrusteePublicKey]) -> bytes:
    """Write the list of trustees; their numbers are their places, from 1."""
    return encode([[SINGLE, _members(key)] for key in keys])


def parse_trustees(raw: bytes, group: Group) -> tuple[TrusteePublicKey, ...]:
    """Read the list of trustees; names and unknown fields are taken as they come.

    Raises:
        MalformedError: trustees.malformed or .too-large.
        UnsupportedError: archive.unsupported, for a threshold group.
    Source: belenios-format §5.
    """
    with reading("trustees"):
        entries = read_list(decode(raw, limits.TRUSTEES, canonical=False))
        if not 1 <= len(entries) <= limits.TRUSTEES_COUNT:
            raise MalformedError("json.shape")
        return tuple(_read_entry(entry, group) for entry in entries)


def _read_entry(entry: object, group: Group) -> TrusteePublicKey:
    kind, key = read_list(entry, 2)
    if kind == THRESHOLD:
        raise UnsupportedError("archive.unsupported", part="trustees", found="threshold")
    if kind != SINGLE:
        raise MalformedError("json.shape")
    return _read_key(key, group)


def _read_key(value: object, group: Group) -> TrusteePublicKey:
    pok = read_proof(read_member(value, "pok"), group)
    public = group.decode(read_member(value, "public_key"))
    named = isinstance(value, dict) and "name" in value
    return TrusteePublicKey(public, pok, read_text(read_member(value, "name")) if named else None)


def _members(key: TrusteePublicKey) -> dict[str, object]:
    members: dict[str, object] = {"pok": write_proof(key.pok), "public_key": str(key.public_key)}
    if key.name is not None:
        members["name"] = key.name
    return members
