"""Anyone before a screen: goes to a page, presses, reads, and looks at each page once."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.flows.sight import Sight

MEETING = 1  # the demonstration has one


@dataclass(slots=True)
class Visitor:
    """One browser of one person."""

    page: Page
    house: str
    sight: Sight

    def go(self, path: str, name: str = "") -> None:
        """Open a page by its address and look at it."""
        self.page.goto(self.house + path)
        self.look(name)

    def go_to_room(self, name: str, state: str = "") -> None:
        """Open a room of the meeting."""
        self.go(f"/assemblees/{MEETING}" + (f"/{name}" if name else ""), state)

    def here(self) -> str:
        """Return the address of the page, as one hands it on."""
        return self.page.url.removeprefix(self.house)

    def look(self, name: str = "") -> None:
        """Look at the page as it is now."""
        self.sight.look(self.page, name)

    def press(self, label: str) -> None:
        """Press a button."""
        self.button(label).click()

    def follow(self, label: str) -> None:
        """Follow a link."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words(label)).first.click()

    def confirm(self, label: str) -> None:
        """Press a button, and its twin in the dialog that asks once more."""
        self.press(label)
        self.page.get_by_role("dialog").get_by_role("button", name=words(label)).click()

    def button(self, label: str) -> Locator:
        """Return the button that begins with ``label``."""
        return self.page.get_by_role("button", name=words(label)).first

    def reads(self, text: str) -> None:
        """Hold that ``text`` can be read on the page."""
        expect(self.page.locator("main").get_by_text(words(text)).first).to_be_visible()

    def reads_not(self, text: str) -> None:
        """Hold that ``text`` stands nowhere on the page."""
        expect(self.page.locator("main").get_by_text(words(text))).to_have_count(0)

    def plays(self, role: str) -> None:
        """Enter as one of the demonstration's officers."""
        self.page.goto(f"{self.house}/demo")
        self.press(f"Jouer : {role}")
        self.reads("Vous jouez")


def words(text: str) -> re.Pattern[str]:
    """Return a pattern for ``text`` whatever kind of space stands between its words."""
    return re.compile(r"\s*".join(re.escape(part) for part in text.split()))
