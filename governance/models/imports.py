"""Imports of the register: what a file would change, kept until someone confirms it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class ImportPlan(Base):
    """A previewed file: what each line would do; the register changes only on confirmation.

    Numbers are never used again: a page left open must not confirm another file. ``written`` is
    what it wrote and what was there before, so that it can be undone.
    """

    __tablename__ = "import_plan"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[PrimaryKey]
    filename: Mapped[str] = mapped_column(String(200))
    previewed_at: Mapped[datetime]
    previewed_by: Mapped[str] = mapped_column(String(200))
    rows: Mapped[list[Any]]
    applied_at: Mapped[datetime | None]
    act_id: Mapped[int | None] = mapped_column(ForeignKey("register_act.id"))
    undone_at: Mapped[datetime | None]
    written: Mapped[dict[str, Any] | None] = mapped_column(JSON)
