"""Bank statements (relevés) as banks write them: columns found, days and sums read, or refused."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from governance.errors import InvalidInputError
from governance.services.dues.dues import MAX_EUROS
from governance.services.dues.payments import cents_of
from governance.services.files.sheets import Row, read_table
from governance.services.membership.names import fold

HEADING_WITHIN = 30  # lines that a bank may write before its table
LONGEST_LABEL = 500
DAYS = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")
KNOWN = {
    "day": (
        "date de valeur",
        "date valeur",
        "valeur",
        "date operation",
        "date d operation",
        "date de l operation",
        "date comptable",
        "date de comptabilisation",
        "date",
    ),
    "label": (
        "libelle",
        "libelle operation",
        "libelle de l operation",
        "libelle complet",
        "designation",
        "description",
        "nature de l operation",
        "operation",
        "libelle simplifie",
        "details",
    ),
    "sum": ("credit", "credit euros", "credit eur", "montant", "montant euros", "montant eur"),
    "more": (
        "reference",
        "informations complementaires",
        "libelle simplifie",
        "contrepartie",
        "nom contrepartie",
        "emetteur",
        "commentaire",
        "motif",
    ),
}


@dataclass(frozen=True, slots=True)
class Named:
    """The names of the columns that somebody told, where ours are not found."""

    day: str = ""
    label: str = ""
    sum: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file holds: the sums that came in, and how many lines took money out."""

    lines: tuple["StatementLine", ...]
    outgoing: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One sum that came in. Two lines alike in one file have two fingerprints."""

    number: int
    booked_on: date
    cents: int
    label: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Where to read in a line."""

    day: int
    label: int
    sum: int
    more: tuple[int, ...]


def read_statement(raw: bytes, named: Named | None = None) -> Statement:
    """Read a bank's CSV, XLSX or ODS, from the line that names its columns.

    Raises:
        InvalidInputError: what reading a sheet raises; bank.no-columns with the columns there are;
            bank.bad-day, .bad-sum, .huge-sum, .empty with the line.
    """
    rows, place, columns = _found(raw, named or Named())
    seen: Counter[str] = Counter()
    lines, outgoing = [], 0
    for row in rows[place + 1 :]:
        read = _line(row, columns, seen)
        if read is None:
            outgoing += 1
        else:
            lines.append(read)
    if not lines:
        raise InvalidInputError("bank.empty", count=outgoing)
    return Statement(tuple(lines), outgoing)


def _found(raw: bytes, named: Named) -> tuple[Sequence[Row], int, Columns]:
    """Return the lines of a file, the place of the one that names its columns, and where to read.

    What the bank wrote above its table may have other separators: then the table is read alone.
    """
    rows = _rows(raw, 0)
    try:
        return rows, *_columns(rows, named)
    except InvalidInputError as refusal:
        for skipped, rest in _below(raw):
            rows = _rows(rest, skipped)
            try:
                return rows, *_columns(rows, named)
            except InvalidInputError:
                continue
        raise refusal from None


def _rows(raw: bytes, skipped: int) -> list[Row]:
    sheet = read_table(raw)
    rows = [Row(sheet.heading, sheet.titles), *sheet.rows]
    return [Row(row.number + skipped, row.cells) for row in rows] if skipped else rows


def _below(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield what begins with a line that looks like the head of a table, and what it skips."""
    lines = raw.split(b"\n", HEADING_WITHIN)
    for number in range(1, len(lines) - 1):
        either = (lines[number].decode(code, "replace") for code in ("utf-8", "latin-1"))
        words = fold(" ".join(either))
        if "date" in words and ("credit" in words or "montant" in words):
            yield number, b"\n".join(lines[number:])


def _columns(rows: Sequence[Row], named: Named) -> tuple[int, Columns]:
    for place, row in enumerate(rows[:HEADING_WITHIN]):
        names = [fold(cell) for cell in row.cells]
        day = _place(names, named.day, KNOWN["day"])
        label = _place(names, named.label, KNOWN["label"])
        money = _place(names, named.sum, KNOWN["sum"])
        if day is not None and label is not None and money is not None:
            more = (_place(names, "", (name,)) for name in KNOWN["more"])
            others = tuple(dict.fromkeys(one for one in more if one is not None and one != label))
            return place, Columns(day, label, money, others)
    titles = ", ".join(cell for cell in rows[0].cells if cell)[:300]
    raise InvalidInputError("bank.no-columns", columns=titles)


def _place(names: Sequence[str], told: str, known: Sequence[str]) -> int | None:
    wanted = (fold(told),) if told.strip() else known
    return next((names.index(name) for name in wanted if name in names), None)


def _line(row: Row, columns: Columns, seen: Counter[str]) -> StatementLine | None:
    """Return the line, or None where no money came in."""
    written = _cell(row, columns.sum)
    if not written:
        return None
    try:
        cents = cents_of(written)
    except InvalidInputError as refusal:
        raise InvalidInputError("bank.bad-sum", line=row.number, value=written[:20]) from refusal
    if cents <= 0:
        return None
    if cents > MAX_EUROS * 100:
        raise InvalidInputError("bank.huge-sum", line=row.number, limit=MAX_EUROS)
    day = _day(_cell(row, columns.day), row.number)
    parts = [_cell(row, columns.label), *(_cell(row, place) for place in columns.more)]
    shown = " · ".join(dict.fromkeys(part for part in parts if part))
    label = "".join(letter for letter in shown if letter.isprintable())[:LONGEST_LABEL]
    plain = f"{day.isoformat()}\n{cents}\n{fold(label)}"
    seen[plain] += 1
    fingerprint = hashlib.sha256(f"{plain}\n{seen[plain]}".encode()).hexdigest()
    return StatementLine(row.number, day, cents, label, fingerprint)


def _day(written: str, number: int) -> date:
    for known in _formats(written):
        try:
            found = datetime.strptime(written, known).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        if 2000 <= found.year <= 2100:
            return found
    raise InvalidInputError("bank.bad-day", line=number, value=written[:20])


def _formats(written: str) -> Iterator[str]:
    if len(written) <= 19:
        yield from DAYS


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
