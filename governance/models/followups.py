"""Follow-up (compagnonnage): points held with members, next steps, expectations and themes."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.members import Member


class FollowUp(Base):
    """A point: the day, who was there, what was said; one taken out by mistake stays, marked."""

    __tablename__ = "follow_up"

    id: Mapped[PrimaryKey]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    held_on: Mapped[date] = mapped_column(index=True)
    attendees: Mapped[str] = mapped_column(String(1000))
    said: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_for: Mapped[str] = mapped_column(String(500), default="")

    member: Mapped[Member] = relationship()
    steps: Mapped[list["NextStep"]] = relationship(
        back_populates="follow_up", order_by="NextStep.id"
    )


class NextStep(Base):
    """Something to do after a point (suite), by a day or whenever, until it is done."""

    __tablename__ = "next_step"

    id: Mapped[PrimaryKey]
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    carried_by: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by: Mapped[str] = mapped_column(String(200), default="")

    follow_up: Mapped[FollowUp] = relationship(back_populates="steps")


class Theme(Base):
    """A theme (thème) chosen by the association, by which members are found; retired, it stays."""

    __tablename__ = "theme"

    id: Mapped[PrimaryKey]
    label: Mapped[str] = mapped_column(String(80))
    label_key: Mapped[str] = mapped_column(String(80), unique=True)
    retired_at: Mapped[datetime | None]


class MemberTheme(Base):
    """A theme on which a member works or wants to."""

    __tablename__ = "member_theme"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True, index=True)

    theme: Mapped[Theme] = relationship()


class Expectation(Base):
    """What a member expects (attente) of the association, from the day it said so."""

    __tablename__ = "expectation"

    id: Mapped[PrimaryKey]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    text: Mapped[str] = mapped_column(String(1000))
    noted_on: Mapped[date]
    noted_by: Mapped[str] = mapped_column(String(200))
    closed_on: Mapped[date | None]
    closed_by: Mapped[str] = mapped_column(String(200), default="")
