"""Real Chromium at the width of a phone and of a desk, and axe to judge what it shows."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.simulators import tools

Size = Literal["phone", "desk"]
SIZES: dict[Size, ViewportSize] = {
    "phone": {"width": 360, "height": 740},
    "desk": {"width": 1280, "height": 900},
}
PICTURES = Path(__file__).parents[1] / ".output"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, started once."""
    path = tools.require("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the pages of this test complain of; whatever stays in it at the end fails the test."""
    noted: list[str] = []
    yield noted
    assert not noted, "the browser complained:\n" + "\n".join(noted)


@pytest.fixture
def open_page(
    chromium: Browser, complaints: list[str], request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Open pages of separate visitors: ``open_page("phone")``, ``open_page("desk", base_url=…)``.

    An uncaught error or a complaint in any console goes to ``complaints``; where one is meant,
    take it out of there. A failed test leaves a picture of each page in ``tests/.output``.
    """
    pages: list[Page] = []

    def open_page(size: Size = "desk", **context: Any) -> Page:
        visitor = chromium.new_context(
            viewport=SIZES[size], locale="fr-FR", timezone_id="Europe/Paris", **context
        )
        page = visitor.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: _note(complaints, page, said.type, said.text))
        pages.append(page)
        return page

    yield open_page
    _take_pictures(request.node, pages)
    for page in pages:
        page.context.close()


@pytest.fixture(params=["phone", "desk"])
def any_page(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    """A page of one visitor; the test runs once at each width."""
    return open_page(request.param)


def assert_accessible(page: Page) -> None:
    """Fail with axe's words when the page breaks WCAG 2.2 A or AA, or scrolls sideways."""
    results = Axe().run(page, options=WCAG)
    where = f"{page.url} at {page.evaluate('window.innerWidth')} px"
    assert results.violations_count == 0, f"{where}\n{results.generate_report()}"
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0, f"{where} is {wider} px wider than the window"


def picture(page: Page, name: str) -> Path:
    """Save a picture of the whole page as ``tests/.output/NAME.png`` and return its path."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / (re.sub(r"[^\w-]+", "-", name).strip("-") + ".png")
    page.screenshot(path=path, full_page=True)
    return path


def _note(complaints: list[str], page: Page, kind: str, text: str) -> None:
    if kind == "error":
        complaints.append(f"{page.url}: {text}")


def _take_pictures(node: pytest.Item, pages: list[Page]) -> None:
    report = getattr(node, "report_call", None)
    if report is not None and report.failed:
        for number, page in enumerate(pages, start=1):
            if not page.is_closed():
                picture(page, f"{node.name}-{number}")
