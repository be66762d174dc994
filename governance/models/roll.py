"""The roll (liste électorale) of a meeting, and the codes issued for its rights."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.members import Member


class RollLine(Base):
    """One right to vote: one member, its college, its voices, frozen when the notice leaves."""

    __tablename__ = "roll_line"
    __table_args__ = (
        UniqueConstraint("meeting_id", "member_id"),
        CheckConstraint("voices >= 0", name="voices_not_negative"),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    college: Mapped[str] = mapped_column(String(40))
    voices: Mapped[int]

    member: Mapped[Member] = relationship()


class ElectionSlot(Base):
    """An election identifier set aside before the notice: for a planned poll, or in reserve.

    ``group`` is where its codes are derived, so it is known before the poll is.
    """

    __tablename__ = "election_slot"

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    election: Mapped[str] = mapped_column(String(22), unique=True)
    group: Mapped[str] = mapped_column(
        "group_name", String(20), default="BELENIOS-2048", server_default="BELENIOS-2048"
    )
    poll_id: Mapped[int | None] = mapped_column(ForeignKey("poll.id"), unique=True)


class CredentialAssignment(Base):
    """Which public credential belongs to which right, until the poll opens; then wiped.

    Ballots carry their public credential: kept any longer, this row would join a member to a
    tracker. No ballot exists while it exists.
    """

    __tablename__ = "credential_assignment"
    __table_args__ = (UniqueConstraint("roll_line_id", "slot_id"),)

    id: Mapped[PrimaryKey]
    roll_line_id: Mapped[int] = mapped_column(ForeignKey("roll_line.id"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("election_slot.id"), index=True)
    public_credential: Mapped[str] = mapped_column(Text)
