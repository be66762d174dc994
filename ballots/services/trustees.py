"""Trustees (autorités de déchiffrement) for hosts: the server's share, checks of the others."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from ballots.crypto.named_groups import BELENIOS_2048, group_named
from ballots.protocol.canonical import decode
from ballots.protocol.limits import TRUSTEES
from ballots.protocol.tally import encode_decryption
from ballots.protocol.threshold import read_threshold
from ballots.protocol.trustees import (
    TrusteeEntry,
    encode_trustee_key,
    encode_trustees,
    joint_key,
    parse_trustee_key,
    parse_trustees,
)
from ballots.services.elections import load_election
from ballots.services.tallies import tally_to_open
from ballots.voting.setup import new_trustee_secret, trustee_public_key, verify_trustee_key
from ballots.voting.tally import partial_decryption

DEFAULT_GROUP = BELENIOS_2048.name


def new_trustee(group_name: str = DEFAULT_GROUP) -> tuple[bytes, str]:
    """Make a key pair: the secret as bytes to be kept sealed, the public key as JSON."""
    group = group_named(group_name)
    secret = new_trustee_secret(group)
    public_key = encode_trustee_key(trustee_public_key(secret, group=group))
    return str(secret).encode(), public_key.decode()


def canonical_key(raw: str, group_name: str = DEFAULT_GROUP) -> str:
    """Return a trustee's public key as we publish it, once its proof holds; a name is left out.

    Raises:
        BallotsError: trustee.malformed or trustee.bad-key.
    """
    group = group_named(group_name)
    key = parse_trustee_key(raw.encode("utf-8", "surrogatepass"), group)
    verify_trustee_key(key, group)
    return encode_trustee_key(replace(key, name=None)).decode()


def trustee_list(
    mandatory: Sequence[tuple[str, str]],
    shared: tuple[str, Sequence[str]] | None = None,
    group_name: str = DEFAULT_GROUP,
) -> str:
    """Return the list of trustees as an election publishes it.

    Args:
        mandatory: each one's public key as JSON, and the holder's name.
        shared: the parameters of a group with a threshold as JSON, and its members' names.
    """
    group = group_named(group_name)
    entries: list[TrusteeEntry] = [
        replace(parse_trustee_key(key.encode(), group), name=name) for key, name in mandatory
    ]
    if shared is not None:
        parameters, names = shared
        found = read_threshold(decode(parameters.encode(), TRUSTEES), group)
        keys = zip(found.keys, names, strict=True)
        entries.append(replace(found, keys=tuple(replace(key, name=name) for key, name in keys)))
    return encode_trustees(entries).decode()


def joint_key_of(listed: str, group_name: str = DEFAULT_GROUP) -> str:
    """Return the public key that a published list of trustees shares."""
    group = group_named(group_name)
    return str(joint_key(parse_trustees(listed.encode(), group), group))


def decrypt(session: Session, uuid: str, secret: bytes) -> bytes:
    """Return the partial decryption that a kept secret makes of the closed box."""
    opened = load_election(session, uuid)
    tally = tally_to_open(session, opened)
    made = partial_decryption(opened.election, opened.fingerprint, tally, int(secret))
    return encode_decryption(made)
