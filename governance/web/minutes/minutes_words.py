"""The minutes in words: what each paragraph of wording is called, how its tables are set."""

import re
from collections.abc import Sequence
from itertools import groupby

from flask_babel import gettext

from governance.rules.minutes import Paragraph
from governance.web.i18n import N_

PARAGRAPHS = {
    "opening.told": N_("Récit de l’ouverture"),
    "opening.office": N_("Bureau de la séance"),
    "attendance.told": N_("Feuille de présence"),
    "agenda.told": N_("Annonce de l’ordre du jour"),
    "movements.incidents": N_("Incidents"),
    "closing.told": N_("Levée de la séance"),
    "closing.deed": N_("Formule finale"),
}
OF_ITEM = {
    "report": N_("Point %(n)s : présentation"),
    "debate": N_("Point %(n)s : débats"),
}
FIGURE = re.compile(r"[\d\s\u00a0\u202f+−-]*\d[\d\s\u00a0\u202f]*(?:€|%|voix)?")


def label(key: str) -> str:
    """Return how a form names a paragraph of wording."""
    if key in PARAGRAPHS:
        return gettext(PARAGRAPHS[key])
    section, _, name = key.partition(".")
    if name in OF_ITEM:
        return gettext(OF_ITEM[name], n=section.removeprefix("item-"))
    return key


def figure_columns(table: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns of a table that hold only figures; its first row is the heading."""
    rows = table[1:]
    return [
        place
        for place in range(1, len(table[0]))
        if rows and all(place < len(row) and FIGURE.fullmatch(row[place]) for row in rows)
    ]


def runs(paragraphs: Sequence[Paragraph]) -> list[tuple[str, list[Paragraph]]]:
    """Group paragraphs of one kind that follow each other, as they are printed."""
    return [(kind, list(run)) for kind, run in groupby(paragraphs, lambda one: one.kind)]


def is_digest(cell: str) -> bool:
    """Return whether a cell is a SHA-256, to be cut into groups."""
    return re.fullmatch("[0-9a-f]{64}", cell) is not None


def blocks(text: str) -> list[list[str]]:
    """Cut a text into paragraphs, each into its lines."""
    return [part.strip().split("\n") for part in text.split("\n\n") if part.strip()]
