"""Proof that a partial decryption (déchiffrement partiel) was made with the trustee's own key."""

from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.hashing import challenge
from ballots.crypto.proofs import Proof, require_range
from ballots.crypto.randomness import draw_exponent
from ballots.errors import InvalidProofError


def prove_decryption(
    group: Group, election_hash: str, secret: Exponent, key: Element, alpha: Element
) -> tuple[Element, Proof]:
    """Return the factor ``alpha``^secret and the proof that ``key`` = g^secret made it."""
    factor = group.power_secret(alpha, secret)
    nonce = draw_exponent(group)
    commitments = (group.power_secret(group.g, nonce), group.power_secret(alpha, nonce))
    asked = challenge(group, *_parts(election_hash, key), commitments=commitments)
    return factor, Proof(asked, (nonce - secret * asked) % group.q)


def verify_decryption(
    group: Group, election_hash: str, key: Element, alpha: Element, factor: Element, proof: Proof
) -> None:
    """Raise unless ``factor`` = ``alpha``^x for the x of the trustee's ``key`` = g^x.

    Args:
        election_hash: fingerprint of the election (phi in the source), as text.
        key, alpha: already known to be in the group (setup and tally were verified).
        factor: from outside; membership is checked here.
    Raises:
        InvalidProofError: proof.not-in-group, .out-of-range or .wrong-challenge.
    Source: belenios-format §4, ``decrypt|``, and §11.
    """
    group.require(factor)
    require_range(group, (proof,))
    c, r = proof.challenge, proof.response
    a = group.multiply(group.power_g(r), group.power(key, c))
    b = group.multiply(group.power(alpha, r), group.power(factor, c))
    if challenge(group, *_parts(election_hash, key), commitments=(a, b)) != c:
        raise InvalidProofError("proof.wrong-challenge")


def _parts(election_hash: str, key: Element) -> tuple[str, ...]:
    return ("decrypt", election_hash, str(key))
