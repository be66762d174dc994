"""Columns that only some bylaws ask (colonnes des statuts): one per figure, one for federations."""

from collections.abc import Callable, Mapping

from governance.services.membership.names import fold
from governance.services.membership.trait_writing import checked_figure, checked_group
from governance.services.membership.traits import FIGURE, GROUP, Asked

GROUP_COLUMN = "federation"
SINCE_COLUMN = "chiffres_au"  # the day from which the figures of the line hold; today without it
PREFIX = "chiffre_"  # before the name of an input that is a column of ours already


def columns_asked(asked: Asked, is_ours: Callable[[str], bool]) -> dict[str, str]:
    """Return the fields of the register by the column of a file that says them.

    Args:
        is_ours: whether a column means something else already.
    """
    found = {}
    for one in asked.figures:
        name = fold(one.name).replace(" ", "_")
        found[PREFIX + name if is_ours(name) or name in found else name] = FIGURE + one.name
    return found | ({GROUP_COLUMN: GROUP} if asked.group else {})


def read_trait(field: str, cell: str) -> str:
    """Return what a cell says of a field, as the register keeps it.

    Raises:
        InvalidInputError: members.bad-figure, .too-long, .invisible-character.
    """
    return checked_group(cell) if field == GROUP else checked_figure(cell)


def read_traits(cells: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    """Return what a line says of the fields asked; an empty cell says nothing.

    Raises:
        InvalidInputError: as read_trait.
    """
    return {
        field: read_trait(field, cells[column])
        for column, field in columns.items()
        if cells.get(column)
    }
