"""Calls for dues (appels de cotisation), reminders, papers, how to pay, and who renews."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.dues import Dues


class PaymentTerms(Base):
    """How dues are paid: the account, the delay, what every call prints; one row."""

    __tablename__ = "payment_terms"
    __table_args__ = (
        CheckConstraint("days_to_pay BETWEEN 0 AND 365", name="days_possible"),
        CheckConstraint("most_reminders BETWEEN 0 AND 10", name="reminders_possible"),
    )

    id: Mapped[PrimaryKey]
    account_holder: Mapped[str] = mapped_column(String(140))
    iban: Mapped[str] = mapped_column(String(34))
    bic: Mapped[str] = mapped_column(String(11))
    legal_words: Mapped[str] = mapped_column(String(500))
    days_to_pay: Mapped[int]
    most_reminders: Mapped[int]


class DuesCall(Base):
    """One numbered call for dues, as it was issued; a later one for the same dues replaces it."""

    __tablename__ = "dues_call"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("number > 0", name="number_from_one"),
        CheckConstraint("amount_eur > 0", name="asks_for_money"),
    )

    id: Mapped[PrimaryKey]
    dues_id: Mapped[int] = mapped_column(ForeignKey("dues.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]
    amount_eur: Mapped[int]
    tier_code: Mapped[str | None] = mapped_column(String(20))
    issued_on: Mapped[date]
    due_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str] = mapped_column(String(200))
    paper_id: Mapped[int] = mapped_column(ForeignKey("dues_paper.id"))

    dues: Mapped[Dues] = relationship()
    paper: Mapped["DuesPaper"] = relationship()
    reminders: Mapped[list["DuesReminder"]] = relationship(order_by="DuesReminder.number")

    @property
    def reference(self) -> str:
        """The number as people write it: 2026-014."""
        return f"{self.year}-{self.number:03d}"


class DuesReminder(Base):
    """One reminder (relance) of a call: when, by whom, in which words."""

    __tablename__ = "dues_reminder"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[PrimaryKey]
    call_id: Mapped[int] = mapped_column(ForeignKey("dues_call.id"), index=True)
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
    sent_by: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(String(254))


class DuesPaper(Base):
    """A PDF about dues as it left the house: call, receipt (reçu) or attestation; never changed.

    A receipt has the number of its year and its payment; calls hold their own number.
    """

    __tablename__ = "dues_paper"
    __table_args__ = (
        Index("dues_paper_numbered", "kind", "year", "number", unique=True),
        Index("dues_paper_of_payment", "payment_id", unique=True),
    )

    id: Mapped[PrimaryKey]
    dues_id: Mapped[int] = mapped_column(ForeignKey("dues.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    year: Mapped[int | None]
    number: Mapped[int | None]
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))
    filename: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


outbox_dues_paper = Table(
    "outbox_dues_paper",
    Base.metadata,
    Column("message_id", ForeignKey("outbox_message.id"), primary_key=True),
    Column("paper_id", ForeignKey("dues_paper.id"), primary_key=True),
)


class DuesWork(Base):
    """Calls of a year issued or sent, part by part; ``cursor``: the last number handled.

    ``refusal``: the code for which it stopped; empty while all is well.
    """

    __tablename__ = "dues_work"
    __table_args__ = (CheckConstraint("kind IN ('issue', 'send')", name="kind_known"),)

    id: Mapped[PrimaryKey]
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(String(200))
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    cursor: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(String(40), default="")


class Renewing(StrEnum):
    """S’engage pour plusieurs années, ou ne peut pas renouveler."""

    ENGAGED = "engaged"
    CANNOT = "cannot"


class Renewal(Base):
    """What a member said of the years to come; standing is another matter, and so is leaving.

    A later word on the same years replaces this one (``replaced_at``), which stays.
    """

    __tablename__ = "renewal"
    __table_args__ = (
        CheckConstraint("answer IN ('engaged', 'cannot')", name="answer_known"),
        CheckConstraint("last_year >= first_year", name="years_in_order"),
    )

    id: Mapped[PrimaryKey]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    answer: Mapped[str] = mapped_column(String(10))
    first_year: Mapped[int]
    last_year: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))
    replaced_at: Mapped[datetime | None]
