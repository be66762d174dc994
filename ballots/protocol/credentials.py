"""The public list of credentials (liste des codes publics): one line per right, with its weight."""

from collections.abc import Iterable
from dataclasses import dataclass

from ballots.crypto.batch_membership import all_members
from ballots.crypto.group import Element, Group, decode_decimal
from ballots.errors import InvalidProofError, MalformedError
from ballots.protocol import limits
from ballots.protocol.canonical import (
    LONGEST_SMALL_NUMBER,
    decode,
    encode,
    read_list,
    read_text,
    reading,
)


@dataclass(frozen=True, slots=True)
class PublicCredential:
    """A voter's public key and the weight of the right it exercises."""

    public: Element
    weight: int


def encode_credentials(credentials: Iterable[PublicCredential]) -> bytes:
    """Write the list with explicit weights, sorted so that its order says nothing of people."""
    ordered = sorted(credentials, key=lambda one: one.public)
    return encode([f"{one.public},{one.weight}" for one in ordered])


def parse_credentials(raw: bytes, group: Group) -> tuple[PublicCredential, ...]:
    """Read the list; a line without a weight weighs 1.

    Raises:
        MalformedError: credentials.malformed, .duplicate, .not-canonical or .too-large.
    Source: belenios-format §6; §18 trap 24.
    """
    with reading("credentials"):
        lines = read_list(decode(raw, limits.CREDENTIALS))
        credentials = tuple(_read_line(read_text(line), group) for line in lines)
    if len({one.public for one in credentials}) != len(credentials):
        raise MalformedError("credentials.duplicate")
    return credentials


def verify_credentials(credentials: Iterable[PublicCredential], group: Group) -> None:
    """Raise unless every public key lies in the group and is not neutral.

    A long list is tested by random subsets first, and line by line only when one of them fails.

    Raises:
        InvalidProofError: credentials.not-in-group, with the line.
    """
    keys = [one.public for one in credentials]
    if group.neutral in keys or not all_members(group, keys):
        line = next(line for line, key in enumerate(keys, 1) if not group.has_key(key))
        raise InvalidProofError("credentials.not-in-group", line=line)


def _read_line(line: str, group: Group) -> PublicCredential:
    public, comma, weight = line.partition(",")
    known = int(decode_decimal(weight, LONGEST_SMALL_NUMBER)) if comma else 1
    return PublicCredential(group.decode(public), known)
