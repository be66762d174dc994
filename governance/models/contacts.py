"""Contacts (interlocuteurs): who works with the association at a member; none of them votes by it.

A contact is not a person of the register: she signs in nowhere and is called to no assembly, even
when the same human being also represents the member.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.members import Member

PERMANENT_NOW = text("until IS NULL AND is_permanent")


class Contact(Base):
    """Someone at a member, from one day to another; at most one is the permanent contact now."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
        Index(
            "contact_one_permanent",
            "member_id",
            unique=True,
            sqlite_where=PERMANENT_NOW,
            postgresql_where=PERMANENT_NOW,
        ),
    )

    id: Mapped[PrimaryKey]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    function: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    is_permanent: Mapped[bool]
    since: Mapped[date]
    until: Mapped[date | None]
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200))

    member: Mapped[Member] = relationship()
