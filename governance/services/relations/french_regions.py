"""The eighteen regions of France (régions): INSEE code, name, departments, place on a tile map."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from governance.services.membership.names import fold

FILE = Path(__file__).with_name("french_regions.csv")
TITLES = ("conseil regional de ", "region ")  # folded, as people write before the name
ARTICLES = ("la ", "le ", "les ", "l ", "de la ", "de l ", "des ", "du ", "de ", "d ")


@dataclass(frozen=True, slots=True)
class FrenchRegion:
    """A region of the official list; ``column`` and ``row`` place its tile, overseas at the left.

    Source: INSEE, code officiel géographique, regions since 1 January 2016.
    """

    code: str
    name: str
    short: str
    column: int
    row: int
    departments: tuple[str, ...]


@lru_cache(maxsize=1)
def regions() -> Mapping[str, FrenchRegion]:
    """Return the regions by INSEE code, by name."""
    found = [_region(line) for line in _lines()]
    return {region.code: region for region in sorted(found, key=lambda one: fold(one.name))}


@lru_cache(maxsize=4096)
def region_called(text: str) -> FrenchRegion | None:
    """Return the region that a text names: today's or a former name, with or without « Région ».

    « Département de la Réunion » names none: it is not the region.
    """
    known = _known_names()
    key = fold(text)
    if key in known:
        return regions()[known[key]]
    for title in TITLES:
        key = key.removeprefix(title)
    code = known.get(key) or known.get(_without_article(key))
    return regions()[code] if code else None


def region_of(text: str, department: str) -> FrenchRegion | None:
    """Return the region a text names, or else the one in which a department lies."""
    return region_called(text) or regions().get(_departments().get(department.upper(), ""))


def lies_in(wanted: str, text: str, department: str) -> bool:
    """Return whether a place lies in the region ``wanted``: officially, or as it is written."""
    region = region_called(wanted)
    return wanted == text or (region is not None and region is region_of(text, department))


def official(text: str) -> str:
    """Return the official name of the region that a text names, or the text itself."""
    region = region_called(text)
    return region.name if region else text


def _without_article(key: str) -> str:
    for article in ARTICLES:
        if key.startswith(article):
            return key.removeprefix(article)
    return key


@lru_cache(maxsize=1)
def _known_names() -> Mapping[str, str]:
    """Return every name, folded: the code it stands for."""
    found = {}
    for line in _lines():
        for name in (line["name"], *filter(None, line["former_names"].split("|"))):
            found[fold(name)] = line["code"]
    return found


@lru_cache(maxsize=1)
def _departments() -> Mapping[str, str]:
    return {number: one.code for one in regions().values() for number in one.departments}


@lru_cache(maxsize=1)
def _lines() -> tuple[Mapping[str, str], ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter=";"))


def _region(line: Mapping[str, str]) -> FrenchRegion:
    return FrenchRegion(
        line["code"],
        line["name"],
        line["short"],
        int(line["column"]),
        int(line["row"]),
        tuple(line["departments"].split()),
    )
