"""The letters members receive: what each one says, and its text and HTML in their language."""

import re
import textwrap
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache, lru_cache, partial
from gettext import NullTranslations
from pathlib import Path
from typing import ClassVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from governance.documents.wording import (
    day_and_hour,
    grouped,
    in_sentence,
    local_day,
    long_date,
    with_article,
)

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "emails"
WIDTH = 72
SIGNATURE = "-- "  # what follows is not part of the letter (RFC 3676)
GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What every letter carries: who writes, to whom, whom to ask."""

    template: ClassVar[str] = ""

    association: str
    recipient: str  # the person who reads, as one greets them
    contact: str = ""
    zone: str = "Europe/Paris"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLetter(Letter):
    """Notice of meeting (convocation), with the personal link of whoever acts for the member."""

    template: ClassVar[str] = "notice"

    member: str  # the institution, or the person again
    meeting: str  # its title: « Assemblée générale ordinaire »
    starts_at: datetime
    link: str
    place: str = ""
    remote_url: str = ""
    agenda: tuple[str, ...] = ()
    authority: str = ""  # who sends the codes apart, when the link carries none
    answer_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyGivenLetter(Letter):
    """To the holder of a new proxy (pouvoir): a new link, which votes for the principals too."""

    template: ClassVar[str] = "proxy_given"

    principal: str
    meeting: str
    starts_at: datetime
    link: str
    principals: tuple[str, ...]  # all the members the link now votes for, besides the holder
    instructions: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeReissuedLetter(Letter):
    """A personal link made again: the earlier one no longer votes in polls yet to open."""

    template: ClassVar[str] = "code_reissued"

    meeting: str
    starts_at: datetime
    link: str
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLetter(Letter):
    """A link to sign in with, once."""

    template: ClassVar[str] = "sign_in"

    link: str
    minutes_valid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPublishedLetter(Letter):
    """The minutes (procès-verbal) are out: where, and their fingerprint."""

    template: ClassVar[str] = "minutes_published"

    meeting: str
    held_at: datetime
    url: str
    fingerprint: str  # SHA-256 of the PDF, hexadecimal
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaCompletedLetter(Letter):
    """An item was added to the agenda (ordre du jour) after the notice had left."""

    template: ClassVar[str] = "agenda_completed"

    meeting: str
    starts_at: datetime
    position: int
    title: str
    text: str = ""
    resolution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnsweredLetter(Letter):
    """What a person proposed to correct in the register was accepted or refused, and why."""

    template: ClassVar[str] = "change_answered"

    member: str
    accepted: bool
    asked_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestAnsweredLetter(Letter):
    """What a person contested on the electoral roll: granted or refused, why, by which clause."""

    template: ClassVar[str] = "contest_answered"

    member: str
    meeting: str
    accepted: bool
    raised_at: datetime
    reason: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesCallLetter(Letter):
    """A call for dues (appel de cotisation), its PDF attached."""

    template: ClassVar[str] = "dues_call"

    member: str
    year: int
    reference: str
    amount: str
    due_on: date
    iban: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesReminderLetter(DuesCallLetter):
    """A reminder (relance) of a call, with the words of whoever writes."""

    template: ClassVar[str] = "dues_reminder"

    issued_on: date
    number: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesPaperLetter(Letter):
    """A receipt or an attestation of dues, its PDF attached; ``kind`` says which."""

    template: ClassVar[str] = "dues_paper"

    member: str
    year: int
    kind: str


@dataclass(frozen=True, slots=True)
class Written:
    """A letter ready to be put into an envelope; ``kind`` is the name of its template."""

    kind: str
    subject: str
    text: str
    html: str


def write(letter: Letter, translations: NullTranslations, language: str = "fr") -> Written:
    """Write ``letter`` in ``language``.

    Args:
        translations: source sentences are French; a catalogue of ``fr`` is still needed for its
            plurals.
    """
    context = {
        "letter": letter,
        "language": language,
        "when": partial(day_and_hour, zone=letter.zone, language=language),
        "day": partial(long_date, language=language, weekday=False),
        "day_of": lambda at: long_date(local_day(at, letter.zone), language, weekday=False),
        "grouped": grouped,
        "in_sentence": in_sentence,
        "the": partial(with_article, language=language),
    }
    values = {field.name: getattr(letter, field.name) for field in fields(letter)}
    text = _environment(translations, html=False).get_template(f"{letter.template}.txt")
    page = _environment(translations, html=True).get_template(f"{letter.template}.html")
    subject = _block(text, "subject", context | values)
    return Written(
        kind=letter.template,
        subject=" ".join(subject.split("\n")).strip(),
        text=_wrapped(text.render(context | values)),
        html=_page(page.render(context | values), subject.strip(), language),
    )


@lru_cache(maxsize=8)
def _environment(translations: NullTranslations, *, html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=html,  # noqa: S701  a plain text has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    return environment


def _block(template: Template, name: str, values: dict[str, object]) -> str:
    return "".join(template.blocks[name](template.new_context(values)))


def _wrapped(text: str) -> str:
    """Fold long lines at their indent; a line that holds an address stays whole."""
    lines = (_folded(line.rstrip()) if line != SIGNATURE else line for line in text.split("\n"))
    return GAPS.sub("\n\n", "\n".join(lines)).strip() + "\n"


def _folded(line: str) -> str:
    if len(line) <= WIDTH or "://" in line:
        return line
    margin = re.match(r"\s*(?:\d+\. |– )?", line)
    indent = " " * (margin.end() if margin else 0)
    return textwrap.fill(
        line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _page(body: str, title: str, language: str) -> str:
    """Dress the letter: the look is kept apart from the templates, as on the web pages."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{Markup.escape(title)}</title>\n<style>\n{_style()}</style>\n</head>\n"
        f"<body>\n{body.strip()}\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return (TEMPLATES / "letter.css").read_text("utf-8")
