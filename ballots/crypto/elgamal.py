"""Exponential ElGamal encryption (chiffrement): small numbers hidden, added without opening."""

from collections.abc import Iterable
from dataclasses import dataclass

from ballots.crypto.group import NEUTRAL, Element, Exponent, Group


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """alpha = g^r and beta = y^r * g^m, for a secret r, the election key y and the number m."""

    alpha: Element
    beta: Element


NOTHING = Ciphertext(NEUTRAL, NEUTRAL)  # an encryption of 0 that hides nothing


def encrypt(group: Group, key: Element, number: int, randomness: Exponent) -> Ciphertext:
    """Encrypt a small ``number`` for the election ``key`` with a fresh ``randomness``."""
    mask = group.power_fixed(key, randomness)
    return Ciphertext(group.power_g(randomness), mask * group.power_g(number) % group.p)


def multiply(group: Group, ciphertexts: Iterable[Ciphertext]) -> Ciphertext:
    """Multiply ciphertexts: the result encrypts the sum of their numbers."""
    total = NOTHING
    for one in ciphertexts:
        total = Ciphertext(total.alpha * one.alpha % group.p, total.beta * one.beta % group.p)
    return total


def scale(group: Group, ciphertext: Ciphertext, weight: int) -> Ciphertext:
    """Raise a ciphertext to a public ``weight``: it encrypts the weighted number."""
    if weight == 1:
        return ciphertext
    return Ciphertext(group.power(ciphertext.alpha, weight), group.power(ciphertext.beta, weight))
