"""A trustee's side of the key ceremony (cérémonie des clés): from a seed to a decryption key.

Everything secret is derived from the seed or sealed with a key derived from it: who keeps the
seed and the last message of the ceremony can always decrypt again. Steps 1, 3 and 5 of the source.

Source: belenios-format §5.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ballots.crypto.group import Exponent, Group
from ballots.crypto.hashing import sha256_hex
from ballots.crypto.randomness import draw_base58
from ballots.crypto.schnorr import prove_key, sign_text
from ballots.crypto.shamir import commit, draw_polynomial, evaluate, verify_share
from ballots.errors import BallotsError, InvalidProofError, RefusedError
from ballots.protocol.ceremony import (
    PolynomialMessage,
    ShareInput,
    ShareOutput,
    encode_certificate,
    encode_output,
    encode_polynomial,
    key_text,
    parse_input,
    parse_output,
    polynomial_text,
    read_number_text,
    read_polynomial_text,
    secret_text,
)
from ballots.protocol.sealed import Sealed
from ballots.protocol.signed_text import SignedText
from ballots.protocol.threshold import (
    Certificate,
    Commitments,
    Context,
    ThresholdTrustees,
    certificate_text,
    commitments_text,
    consent_text,
)
from ballots.protocol.trustee_key import TrusteePublicKey
from ballots.voting.channel import seal, unseal
from ballots.voting.threshold import (
    verify_certificate,
    verify_commitments,
    verify_consent,
    verify_threshold,
)

SEED_LENGTH = 22  # Base58 characters, 128 bits


@dataclass(frozen=True, slots=True)
class Seat:
    """A trustee's place in one ceremony, and the seed only it knows."""

    group: Group
    context: Context
    seed: str = field(repr=False)

    @property
    def signing(self) -> Exponent:
        """Return the secret of the verification key."""
        return self._derived("sk")

    @property
    def decryption(self) -> Exponent:
        """Return the secret of the encryption key."""
        return self._derived("dk")

    def _derived(self, use: str) -> Exponent:
        return int(sha256_hex(f"{use}|{self.seed}".encode()), 16) % self.group.q


def new_seat(group: Group, size: int, threshold: int, index: int) -> Seat:
    """Draw a seed for trustee ``index`` of a ceremony where ``threshold`` of ``size`` decrypt."""
    if not 1 <= threshold <= size or not 1 <= index <= size:
        raise ValueError("no such place in a ceremony")
    return Seat(group, Context(group.name, size, threshold, index), draw_base58(SEED_LENGTH))


def make_certificate(seat: Seat) -> bytes:
    """Make the trustee's certificate, step 1."""
    return encode_certificate(_certificate(seat))


def make_polynomial(seat: Seat, certificates: Sequence[Certificate]) -> bytes:
    """Draw the trustee's polynomial and seal a share of it for everyone, step 3.

    Raises:
        RefusedError: ceremony.wrong-number.
        InvalidProofError: threshold.bad-certificate, with the index, or ceremony.not-mine.
    """
    group, signing = seat.group, seat.signing
    check_certificates(seat, certificates)
    own = certificates[seat.context.index - 1].encryption
    coefficients = draw_polynomial(group, seat.context.threshold)
    elements = commit(group, coefficients)
    shares = enumerate(certificates, 1)
    consent = consent_text(certificates, elements)
    text = commitments_text(elements)
    return encode_polynomial(
        PolynomialMessage(
            seal(group, signing, own, polynomial_text(coefficients)),
            tuple(
                seal(group, signing, to.encryption, secret_text(evaluate(group, coefficients, j)))
                for j, to in shares
            ),
            Commitments(SignedText(text, sign_text(group, signing, text)), elements),
            sign_text(group, signing, consent),
        )
    )


def make_output(seat: Seat, certificates: Sequence[Certificate], raw: bytes) -> bytes:
    """Check every share received, and make the trustee's decryption key of them, step 5.

    Args:
        raw: the server's message of step 4 for this trustee.
    Raises:
        RefusedError: ceremony.wrong-number.
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
        InvalidProofError: threshold.* with the index of the trustee whose part is wrong;
            ceremony.bad-share with the index and cause; ceremony.not-mine.
    """
    group, signing = seat.group, seat.signing
    check_certificates(seat, certificates)
    received = parse_input(raw, group, seat.context.size)
    _check_public_parts(seat, certificates, received)
    _check_own_polynomial(seat, certificates, received)
    secret = sum(_shares(seat, certificates, received)) % group.q
    public = group.power_secret(group.g, secret)
    own = certificates[seat.context.index - 1].encryption
    signature = sign_text(group, signing, group.encode(public))
    key = TrusteePublicKey(public, prove_key(group, secret, public), signature=signature)
    return encode_output(ShareOutput(seal(group, signing, own, key_text(secret)), key))


def decryption_key(seat: Seat, output: bytes) -> Exponent:
    """Return the trustee's secret from its seed and its last message, to decrypt with.

    Raises:
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
        InvalidProofError: channel.* or ceremony.not-mine, when it is of another seat.
    """
    group = seat.group
    message = parse_output(output, group)
    secret = open_decryption_key(seat, message.private_key)
    if group.power_secret(group.g, secret) != message.key.public_key:
        raise InvalidProofError("ceremony.not-mine")
    return secret


def open_decryption_key(seat: Seat, sealed: Sealed) -> Exponent:
    """Return the secret that a trustee sealed for itself at step 5.

    Raises:
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
        InvalidProofError: channel.not-in-group, .not-for-us or .bad-signature.
    """
    group = seat.group
    sender = group.power_secret(group.g, seat.signing)
    text = unseal(group, seat.decryption, sender, sealed)
    return read_number_text(text, "decryption_key", group) % group.q


def check_published(seat: Seat, output: bytes, found: ThresholdTrustees) -> None:
    """Raise unless published parameters are sound and this trustee's part of them is its own.

    The last look: without it a server could publish a group of its own making.

    Raises:
        RefusedError: ceremony.wrong-number.
        InvalidProofError: threshold.*, trustee.bad-key or ceremony.not-mine.
    """
    check_certificates(seat, found.certificates)
    verify_threshold(seat.group, found)
    secret = decryption_key(seat, output)
    published = found.keys[seat.context.index - 1].public_key
    if seat.group.power_secret(seat.group.g, secret) != published:
        raise InvalidProofError("ceremony.not-mine")


def check_certificates(seat: Seat, certificates: Sequence[Certificate]) -> None:
    """Raise unless all certificates are sound and of this ceremony, one's own among them, step 2.

    Raises:
        RefusedError: ceremony.wrong-number.
        InvalidProofError: threshold.bad-certificate, with the index, or ceremony.not-mine.
    """
    context = seat.context
    if len(certificates) != context.size:
        number = len(certificates)
        raise RefusedError("ceremony.wrong-number", number=number, size=context.size)
    for index, certificate in enumerate(certificates, 1):
        place = Context(context.group, context.size, context.threshold, index)
        verify_certificate(seat.group, certificate, index, place)
    mine, own = certificates[context.index - 1], _certificate(seat)
    if (mine.verification, mine.encryption) != (own.verification, own.encryption):
        raise InvalidProofError("ceremony.not-mine")


def _certificate(seat: Seat) -> Certificate:
    group = seat.group
    verification = group.power_secret(group.g, seat.signing)
    encryption = group.power_secret(group.g, seat.decryption)
    text = certificate_text(verification, encryption, seat.context)
    signed = SignedText(text, sign_text(group, seat.signing, text))
    return Certificate(signed, verification, encryption, seat.context)


def _check_public_parts(
    seat: Seat, certificates: Sequence[Certificate], received: ShareInput
) -> None:
    """Raise unless every trustee committed, signed that, and signed the same certificates."""
    parts = zip(certificates, received.commitments, received.consents, strict=True)
    for index, (certificate, commitments, consent) in enumerate(parts, 1):
        threshold = seat.context.threshold
        verify_commitments(seat.group, certificate, commitments, index, threshold)
        verify_consent(seat.group, certificates, commitments.elements, index, consent)


def _check_own_polynomial(
    seat: Seat, certificates: Sequence[Certificate], received: ShareInput
) -> None:
    """Raise unless the commitments under one's own name are to the polynomial one sealed."""
    group, index = seat.group, seat.context.index
    own = certificates[index - 1].verification
    text = unseal(group, seat.decryption, own, received.polynomial)
    coefficients = read_polynomial_text(text, group)
    if commit(group, coefficients) != received.commitments[index - 1].elements:
        raise InvalidProofError("ceremony.not-mine")


def _shares(
    seat: Seat, certificates: Sequence[Certificate], received: ShareInput
) -> list[Exponent]:
    """Open the share that each trustee made for this one, checked against its commitments."""
    group, shares = seat.group, []
    parts = zip(certificates, received.secrets, received.commitments, strict=True)
    for index, (sender, sealed, commitments) in enumerate(parts, 1):
        try:
            text = unseal(group, seat.decryption, sender.verification, sealed)
            share = read_number_text(text, "secret", group)
            verify_share(group, commitments.elements, seat.context.index, share)
        except BallotsError as fault:
            raise InvalidProofError("ceremony.bad-share", index=index, cause=fault.code) from fault
        shares.append(share)
    return shares
