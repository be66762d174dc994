"""The key that signs receipts (récépissés), held by the server and published before any opening."""

from collections.abc import Mapping
from functools import cached_property

from ballots.voting.receipts import key_id, new_receipt_key, public_receipt_key, sign_document

__all__ = ["KeySigner", "new_receipt_key"]


class KeySigner:
    """Signs documents with one Ed25519 key."""

    def __init__(self, private_key: str) -> None:
        """Take the private key, PEM."""
        self._private_key = private_key

    @cached_property
    def public_key(self) -> str:
        """The public key, PEM."""
        return public_receipt_key(self._private_key)

    @cached_property
    def key_id(self) -> str:
        """The key's name: its RFC 7638 thumbprint."""
        return key_id(self._private_key)

    def sign(self, payload: Mapping[str, object]) -> str:
        """Return ``payload`` as a compact JWS."""
        return sign_document(self._private_key, payload)
