"""Meetings (assemblées générales, conseils d'administration)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.rulesets import RuleSetVersion
from governance.rules.lifecycle import MeetingState


class Meeting(Base):
    """One meeting; its state is which of its moments have come, nothing stored twice.

    ``voice_scale``: how many of the integers of the frozen roll make one voice.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("body IN ('AGO', 'AGE', 'CA')", name="body_known"),
        CheckConstraint("opened_at IS NULL OR convened_at IS NOT NULL", name="convened_first"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_first"),
        CheckConstraint("published_at IS NULL OR closed_at IS NOT NULL", name="closed_first"),
    )

    id: Mapped[PrimaryKey]
    body: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300), default="")
    remote_url: Mapped[str] = mapped_column(String(500), default="")
    introduction: Mapped[str] = mapped_column(Text, default="")
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"))
    chair_name: Mapped[str] = mapped_column(String(200), default="")
    secretary_name: Mapped[str] = mapped_column(String(200), default="")
    voice_scale: Mapped[int] = mapped_column(default=1, server_default="1")
    credential_authority: Mapped[str] = mapped_column(String(200), default="", server_default="")
    created_at: Mapped[datetime]
    convened_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    rule_set: Mapped[RuleSetVersion] = relationship()

    @property
    def state(self) -> MeetingState:
        """The state that the moments tell."""
        if self.published_at:
            return MeetingState.PUBLISHED
        if self.closed_at:
            return MeetingState.CLOSED
        if self.opened_at:
            return MeetingState.OPEN
        return MeetingState.CONVENED if self.convened_at else MeetingState.DRAFT
