"""Results (proclamation) on a sheet: each item decided, its figures, and why they decide it."""

from dataclasses import dataclass
from datetime import datetime

from governance.documents.figures import labels, paragraphs, table_content
from governance.documents.typeset import typeset
from governance.documents.wording import day_and_hour


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One item: « La résolution est adoptée », its counts (first row: headers), the arithmetic."""

    number: int
    title: str
    outcome: str
    table: tuple[tuple[str, ...], ...]
    explanation: str = ""
    clause: str = ""
    assumed: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class ResultsContent:
    """Everything a sheet of results prints."""

    association: str
    title: str
    held_at: datetime
    items: tuple[ResultItem, ...]
    zone: str = "Europe/Paris"
    language: str = "fr"


def results_pdf(content: ResultsContent, now: datetime) -> bytes:
    """Set the sheet: PDF/A-3a, PDF/UA-1, the same bytes for the same arguments."""
    return typeset("results", _content(content), now=now)


def _content(results: ResultsContent) -> dict[str, object]:
    return {
        "language": results.language,
        "association": results.association,
        "heading": labels(results.language)["results"],
        "title": results.title,
        "date": day_and_hour(results.held_at, results.zone, results.language),
        "items": [_item(item) for item in results.items],
    }


def _item(item: ResultItem) -> dict[str, object]:
    return {
        "number": item.number,
        "title": item.title,
        "outcome": item.outcome,
        "text": paragraphs(item.explanation),
        "table": table_content(item.table),
        "clause": item.clause,
        "assumed": item.assumed,
        "secret": item.secret,
    }
