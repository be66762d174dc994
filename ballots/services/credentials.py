"""Codes (codes de vote) for hosts: draw one, derive its public credential, take an authority's."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ballots.crypto.named_groups import group_named
from ballots.errors import InvalidProofError
from ballots.protocol.authority import (
    AnnouncedElection,
    Destruction,
    PublicList,
    RightToCode,
    RollForCodes,
    encode_roll,
    parse_destruction,
    parse_lists,
)
from ballots.voting.credentials import derive_public, new_private_code
from ballots.voting.setup import new_election_uuid

__all__ = [
    "CheckedLists",
    "Destruction",
    "PublicList",
    "RightToCode",
    "check_lists",
    "new_election_uuid",
    "new_private_code",
    "public_credential",
    "read_destruction",
    "write_roll",
]


@dataclass(frozen=True, slots=True)
class CheckedLists:
    """Public lists whose every credential lies in its group; ``sha256`` of their bytes, in hex."""

    lists: tuple[PublicList, ...]
    sha256: str


def public_credential(election: str, code: str, group: str) -> str:
    """Return the public credential of ``code`` in ``election``, whose group has that name."""
    return str(derive_public(election, code, group_named(group)))


def write_roll(
    title: str, elections: Sequence[tuple[str, str]], rights: Sequence[RightToCode]
) -> bytes:
    """Write what an outside authority starts from.

    Args:
        elections: the identifier of each, and the name of its group.
    """
    announced = tuple(AnnouncedElection(uuid, group_named(group)) for uuid, group in elections)
    return encode_roll(RollForCodes(title, announced, tuple(rights)))


def check_lists(raw: bytes) -> CheckedLists:
    """Read an authority's public lists; every credential is a key of its group.

    Raises:
        BallotsError: public-lists.malformed, .not-canonical, .too-large, .duplicate, or
            .not-in-group with the election and the right.
    """
    lists = parse_lists(raw)
    for one in lists:
        for line in one.lines:
            if not one.election.group.has_key(line.public):
                where = {"election": one.election.uuid, "line": line.number}
                raise InvalidProofError("public-lists.not-in-group", **where)
    return CheckedLists(lists, hashlib.sha256(raw).hexdigest())


def read_destruction(raw: bytes) -> Destruction:
    """Read an authority's statement that its private codes are destroyed.

    Raises:
        MalformedError: destruction.malformed, .not-canonical or .too-large.
    """
    return parse_destruction(raw)
