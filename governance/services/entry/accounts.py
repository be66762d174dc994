"""Accounts (comptes): officers' logins, their roles, their password and their authenticator.

The members' links and the throttle have files of their own; what other services call of them can
be imported from here.
"""

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError
from governance.models.accounts import AccessLink, Account, AccountRole, Role
from governance.services.entry import passwords, totp
from governance.services.entry.links import (
    StandingLink,
    find_standing_link,
    make_meeting_link,
    open_link,
    revoke_links,
)
from governance.services.entry.vault import Vault
from governance.services.records import journal
from governance.services.records.journal import Actor

__all__ = [
    "AccessLink",
    "Account",
    "StandingLink",
    "add_account",
    "change_password",
    "disable_account",
    "enrol",
    "ensure_account",
    "find_account",
    "find_active_account",
    "find_standing_link",
    "finish_sign_in",
    "first_with_role",
    "forget_authenticator",
    "get_active_account",
    "make_meeting_link",
    "new_password_hash",
    "open_link",
    "recognise",
    "renew_hash",
    "revoke_links",
    "stamp",
]


def find_active_account(session: Session, account_id: int) -> Account | None:
    """Return the account, unless it is disabled or gone."""
    account = session.get(Account, account_id)
    return account if account and account.disabled_at is None else None


def get_active_account(session: Session, account_id: int) -> Account:
    """Return the account.

    Raises:
        NotFoundError: accounts.unknown, also when it is disabled.
    """
    account = find_active_account(session, account_id)
    if account is None:
        raise NotFoundError("accounts.unknown")
    return account


def find_account(session: Session, email: str) -> Account | None:
    """Return the account with this address, disabled or not, however it is capitalised."""
    wanted = select(Account).where(func.lower(Account.email) == _folded(email))
    return session.scalars(wanted).first()


def with_role(session: Session, role: Role) -> list[Account]:
    """Return the active accounts that hold ``role``, by name."""
    wanted = select(Account).join(AccountRole).where(AccountRole.role == role)
    active = wanted.where(Account.disabled_at.is_(None)).order_by(Account.name, Account.id)
    return list(session.scalars(active))


def first_with_role(session: Session, role: Role) -> Account | None:
    """Return the oldest active account that holds ``role``."""
    wanted = select(Account).join(AccountRole).where(AccountRole.role == role)
    active = wanted.where(Account.disabled_at.is_(None)).order_by(Account.id)
    return session.scalars(active).first()


def recognise(session: Session, email: str, password: str) -> Account | None:
    """Return the account that address and password belong to; slow, the same for a stranger.

    Only reads: call it outside a writing transaction, and count the attempt before.
    """
    account = find_account(session, email)
    standing = account if account and account.disabled_at is None else None
    right = passwords.is_right(standing.password_hash if standing else None, password)
    return standing if right else None


def renew_hash(session: Session, account_id: int, password: str) -> Account:
    """Hash the right ``password`` again if the stored hash was made with weaker parameters."""
    account = get_active_account(session, account_id)
    if account.password_hash and passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.hash_password(password)
    return account


def finish_sign_in(
    session: Session, vault: Vault, account_id: int, code: str, *, at: float, now: datetime
) -> Account | None:
    """Return the account if the authenticator's ``code`` is right and unused; journal it."""
    account = get_active_account(session, account_id)
    if not totp.use_code(session, vault, account, code, at):
        return None
    _record(session, "account.signed-in", account, actor=Actor(account.name), now=now)
    return account


def add_account(
    session: Session,
    email: str,
    name: str,
    roles: Collection[str],
    password: str,
    *,
    actor: Actor,
    now: datetime,
) -> Account:
    """Create an account; its authenticator is enrolled at the first sign-in.

    Raises:
        InvalidInputError: accounts.email-taken, .password-too-short or .password-too-long.
    """
    if find_account(session, email) is not None:
        raise InvalidInputError("accounts.email-taken", email=_folded(email))
    passwords.check_password_shape(password)
    account = _new(session, email, name, roles)
    account.password_hash = passwords.hash_password(password)
    facts = {"roles": sorted(roles)}
    _record(session, "account.created", account, actor=actor, now=now, **facts)
    return account


def ensure_account(
    session: Session, email: str, name: str, roles: Collection[str], person_id: int | None = None
) -> Account:
    """Return the account with this address and these roles, created without password if missing.

    For the demonstration: nobody can sign in to it but by the demonstration's own buttons.
    """
    account = find_account(session, email) or _new(session, email, name, roles)
    account.person_id = person_id if person_id is not None else account.person_id
    missing = set(roles) - {line.role for line in account.roles}
    account.roles.extend(AccountRole(role=str(role)) for role in sorted(missing))
    session.flush()
    return account


def new_password_hash(session: Session, account_id: int, current: str, new: str) -> str:
    """Return what to store of a new password; slow, and only reads, as ``recognise`` does.

    Raises:
        InvalidInputError: accounts.wrong-password, .password-too-short or .password-too-long.
    """
    passwords.check_password_shape(new)
    account = get_active_account(session, account_id)
    if not passwords.is_right(account.password_hash, current):
        raise InvalidInputError("accounts.wrong-password")
    return passwords.hash_password(new)


def change_password(
    session: Session, account_id: int, new_hash: str, *, actor: Actor, now: datetime
) -> Account:
    """Replace the password; every other session of the account ends."""
    account = get_active_account(session, account_id)
    account.password_hash = new_hash
    _record(session, "account.password-changed", account, actor=actor, now=now)
    return account


def enrol(
    session: Session,
    vault: Vault,
    account_id: int,
    secret: str,
    code: str,
    *,
    at: float,
    actor: Actor,
    now: datetime,
) -> Account:
    """Keep the authenticator's secret once a first code shows that it works; the code is spent.

    Raises:
        InvalidInputError: accounts.wrong-code.
    """
    account = get_active_account(session, account_id)
    step = totp.matching_step(secret, code, at)
    if step is None:
        raise InvalidInputError("accounts.wrong-code")
    account.sealed_totp, account.totp_last_step = vault.seal(secret.encode()), step
    _record(session, "account.authenticator-enrolled", account, actor=actor, now=now)
    return account


def forget_authenticator(
    session: Session, account: Account, *, actor: Actor, now: datetime
) -> None:
    """Let a lost telephone be replaced at the next sign-in."""
    account.sealed_totp, account.totp_last_step = None, None
    _record(session, "account.authenticator-forgotten", account, actor=actor, now=now)


def disable_account(session: Session, account: Account, *, actor: Actor, now: datetime) -> None:
    """Close an account; its sessions end with their next request."""
    account.disabled_at = now
    _record(session, "account.disabled", account, actor=actor, now=now)


def end_sessions(session: Session, account_id: int) -> None:
    """End every session of an account, copied cookies too."""
    account = get_active_account(session, account_id)
    account.sessions_ended += 1


def stamp(account: Account) -> str:
    """Return a mark of the session: it changes with password, authenticator and sign-outs."""
    ended = str(account.sessions_ended).encode()
    parts = (account.password_hash or "").encode(), account.sealed_totp or b"", ended
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:24]


def _new(session: Session, email: str, name: str, roles: Collection[str]) -> Account:
    account = Account(email=_folded(email), name=name)
    account.roles = [AccountRole(role=str(role)) for role in sorted(set(roles))]
    session.add(account)
    session.flush()
    return account


def _record(
    session: Session, kind: str, account: Account, *, actor: Actor, now: datetime, **facts: object
) -> None:
    """Write who was concerned by name; the journal holds no address."""
    told = {"name": account.name, **facts}
    journal.record(session, kind, told, actor=actor, meeting_id=None, now=now)


def _folded(email: str) -> str:
    return email.strip().lower()
