"""Minutes (procès-verbal) as a document: sections from the journal, signatures, results inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from typing import Protocol

from governance.documents.figures import Signer, labels, paragraphs, signatures, table_content
from governance.documents.typeset import Attachment, typeset
from governance.documents.wording import day_and_hour, grouped, local_day, long_date

RESULTS_NAME = "results.json"


class ParagraphLike(Protocol):
    """A paragraph of ``governance.rules.minutes``, or of this module."""

    @property
    def kind(self) -> str: ...  # "wording", or "figures" (locked)
    @property
    def text(self) -> str: ...
    @property
    def table(self) -> tuple[tuple[str, ...], ...] | None: ...  # first row: column headers


class SectionLike(Protocol):
    """A section of ``governance.rules.minutes``, or of this module."""

    @property
    def title(self) -> str: ...
    @property
    def paragraphs(self) -> Sequence[ParagraphLike]: ...


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Wording of the secretary, or figures that nobody edits."""

    kind: str
    text: str
    table: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the minutes."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class MinutesVersion:
    """One published version and what it changed."""

    number: int
    published_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class MinutesContent:
    """Everything the minutes print; ``versions`` lists every one, this one included."""

    association: str
    title: str
    held_at: datetime
    place: str
    sections: Sequence[SectionLike]
    signers: tuple[Signer, ...]
    version: int = 1
    versions: tuple[MinutesVersion, ...] = ()
    draft: bool = False
    remote: str = ""
    seal_fingerprint: str = ""  # of the certificate that will seal this file
    annexes: Sequence[SectionLike] = ()  # printed after the signatures
    is_failure: bool = False  # procès-verbal de carence: no quorum, nothing decided
    zone: str = "Europe/Paris"
    language: str = "fr"


def minutes_pdf(content: MinutesContent, now: datetime, results_json: bytes | None) -> bytes:
    """Set the minutes: PDF/A-3a, PDF/UA-1, the same bytes for the same arguments.

    Args:
        results_json: carried inside the PDF, untouched; its SHA-256 is printed.
    """
    carried = () if results_json is None else (_results(results_json, content.language),)
    return typeset("minutes", _content(content, results_json), now=now, attachments=carried)


def _results(raw: bytes, language: str) -> Attachment:
    return Attachment(RESULTS_NAME, raw, "application/json", labels(language)["results"])


def _content(minutes: MinutesContent, results: bytes | None) -> dict[str, object]:
    language, words = minutes.language, labels(minutes.language)
    return {
        "language": language,
        "association": minutes.association,
        "heading": words["minutes_failure" if minutes.is_failure else "minutes"],
        "title": minutes.title,
        "date": day_and_hour(minutes.held_at, minutes.zone, language),
        "place": minutes.place,
        "remote": minutes.remote,
        "version": str(minutes.version),
        "draft": minutes.draft,
        "sections": [_section(section) for section in minutes.sections],
        "annexes": [_section(section) for section in minutes.annexes],
        "signers": signatures(minutes.signers, minutes.zone, language),
        "seal": grouped(minutes.seal_fingerprint) if minutes.seal_fingerprint else None,
        "results": None
        if results is None
        else {"name": RESULTS_NAME, "fingerprint": grouped(sha256(results).hexdigest())},
        "versions": [
            [str(v.number), _day(v.published_at, minutes.zone, language), v.note]
            for v in minutes.versions
        ],
    }


def _day(at: datetime, zone: str, language: str) -> str:
    return long_date(local_day(at, zone), language, weekday=False)


def _section(section: SectionLike) -> dict[str, object]:
    runs = groupby(section.paragraphs, key=lambda paragraph: paragraph.kind == "figures")
    return {
        "title": section.title,
        "parts": [
            {"locked": locked, "paragraphs": [_paragraph(paragraph) for paragraph in run]}
            for locked, run in runs
        ],
    }


def _paragraph(paragraph: ParagraphLike) -> dict[str, object]:
    return {"text": paragraphs(paragraph.text), "table": table_content(paragraph.table)}
