"""The outbox (boîte d'envoi): what is owed to the mail server, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.contacts import Contact
from governance.models.documents import Document
from governance.models.members import Member, Person

if TYPE_CHECKING:
    from governance.models.dues_calls import DuesPaper


class DeliveryState(StrEnum):
    """À envoyer, remis au serveur, refusé."""

    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"


outbox_attachment = Table(
    "outbox_attachment",
    Base.metadata,
    Column("message_id", ForeignKey("outbox_message.id"), primary_key=True),
    Column("document_id", ForeignKey("document.id"), primary_key=True),
)


class OutboxMessage(Base):
    """One mail to one address, of a person of the register or of a contact.

    ``sealed_body`` (text and HTML, encrypted with the vault key) may hold private codes: it is
    wiped when the mail server has taken the message. ``header_id`` is its stable Message-ID, so
    that a repeat after a crash is seen as the same mail.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sent', 'refused')", name="state_known"),
        Index("outbox_message_owed", "state", "next_try_at"),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(30))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    header_id: Mapped[str] = mapped_column(String(200), unique=True)
    sealed_body: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    smtp_code: Mapped[int | None]

    person: Mapped[Person | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
    member: Mapped[Member | None] = relationship()
    attachments: Mapped[list[Document]] = relationship(secondary=outbox_attachment)
    papers: Mapped[list["DuesPaper"]] = relationship(secondary="outbox_dues_paper")

    @property
    def reader(self) -> Person | Contact:
        """Whoever the mail is for."""
        reader = self.person or self.contact
        if reader is None:
            raise ValueError("a mail for nobody")
        return reader
