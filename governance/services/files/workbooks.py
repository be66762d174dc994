"""Workbooks (classeurs XLSX, ODS) read in a process of their own, with little memory and time.

A file of four kilobytes with one cell in the last row and column makes the reading library ask for
half a terabyte and abort the process. The child may die of it; the server does not.
"""

import io
import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

SECONDS = 30
MEMORY = 1024 * 1024 * 1024
MAX_COLUMNS = 200
MAX_LETTERS = 16 * 1024 * 1024  # of all cells: one text of a file may stand in every cell of it
TOO_MUCH = 3  # how the child ends where there are more


class TooMuchTextError(Exception):
    """A small file whose cells hold more text than a register ever does."""


def read_workbook(raw: bytes, max_rows: int) -> list[list[str]] | None:
    """Return the first visible sheet as text, row 1 first, or None when it cannot be read.

    No more than ``max_rows`` rows are returned, none longer than ``MAX_COLUMNS`` cells and the
    first cell beyond them that holds something. Dates come as ISO text, whole numbers without a
    decimal point, a formula as its last result.

    Raises:
        TooMuchTextError: more than ``MAX_LETTERS``.
    """
    command = [sys.executable, "-P", str(Path(__file__).resolve()), str(max_rows)]
    try:
        child = subprocess.run(  # noqa: S603  (our own interpreter on this very file)
            command, input=raw, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    if child.returncode == TOO_MUCH:
        raise TooMuchTextError
    if child.returncode != 0:
        return None
    rows: list[list[str]] = json.loads(child.stdout)
    return rows


def _read(raw: bytes, max_rows: int) -> list[list[str]]:
    from python_calamine import SheetVisibleEnum, load_workbook

    book = load_workbook(io.BytesIO(raw))
    visible = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
    ]
    sheet = book.get_sheet_by_name(visible[0])
    rows = [_bounded(row) for row in sheet.to_python(skip_empty_area=False, nrows=max_rows)]
    if sum(len(cell) for row in rows for cell in row) > MAX_LETTERS:
        raise TooMuchTextError
    return rows


def _bounded(row: list[Any]) -> list[str]:
    beyond = next((cell for cell in row[MAX_COLUMNS:] if cell != ""), None)
    kept = [_text(cell) for cell in row[:MAX_COLUMNS]]
    return kept if beyond is None else [*kept, _text(beyond)]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _limit_memory() -> None:
    """Cap this process; where the system knows no such limit, the time limit remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> int:
    _limit_memory()
    try:
        rows = _read(sys.stdin.buffer.read(), int(sys.argv[1]))
    except TooMuchTextError:
        return TOO_MUCH
    except Exception:  # noqa: BLE001  (whatever the library says, the parent is told: unreadable)
        return 1
    json.dump(rows, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
