"""Attendance (présence): who came, how, who left; append-only."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.members import Member, Person


class Movement(StrEnum):
    """Arrivé sur place, connecté à distance, parti."""

    ONSITE = "onsite"
    ONLINE = "online"
    LEFT = "left"


class AttendanceEvent(Base):
    """A member arrived or left; the last event of a member tells where it is."""

    __tablename__ = "attendance_event"
    __table_args__ = (
        CheckConstraint("movement IN ('onsite', 'online', 'left')", name="movement_known"),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who acts for it
    movement: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()
    person: Mapped[Person | None] = relationship()
