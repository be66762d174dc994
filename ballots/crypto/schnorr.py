"""Knowledge of a discrete logarithm: keys, ballots' and messages' signatures (clés, signatures)."""

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.hashing import challenge
from ballots.crypto.proofs import Proof, require_range
from ballots.crypto.randomness import draw_exponent
from ballots.errors import InvalidProofError


def prove_key(group: Group, secret: Exponent, public: Element) -> Proof:
    """Prove that the maker of ``public`` = g^secret knows the secret."""
    return _prove(group, secret, "pok", group.name, group.encode(public))


def verify_key(group: Group, public: Element, proof: Proof) -> None:
    """Raise unless the maker of ``public`` knew its secret.

    Args:
        public: from outside; membership is checked here, and the neutral element refused.
    Raises:
        InvalidProofError: proof.not-in-group, .out-of-range or .wrong-challenge.
    Source: belenios-format §4, ``pok|``; §18 trap 26.
    """
    if not group.has_key(public):
        raise InvalidProofError("proof.not-in-group")
    _verify(group, public, proof, "pok", group.name, group.encode(public))


def sign_hash(group: Group, secret: Exponent, digest: str) -> Proof:
    """Sign the 43-character hash of a ballot with a credential's secret."""
    return _prove(group, secret, "sig", digest)


def verify_hash_signature(group: Group, public: Element, digest: str, proof: Proof) -> Element:
    """Return the commitment, recomputed, when the holder of ``public`` signed ``digest``; or raise.

    Args:
        public: a credential of the list, whose membership was checked with the list.
    Raises:
        InvalidProofError: proof.out-of-range or .wrong-challenge.
    Source: belenios-format §4, ``sig|``.
    """
    return _verify(group, public, proof, "sig", digest)


def require_hash_challenge(group: Group, digest: str, proof: Proof, commitment: Element) -> None:
    """Raise unless a ballot's signature has the challenge of a ``commitment`` that is given.

    Raises:
        InvalidProofError: proof.out-of-range or .wrong-challenge.
    Source: belenios-format §4, ``sig|``.
    """
    require_range(group, (proof,))
    if challenge(group, "sig", digest, commitments=(commitment,)) != proof.challenge:
        raise InvalidProofError("proof.wrong-challenge")


def sign_text(group: Group, secret: Exponent, text: str) -> Proof:
    """Sign a message of the key ceremony with the secret of a verification key."""
    return _prove(group, secret, "sigmsg", text)


def verify_text_signature(group: Group, public: Element, text: str, proof: Proof) -> None:
    """Raise unless the holder of the verification key ``public`` signed ``text``.

    Args:
        public: of a certificate, whose membership was checked with it.
        text: exactly as received.
    Raises:
        InvalidProofError: proof.out-of-range or .wrong-challenge.
    Source: belenios-format §4, ``sigmsg|``.
    """
    _verify(group, public, proof, "sigmsg", text)


def prove_encryption(
    group: Group, key: Element, context: str, ciphertext: Ciphertext, randomness: Exponent
) -> Proof:
    """Prove that the maker of ``ciphertext`` knows its randomness, hence what it encrypts."""
    return _prove(group, randomness, "raweg", *_raw_parts(key, context, ciphertext))


def verify_encryption(
    group: Group, key: Element, context: str, ciphertext: Ciphertext, proof: Proof
) -> None:
    """Raise unless the maker of ``ciphertext`` knew its randomness.

    Args:
        context: the text S0 of the source, which binds election and credential.
        ciphertext: from outside; membership is checked here.
    Raises:
        InvalidProofError: proof.not-in-group, .out-of-range or .wrong-challenge.
    Source: belenios-format §4, ``raweg|``.
    """
    group.require(ciphertext.alpha, ciphertext.beta)
    _verify(group, ciphertext.alpha, proof, "raweg", *_raw_parts(key, context, ciphertext))


def _raw_parts(key: Element, context: str, ciphertext: Ciphertext) -> tuple[str, str]:
    return context, f"{key},{ciphertext.alpha},{ciphertext.beta}"


def _prove(group: Group, secret: Exponent, *parts: str) -> Proof:
    nonce = draw_exponent(group)
    asked = challenge(group, *parts, commitments=(group.power_secret(group.g, nonce),))
    return Proof(asked, (nonce - secret * asked) % group.q)


def _verify(group: Group, public: Element, proof: Proof, *parts: str) -> Element:
    require_range(group, (proof,))
    known = group.power(public, proof.challenge)
    commitment = group.multiply(group.power_g(proof.response), known)
    if challenge(group, *parts, commitments=(commitment,)) != proof.challenge:
        raise InvalidProofError("proof.wrong-challenge")
    return commitment
