"""Requests for a secret vote (demandes de scrutin secret), made in the room before it opens."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class SecrecyDemand(Base):
    """A member asks that one vote be secret; the row goes when the vote opens, a number stays."""

    __tablename__ = "secrecy_demand"
    __table_args__ = (UniqueConstraint("poll_id", "member_id"),)

    id: Mapped[PrimaryKey]
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    asked_at: Mapped[datetime]
