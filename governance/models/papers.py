"""Papers of a meeting (documents joints): announced with the notice, their files once there."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.documents import Document


class MeetingPaper(Base):
    """A paper that members are to read; without a file it is announced and missing."""

    __tablename__ = "meeting_paper"
    __table_args__ = (UniqueConstraint("meeting_id", "title"),)

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    size: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200))

    document: Mapped[Document | None] = relationship()
