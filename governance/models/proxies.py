"""Proxies (pouvoirs) given for one meeting."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.members import Member

STANDING = text("withdrawn_at IS NULL")


class Proxy(Base):
    """A member's written mandate to another member, for one meeting only.

    A withdrawn proxy keeps its row: the minutes must be able to tell it. ``instructions``: by the
    number of an item (as text) the answer wanted; where they are ``binding`` the holder's named
    vote may not depart from them.
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
    form: Mapped[str] = mapped_column(String(20), server_default="")  # old ones: not known
    instructions: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    binding: Mapped[bool] = mapped_column(default=False, server_default=false())

    principal: Mapped[Member] = relationship(foreign_keys=principal_id)
    holder: Mapped[Member] = relationship(foreign_keys=holder_id)


class BlankProxy(Base):
    """A proxy without a holder's name (pouvoir en blanc), until it is given out.

    ``proxy_id`` once somebody holds it; ``refusal`` is the code of why nobody could.
    """

    __tablename__ = "blank_proxy"
    __table_args__ = (
        Index(
            "blank_proxy_one_standing",
            "meeting_id",
            "principal_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    principal_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    form: Mapped[str] = mapped_column(String(20))
    instructions: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    proxy_id: Mapped[int | None] = mapped_column(ForeignKey("proxy.id"))
    refusal: Mapped[str] = mapped_column(String(60), default="", server_default="")

    principal: Mapped[Member] = relationship()
