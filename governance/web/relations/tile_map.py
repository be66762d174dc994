"""The map of regions as tiles: where each stands, and what is written on it; nothing is drawn here.

Two sizes: the wide one tells members by category and dues, the small one names and counts, for a
phone. A band of hatching at the top of each tile tells how many members there are without colour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from governance.services.relations.regions import State, Tally
from governance.web.dues.dues_words import cents_words

SHAPES = (  # signs of the categories, around (0, 0)
    "M-5-5H5V5H-5Z",
    "M0-6 6 5H-6Z",
    "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0Z",
    "M0-7 6.5 0 0 7-6.5 0Z",
    "M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
    "M-6.5 0-3-5.5H3L6.5 0 3 5.5H-3Z",
)
LEVELS = (1, 3, 6)  # members from which the hatching grows denser
SIGNS = 4  # that fit on a tile
SIGN_WIDTH = 36
OVERSEAS = 0  # the column apart


@dataclass(frozen=True, slots=True)
class Size:
    """The measures of a map: its tiles, the gaps between them, the gap after the overseas."""

    name: str
    tile: tuple[int, int]
    gap: int
    apart: int

    @property
    def extent(self) -> tuple[int, int]:
        """The width and height of five columns and five rows."""
        width, height = (5 * (side + self.gap) - self.gap for side in self.tile)
        return width + self.apart, height


WIDE = Size("wide", (160, 126), 8, 22)
SMALL = Size("small", (62, 62), 5, 8)


@dataclass(frozen=True, slots=True)
class Sign:
    """How many members of one category a tile has: a shape, a figure, the category in words."""

    shape: str
    count: int
    label: str
    x: int


@dataclass(frozen=True, slots=True)
class Tile:
    """One region: its place, its name on one or two lines, and its figures in words."""

    tally: Tally
    x: int
    y: int
    lines: tuple[str, ...]
    level: int
    members: str
    signs: tuple[Sign, ...]
    dues: str
    told: str


@dataclass(frozen=True, slots=True)
class TileMap:
    """A whole map of one size; tiles go from north to south, the overseas last."""

    size: Size
    tiles: Sequence[Tile]
    legend: Sequence[Sign]


def draw(state: State, size: Size, labels: Mapping[str, str]) -> TileMap:
    """Return the map of a state; ``labels`` are the categories by id, in the order of the signs."""
    shapes = {code: SHAPES[rank % len(SHAPES)] for rank, code in enumerate(labels)}
    tiles = [_tile(tally, size, labels, shapes, state.year) for tally in state.tallies]
    tiles.sort(key=lambda tile: (_column(tile) == OVERSEAS, tile.tally.region.row, _column(tile)))
    present = {code for tally in state.tallies for code in tally.categories}
    kept = [code for code in labels if code in present]
    legend = [Sign(shapes[code], 0, labels[code], 0) for code in kept]
    return TileMap(size, tiles, legend)


def level_of(count: int) -> int:
    """Return how dense the hatching is for a number of members: 0 for none, to 3."""
    return sum(count >= step for step in LEVELS)


def levels() -> list[tuple[int, str]]:
    """Return the levels of hatching with the numbers of members they stand for, in words."""
    ends = (*(str(step - 1) for step in LEVELS[1:]), "")
    words = [(0, gettext("aucun membre"))]
    for level, (first, last) in enumerate(zip(LEVELS, ends, strict=True), start=1):
        text = (
            gettext("%(first)s à %(last)s membres", first=first, last=last)
            if last
            else gettext("%(first)s membres ou plus", first=first)
        )
        words.append((level, text))
    return words


def two_lines(name: str) -> tuple[str, ...]:
    """Return a long name on two lines, parted where they come out most alike."""
    if len(name) <= 17:
        return (name,)
    places = [index + 1 for index, char in enumerate(name) if char in "- "]
    place = min(places, key=lambda at: max(at, len(name) - at), default=len(name))
    return tuple(line for line in (name[:place].strip(), name[place:]) if line)


def _column(tile: Tile) -> int:
    return tile.tally.region.column


def _tile(
    tally: Tally, size: Size, labels: Mapping[str, str], shapes: Mapping[str, str], year: int
) -> Tile:
    region, (width, height) = tally.region, size.tile
    apart = 0 if region.column == OVERSEAS else size.apart
    counted = [code for code in labels if tally.categories.get(code)]
    signs = [
        Sign(shapes[code], tally.categories[code], labels[code], 14 + rank * SIGN_WIDTH)
        for rank, code in enumerate(counted[:SIGNS])
    ]
    members = (
        ngettext("%(num)s membre", "%(num)s membres", tally.count)
        if tally.count
        else gettext("aucun membre")
    )
    return Tile(
        tally,
        region.column * (width + size.gap) + apart,
        region.row * (height + size.gap),
        two_lines(region.name),
        level_of(tally.count),
        members,
        tuple(signs),
        _dues(tally),
        _told(tally, labels, counted, members, year),
    )


def _dues(tally: Tally) -> str:
    if not tally.count:
        return ""
    settled = gettext("%(settled)s/%(count)s à jour", settled=tally.settled, count=tally.count)
    return f"{settled} · {cents_words(tally.received)}" if tally.received else settled


def _told(
    tally: Tally, labels: Mapping[str, str], counted: Sequence[str], members: str, year: int
) -> str:
    """Return all that a tile says in one sentence, for who does not see it."""
    if not tally.count:
        return gettext("%(name)s : aucun membre", name=tally.region.name)
    kinds = ", ".join(f"{labels[code]} {tally.categories[code]}" for code in counted)
    return gettext(
        "%(name)s : %(members)s (%(kinds)s). Cotisations %(year)s : %(settled)s à jour, "
        "%(paid)s reçus.",
        name=tally.region.name,
        members=members,
        kinds=kinds,
        year=year,
        settled=tally.settled,
        paid=cents_words(tally.received),
    )
