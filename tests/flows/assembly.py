"""One assembly being held: the running application, the mails, everybody before a screen."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.flows.auditor import Auditor
from tests.flows.letters import Letter, letters, notice_of
from tests.flows.member import Member
from tests.flows.scrutineer import Scrutineer
from tests.flows.secretary import Secretary
from tests.flows.sight import Sight
from tests.simulators.browser import OpenPage, Size
from tests.simulators.servers import RunningApp
from tests.simulators.smtp import Mailboxes

PHONE = {"has_touch": True}


@dataclass
class Assembly:
    """What the acts of a flow share; people come in by :meth:`member` and its like."""

    app: RunningApp
    mailboxes: Mailboxes
    open_page: OpenPage
    sight: Sight
    complaints: list[str]
    folder: Path
    people: dict[str, Member] = field(default_factory=dict)
    trackers: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)

    def secretary(self) -> Secretary:
        """Bring in the secretary, at her desk."""
        return Secretary(self.open_page("desk"), self.app.url, self.sight)

    def scrutineer(self) -> Scrutineer:
        """Bring in the scrutineer; her key file is kept in the folder of the test."""
        key = self.folder / "key.json"
        return Scrutineer(self.open_page("desk"), self.app.url, self.sight, key)

    def auditor(self, size: Size = "desk") -> Auditor:
        """Bring in an auditor, or any stranger."""
        return Auditor(self.open_page(size), self.app.url, self.sight)

    def member(self, name: str, size: Size = "phone") -> Member:
        """Return who acts for a member, on her own device: the same one at every call."""
        if name not in self.people:
            page = self.open_page(size, **(PHONE if size == "phone" else {}))
            self.people[name] = Member(page, self.app.url, self.sight, name)
        return self.people[name]

    def notice(self, name: str) -> Letter:
        """Return the notice that a member received."""
        return notice_of(self.mailboxes, name)

    def reads_mail(self, letter: Letter, name: str) -> None:
        """Look at a mail as a reader on the way shows it."""
        page = self.open_page("phone")
        page.set_content(letter.html)
        self.sight.look(page, f"courriel-{name}")

    def letters(self) -> list[Letter]:
        """Return every mail so far."""
        return letters(self.mailboxes)

    def forgive(self, expected: str) -> None:
        """Take the browser's complaints that an act meant to provoke out of the list."""
        assert [one for one in self.complaints if expected not in one] == []
        self.complaints.clear()
