"""Merges of duplicates (fusions de doublons): what went where, so that it can be undone."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.register_history import RegisterAct


class Merge(Base):
    """Two rows of one member, or of one person, made one; ``moved`` lists what changed owner."""

    __tablename__ = "register_merge"
    __table_args__ = (CheckConstraint("subject IN ('member', 'person')", name="subject_known"),)

    id: Mapped[PrimaryKey]
    subject: Mapped[str] = mapped_column(String(6))
    kept_id: Mapped[int] = mapped_column(index=True)
    absorbed_id: Mapped[int] = mapped_column(index=True)
    moved: Mapped[dict[str, Any]]
    act_id: Mapped[int] = mapped_column(ForeignKey("register_act.id"))
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("register_act.id"))

    act: Mapped[RegisterAct] = relationship(foreign_keys=act_id)
    undone_by: Mapped[RegisterAct | None] = relationship(foreign_keys=undone_by_id)
