"""The templates as a browser would read them, Jinja taken out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from tests.architecture.sources import ROOT, files_under

STATEMENT = re.compile(r"\{%-?.*?-?%\}|\{#.*?#\}", re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
POST_FORM = re.compile(r"<form\b[^>]*\bmethod=[\"']?post\b.*?</form>", re.DOTALL | re.IGNORECASE)
SENTENCE = re.compile(r"(?<!\w)(?:_|gettext|pgettext)\(\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')")
TRANS = re.compile(r"\{%-?\s*trans\b.*?%\}(.*?)\{%-?\s*endtrans\b", re.DOTALL)


@dataclass
class Element:
    """One start tag with its attributes and the text directly inside it."""

    tag: str
    line: int
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Markup(HTMLParser):
    """The elements of a template, in order."""

    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, self.getpos()[0], dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements:
            self.elements[-1].text += data


def templates() -> list[Path]:
    """Return every HTML template of the project."""
    return files_under(ROOT, "templates", ".html")


def without_jinja(source: str) -> str:
    """Return ``source`` with statements removed and expressions as the word ``JINJA``.

    The number of lines stays, so that what is found can be named by line.
    """
    plain = STATEMENT.sub(lambda found: "\n" * found[0].count("\n"), source)
    return EXPRESSION.sub(lambda found: "JINJA" + "\n" * found[0].count("\n"), plain)


def elements(source: str) -> list[Element]:
    """Return the elements of a template's source."""
    markup = Markup()
    markup.feed(without_jinja(source))
    return markup.elements


def line_of(source: str, position: int) -> int:
    """Return the line on which ``position`` stands."""
    return source.count("\n", 0, position) + 1


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Yield the French sentences of a template with their lines."""
    for found in SENTENCE.finditer(source):
        yield line_of(source, found.start()), found[1][1:-1]
    for found in TRANS.finditer(source):
        yield line_of(source, found.start()), without_jinja(found[1])
    for element in elements(source):
        if element.tag not in {"script", "style"}:
            yield element.line, element.text
