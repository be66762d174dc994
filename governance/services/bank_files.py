"""Bank statements (relevés) as banks write them: columns found, days and sums read, or refused."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from governance.errors import InvalidInputError
from governance.services.names import fold
from governance.services.payments import cents_of
from governance.services.sheets import Row, read_table

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
            bank.bad-day, .bad-sum, .empty with the line.
    """
    sheet = read_table(raw)
    heading = Row(sheet.heading, sheet.titles)
    rows = [heading, *sheet.rows]
    place, columns = _columns(rows, named or Named())
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
    day = _day(_cell(row, columns.day), row.number)
    parts = [_cell(row, columns.label), *(_cell(row, place) for place in columns.more)]
    label = " · ".join(dict.fromkeys(part for part in parts if part))[:LONGEST_LABEL]
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
