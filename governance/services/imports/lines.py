"""One line of a register file: text cells to an entry of the register, or every reason against it.

A column that is not there and a cell left empty both mean: nothing is said, nothing changes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ParamSpec, TypeVar

from governance.errors import InvalidInputError
from governance.models.dues import DuesStatus
from governance.models.members import ActsAs, MemberKind
from governance.services.imports.trait_columns import SINCE_COLUMN, read_traits
from governance.services.membership.company_numbers import (
    checked_department,
    checked_siren,
    checked_siret,
)
from governance.services.membership.names import (
    checked_email,
    fold,
    lookalike_letters,
    require_plain,
)

REQUIRED = ("type", "categorie", "nom", "region")
PEOPLE = ("titulaire", "titulaire_email", "suppleant", "suppleant_email", "email")
NUMBERS = ("departement", "siren", "siret", "population")
OPTIONAL = (*PEOPLE, "tarif", "adherent_depuis", *NUMBERS)
DUES_COLUMN = re.compile(r"cotisation_(20[0-9]{2})")
KINDS = {"institution": MemberKind.INSTITUTION, "individu": MemberKind.INDIVIDUAL}
STATUSES = {
    "appelee": DuesStatus.CALLED,
    "payee": DuesStatus.PAID,
    "exoneree": DuesStatus.EXEMPT,
}
LENGTHS = {"nom": 200, "region": 80, "titulaire": 200, "suppleant": 200}
DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
AMOUNT = re.compile(r"[\s.]|(?:€|eur|euros)$", re.IGNORECASE)
P = ParamSpec("P")
T = TypeVar("T")
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What a line is checked against: categories by folded id or label, tiers of the schedule.

    ``traits``: the fields that only these bylaws ask, by column; ``today``: the last day from
    which they may hold.
    """

    categories: Mapping[str, str]
    tiers: frozenset[str]
    traits: Mapping[str, str] = field(default_factory=dict)
    today: date = date.max

    def reads(self, column: str) -> bool:
        """Return whether a column of this name is read."""
        is_of_these = column in self.traits or (column == SINCE_COLUMN and bool(self.traits))
        return is_known_column(column) or is_of_these


@dataclass(frozen=True, slots=True)
class Naming:
    """A person as a line names her for one capacity; None = the line does not say."""

    name: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line says of a member; None = it does not say."""

    kind: MemberKind
    name: str
    category: str
    region: str | None
    tier: str | None
    joined_on: date | None
    department: str | None = None
    siren: str | None = None
    siret: str | None = None
    population: int | None = None
    namings: Mapping[ActsAs, Naming] = field(default_factory=dict)
    dues: Mapping[int, DuesStatus] = field(default_factory=dict)
    traits: Mapping[str, str] = field(default_factory=dict)
    traits_since: date | None = None


class Reasons(list[InvalidInputError]):
    """The reasons gathered against one line."""

    def ask(self, reader: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return what ``reader`` returns; keep its refusal as one more reason."""
        try:
            return reader(*args, **kwargs)
        except InvalidInputError as reason:
            self.append(reason)
            return None


def is_known_column(name: str) -> bool:
    """Return whether a column of this name is read whatever the bylaws."""
    return name in REQUIRED or name in OPTIONAL or DUES_COLUMN.fullmatch(name) is not None


def read_line(cells: Cells, known: Known) -> tuple[Entry | None, Reasons]:
    """Return the entry, or None with every reason why the line is refused.

    The reasons: import.unknown-type, .unknown-category, .empty-name, .too-long, .mangled-accents,
    .mixed-alphabets, .unknown-tier, .bad-day, .bad-population, .unknown-status,
    .email-without-person, .no-such-person; members.bad-email, .invisible-character, .bad-siret,
    .bad-siren, .siren-not-of-siret, .bad-department, .bad-figure, .too-long.
    """
    reasons = Reasons()
    for column, cell in cells.items():
        if known.reads(column) and cell:
            reasons.ask(_check_text, column, cell)
    kind = reasons.ask(_kind, cells)
    category = reasons.ask(_category, cells, known)
    name = reasons.ask(_name, cells)
    tier = reasons.ask(_tier, cells, known)
    joined_on = reasons.ask(_joined_on, cells)
    department = reasons.ask(checked_department, cells.get("departement", ""))
    siret = reasons.ask(checked_siret, cells.get("siret", ""))
    siren = reasons.ask(checked_siren, cells.get("siren", ""), siret or "")
    population = reasons.ask(_population, cells)
    dues = reasons.ask(_dues, cells) or {}
    traits = reasons.ask(read_traits, cells, known.traits) or {}
    since = reasons.ask(_traits_since, cells, known)
    namings = reasons.ask(_namings, cells, kind) or {} if kind else {}
    if reasons or kind is None or category is None or name is None:
        return None, reasons
    region = cells.get("region") or None
    entry = Entry(
        kind,
        name,
        category,
        region,
        tier,
        joined_on,
        department or None,
        siren or None,
        siret or None,
        population,
        namings,
        dues,
        traits,
        since,
    )
    return entry, reasons


def _check_text(column: str, cell: str) -> None:
    limit = LENGTHS.get(column, 254)
    if len(cell) > limit:
        raise InvalidInputError("import.too-long", column=column, limit=limit)
    require_plain(cell)
    if not cell.isascii() and _is_mangled(cell):
        raise InvalidInputError("import.mangled-accents", column=column, value=cell[:60])
    foreign = lookalike_letters(cell)
    if foreign:
        raise InvalidInputError(
            "import.mixed-alphabets", column=column, value=cell[:60], letters=foreign[:10]
        )


def _is_mangled(cell: str) -> bool:
    """Return whether the cell is UTF-8 read as Windows-1252 (« MÃ©tropole »)."""
    try:
        return cell.encode("cp1252").decode() != cell
    except UnicodeError:
        return False


def _kind(cells: Cells) -> MemberKind:
    kind = KINDS.get(fold(cells["type"]))
    if kind is None:
        raise InvalidInputError("import.unknown-type", value=cells["type"][:60])
    return kind


def _category(cells: Cells, known: Known) -> str:
    category = known.categories.get(fold(cells["categorie"]))
    if category is None:
        raise InvalidInputError("import.unknown-category", value=cells["categorie"][:60])
    return category


def _name(cells: Cells) -> str:
    key = fold(cells["nom"])
    if not key:
        raise InvalidInputError("import.empty-name")
    if len(cells["nom"]) <= LENGTHS["nom"] < len(key):  # folding may lengthen a name
        raise InvalidInputError("import.too-long", column="nom", limit=LENGTHS["nom"])
    return cells["nom"]


def _tier(cells: Cells, known: Known) -> str | None:
    written = cells.get("tarif", "")
    code = AMOUNT.sub("", AMOUNT.sub("", written))
    if written and code not in known.tiers:
        raise InvalidInputError("import.unknown-tier", value=written[:20])
    return code or None


def _traits_since(cells: Cells, known: Known) -> date | None:
    day = _day(cells.get(SINCE_COLUMN, ""))
    if day is not None and day > known.today:
        raise InvalidInputError("members.from-in-future")
    return day


def _joined_on(cells: Cells) -> date | None:
    return _day(cells.get("adherent_depuis", ""))


def _day(written: str) -> date | None:
    if not written:
        return None
    found = DAY.fullmatch(written)
    iso = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else written
    try:
        day = date.fromisoformat(f"{iso}-01-01" if re.fullmatch(r"\d{4}", iso) else iso)
    except ValueError as error:
        raise InvalidInputError("import.bad-day", value=written[:20]) from error
    if not date(1901, 1, 1) <= day <= date(2100, 12, 31):
        raise InvalidInputError("import.bad-day", value=written[:20])
    return day


def _population(cells: Cells) -> int | None:
    digits = "".join(cells.get("population", "").split())
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
        raise InvalidInputError("import.bad-population", value=digits[:20])
    return int(digits)


def _dues(cells: Cells) -> dict[int, DuesStatus]:
    found: dict[int, DuesStatus] = {}
    for column, cell in cells.items():
        year = DUES_COLUMN.fullmatch(column)
        if year and cell:
            status = STATUSES.get(fold(cell))
            if status is None:
                raise InvalidInputError("import.unknown-status", column=column, value=cell[:20])
            found[int(year[1])] = status
    return found


def _namings(cells: Cells, kind: MemberKind) -> dict[ActsAs, Naming]:
    if kind is MemberKind.INDIVIDUAL:
        _refuse_people_of_individual(cells)
        return {ActsAs.SELF: Naming(cells["nom"], _email(cells.get("email", "")))}
    general = cells.get("email", "")
    written = (
        (ActsAs.REPRESENTATIVE, "titulaire", cells.get("titulaire_email", "") or general),
        (ActsAs.ALTERNATE, "suppleant", cells.get("suppleant_email", "")),
    )
    return dict(_named(cells, written))


def _named(
    cells: Cells, written: tuple[tuple[ActsAs, str, str], ...]
) -> Iterator[tuple[ActsAs, Naming]]:
    for acts_as, column, email in written:
        name = cells.get(column, "")
        if name and not fold(name):
            raise InvalidInputError("import.no-such-person", column=column, value=name[:60])
        if name or email:
            yield acts_as, Naming(name or None, _email(email))


def _refuse_people_of_individual(cells: Cells) -> None:
    named = [column for column in PEOPLE if column != "email" and cells.get(column)]
    if named:
        raise InvalidInputError("import.individual-with-representative", column=named[0])


def _email(written: str) -> str | None:
    return checked_email(written) if written else None
