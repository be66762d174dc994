"""Terms of office (mandats des élus): who sits in a body until when, and how that came or ended."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class CameBy(StrEnum):
    """Élection ou cooptation."""

    ELECTED = "elected"
    COOPTED = "coopted"


class EndedBy(StrEnum):
    """Fin du mandat, démission, révocation, cooptation non ratifiée, autre vacance."""

    TERM = "term"
    RESIGNED = "resigned"
    REMOVED = "removed"
    NOT_RATIFIED = "not-ratified"
    VACANT = "vacant"


class Term(Base):
    """One person in one office from one day to another.

    ``ends_on`` is the day on which the term is to end; ``ended_on`` the day on which it did.
    ``terms`` counts those in a row, this one included. ``term_began_on``: of a coopted person, the
    day on which the predecessor's term began.
    """

    __tablename__ = "term"
    __table_args__ = (
        CheckConstraint("came_by IN ('elected', 'coopted')", name="came_by_known"),
        CheckConstraint("ended_on IS NULL OR ended_on >= began_on", name="ended_after_beginning"),
        CheckConstraint("(ended_on IS NULL) = (ended_by = '')", name="ended_for_a_reason"),
    )

    id: Mapped[PrimaryKey]
    body: Mapped[str] = mapped_column(String(10))
    function: Mapped[str] = mapped_column(String(100), default="")
    college: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    began_on: Mapped[date]
    term_began_on: Mapped[date]
    ends_on: Mapped[date]
    came_by: Mapped[str] = mapped_column(String(10))
    poll_id: Mapped[int | None] = mapped_column(ForeignKey("poll.id"), index=True)
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"))
    to_ratify: Mapped[bool] = mapped_column(default=False)
    ratified_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[str] = mapped_column(String(12), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    clause: Mapped[str] = mapped_column(String(200), default="")
    terms: Mapped[int] = mapped_column(default=1)


class LeavingDraw(Base):
    """The lot that orders the first leavers (tirage des premiers sortants) of a body elected whole.

    The seed is sealed until the draw; its hash is in the journal before.
    """

    __tablename__ = "leaving_draw"

    id: Mapped[PrimaryKey]
    body: Mapped[str] = mapped_column(String(10))
    whole_since: Mapped[date]
    commitment: Mapped[str] = mapped_column(String(64))
    sealed_seed: Mapped[bytes] = mapped_column(LargeBinary)
    seed: Mapped[str] = mapped_column(String(64), default="")
    committed_at: Mapped[datetime]
    drawn_at: Mapped[datetime | None]
    order: Mapped[list[Any] | None] = mapped_column("leaving_order")


class MotionKind(StrEnum):
    """Révocation, ratification d’une cooptation."""

    REMOVAL = "removal"
    RATIFICATION = "ratification"


class TermMotion(Base):
    """An item of the agenda whose vote ends or ratifies a term; ``applied_on`` once it has."""

    __tablename__ = "term_motion"
    __table_args__ = (CheckConstraint("kind IN ('removal', 'ratification')", name="kind_known"),)

    id: Mapped[PrimaryKey]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    applied_on: Mapped[date | None]
