"""The table of an agenda item (chiffres, comptes): read from typed lines, written back as lines."""

from collections.abc import Mapping
from typing import Any

from governance.errors import InvalidInputError

MOST_ROWS, MOST_COLUMNS = 200, 8
LONGEST_CELL, LONGEST_NOTE = 200, 1000


def read_figures(text: str, *, title: str = "", note: str = "", has_total: bool = False) -> Any:
    """Return the table that lines say, as an item keeps it; nothing for an empty text.

    Args:
        text: the headings on the first line, then a line for each row; cells are parted by
            semicolons, or by tabs as a spreadsheet pastes them.
        has_total: the last line is the total.
    Raises:
        InvalidInputError: figures.few, .many, .uneven, .long; with the line.
    """
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not lines:
        return {}
    rows = [_cells(line) for line in lines]
    if len(rows) < 2 + has_total or len(rows[0]) < 2:
        raise InvalidInputError("figures.few")
    if len(rows) > MOST_ROWS or len(rows[0]) > MOST_COLUMNS:
        raise InvalidInputError("figures.many", rows=MOST_ROWS, columns=MOST_COLUMNS)
    for place, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise InvalidInputError(
                "figures.uneven", line=place, cells=len(row), columns=len(rows[0])
            )
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise InvalidInputError("figures.long", line=place, most=LONGEST_CELL)
    if max(len(title.strip()), len(note.strip())) > LONGEST_NOTE:
        raise InvalidInputError("figures.long", line=1, most=LONGEST_NOTE)
    body = rows[1:-1] if has_total else rows[1:]
    table: dict[str, Any] = {"columns": rows[0], "rows": body}
    table |= {"total": rows[-1]} if has_total else {}
    told = {"title": title.strip(), "note": note.strip()}
    return table | {name: words for name, words in told.items() if words}


def lines_of(figures: Mapping[str, Any] | None) -> str:
    """Write a table as the lines from which it is read."""
    if not figures:
        return ""
    rows = [figures["columns"], *figures["rows"]]
    rows += [figures["total"]] if figures.get("total") else []
    return "\n".join("; ".join(map(str, row)) for row in rows)


def _cells(line: str) -> list[str]:
    """Cut a line at its tabs, or else at its semicolons."""
    return [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
