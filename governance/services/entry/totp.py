"""One-time codes of an authenticator application (code à usage unique, TOTP).

Codes follow the wall clock, never the demonstration's: ``at`` is seconds since 1970.
"""

import hmac

import pyotp
from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from governance.models.accounts import Account
from governance.services.entry.vault import Vault

STEP = 30  # seconds
DRIFT = 1  # steps a phone may be late or early


def new_secret() -> str:
    """Return a fresh secret, 160 bits in base 32."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, email: str) -> str:
    """Return what the QR code says to the application."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Plénière")


def matching_step(secret: str, code: str, at: float) -> int | None:
    """Return the time step that ``code`` belongs to, or nothing when it fits none near ``at``."""
    given = "".join(code.split()).encode()
    clock = pyotp.TOTP(secret)
    now = int(at) // STEP
    fits = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if hmac.compare_digest(clock.generate_otp(step).encode(), given)
    ]
    return fits[-1] if fits else None


def use_code(session: Session, vault: Vault, account: Account, code: str, at: float) -> bool:
    """Accept a code once; it and every earlier one are void afterwards, in every process."""
    if account.sealed_totp is None:
        return False
    step = matching_step(vault.open(account.sealed_totp).decode(), code, at)
    if step is None:
        return False
    unused = or_(Account.totp_last_step.is_(None), Account.totp_last_step < step)
    mark = update(Account).where(Account.id == account.id, unused).values(totp_last_step=step)
    return bool(session.execute(mark).rowcount)  # type: ignore[attr-defined]
