"""Items that members ask for (points demandés à l'ordre du jour), and who supports each."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.agenda import AgendaItem
from governance.models.base import Base, PrimaryKey
from governance.models.meetings import Meeting
from governance.models.members import Member


class RequestState(StrEnum):
    """En attente, inscrit à l'ordre du jour, écarté, repris."""

    WAITING = "waiting"
    ADDED = "added"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ItemRequest(Base):
    """A point that members want discussed or voted; without a meeting, at the next one.

    It waits until it is added (``item``), set aside (``closed_at`` with a reason) or taken back.
    """

    __tablename__ = "item_request"
    __table_args__ = (
        CheckConstraint("kind IN ('debate', 'resolution')", name="kind_known"),
        CheckConstraint(
            "state IN ('waiting', 'added', 'refused', 'withdrawn')", name="state_known"
        ),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text, default="")
    resolution: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default=RequestState.WAITING)
    asked_at: Mapped[datetime]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(1000), default="")

    meeting: Mapped[Meeting | None] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    supports: Mapped[list["ItemSupport"]] = relationship(order_by="ItemSupport.id")


class ItemSupport(Base):
    """One member's voice for the request: when it was received, in what form, told by whom."""

    __tablename__ = "item_support"
    __table_args__ = (UniqueConstraint("request_id", "member_id"),)

    id: Mapped[PrimaryKey]
    request_id: Mapped[int] = mapped_column(ForeignKey("item_request.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    form: Mapped[str] = mapped_column(String(20))
    received_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(String(200))

    member: Mapped[Member] = relationship()
