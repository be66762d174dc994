"""In which capacity (qualité) a person votes who could vote for several members."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class CapacityChoice(Base):
    """The member for which a person votes in one meeting, where she may vote for one alone."""

    __tablename__ = "capacity_choice"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    chosen_at: Mapped[datetime]
