"""Rule sets (statuts et règlement intérieur comme données), versioned and never changed."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class RuleSetVersion(Base):
    """One version of the bylaws as data; a meeting pins one, by id and by hash.

    ``chosen_at``: when the association last chose it; new meetings pin the one chosen last.
    """

    __tablename__ = "rule_set_version"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    chosen_at: Mapped[datetime | None]
