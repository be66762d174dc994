"""Private voting codes (codes de vote) and the public credentials derived from them."""

import re

from ballots.crypto.group import Element, Exponent, Group
from ballots.crypto.hashing import sha256_hex
from ballots.crypto.randomness import BASE58, draw_base58
from ballots.errors import MalformedError
from ballots.protocol.credentials import PublicCredential

__all__ = [
    "PublicCredential",
    "derive_public",
    "derive_secret",
    "new_private_code",
    "normalise_code",
]

PIECES = (5, 6, 5, 6)
LENGTH = sum(PIECES)
LONGEST_INPUT = 100

_CODE = re.compile(f"[{BASE58}]{{{LENGTH}}}")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")  # blanks and every kind of dash


def new_private_code() -> str:
    """Draw a private code: 22 Base58 characters (128 bits) shown as XXXXX-XXXXXX-XXXXX-XXXXXX."""
    return _dashed(draw_base58(LENGTH))


def normalise_code(text: str) -> str:
    """Put a code a person typed into its dashed form.

    Raises:
        MalformedError: credential.malformed.
    """
    if len(text) > LONGEST_INPUT:
        raise MalformedError("credential.malformed")
    bare = _SEPARATORS.sub("", text)
    if not _CODE.fullmatch(bare):
        raise MalformedError("credential.malformed")
    return _dashed(bare)


def derive_secret(uuid: str, code: str, group: Group) -> Exponent:
    """Derive the secret exponent of a dashed ``code`` for the election ``uuid``.

    Source: belenios-format §6, form of 2.4 to 3.3.0.
    """
    halves = (sha256_hex(f"derive_credential|{uuid}|{half}|{code}".encode()) for half in (0, 1))
    return int("".join(halves), 16) % group.q


def derive_public(uuid: str, code: str, group: Group) -> Element:
    """Derive the public credential of a dashed ``code`` for the election ``uuid``."""
    return group.power_secret(group.g, derive_secret(uuid, code, group))


def _dashed(bare: str) -> str:
    pieces = []
    for length in PIECES:
        pieces.append(bare[:length])
        bare = bare[length:]
    return "-".join(pieces)
