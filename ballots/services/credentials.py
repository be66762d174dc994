"""Codes (codes de vote) for hosts: draw one, and the public credential it gives in an election."""

from ballots.crypto.named_groups import BELENIOS_2048
from ballots.voting.credentials import derive_public, new_private_code
from ballots.voting.setup import new_election_uuid

__all__ = ["new_election_uuid", "new_private_code", "public_credential"]


def public_credential(election: str, code: str) -> str:
    """Return the public credential of ``code`` in ``election``, as a decimal."""
    return str(derive_public(election, code, BELENIOS_2048))
