"""Threshold trustees (autorités à seuil, t sur n): what their key ceremony publishes.

Two forms exist. The newer one binds every certificate to its ceremony, has each trustee sign all
certificates, and each verification key signed; it is the only one we write.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.crypto.group import Element, Group
from ballots.crypto.proofs import Proof
from ballots.errors import MalformedError
from ballots.protocol import limits
from ballots.protocol.canonical import (
    decode,
    encode,
    read_list,
    read_member,
    read_object,
    read_small,
    read_text,
)
from ballots.protocol.numbers import Json, read_proofs, write_proofs
from ballots.protocol.signed_text import SignedText, read_signed, write_signed
from ballots.protocol.trustee_key import TrusteePublicKey, read_key, write_key

CONSENT_PREFIX = "certs_sig|"


@dataclass(frozen=True, slots=True)
class Context:
    """Which ceremony a certificate was made for, and whose it is; newer form only."""

    group: str
    size: int  # n
    threshold: int  # t
    index: int  # 1..n


@dataclass(frozen=True, slots=True)
class Certificate:
    """A trustee's two keys of the ceremony: to verify what it signs, to encrypt to it."""

    signed: SignedText
    verification: Element
    encryption: Element
    context: Context | None  # None: the older form


@dataclass(frozen=True, slots=True)
class Commitments:
    """A trustee's commitments g^a_0 ... g^a_(t-1) to the coefficients of its polynomial."""

    signed: SignedText
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class ThresholdTrustees:
    """A group of n trustees of whom any t can decrypt; everything is in the order of the indices.

    ``signatures``: of each trustee over all certificates; None in the older form.
    ``keys``: the verification keys, g^(share of the secret), one per trustee.
    """

    threshold: int
    certificates: tuple[Certificate, ...]
    commitments: tuple[Commitments, ...]
    signatures: tuple[Proof, ...] | None
    keys: tuple[TrusteePublicKey, ...]

    @property
    def size(self) -> int:
        """Return n, the number of trustees of the group."""
        return len(self.certificates)

    @property
    def is_older(self) -> bool:
        """Tell whether nothing of the newer form is there."""
        newer = [self.signatures, *(one.context for one in self.certificates)]
        return not any(part is not None for part in (*newer, *(one.signature for one in self.keys)))

    def joint_key(self, group: Group) -> Element:
        """Return what the group contributes to the election's public key."""
        return group.product(one.elements[0] for one in self.commitments)


def certificate_text(verification: Element, encryption: Element, context: Context | None) -> str:
    """Write the text that a certificate signs."""
    members: Json = {}
    if context is not None:
        members["context"] = {
            "group": context.group,
            "size": context.size,
            "threshold": context.threshold,
            "index": context.index,
        }
    members |= {"verification": str(verification), "encryption": str(encryption)}
    return encode(members).decode()


def commitments_text(elements: Sequence[Element]) -> str:
    """Write the text that commitments sign."""
    return encode({"coefexps": [str(one) for one in elements]}).decode()


def consent_text(certificates: Sequence[Certificate], elements: Sequence[Element]) -> str:
    """Write the text by which one trustee, of these commitments, signs all certificates.

    Source: belenios-format §5.3.
    """
    certs = [write_signed(one.signed) for one in certificates]
    agreed = {"certs": certs, "coefexps": [str(one) for one in elements]}
    return CONSENT_PREFIX + encode(agreed).decode()


def write_threshold(found: ThresholdTrustees) -> Json:
    """Return the JSON members of the parameters, in the form they have."""
    members: Json = {
        "threshold": found.threshold,
        "certs": [write_signed(one.signed) for one in found.certificates],
        "coefexps": [write_signed(one.signed) for one in found.commitments],
    }
    if found.signatures is not None:
        members["signatures"] = write_proofs(found.signatures)
    return members | {"verification_keys": [write_key(one) for one in found.keys]}


def read_threshold(value: object, group: Group) -> ThresholdTrustees:
    """Read the parameters in either form: shapes and numbers, no mathematics.

    Raises:
        MalformedError: json.shape, or what is refused of any JSON.
    Source: belenios-format §2 and §5.3.
    """
    certificates = read_list(read_member(value, "certs"))
    size = len(certificates)
    threshold = read_small(read_member(value, "threshold"))
    if not 1 <= threshold <= size <= limits.TRUSTEES_COUNT:
        raise MalformedError("json.shape", field="threshold")
    commitments = read_list(read_member(value, "coefexps"), size)
    keys = read_list(read_member(value, "verification_keys"), size)
    newer = isinstance(value, dict) and "signatures" in value
    return ThresholdTrustees(
        threshold,
        tuple(read_certificate(one, group) for one in certificates),
        tuple(read_commitments(one, group) for one in commitments),
        read_proofs(read_member(value, "signatures"), group, size) if newer else None,
        tuple(read_key(one, group, may_be_signed=True) for one in keys),
    )


def read_certificate(value: object, group: Group) -> Certificate:
    """Read a certificate in either form."""
    signed = read_signed(value, group)
    members = decode(signed.text.encode(), limits.SMALL)
    newer = isinstance(members, dict) and "context" in members
    names = ("context", "verification", "encryption")
    *context, verification, encryption = read_object(members, *(names if newer else names[1:]))
    return Certificate(
        signed,
        group.decode(verification),
        group.decode(encryption),
        _read_context(context[0]) if newer else None,
    )


def read_commitments(value: object, group: Group) -> Commitments:
    """Read one trustee's commitments, however many there are."""
    signed = read_signed(value, group)
    (elements,) = read_object(decode(signed.text.encode(), limits.TRUSTEES), "coefexps")
    return Commitments(signed, tuple(group.decode(one) for one in read_list(elements)))


def _read_context(value: object) -> Context:
    name, *numbers = read_object(value, "group", "size", "threshold", "index")
    size, threshold, index = (read_small(number) for number in numbers)
    return Context(read_text(name), size, threshold, index)
