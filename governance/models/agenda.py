"""The agenda (ordre du jour): items, draft resolutions, candidates."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.meetings import Meeting


class ItemKind(StrEnum):
    """Rapport, résolution, élection, débat."""

    REPORT = "report"
    RESOLUTION = "resolution"
    ELECTION = "election"
    DEBATE = "debate"


class AgendaItem(Base):
    """One item (point); ``figures`` is a table: {"columns": [...], "rows": [[...]], "note"}.

    ``ballot``: how an election is voted, as ``rules.questions.BallotRule`` writes it; nothing means
    boxes to tick. ``college``: whose seats these are; only its members vote and stand.
    ``called_at``: since when candidacies are received.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        CheckConstraint(
            "kind IN ('report', 'resolution', 'election', 'debate')", name="kind_known"
        ),
        CheckConstraint("seats IS NULL OR seats > 0", name="seats_positive"),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text, default="")
    resolution: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[dict[str, Any] | None]
    majority: Mapped[str | None] = mapped_column(String(40))
    secret: Mapped[bool] = mapped_column(default=False)
    seats: Mapped[int | None]
    ballot: Mapped[dict[str, Any] | None] = mapped_column("ballot_rule")
    college: Mapped[str] = mapped_column(String(40), default="", server_default="")
    called_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()
    candidates: Mapped[list["Candidate"]] = relationship(
        order_by="Candidate.position", cascade="all, delete-orphan"
    )

    @property
    def is_voted(self) -> bool:
        """Whether the item ends in a vote."""
        return self.kind in (ItemKind.RESOLUTION, ItemKind.ELECTION)


class Candidate(Base):
    """A candidate (candidat·e) of an election item, in the official order; maybe of a list."""

    __tablename__ = "candidate"
    __table_args__ = (UniqueConstraint("item_id", "position"),)

    id: Mapped[PrimaryKey]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    list_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    presentation: Mapped[str] = mapped_column(Text, default="")
    sex: Mapped[str] = mapped_column(String(1), default="", server_default="")
