"""Dues (cotisations): the fee schedule (barème) of a year, and what each member owes and paid."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey


class DuesStatus(StrEnum):
    """Appelée, payée, exonérée."""

    CALLED = "called"
    PAID = "paid"
    EXEMPT = "exempt"


class FeeSchedule(Base):
    """The fee schedule (barème) of one year; ``prorata``: whether who joins in it owes a part."""

    __tablename__ = "fee_schedule"

    id: Mapped[PrimaryKey]
    year: Mapped[int] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(String(200))
    prorata: Mapped[str] = mapped_column(String(10), default="none", server_default="none")
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    tiers: Mapped[list["FeeTier"]] = relationship(
        order_by="FeeTier.amount_eur, FeeTier.id", cascade="all, delete-orphan"
    )
    earlier: Mapped[list["FeeScheduleVersion"]] = relationship(
        order_by="FeeScheduleVersion.number.desc()"
    )


class FeeScheduleVersion(Base):
    """What a schedule said before it was changed; ``tiers`` holds the columns of each tier."""

    __tablename__ = "fee_schedule_version"
    __table_args__ = (UniqueConstraint("schedule_id", "number"),)

    id: Mapped[PrimaryKey]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("fee_schedule.id"))
    number: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    prorata: Mapped[str] = mapped_column(String(10))
    tiers: Mapped[list[Any]]
    replaced_at: Mapped[datetime]
    replaced_by: Mapped[str] = mapped_column(String(200))


class FeeTier(Base):
    """One line of the schedule; ``code`` is what a member's line and the rules refer to.

    ``categories``: those of members that it is meant for; none named, all are.
    """

    __tablename__ = "fee_tier"
    __table_args__ = (
        UniqueConstraint("schedule_id", "code"),
        CheckConstraint("amount_eur >= 0", name="amount_not_negative"),
    )

    id: Mapped[PrimaryKey]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("fee_schedule.id"))
    code: Mapped[str] = mapped_column(String(20))
    amount_eur: Mapped[int]
    is_floor: Mapped[bool]
    beneficiaries: Mapped[str]
    budget_min_eur: Mapped[int | None]
    budget_max_eur: Mapped[int | None]
    categories: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class Dues(Base):
    """What one member owes for one year, as its acts and payments say it is now."""

    __tablename__ = "dues"
    __table_args__ = (
        UniqueConstraint("member_id", "year"),
        CheckConstraint("status IN ('called', 'paid', 'exempt')", name="status_known"),
        CheckConstraint("amount_eur IS NULL OR amount_eur >= 0", name="amount_not_negative"),
    )

    id: Mapped[PrimaryKey]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    year: Mapped[int]
    amount_eur: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(10))
    paid_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")


class DuesEvent(Base):
    """One act on a line of dues, never changed: called, declared paid, waived, from a day on.

    ``holds_from``: the day from which it holds, none = since ever (nobody knows the day).
    ``retracted_at``: an import that was undone took it back; it stays.
    """

    __tablename__ = "dues_event"
    __table_args__ = (
        CheckConstraint("status IN ('called', 'paid', 'exempt')", name="status_known"),
        Index("dues_event_by_day", "holds_from", "recorded_at"),
    )

    id: Mapped[PrimaryKey]
    dues_id: Mapped[int] = mapped_column(ForeignKey("dues.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(String(10))
    amount_eur: Mapped[int | None]
    holds_from: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500), default="")
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    act_id: Mapped[int | None] = mapped_column(ForeignKey("register_act.id"), index=True)
    retracted_at: Mapped[datetime | None]
