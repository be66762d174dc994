"""Tables as files that people open in a spreadsheet (tableur); no cell of them is ever computed."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import xlsxwriter
from stream_write_ods import stream_write_ods

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767  # of XLSX; no text of the register is that long
Rows = Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    extension: str
    media_type: str


FORMATS = {
    "csv": Format("csv", "text/csv"),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": Format("ods", "application/vnd.oasis.opendocument.spreadsheet"),
}


def written(extension: str, title: str, columns: Sequence[str], rows: Rows, now: datetime) -> bytes:
    """Return a table as a file: ``csv`` (``;``, UTF-8 with its mark), ``xlsx`` or ``ods``.

    Every cell is text. In CSV, where a cell has no type, one that a spreadsheet would compute gets
    an apostrophe before it, which the import takes off again; so does one that begins like that.
    """
    return {"csv": _csv, "xlsx": _xlsx, "ods": _ods}[extension](title, columns, rows, now)


def guarded(cell: str) -> str:
    """Return the cell with an apostrophe before it if a spreadsheet would compute it."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def _csv(_title: str, columns: Sequence[str], rows: Rows, _now: datetime) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([guarded(name) for name in columns])
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(title: str, columns: Sequence[str], rows: Rows, now: datetime) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options | {"strings_to_numbers": False}) as book:
        book.set_properties({"title": title, "created": now.astimezone(UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet(title[:31])
        heading = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(columns):
            sheet.write_string(0, column, name, heading)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(line, column, cell[:LONGEST_CELL])
    return out.getvalue()


def _ods(title: str, columns: Sequence[str], rows: Rows, now: datetime) -> bytes:
    cells = (tuple(str(cell) for cell in row) for row in rows)
    sheets = ((title, tuple(columns), cells),)
    return b"".join(stream_write_ods(sheets, get_modified_at=lambda: now.astimezone(UTC)))
