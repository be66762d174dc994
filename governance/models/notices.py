"""Notices of meeting (convocations) and members' answers to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.documents import Document


class Answer(StrEnum):
    """Présent, à distance, donne pouvoir, absent."""

    PRESENT = "present"
    REMOTE = "remote"
    PROXY = "proxy"
    ABSENT = "absent"


class Notice(Base):
    """The notice as it was sent; ``checks`` is the red/green list of that moment."""

    __tablename__ = "notice"

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    sent_at: Mapped[datetime]
    sent_by: Mapped[str] = mapped_column(String(200))
    checks: Mapped[list[Any]]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))

    document: Mapped[Document] = relationship()


class NoticeAnswer(Base):
    """What a member answered; the last row speaks, the earlier ones are kept."""

    __tablename__ = "notice_answer"
    __table_args__ = (
        CheckConstraint("answer IN ('present', 'remote', 'proxy', 'absent')", name="answer_known"),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    answer: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
