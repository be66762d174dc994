"""One trustee's public key (clé d’une autorité) and the proof that its secret is known.

Source: belenios-format §5.1.
"""

from dataclasses import dataclass

from ballots.crypto.group import Element, Group
from ballots.crypto.proofs import Proof
from ballots.protocol import limits
from ballots.protocol.canonical import decode, encode, read_member, read_text, reading
from ballots.protocol.numbers import Json, read_proof, write_proof


@dataclass(frozen=True, slots=True)
class TrusteePublicKey:
    """A trustee's key and its proof of knowledge.

    ``signature``: of a threshold trustee only, who signs the key with the ceremony's own key.
    """

    public_key: Element
    pok: Proof
    name: str | None = None
    signature: Proof | None = None


def encode_trustee_key(key: TrusteePublicKey) -> bytes:
    """Write one trustee's public key, as its own file."""
    return encode(write_key(key))


def parse_trustee_key(raw: bytes, group: Group) -> TrusteePublicKey:
    """Read one trustee's public key.

    Raises:
        MalformedError: trustee.malformed or .too-large.
    """
    with reading("trustee"):
        return read_key(decode(raw, limits.SMALL, canonical=False), group)


def write_key(key: TrusteePublicKey) -> Json:
    """Return the JSON members of a trustee's key."""
    members: Json = {"pok": write_proof(key.pok), "public_key": str(key.public_key)}
    if key.signature is not None:
        members["signature"] = write_proof(key.signature)
    if key.name is not None:
        members["name"] = key.name
    return members


def read_key(value: object, group: Group, *, may_be_signed: bool = False) -> TrusteePublicKey:
    """Read a trustee's key; unknown fields are taken as they come."""
    pok = read_proof(read_member(value, "pok"), group)
    public = group.decode(read_member(value, "public_key"))
    members = value if isinstance(value, dict) else {}
    name = read_text(members["name"]) if "name" in members else None
    signed = may_be_signed and "signature" in members
    signature = read_proof(members["signature"], group) if signed else None
    return TrusteePublicKey(public, pok, name, signature)
