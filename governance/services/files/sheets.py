"""Spreadsheets (CSV, XLSX, ODS) to lines of text cells, or a refusal that names the line."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from governance.errors import InvalidInputError
from governance.services.files.workbooks import (
    MAX_COLUMNS,
    MAX_LETTERS,
    TooMuchTextError,
    read_workbook,
)
from governance.services.membership.names import fold

MAX_BYTES = 4 * 1024 * 1024
MAX_ROWS = 20_000
UTF16 = (b"\xff\xfe", b"\xfe\xff")
UTF8_BOM = b"\xef\xbb\xbf"
PROTECTED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BREAKS = re.compile(r"\s*[\r\n\t]\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file; ``number`` is the line a person sees in the file."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as read: folded column names, the lines that are not blank, titles as printed."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    titles: tuple[str, ...] = ()
    heading: int = 1


def read_sheet(raw: bytes, required: Sequence[str]) -> Sheet:
    """Read a spreadsheet whose first line names its columns.

    Raises:
        InvalidInputError: import.too-large, .empty, .not-a-spreadsheet, .unreadable-workbook,
            .too-much-text, .wrong-encoding, .unreadable-line, .too-many-rows, .too-many-columns,
            .column-twice, .missing-columns; facts name the line, the columns or the limit.
    """
    sheet = read_table(raw)
    require_columns(sheet, required)
    return sheet


def require_columns(sheet: Sheet, required: Sequence[str]) -> None:
    """Refuse a file that lacks a column.

    Raises:
        InvalidInputError: import.missing-columns.
    """
    missing = [name for name in required if name not in sheet.columns]
    if missing:
        raise InvalidInputError(
            "import.missing-columns", line=sheet.heading, columns=", ".join(missing)
        )


def read_table(raw: bytes) -> Sheet:
    """Read a spreadsheet whatever its first line calls its columns.

    Raises:
        InvalidInputError: what reading a sheet raises, but for missing columns.
    """
    if len(raw) > MAX_BYTES:
        raise InvalidInputError("import.too-large", limit=MAX_BYTES // 1024 // 1024)
    rows = [row for row in _rows(raw) if not row.is_blank]
    if len(rows) < 2:
        raise InvalidInputError("import.empty")
    if len(rows) > MAX_ROWS + 1:
        raise InvalidInputError("import.too-many-rows", limit=MAX_ROWS)
    titles = _titles(rows[0])
    return Sheet(_columns(rows[0], titles), tuple(rows[1:]), titles, rows[0].number)


def _titles(heading: Row) -> tuple[str, ...]:
    names = list(heading.cells)
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _columns(heading: Row, titles: Sequence[str]) -> tuple[str, ...]:
    columns = tuple(fold(name).replace(" ", "_") for name in titles)
    for name, count in Counter(columns).items():
        if name and count > 1:
            raise InvalidInputError("import.column-twice", line=heading.number, column=name[:40])
    return columns


def _rows(raw: bytes) -> Iterator[Row]:
    if raw.startswith(b"PK\x03\x04"):
        return _workbook_rows(raw)
    return _csv_rows(_decoded(raw))


def _workbook_rows(raw: bytes) -> Iterator[Row]:
    try:
        cells = read_workbook(raw, MAX_ROWS + 2)
    except TooMuchTextError as error:
        limit = MAX_LETTERS // 1024 // 1024
        raise InvalidInputError("import.too-much-text", limit=limit) from error
    if cells is None:
        raise InvalidInputError("import.unreadable-workbook")
    if len(cells) > MAX_ROWS + 1:
        raise InvalidInputError("import.too-many-rows", limit=MAX_ROWS)
    for number, row in enumerate(cells, start=1):
        if any(NOT_TEXT.search(cell) for cell in row):  # a workbook may spell a NUL
            raise InvalidInputError("import.not-a-spreadsheet")
        yield _row(number, row)


def _csv_rows(text: str) -> Iterator[Row]:
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            yield _row(number, [_unprotected(cell) for cell in cells])
            number = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInputError("import.unreadable-line", line=number) from error


def _row(number: int, cells: Sequence[str]) -> Row:
    """Return a line of clean cells, refused where one holds something beyond the last column."""
    row = Row(number, tuple(_clean(cell) for cell in cells[:MAX_COLUMNS]))
    if any(_clean(cell) for cell in cells[MAX_COLUMNS:]):
        raise InvalidInputError("import.too-many-columns", line=number, limit=MAX_COLUMNS)
    return row


def _clean(cell: str) -> str:
    """Return the cell on one line, without blanks around it; the letters stay as printed."""
    return unicodedata.normalize("NFC", BREAKS.sub(" ", cell).strip()) if cell else ""


def _unprotected(cell: str) -> str:
    return cell[1:] if PROTECTED.match(cell) else cell


def _decoded(raw: bytes) -> str:
    """Decode by the mark at the beginning, else UTF-8, else Windows-1252; never a mixture."""
    if raw.startswith(UTF16):
        return _text(raw, "utf-16")
    if NOT_TEXT.search(raw.decode("latin-1")):
        raise InvalidInputError("import.not-a-spreadsheet")
    if raw.startswith(UTF8_BOM):
        return _text(raw.removeprefix(UTF8_BOM), "utf-8")
    stranger = _first_not_utf8(raw)
    return _text(raw, "utf-8" if stranger is None else "cp1252")


def _text(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InvalidInputError("import.wrong-encoding", line=line) from error
    if NOT_TEXT.search(text):
        raise InvalidInputError("import.not-a-spreadsheet")
    return text


def _first_not_utf8(raw: bytes) -> int | None:
    """Return the first line that is not UTF-8; a file where others are is mixed, and refused."""
    others, stranger = 0, None
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            line.decode()
        except UnicodeDecodeError:
            stranger = stranger or number
        else:
            others += 1
    if stranger is not None and others:
        raise InvalidInputError("import.wrong-encoding", line=stranger)
    return stranger
