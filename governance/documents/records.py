"""A record (relevé) as a document: what is held on a person, or what was destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.documents.figures import paragraphs, table_content
from governance.documents.typeset import typeset
from governance.documents.wording import day_and_hour, grouped

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A titled part: text, then rows of labels and values, then a table (first row: headers)."""

    title: str
    text: str = ""
    rows: Sequence[Pairs] = ()
    table: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class RecordContent:
    """Everything a record prints; ``facts`` stand under the date."""

    association: str
    heading: str
    title: str
    lead: str
    at: datetime
    parts: Sequence[Part]
    facts: Pairs = ()
    seal_fingerprint: str = ""  # of the certificate that will seal this file
    zone: str = "Europe/Paris"
    language: str = "fr"


def record_pdf(content: RecordContent, now: datetime) -> bytes:
    """Set the record: PDF/A-3a, PDF/UA-1, the same bytes for the same arguments."""
    return typeset("record", _content(content), now=now)


def _content(record: RecordContent) -> dict[str, object]:
    return {
        "language": record.language,
        "association": record.association,
        "heading": record.heading,
        "title": record.title,
        "lead": record.lead,
        "date": day_and_hour(record.at, record.zone, record.language),
        "facts": record.facts,
        "parts": [_part(part) for part in record.parts],
        "seal": grouped(record.seal_fingerprint) if record.seal_fingerprint else None,
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "title": part.title,
        "text": paragraphs(part.text),
        "rows": part.rows,
        "table": table_content(part.table),
    }
