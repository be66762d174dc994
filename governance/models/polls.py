"""Polls (scrutins): one question put to one frozen roll; only open votes are rows here."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.agenda import AgendaItem
from governance.models.base import Base, PrimaryKey
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.rules.lifecycle import PollState


class Poll(Base):
    """One vote on one item. ``election`` names the secret poll's box; an open poll has none.

    ``voice_scale``: how many of the integers of its lines and of its count make one voice.
    ``quorum_basis``: {"code", "clause", "reason"} where the vote opened without a quorum then.
    ``electorate``: who was entitled at the opening, code or not. ``question``: {"kind", "text", …},
    see ``rules.questions``; no kind means boxes. ``sealed_seed`` is the lot's, committed to in the
    question. ``tie``: {"rule", "tied"}, a count that waits for a person's act. ``result`` is
    canonical JSON, ``result_sha256`` its hash; both are set when the result is announced.
    """

    __tablename__ = "poll"
    __table_args__ = (
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_first"),
        CheckConstraint("announced_at IS NULL OR closed_at IS NOT NULL", name="closed_first"),
        CheckConstraint("(announced_at IS NULL) = (result IS NULL)", name="announced_with_result"),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    secret: Mapped[bool]
    election: Mapped[str | None] = mapped_column(String(22), unique=True)
    question: Mapped[dict[str, Any]]
    majority: Mapped[str | None] = mapped_column(String(40))
    voice_scale: Mapped[int] = mapped_column(default=1, server_default="1")
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    electorate: Mapped[dict[str, Any] | None]
    quorum_at_opening: Mapped[dict[str, Any] | None]
    quorum_at_closing: Mapped[dict[str, Any] | None]
    quorum_basis: Mapped[dict[str, Any] | None]
    secrecy: Mapped[dict[str, Any] | None]
    sealed_seed: Mapped[bytes | None] = mapped_column(LargeBinary)
    tie: Mapped[dict[str, Any] | None]
    result: Mapped[str | None] = mapped_column(Text)
    result_sha256: Mapped[str | None] = mapped_column(String(64))

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem] = relationship()
    lines: Mapped[list["PollLine"]] = relationship(order_by="PollLine.position")

    @property
    def state(self) -> PollState:
        """The state that the moments tell."""
        if self.announced_at:
            return PollState.ANNOUNCED
        if self.closed_at:
            return PollState.CLOSED
        return PollState.OPEN if self.opened_at else PollState.PLANNED


class PollLine(Base):
    """One right in one poll, frozen at its opening. ``signed`` is the émargement: a mark on a line
    that exists, without time or order.
    """

    __tablename__ = "poll_line"
    __table_args__ = (UniqueConstraint("poll_id", "member_id"),)

    id: Mapped[PrimaryKey]
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    position: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    name: Mapped[str] = mapped_column(String(200))
    college: Mapped[str] = mapped_column(String(40))
    voices: Mapped[int]
    exercised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    holder_member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))  # mandataire
    signed: Mapped[bool] = mapped_column(default=False)

    exercised_by: Mapped[Person | None] = relationship()

    @property
    def exercised_for(self) -> int:
        """The member in whose person the right is exercised: the holder's, or its own."""
        return self.member_id if self.holder_member_id is None else self.holder_member_id


class OpenVote(Base):
    """A named vote (scrutin public): the choice of one right, shown by rule."""

    __tablename__ = "open_vote"

    id: Mapped[PrimaryKey]
    line_id: Mapped[int] = mapped_column(ForeignKey("poll_line.id"), unique=True)
    choice: Mapped[list[Any]]  # one 0/1 per answer, the blank first where the question has one
    cast_at: Mapped[datetime]
    receipt: Mapped[str] = mapped_column(Text)

    line: Mapped[PollLine] = relationship()
