"""Minutes (procès-verbal): drafts and published versions; none is ever overwritten."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.documents import Document


class MinutesVersion(Base):
    """One version: ``sections`` as drafted from the journal, ``wording`` as edited (key -> text).

    Figures are part of ``sections`` alone and are never taken from a form.
    """

    __tablename__ = "minutes_version"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    number: Mapped[int]
    sections: Mapped[list[Any]]
    wording: Mapped[dict[str, Any]]
    journal_head: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(200))
    published_at: Mapped[datetime | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    document: Mapped[Document | None] = relationship()
