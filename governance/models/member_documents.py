"""Papers of a member (pièces): the deliberation that names its representative, statutes, others."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class PaperKind(StrEnum):
    """Délibération, statuts, courrier, autre pièce."""

    DELIBERATION = "deliberation"
    STATUTES = "statutes"
    LETTER = "letter"
    OTHER = "other"


class MemberDocument(Base):
    """A file as it was handed in, never changed; a withdrawn one stays and says why."""

    __tablename__ = "member_document"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('deliberation', 'statutes', 'letter', 'other')", name="kind_known"
        ),
    )

    id: Mapped[PrimaryKey]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(200))
    dated_on: Mapped[date | None]
    extension: Mapped[str] = mapped_column(String(5))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_for: Mapped[str] = mapped_column(String(500), default="")
