"""Accounts (comptes): officers' logins, members' links, and attempts counted against guessing."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.members import Person


class Role(StrEnum):
    """What an account may do; a person who votes needs no account."""

    ADMINISTRATOR = "administrator"
    SECRETARY = "secretary"
    CHAIR = "chair"
    TREASURER = "treasurer"
    SCRUTINEER = "scrutineer"
    AUDITOR = "auditor"
    MEMBER = "member"


class Account(Base):
    """An officer's login. ``sealed_totp`` is encrypted with the vault key."""

    __tablename__ = "account"

    id: Mapped[PrimaryKey]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    sealed_totp: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_last_step: Mapped[int | None]
    sessions_ended: Mapped[int] = mapped_column(default=0)  # counts sign-outs: each ends them all
    disabled_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()
    roles: Mapped[list["AccountRole"]] = relationship(cascade="all, delete-orphan")


class AccountRole(Base):
    """One role of one account."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)


class AccessLink(Base):
    """A link mailed to a person; only the hash of its token is kept.

    A sign-in link serves once. The personal link of a meeting is the entrance to it and serves
    until the meeting is closed or the link is revoked.
    """

    __tablename__ = "access_link"
    __table_args__ = (
        CheckConstraint("purpose IN ('sign-in', 'meeting')", name="purpose_known"),
        CheckConstraint("(purpose = 'meeting') = (meeting_id IS NOT NULL)", name="meeting_named"),
    )

    id: Mapped[PrimaryKey]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Attempt(Base):
    """One failed or costly attempt; ``key`` is a hash of what is limited (account, network)."""

    __tablename__ = "attempt"
    __table_args__ = (Index("attempt_by_key", "key", "at"),)

    id: Mapped[PrimaryKey]
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
