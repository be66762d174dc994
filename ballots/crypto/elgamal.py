"""ElGamal encryption (chiffrement): small numbers added without opening, or whole elements.

Source: belenios-format §8 and §11.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ballots.crypto.group import Element, Exponent, Group


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """alpha = g^r and beta = y^r * g^m, for a secret r, the election key y and the number m."""

    alpha: Element
    beta: Element


def nothing(group: Group) -> Ciphertext:
    """Return the encryption of 0 that hides nothing: two neutral elements."""
    return Ciphertext(group.neutral, group.neutral)


def encrypt(group: Group, key: Element, number: int, randomness: Exponent) -> Ciphertext:
    """Encrypt a small ``number`` for the election ``key`` with a fresh ``randomness``."""
    return encrypt_element(group, key, group.power_g(number), randomness)


def encrypt_element(
    group: Group, key: Element, element: Element, randomness: Exponent
) -> Ciphertext:
    """Encrypt a group element for the election ``key`` with a fresh ``randomness``."""
    mask = group.power_fixed(key, randomness)
    return Ciphertext(group.power_g(randomness), group.multiply(mask, element))


def multiply(group: Group, ciphertexts: Iterable[Ciphertext]) -> Ciphertext:
    """Multiply ciphertexts: the result encrypts the sum of their numbers."""
    total = nothing(group)
    for one in ciphertexts:
        alpha = group.multiply(total.alpha, one.alpha)
        total = Ciphertext(alpha, group.multiply(total.beta, one.beta))
    return total


def scale(group: Group, ciphertext: Ciphertext, weight: int) -> Ciphertext:
    """Raise a ciphertext to a public ``weight``: it encrypts the weighted number."""
    if weight == 1:
        return ciphertext
    return Ciphertext(group.power(ciphertext.alpha, weight), group.power(ciphertext.beta, weight))
