"""What a person sees: each distinct page once at both widths, judged by axe, kept as a picture."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.simulators.browser import SIZES, assert_accessible, picture

READ = """() => {
  const page = document.body.cloneNode(true);
  const unread = "pre, code, script, template, textarea, .visually-hidden";
  page.querySelectorAll(unread).forEach((part) => part.remove());
  document.documentElement.append(page);
  const text = page.innerText;
  page.remove();
  return document.title + "\\n" + text;
}"""
WRONG = {
    "a value that leaked": re.compile(r"\b(?:None|undefined|NaN|null)\b|%\(|\{\{|\[object |&\w+;"),
    "an English word": re.compile(
        r"\b(?:the|and|your|you|this|with|please|must|required|invalid|failed|not)\b", re.IGNORECASE
    ),
    "a breaking space before a sign": re.compile(r"\w+ [:;!?»]|« \w+"),
    "a doubled sign": re.compile(r"\.\.|,,|: :|\w\s+\.(?:\s|$)|  +\S"),
}


@dataclass(slots=True)
class Sight:
    """Every page looked at, and what was wrong with it."""

    story: str
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def look(self, page: Page, name: str = "") -> None:
        """Look at the page at both widths, once per kind of page (``name`` tells states apart)."""
        kind = "-".join(filter(None, (kind_of(page.url), name)))
        if kind in self.seen:
            return
        self.seen.add(kind)
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready.then(() => true)")
        self._read(page)
        usual = page.viewport_size
        for size, area in SIZES.items():
            page.set_viewport_size(area)
            try:
                assert_accessible(page)
            except AssertionError as fault:
                self.faults.append(str(fault))
            picture(page, f"{self.story}-{len(self.seen):02}-{kind}-{size}")
        if usual is not None:
            page.set_viewport_size(usual)

    def _read(self, page: Page) -> None:
        text = page.evaluate(READ)
        for fault, pattern in WRONG.items():
            for found in pattern.finditer(text):
                around = text[max(0, found.start() - 30) : found.end() + 30]
                self.faults.append(f"{page.url}: {fault}: {around!r}")


def kind_of(url: str) -> str:
    """Name the kind of page at an address: the same for every meeting, poll and election."""
    path = re.sub(r"^https?://[^/]+|[?#].*|^about:blank", "", url)
    path = re.sub(r"/urnes/[^/]+", "/urne", path)
    path = re.sub(r"^/assemblees/\d+", "/assemblee", path)
    return re.sub(r"\d+", "n", path).strip("/").replace("/", "-") or "accueil"
