"""What several documents share: tables of figures, signatures, how each is laid into a template."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from governance.documents.typeset import TEMPLATES
from governance.documents.wording import local_day, long_date


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of figures (accounts, budget, fee schedule): its cells are printed as they come."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    note: str = ""

    def content(self) -> dict[str, object]:
        """Return the table as a template reads it."""
        rows = [self.columns, *self.rows] + ([self.total] if self.total else [])
        if any(len(row) != len(self.columns) for row in rows):
            raise ValueError("a row of figures is not as long as its columns")
        return {
            "title": self.title,
            "columns": self.columns,
            "rows": self.rows,
            "total": self.total,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Signer:
    """Someone who signs a document, in which capacity, and since when it is signed."""

    role: str
    name: str
    signed_at: datetime | None = None


def paragraphs(text: str) -> list[str]:
    """Cut a text of the association into its paragraphs (separated by a blank line)."""
    blocks = (block.strip() for block in text.replace("\r\n", "\n").split("\n\n"))
    return [block for block in blocks if block]


def all_content(tables: Iterable[Figures]) -> list[dict[str, object]]:
    """Return several tables as a template reads them."""
    return [table.content() for table in tables]


def table_content(rows: tuple[tuple[str, ...], ...] | None) -> dict[str, object] | None:
    """Split the column headers (first row) from the body; short rows are filled, no cell shifts."""
    if not rows:
        return None
    columns, *body = rows
    width = max(len(row) for row in rows)
    return {
        "columns": [*columns, *[""] * (width - len(columns))],
        "rows": [[*row, *[""] * (width - len(row))] for row in body],
    }


def signatures(signers: Iterable[Signer], zone: str, language: str) -> list[dict[str, str]]:
    """Return the signature block as a template reads it; an empty date leaves room for a pen."""
    return [
        {
            "role": signer.role,
            "name": signer.name,
            "signed": long_date(local_day(signer.signed_at, zone), language, weekday=False)
            if signer.signed_at
            else "",
        }
        for signer in signers
    ]


@cache
def labels(language: str) -> dict[str, str]:
    """Return the printed words of every document in ``language`` ("fr" or "en")."""
    words: dict[str, str] = json.loads((TEMPLATES / f"labels.{language}.json").read_text("utf-8"))
    return words
