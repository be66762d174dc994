"""The register of the demonstration: public members, invented persons, addresses and dues."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from governance.services.membership.names import fold

DATA = Path(__file__).parent / "data"
COLUMNS = (
    "type",
    "categorie",
    "nom",
    "region",
    "titulaire",
    "titulaire_email",
    "suppleant",
    "suppleant_email",
    "email",
    "tarif",
    "cotisation_2025",
    "cotisation_2026",
)
FIRST = (
    "Amina", "Bastien", "Claire", "David", "Élise", "Farid", "Gaëlle", "Hugo", "Inès", "Jules",
    "Karima", "Laurent", "Maëlle", "Nicolas", "Océane", "Pierre", "Rachida", "Sophie", "Thomas",
    "Yasmine",
)  # fmt: skip
LAST = (
    "Arnaud", "Benali", "Carpentier", "Delmas", "Etcheverry", "Fontaine", "Guérin", "Haddad",
    "Imbert", "Jaouen", "Kerbrat", "Lefèvre", "Marchand", "Noël", "Ollivier", "Pham", "Quéré",
    "Roussel", "Sanchez", "Tissier", "Vidal", "Weber", "Zidane",
)  # fmt: skip
TIERS = {"autre-organisation-publique": "1000", "departement": "5000", "region": "5000"}
UNPAID = 6  # in one earlier year, six institutions had not paid on the day


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the public list."""

    kind: str
    category: str
    name: str
    region: str


def public_lines() -> list[Line]:
    """Return the members that the 2025 report prints."""
    text = (DATA / "adherents-2025.csv").read_text("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    return [Line(row["type"], row["categorie"], row["nom"], row["region"]) for row in rows]


def lines_for(members: int) -> list[Line]:
    """Return as many members as asked: the public ones first, then invented municipalities."""
    known = public_lines()
    invented = [
        Line("institution", "ville-metropole", f"Commune de démonstration {number:04}", "Bretagne")
        if number % 3
        else Line("individu", "personne-physique", f"Adhérent·e de démonstration {number:04}", "")
        for number in range(1, max(0, members - len(known)) + 1)
    ]
    return [*known, *invented][:members]


def register_csv(members: int, *, present_year: bool = True) -> bytes:
    """Return a register file as a secretary would import it: every column filled.

    Args:
        present_year: whether it says what became of the dues of 2026, its last column.
    """
    width = len(COLUMNS) if present_year else len(COLUMNS) - 1
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS[:width])
    institutions = 0
    for number, line in enumerate(lines_for(members)):
        if line.kind == "institution":
            institutions += 1
            writer.writerow(_institution(line, number, institutions)[:width])
        else:
            writer.writerow(_individual(line, number)[:width])
    return out.getvalue().encode("utf-8-sig")


def _institution(line: Line, number: int, rank: int) -> list[str]:
    domain = f"{_slug(line.name)}.example"
    first, second = _person(2 * number), _person(2 * number + 1)
    is_unpaid = rank % 5 == 0 and rank // 5 <= UNPAID
    dues_2025 = "appelée" if is_unpaid else "payée"
    dues_2026 = "payée" if not is_unpaid and rank % 2 else "appelée"
    return [
        line.kind,
        line.category,
        line.name,
        line.region,
        first,
        f"{_slug(first)}@{domain}",
        second,
        f"{_slug(second)}@{domain}",
        "",
        TIERS.get(line.category, "5000" if rank % 4 else "2500"),
        dues_2025,
        dues_2026,
    ]


def _individual(line: Line, number: int) -> list[str]:
    address = f"{_slug(line.name)}@adherents.example"
    dues_2025 = "exonérée" if number % 9 == 0 else "payée"
    return [
        line.kind, line.category, line.name, line.region, "", "", "", "", address, "", dues_2025,
        "appelée",
    ]  # fmt: skip


def _person(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[(number * 7 + number // 20) % len(LAST)]}"


def _slug(name: str) -> str:
    kept = "".join(letter if letter.isalnum() else " " for letter in fold(name))
    return "-".join(kept.encode("ascii", "ignore").decode().split())
