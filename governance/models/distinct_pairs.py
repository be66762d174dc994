"""Pairs that somebody told apart (ce ne sont pas des doublons), until either of the two changes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class DistinctPair(Base):
    """Two members, or two persons, that look like one and are two.

    ``stamp``: of what was compared of both; another one means that either has changed since.
    """

    __tablename__ = "distinct_pair"
    __table_args__ = (
        CheckConstraint("subject IN ('member', 'person')", name="subject_known"),
        CheckConstraint("first_id < second_id", name="in_order"),
        UniqueConstraint("subject", "first_id", "second_id"),
    )

    id: Mapped[PrimaryKey]
    subject: Mapped[str] = mapped_column(String(6))
    first_id: Mapped[int]
    second_id: Mapped[int]
    stamp: Mapped[str] = mapped_column(String(64))
    told_at: Mapped[datetime]
    told_by: Mapped[str] = mapped_column(String(200))
