"""Proxies (pouvoirs) given for one meeting."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.members import Member

STANDING = text("withdrawn_at IS NULL")


class Proxy(Base):
    """A member's written mandate to another member, for one meeting only.

    A withdrawn proxy keeps its row: the minutes must be able to tell it.
    """

    __tablename__ = "proxy"
    __table_args__ = (
        CheckConstraint("principal_id <> holder_id", name="not_to_oneself"),
        Index(
            "proxy_one_standing",
            "meeting_id",
            "principal_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    principal_id: Mapped[int] = mapped_column(ForeignKey("member.id"))  # mandant
    holder_id: Mapped[int] = mapped_column(ForeignKey("member.id"))  # mandataire
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    principal: Mapped[Member] = relationship(foreign_keys=principal_id)
    holder: Mapped[Member] = relationship(foreign_keys=holder_id)
