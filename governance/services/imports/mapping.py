"""Columns of a file told by hand (correspondance des colonnes), when its titles are not ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.errors import InvalidInputError
from governance.models.imports import ImportPlan
from governance.services.files.sheets import Row, Sheet
from governance.services.imports.lines import OPTIONAL, REQUIRED, Known
from governance.services.imports.trait_columns import SINCE_COLUMN
from governance.services.membership.names import fold

GIVEN = ("type", "categorie")  # may be the same for every line
NEEDED = ("type", "categorie", "nom")
SAMPLES = 3
SYNONYMS = {
    "type": ("type de membre", "nature", "statut juridique"),
    "categorie": ("categorie d adherent", "categorie de membre", "college"),
    "nom": (
        "nom de l organisme",
        "organisme",
        "organisation",
        "structure",
        "raison sociale",
        "collectivite",
        "adherent",
        "membre",
        "denomination",
    ),
    "region": ("region administrative", "nom de la region"),
    "departement": ("dep", "code departement", "dept"),
    "siren": ("numero siren", "n siren"),
    "siret": ("numero siret", "n siret"),
    "population": ("habitants", "nombre d habitants", "population municipale"),
    "titulaire": ("representant", "representante", "elu referent", "contact", "interlocuteur"),
    "titulaire_email": ("mail titulaire", "email titulaire", "courriel titulaire"),
    "suppleant": ("suppleante", "remplacant"),
    "suppleant_email": ("mail suppleant", "email suppleant", "courriel suppleant"),
    "email": ("mail", "courriel", "e mail", "adresse mail", "adresse e mail", "adresse email"),
    "tarif": ("montant", "montant de la cotisation", "bareme"),
    "adherent_depuis": ("date d adhesion", "adhesion", "membre depuis", "date d entree"),
}


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of the file: its place, title, first values, and what it seems to be."""

    place: int
    title: str
    samples: tuple[str, ...]
    guess: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What each column of the file is, by place; what is the same for every line."""

    columns: Mapping[int, str]
    given: Mapping[str, str] = field(default_factory=dict)


def kept_rows(sheet: Sheet) -> list[Any]:
    """Return a file as a plan keeps it until its columns are told."""
    rows = [[row.number, list(row.cells)] for row in sheet.rows]
    return [{"unread": [], "columns": list(sheet.columns), "titles": list(sheet.titles)}, *rows]


def waits_for_columns(plan: ImportPlan) -> bool:
    """Return whether someone has to say what the columns of the file are."""
    return bool(plan.rows) and "columns" in plan.rows[0]  # an erased one has none


def targets(known: Known) -> tuple[str, ...]:
    """Return what a column of a file may be."""
    dated = (SINCE_COLUMN,) if known.traits else ()
    return (*REQUIRED, *OPTIONAL, *known.traits, *dated)


def file_columns(plan: ImportPlan, known: Known) -> list[FileColumn]:
    """Return the columns of a file that waits, with what each seems to be, each thing once."""
    names: list[str] = plan.rows[0]["columns"]
    titles: list[str] = plan.rows[0]["titles"]
    taken: set[str] = set()
    found = []
    for place, name in enumerate(names):
        guess = _guess(name, known)
        guess = "" if guess in taken else guess
        taken.add(guess)
        found.append(FileColumn(place, titles[place], _samples(plan.rows[1:], place), guess))
    return found


def mapped(plan: ImportPlan, choice: Choice, known: Known) -> Sheet:
    """Return the file under our names for its columns.

    Raises:
        InvalidInputError: import.column-unknown, import.column-chosen-twice,
            import.columns-lacking when no column is told to hold the name, nor the type or the
            category, for which one value may be given instead.
    """
    names: list[str] = plan.rows[0]["columns"]
    chosen = [choice.columns.get(place, "") for place in range(len(names))]
    for name in filter(None, chosen):
        if not known.reads(name):
            raise InvalidInputError("import.column-unknown", column=name[:40])
        if chosen.count(name) > 1:
            raise InvalidInputError("import.column-chosen-twice", column=name)
    given = {name: choice.given[name] for name in GIVEN if choice.given.get(name)}
    given = {name: text for name, text in given.items() if name not in chosen}
    lacking = [name for name in NEEDED if name not in chosen and name not in given]
    if lacking:
        raise InvalidInputError("import.columns-lacking", columns=", ".join(lacking))
    added = [*given, *([] if "region" in chosen else ["region"])]
    values = [given.get(name, "") for name in added]
    rows = tuple(
        Row(number, (*_padded(cells, len(names)), *values, *cells[len(names) :]))
        for number, cells in plan.rows[1:]
    )
    return Sheet((*chosen, *added), rows, (*plan.rows[0]["titles"], *added))


def _padded(cells: Sequence[str], width: int) -> Sequence[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _guess(name: str, known: Known) -> str:
    if known.reads(name):
        return name
    words = fold(name.replace("_", " "))
    return next((target for target, others in SYNONYMS.items() if words in others), "")


def _samples(rows: Sequence[Any], place: int) -> tuple[str, ...]:
    cells = (cells[place][:60] for _, cells in rows[:50] if place < len(cells) and cells[place])
    return tuple(dict.fromkeys(cells))[:SAMPLES]
