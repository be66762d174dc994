"""The vault: what must rest encrypted in the database (TOTP secrets, queued mails, key shares)."""

from cryptography.fernet import Fernet, InvalidToken

from governance.errors import GovernanceError


class Vault:
    """Encrypt and decrypt with the installation's vault key."""

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key.encode())

    def seal(self, content: bytes) -> bytes:
        """Return ``content`` encrypted and authenticated."""
        return self._fernet.encrypt(content)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            GovernanceError: vault.wrong-key, when the key changed or the bytes did.
        """
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise GovernanceError("vault.wrong-key") from None
