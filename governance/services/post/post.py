"""The post (courrier): how the association writes to a person, whatever the letter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from gettext import NullTranslations
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from governance.mail import letters
from governance.models.contacts import Contact
from governance.models.documents import Document
from governance.models.dues_calls import DuesPaper
from governance.models.members import Person
from governance.models.outbox import OutboxMessage
from governance.services.entry.vault import Vault
from governance.services.post import outbox


@dataclass(frozen=True, slots=True)
class Post:
    """What every letter needs besides its content; statutory letters are in French."""

    vault: Vault
    public_url: str
    translations: NullTranslations = field(default_factory=NullTranslations)
    language: str = "fr"

    @property
    def domain(self) -> str:
        """The host name that Message-IDs end with."""
        return urlsplit(self.public_url).hostname or "localhost"

    def send(
        self,
        session: Session,
        letter: letters.Letter,
        reader: Person | Contact,
        *,
        member_id: int | None = None,
        meeting_id: int | None = None,
        attachments: Sequence[Document] = (),
        papers: Sequence[DuesPaper] = (),
        now: datetime,
    ) -> OutboxMessage:
        """Owe a person or a contact this letter.

        Raises:
            InvalidInputError: mail.no-address.
        """
        written = letters.write(letter, self.translations, self.language)
        return outbox.queue(
            session,
            self.vault,
            outbox.Letter(written.kind, written.subject, written.text, written.html),
            reader,
            domain=self.domain,
            member_id=member_id,
            meeting_id=meeting_id,
            attachments=attachments,
            papers=papers,
            now=now,
        )
