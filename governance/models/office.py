"""The polling office (bureau de vote) of a meeting: its form, who sits in it, keys and messages."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey


class OfficeForm(StrEnum):
    """Whose keys open an urn: the server's alone, everybody's, the server's and t of n."""

    SERVER = "server"
    ALL = "all"
    THRESHOLD = "threshold"


class PollingOffice(Base):
    """The form of one meeting's office.

    ``groups``: the cyclic groups its keys are made in. ``round`` counts how often keys were begun
    anew: what was made in an earlier round is not taken any more.
    """

    __tablename__ = "polling_office"
    __table_args__ = (
        CheckConstraint("(form = 'threshold') = (threshold IS NOT NULL)", name="threshold_form"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(16), default=OfficeForm.ALL)
    threshold: Mapped[int | None]
    box_group: Mapped[str] = mapped_column(String(20))
    groups: Mapped[list[Any]] = mapped_column("group_names")
    round: Mapped[int] = mapped_column(default=1)


class OfficeSeat(Base):
    """A seat of the office (autorité de déchiffrement): the server's has no account, and number 1.

    ``position`` is the owner's number in every election of the meeting.
    """

    __tablename__ = "office_seat"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        UniqueConstraint("meeting_id", "account_id"),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    rehearsed_at: Mapped[datetime | None]

    keys: Mapped[list["OfficeKey"]] = relationship(
        cascade="all, delete-orphan", order_by="OfficeKey.group_name"
    )

    @property
    def made_at(self) -> datetime | None:
        """When the last of its keys was made; None before the first."""
        return max((key.made_at for key in self.keys), default=None)


class OfficeKey(Base):
    """The key of one seat in one group, as JSON; the server's secret is sealed in the vault.

    A scrutineer's secret is made in her browser and never comes here.
    """

    __tablename__ = "office_key"
    __table_args__ = (UniqueConstraint("seat_id", "group_name"),)

    id: Mapped[PrimaryKey]
    seat_id: Mapped[int] = mapped_column(ForeignKey("office_seat.id"), index=True)
    group_name: Mapped[str] = mapped_column(String(20))
    public_key: Mapped[str] = mapped_column(Text)
    sealed_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]


class OfficeMessage(Base):
    """One message of a key ceremony, as it came; the server's is what it publishes."""

    __tablename__ = "office_message"
    __table_args__ = (UniqueConstraint("meeting_id", "group_name", "position", "step"),)

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    group_name: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    step: Mapped[str] = mapped_column(String(16))
    content: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
