"""The mails as members receive them: who is called, the link, what is attached."""

import re
from dataclasses import dataclass
from email.message import EmailMessage

from tests.simulators.ports import wait_until
from tests.simulators.smtp import Mailboxes

LINK = re.compile(
    r"^https?://\S+/lien#t=(?P<token>[\w-]+)(?:&c=(?P<codes>[^\s&]+)&n=[0-9]+)?\s*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, read as its reader does."""

    message: EmailMessage

    @property
    def text(self) -> str:
        """What the plain part says, lines as they are."""
        body = self.message.get_body(("plain",))
        assert body is not None, "a mail without a plain part"
        content: str = body.get_content()
        return content

    @property
    def html(self) -> str:
        """What most readers show."""
        body = self.message.get_body(("html",))
        assert body is not None, "a mail without an HTML part"
        content: str = body.get_content()
        return content

    @property
    def words(self) -> str:
        """What the plain part says, on one line."""
        return " ".join(self.text.split())

    @property
    def link(self) -> str:
        """The personal link, alone on its line."""
        return self._link()[0]

    @property
    def token(self) -> str:
        """What opens the link."""
        return str(self._link()["token"])

    @property
    def codes(self) -> dict[int, str]:
        """The codes of the link, by line of the roll."""
        pairs = (pair.partition(":") for pair in (self._link()["codes"] or "").split(",") if pair)
        return {int(line): code for line, _, code in pairs}

    @property
    def secrets(self) -> set[str]:
        """Whatever this mail brings that nobody else may read: token and codes."""
        return {self.token, *self.codes.values()} if LINK.search(self.text) else set()

    @property
    def attached(self) -> set[str]:
        """The media types of what comes with it."""
        return {part.get_content_type() for part in self.message.walk()}

    def _link(self) -> re.Match[str]:
        found = LINK.search(self.text)
        assert found, f"no personal link in «{self.message['Subject']}»:\n{self.text}"
        return found


def letters(mailboxes: Mailboxes) -> list[Letter]:
    """Return every mail so far."""
    return [Letter(message) for message in mailboxes.messages]


def notice_of(mailboxes: Mailboxes, member: str) -> Letter:
    """Return the notice that calls ``member``."""
    called = f"convoque {member}, que vous représentez"
    (found,) = (one for one in letters(mailboxes) if called in one.words)
    return found


def wait_for_letter(mailboxes: Mailboxes, words: str) -> Letter:
    """Return the first mail that says ``words``, as soon as it is there."""
    found: list[Letter] = []

    def is_there() -> bool:
        found.extend(one for one in letters(mailboxes) if words in one.words)
        return bool(found)

    wait_until(is_there, f"a mail that says «{words}»")
    return found[0]
