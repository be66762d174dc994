"""Corrections that members propose (demandes de correction); the register waits for a yes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.members import Member, Person


class RequestState(StrEnum):
    """En attente, acceptée, refusée, retirée."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ChangeRequest(Base):
    """What one person proposes for one member: fields with their value before and after."""

    __tablename__ = "change_request"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'accepted', 'refused', 'withdrawn')", name="state_known"
        ),
    )

    id: Mapped[PrimaryKey]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    changes: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(10), default=RequestState.WAITING.value)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    answer: Mapped[str] = mapped_column(String(500), default="")

    member: Mapped[Member] = relationship()
    person: Mapped[Person] = relationship()
