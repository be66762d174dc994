"""How a meeting is called (appel) where it is not called as usual, and a quorum that failed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.meetings import Meeting


class MeetingCall(Base):
    """What is particular to the call of one meeting: urgent, asked for, or a second call.

    ``asked``: {"names", "members", "voices", "board", "board_seats"}, those who ask for the
    meeting and how many they are. ``keeps_proxies``: of a second call, whether the proxies given
    for the first one are taken up; nothing while nobody has said.
    """

    __tablename__ = "meeting_call"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    urgent_reason: Mapped[str] = mapped_column(Text, default="")
    asked: Mapped[dict[str, Any] | None]
    asked_on: Mapped[date | None]
    first_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), unique=True)
    keeps_proxies: Mapped[bool | None]

    first_meeting: Mapped[Meeting | None] = relationship(foreign_keys=first_meeting_id)


class QuorumFailure(Base):
    """A meeting that closed because its quorum failed (carence); ``statement`` is the count."""

    __tablename__ = "quorum_failure"

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(200))
    statement: Mapped[dict[str, Any]]
