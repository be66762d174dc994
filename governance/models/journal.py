"""The journal: who did what when, one hash-chained line per act; the database refuses changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class JournalLine(Base):
    """One act. ``hash`` covers the line's content and the hash of the line before."""

    __tablename__ = "journal_line"

    id: Mapped[PrimaryKey]
    height: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    facts: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
