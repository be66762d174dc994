"""The polling office (bureau de vote) of a meeting: who holds which part of its key."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.models.base import Base, PrimaryKey


class OfficeTrustee(Base):
    """One trustee (autorité de déchiffrement); the server's secret is encrypted with the vault key.

    A scrutineer's secret is made in her browser and never comes here.
    """

    __tablename__ = "office_trustee"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        CheckConstraint(
            "(account_id IS NULL) = (sealed_secret IS NOT NULL)", name="server_or_scrutineer"
        ),
    )

    id: Mapped[PrimaryKey]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    public_key: Mapped[str] = mapped_column(Text)
    sealed_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
