"""Payments of dues (règlements), and the bank statements (relevés) that they come from."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.dues import Dues


class Means(StrEnum):
    """Virement, mandat administratif, chèque, carte, espèces, autre."""

    TRANSFER = "transfer"
    PUBLIC_ORDER = "public-order"
    CHEQUE = "cheque"
    CARD = "card"
    CASH = "cash"
    OTHER = "other"


class BankImport(Base):
    """A bank statement (relevé) that was read: its file, and who read it when."""

    __tablename__ = "bank_import"

    id: Mapped[PrimaryKey]
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))
    skipped: Mapped[int]
    undone_at: Mapped[datetime | None]

    lines: Mapped[list["BankLine"]] = relationship(order_by="BankLine.number")


class BankLine(Base):
    """One sum that came in, as the bank tells it; ``fingerprint`` keeps it from coming twice.

    The fingerprint is given back when the import is undone.
    """

    __tablename__ = "bank_line"
    __table_args__ = (CheckConstraint("cents > 0", name="comes_in"),)

    id: Mapped[PrimaryKey]
    import_id: Mapped[int] = mapped_column(ForeignKey("bank_import.id"), index=True)
    number: Mapped[int]
    booked_on: Mapped[date]
    cents: Mapped[int]
    label: Mapped[str] = mapped_column(String(500))
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    set_aside: Mapped[bool] = mapped_column(default=False)


class Payment(Base):
    """Money received for a line of dues (règlement), or its reversal (contre-passation); cents."""

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("(cents < 0) = (reverses_id IS NOT NULL)", name="reversal_is_negative"),
        CheckConstraint("cents <> 0", name="moves_money"),
        Index("payment_by_day", "paid_on", "recorded_at"),
    )

    id: Mapped[PrimaryKey]
    dues_id: Mapped[int] = mapped_column(ForeignKey("dues.id"), index=True)
    cents: Mapped[int]
    paid_on: Mapped[date]
    means: Mapped[str] = mapped_column(String(12))
    reference: Mapped[str] = mapped_column(String(140), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), unique=True)
    bank_line_id: Mapped[int | None] = mapped_column(ForeignKey("bank_line.id"), index=True)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))

    dues: Mapped[Dues] = relationship()
    bank_line: Mapped[BankLine | None] = relationship()
