"""Contests of the electoral roll (contestations de la liste électorale), one meeting each."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.meetings import Meeting
from governance.models.members import Member, Person


class ContestState(StrEnum):
    """À répondre, admise, rejetée, retirée."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = text("state = 'open'")


class RollContest(Base):
    """What a person says is wrong with the line of a member she acts for, and the answer.

    ``clause``: the text of the bylaws that a refusal rests on.
    """

    __tablename__ = "roll_contest"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'accepted', 'refused', 'withdrawn')", name="state_known"
        ),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_when_answered"),
        Index(
            "roll_contest_one_open",
            "meeting_id",
            "member_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    ground: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(10), default=ContestState.OPEN.value)
    raised_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    answer: Mapped[str] = mapped_column(String(1000), default="")
    clause: Mapped[str] = mapped_column(String(200), default="")

    meeting: Mapped[Meeting] = relationship()
    member: Mapped[Member] = relationship()
    person: Mapped[Person] = relationship()
