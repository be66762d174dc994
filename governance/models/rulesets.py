"""Rule sets (statuts et règlement intérieur comme données), versioned and never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class RuleSetVersion(Base):
    """One version of the bylaws as data; a meeting pins one, by id and by hash.

    ``chosen_at``: when the association last chose it; new meetings pin the one chosen last.
    ``adopted_on``: the day of the assembly that adopted the text, where it was told.
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
    adopted_on: Mapped[date | None]


class RuleSetDraft(Base):
    """Bylaws being written, article by article (brouillon); published once, then closed.

    ``articles``: the pasted text, ``[{"label", "text"}]``; ``answered``: numbers of the questions
    (rules.md §6) that somebody has gone through.
    """

    __tablename__ = "rule_set_draft"

    id: Mapped[PrimaryKey]
    document: Mapped[str] = mapped_column(Text)
    based_on: Mapped[str] = mapped_column(String(200))
    articles: Mapped[list[Any]]
    answered: Mapped[list[Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_id: Mapped[int | None] = mapped_column(ForeignKey("rule_set_version.id"))


class RuleSetDraftChange(Base):
    """One saved question of a draft, with what stood there before: it can be undone."""

    __tablename__ = "rule_set_draft_change"

    id: Mapped[PrimaryKey]
    draft_id: Mapped[int] = mapped_column(
        ForeignKey("rule_set_draft.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    before: Mapped[dict[str, Any]]
    was_answered: Mapped[bool]
    saved_by: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[datetime]
