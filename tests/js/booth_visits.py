"""What a voter does before a stand's pages: comes by the link, reads a heading, a tracker."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.js.booth_pages import ROLL
from tests.js.booth_stand import Stand

Open = Callable[[Stand], str]


def link_of(url: str, stand: Stand, lines: list[int] | None = None) -> str:
    """Return the personal link of these rights, or of all."""
    codes = ",".join(f"{line + ROLL}:{stand.codes[line]}" for line in lines or stand.codes)
    return f"{url}/assemblees/7/lien#t=jeton_personnel&c={codes}"


def enter(page: Page, url: str, stand: Stand, lines: list[int] | None = None) -> None:
    """Come by the personal link, then to the booth."""
    page.goto(link_of(url, stand, lines))
    expect(page.get_by_role("button", name="Entrer")).to_be_enabled()
    page.goto(f"{url}/isoloir")


def heading(page: Page, text: str) -> None:
    """Wait for the heading of a step, in focus."""
    found = page.get_by_role("heading", name=text)
    expect(found).to_be_visible(timeout=20_000)
    expect(found).to_be_focused()


def trackers(page: Page) -> list[str]:
    """Return the trackers on the receipts."""
    return [
        code.text_content() or "" for code in page.locator("[data-receipt] .tracker-code").all()
    ]
