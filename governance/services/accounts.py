"""Accounts and links: who may come in."""

from sqlalchemy.orm import Session

from governance.models.accounts import AccessLink, Account


def find_active_account(session: Session, account_id: int) -> Account | None:
    """Return the account, unless it is disabled or gone."""
    account = session.get(Account, account_id)
    return account if account and account.disabled_at is None else None


def find_standing_link(session: Session, link_id: int) -> AccessLink | None:
    """Return the link, unless it was revoked or is gone."""
    link = session.get(AccessLink, link_id)
    return link if link and link.revoked_at is None else None
