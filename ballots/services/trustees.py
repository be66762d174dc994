"""Trustees (autorités de déchiffrement) for hosts: the server's share, checks of the others."""

from sqlalchemy.orm import Session

from ballots.crypto.named_groups import BELENIOS_2048
from ballots.protocol.tally import encode_decryption
from ballots.protocol.trustees import encode_trustee_key, parse_trustee_key
from ballots.services.closing import encrypted_tally
from ballots.services.elections import load_election
from ballots.voting.setup import new_trustee_secret, trustee_public_key, verify_trustee_key
from ballots.voting.tally import partial_decryption


def new_trustee() -> tuple[bytes, str]:
    """Make a key pair: the secret as bytes to be kept sealed, the public key as JSON."""
    secret = new_trustee_secret()
    return str(secret).encode(), encode_trustee_key(trustee_public_key(secret)).decode()


def canonical_key(raw: str) -> str:
    """Return a trustee's public key as we publish it, once its proof holds.

    Raises:
        BallotsError: trustee.malformed or trustee.bad-key.
    """
    key = parse_trustee_key(raw.encode(), BELENIOS_2048)
    verify_trustee_key(key)
    return encode_trustee_key(key).decode()


def decrypt(session: Session, uuid: str, secret: bytes) -> bytes:
    """Return the partial decryption that a kept secret makes of the closed box."""
    opened = load_election(session, uuid)
    tally, _ = encrypted_tally(session, opened)
    made = partial_decryption(opened.election, opened.fingerprint, tally, int(secret))
    return encode_decryption(made)
