"""SHA-256 in the four spellings of the format: hex, short Base64, challenge, transcript text."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable

from ballots.crypto.group import Element, Exponent, Group


def sha256_hex(content: bytes) -> str:
    """Hash ``content`` into 64 lower-case hex digits: names of records, events, payloads."""
    return hashlib.sha256(content).hexdigest()


def sha256_b64(content: bytes) -> str:
    """Hash ``content`` into 43 Base64 characters: election fingerprint, tracker, ballot hash."""
    return digest_b64(hashlib.sha256(content).digest())


def digest_b64(digest: bytes) -> str:
    """Write a digest in Base64 without its padding."""
    return b64encode(digest).decode().rstrip("=")


def transcript(*parts: str, commitments: Iterable[Element]) -> str:
    """Write the text a challenge hashes: parts joined by bars, then commitments by commas.

    Source: belenios-format §4.
    """
    return "|".join((*parts, ",".join(str(element) for element in commitments)))


def challenge(group: Group, *parts: str, commitments: Iterable[Element]) -> Exponent:
    """Hash a transcript into an exponent: the SHA-256 read as an integer, modulo q."""
    digest = hashlib.sha256(transcript(*parts, commitments=commitments).encode()).digest()
    return int.from_bytes(digest) % group.q
