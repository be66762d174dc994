"""The key that signs receipts, as an installation keeps it: made once, mode 0600."""

from ballots.services.signer import KeySigner, new_receipt_key
from governance.settings import Settings

FILE = "receipt-key.pem"


def signer_of(settings: Settings) -> KeySigner:
    """Return the signer of an installation."""
    return KeySigner(settings.make_file(FILE, new_receipt_key().encode()).decode())
