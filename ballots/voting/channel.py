"""Private messages between trustees (canal privé): signed, then sealed for one of them.

ElGamal carries a random group element, AES-256-GCM under its hash carries the signed text.
"""

from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.randomness import draw_exponent
from ballots.crypto.schnorr import sign_text, verify_text_signature
from ballots.errors import InvalidProofError
from ballots.protocol import limits
from ballots.protocol.canonical import decode, encode, reading
from ballots.protocol.ceremony import envelope_text, read_envelope
from ballots.protocol.sealed import Sealed
from ballots.protocol.signed_text import SignedText, read_signed, write_signed


def seal(group: Group, signing: Exponent, recipient: Element, text: str) -> Sealed:
    """Sign ``text`` for the encryption key ``recipient`` and seal it.

    Source: belenios-format §5.2, "Private messages".
    """
    envelope = envelope_text(recipient, text)
    signed = SignedText(envelope, sign_text(group, signing, envelope))
    randomness, carried = draw_exponent(group), group.power_secret(group.g, draw_exponent(group))
    alpha = group.power_secret(group.g, randomness)
    beta = group.multiply(group.power_secret(recipient, randomness), carried)
    cipher = AESGCM(cipher_key(group, carried))
    sealed = cipher.encrypt(cipher_nonce(group, alpha), encode(write_signed(signed)), None)
    return Sealed(alpha, beta, sealed)


def unseal(group: Group, decryption: Exponent, sender: Element, sealed: Sealed) -> str:
    """Return the text that the holder of the verification key ``sender`` sealed for us.

    Args:
        decryption: the secret of our encryption key.
        sender: a verified verification key.
    Raises:
        InvalidProofError: channel.not-in-group, .not-for-us or .bad-signature.
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
    """
    require_members(group, sealed)
    carried = group.divide(sealed.beta, group.power_secret(sealed.alpha, decryption))
    try:
        cipher = AESGCM(cipher_key(group, carried))
        raw = cipher.decrypt(cipher_nonce(group, sealed.alpha), sealed.ciphertext, None)
    except InvalidTag as fault:
        raise InvalidProofError("channel.not-for-us") from fault
    return open_signed(group, decryption, sender, raw)


def open_signed(group: Group, decryption: Exponent, sender: Element, raw: bytes) -> str:
    """Return the text of a deciphered message, once ``sender`` signed it for us.

    Raises:
        InvalidProofError: channel.not-for-us or .bad-signature.
        MalformedError: ceremony.malformed, .not-canonical or .too-large.
    """
    with reading("ceremony"):
        signed = read_signed(decode(raw, limits.TRUSTEES), group)
    try:
        verify_text_signature(group, sender, signed.text, signed.signature)
    except InvalidProofError as fault:
        raise InvalidProofError("channel.bad-signature", cause=fault.code) from fault
    recipient, text = read_envelope(signed.text, group)
    if recipient != group.power_secret(group.g, decryption):
        raise InvalidProofError("channel.not-for-us")
    return text


def require_members(group: Group, sealed: Sealed) -> None:
    """Raise unless the two elements of a sealed text belong to the group.

    Raises:
        InvalidProofError: channel.not-in-group.
    """
    if not group.has(sealed.alpha, sealed.beta):
        raise InvalidProofError("channel.not-in-group")


def cipher_key(group: Group, carried: Element) -> bytes:
    """Return the 32-byte key that a carried element stands for."""
    return sha256(f"key|{group.encode(carried)}".encode()).digest()


def cipher_nonce(group: Group, alpha: Element) -> bytes:
    """Return the 32-byte nonce of a sealed text; the whole of it for GCM."""
    return sha256(f"iv|{group.encode(alpha)}".encode()).digest()
