"""Dynamics of a region (dynamiques régionales): what the association knows of it, each version."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class RegionNote(Base):
    """A text about a region, known by its INSEE code; the newest holds, the others stay."""

    __tablename__ = "region_note"

    id: Mapped[PrimaryKey]
    region: Mapped[str] = mapped_column(String(2), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(200))
