"""Texts sealed for one trustee (messages scellés): an encrypted key, then the text under it."""

import re
from dataclasses import dataclass

from ballots.crypto.group import Element, Group
from ballots.errors import MalformedError
from ballots.protocol import limits
from ballots.protocol.canonical import decode, encode, read_object, read_text

ALGORITHM = "AES-GCM"
HEX = re.compile(r"(?:[0-9a-f]{2})++")


@dataclass(frozen=True, slots=True)
class Sealed:
    """alpha = g^r and beta = key^r * g^s hide g^s, from which the cipher's key is derived."""

    alpha: Element
    beta: Element
    ciphertext: bytes  # with its tag


def encode_sealed(sealed: Sealed) -> str:
    """Write a sealed text; messages carry it as a JSON string.

    Source: belenios-format §5.2, the form of 3.1 and later.
    """
    members = {
        "algorithm": ALGORITHM,
        "alpha": str(sealed.alpha),
        "beta": str(sealed.beta),
        "data": sealed.ciphertext.hex(),
    }
    return encode(members).decode()


def parse_sealed(value: object, group: Group) -> Sealed:
    """Read a sealed text; membership is another question.

    Raises:
        MalformedError: json.shape, or what is refused of any JSON.
    """
    text = read_text(value).encode()
    algorithm, alpha, beta, ciphertext = read_object(
        decode(text, limits.TRUSTEES), "algorithm", "alpha", "beta", "data"
    )
    digits = read_text(ciphertext)
    if algorithm != ALGORITHM or not HEX.fullmatch(digits):
        raise MalformedError("json.shape", field="algorithm" if digits else "data")
    return Sealed(group.decode(alpha), group.decode(beta), bytes.fromhex(digits))
