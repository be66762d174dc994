"""Personal interests in an item (conflits d'intérêts), declared before its vote."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.agenda import AgendaItem
from governance.models.base import Base, PrimaryKey
from governance.models.members import Member

STANDING = text("withdrawn_at IS NULL")


class Interest(Base):
    """A member is personally interested in one item; one that was withdrawn keeps its row."""

    __tablename__ = "interest"
    __table_args__ = (
        Index(
            "interest_one_standing",
            "item_id",
            "member_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[PrimaryKey]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    declared_at: Mapped[datetime]
    declared_by: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None]

    item: Mapped[AgendaItem] = relationship()
    member: Mapped[Member] = relationship()
