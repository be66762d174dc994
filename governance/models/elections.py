"""Elections (élections): which item is a further round of which, and the candidacies received."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.members import Member, Person


class ElectionRound(Base):
    """An item of the agenda that is a further round (tour) of the election of another item."""

    __tablename__ = "election_round"

    id: Mapped[PrimaryKey]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    first_item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    number: Mapped[int]


class Candidacy(Base):
    """A candidacy (candidature) received: who stands, in whose name, how it came.

    ``sex`` is F or M, asked only where the bylaws ask for parity; nothing otherwise.
    """

    __tablename__ = "candidacy"
    __table_args__ = (
        UniqueConstraint("item_id", "person_id"),
        CheckConstraint("sex IN ('', 'F', 'M')", name="sex_known"),
    )

    id: Mapped[PrimaryKey]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    list_name: Mapped[str] = mapped_column(String(200), default="")
    presentation: Mapped[str] = mapped_column(Text, default="")
    sex: Mapped[str] = mapped_column(String(1), default="")
    form: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(200), default="")  # nobody: she did it herself
    withdrawn_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship()
    person: Mapped[Person] = relationship()
