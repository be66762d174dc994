"""Dues (cotisations): the fee schedule (barème) of a year, and what each member owes and paid."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey


class DuesStatus(StrEnum):
    """Appelée, payée, exonérée."""

    CALLED = "called"
    PAID = "paid"
    EXEMPT = "exempt"


class FeeSchedule(Base):
    """The fee schedule (barème) of one year."""

    __tablename__ = "fee_schedule"

    id: Mapped[PrimaryKey]
    year: Mapped[int] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(String(200))

    tiers: Mapped[list["FeeTier"]] = relationship(order_by="FeeTier.amount_eur")


class FeeTier(Base):
    """One line of the schedule; ``code`` is what a member's line and the rules refer to."""

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


class Dues(Base):
    """What one member owes for one year, and whether it was paid or waived."""

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
