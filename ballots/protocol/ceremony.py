"""Messages of the key ceremony (cérémonie des clés): what trustees and server send each other.

Every message has one canonical writing. What is sealed for one trustee stays a text here: only
its shape can be seen from outside.

Source: belenios-format §5.2.
"""

from dataclasses import dataclass

from ballots.crypto.group import Element, Exponent, Group, decode_decimal
from ballots.crypto.proofs import Proof
from ballots.errors import MalformedError
from ballots.protocol import limits
from ballots.protocol.canonical import decode, encode, read_list, read_object, read_text, reading
from ballots.protocol.numbers import read_proof, read_proofs, write_proof, write_proofs
from ballots.protocol.sealed import Sealed, encode_sealed, parse_sealed
from ballots.protocol.signed_text import write_signed
from ballots.protocol.threshold import (
    Certificate,
    Commitments,
    read_certificate,
    read_commitments,
)
from ballots.protocol.trustee_key import TrusteePublicKey, read_key, write_key


@dataclass(frozen=True, slots=True)
class PolynomialMessage:
    """Step 3, trustee to server: a polynomial, sealed in pieces, and the commitments to it."""

    polynomial: Sealed  # for the trustee itself
    secrets: tuple[Sealed, ...]  # one share for each trustee, in the order of the indices
    commitments: Commitments
    consent: Proof  # over all certificates


@dataclass(frozen=True, slots=True)
class ShareInput:
    """Step 4, server to one trustee: the shares for it, its own polynomial, all commitments."""

    polynomial: Sealed
    secrets: tuple[Sealed, ...]  # one share from each trustee
    commitments: tuple[Commitments, ...]
    consents: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class ShareOutput:
    """Step 5, trustee to server: its decryption key, sealed for itself, and the public half."""

    private_key: Sealed
    key: TrusteePublicKey


def encode_certificate(certificate: Certificate) -> bytes:
    """Write a certificate, the message of step 1."""
    return encode(write_signed(certificate.signed))


def parse_certificate(raw: bytes, group: Group) -> Certificate:
    """Read a certificate in either form.

    Raises:
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
    """
    with reading("ceremony"):
        return read_certificate(decode(raw, limits.SMALL), group)


def encode_polynomial(message: PolynomialMessage) -> bytes:
    """Write the message of step 3."""
    return encode(
        {
            "polynomial": encode_sealed(message.polynomial),
            "secrets": [encode_sealed(one) for one in message.secrets],
            "coefexps": write_signed(message.commitments.signed),
            "signature": write_proof(message.consent),
        }
    )


def parse_polynomial(raw: bytes, group: Group, size: int) -> PolynomialMessage:
    """Read the message of step 3, of a ceremony of ``size`` trustees.

    Raises:
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
    """
    with reading("ceremony"):
        names = ("polynomial", "secrets", "coefexps", "signature")
        own, secrets, commitments, consent = read_object(decode(raw, limits.TRUSTEES), *names)
        return PolynomialMessage(
            parse_sealed(own, group),
            tuple(parse_sealed(one, group) for one in read_list(secrets, size)),
            read_commitments(commitments, group),
            read_proof(consent, group),
        )


def encode_input(message: ShareInput) -> bytes:
    """Write the message of step 4."""
    return encode(
        {
            "polynomial": encode_sealed(message.polynomial),
            "secrets": [encode_sealed(one) for one in message.secrets],
            "coefexps": [write_signed(one.signed) for one in message.commitments],
            "signatures": write_proofs(message.consents),
        }
    )


def parse_input(raw: bytes, group: Group, size: int) -> ShareInput:
    """Read the message of step 4, of a ceremony of ``size`` trustees.

    Raises:
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
    """
    with reading("ceremony"):
        names = ("polynomial", "secrets", "coefexps", "signatures")
        own, secrets, commitments, consents = read_object(decode(raw, limits.TRUSTEES), *names)
        return ShareInput(
            parse_sealed(own, group),
            tuple(parse_sealed(one, group) for one in read_list(secrets, size)),
            tuple(read_commitments(one, group) for one in read_list(commitments, size)),
            read_proofs(consents, group, size),
        )


def encode_output(message: ShareOutput) -> bytes:
    """Write the message of step 5."""
    private = encode_sealed(message.private_key)
    return encode({"private_key": private, "public_key": write_key(message.key)})


def parse_output(raw: bytes, group: Group) -> ShareOutput:
    """Read the message of step 5.

    Raises:
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
    """
    with reading("ceremony"):
        private, key = read_object(decode(raw, limits.TRUSTEES), "private_key", "public_key")
        message = ShareOutput(
            parse_sealed(private, group), read_key(key, group, may_be_signed=True)
        )
        if message.key.signature is None or message.key.name is not None:
            raise MalformedError("json.shape", field="public_key")
        if encode_output(message) != raw:  # other fields in the key
            raise MalformedError("json.not-canonical")
        return message


def polynomial_text(coefficients: tuple[Exponent, ...]) -> str:
    """Write what a trustee seals for itself at step 3."""
    return encode({"polynomial": [str(one) for one in coefficients]}).decode()


def read_polynomial_text(text: str, group: Group) -> tuple[Exponent, ...]:
    """Read what a trustee sealed for itself at step 3.

    Raises:
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
    """
    with reading("ceremony"):
        (listed,) = read_object(decode(text.encode(), limits.TRUSTEES), "polynomial")
        return tuple(group.decode_exponent(one) for one in read_list(listed))


def secret_text(share: Exponent) -> str:
    """Write what a trustee seals for another at step 3."""
    return encode({"secret": str(share)}).decode()


def key_text(secret: Exponent) -> str:
    """Write what a trustee seals for itself at step 5: its decryption key."""
    return encode({"decryption_key": str(secret)}).decode()


def read_number_text(text: str, name: str, group: Group) -> int:
    """Read a sealed share (``secret``) or decryption key (``decryption_key``).

    The public tool 2.0 leaves a key unreduced, a sum of several numbers below q: the range is
    the reader's question.

    Raises:
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
    """
    with reading("ceremony"):
        (number,) = read_object(decode(text.encode(), limits.SMALL), name)
        longest = len(str(group.q * limits.TRUSTEES_COUNT))
        return decode_decimal(read_text(number), longest)


def envelope_text(recipient: Element, text: str) -> str:
    """Write what the sender of a sealed text signs: for whom it is, and the text."""
    return encode({"recipient": str(recipient), "message": text}).decode()


def read_envelope(text: str, group: Group) -> tuple[Element, str]:
    """Read for whom a text was sealed, and the text.

    Raises:
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
    """
    with reading("ceremony"):
        names = ("recipient", "message")
        recipient, message = read_object(decode(text.encode(), limits.TRUSTEES), *names)
        return group.decode(recipient), read_text(message)
