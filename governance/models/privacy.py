"""Destructions of personal data (procès-verbaux de destruction): how many of what, never whose."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class Destruction(Base):
    """One destruction: ``counts`` by line of the schedule, as it stood on ``day``."""

    __tablename__ = "destruction"

    id: Mapped[PrimaryKey]
    day: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column("made_by", String(200))
    counts: Mapped[dict[str, Any]]


class Erasure(Base):
    """One row that was erased, by its number: so that nothing is erased twice."""

    __tablename__ = "erasure"
    __table_args__ = (Index("erasure_of", "code", "number", unique=True),)

    id: Mapped[PrimaryKey]
    destruction_id: Mapped[int] = mapped_column(ForeignKey("destruction.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
