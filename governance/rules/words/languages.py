"""French and English without a server: the sentences of the pages' own catalogue, read as text."""

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from governance.rules.words.telling import Language

CATALOGUES = Path(__file__).parents[2] / "translations"
GROUPS = {"fr": "\u202f", "en": ","}


@cache
def language(name: str) -> Language:
    """Return ``fr`` or ``en``; a sentence that the catalogue lacks is told in French."""
    said = {} if name == "fr" else dict(_translated(name))
    return Language(
        lambda sentence: said.get(sentence) or sentence, lambda value: _number(value, name), _day
    )


def _translated(name: str) -> Iterator[tuple[str, str]]:
    """Yield each French sentence of a catalogue with its translation; plurals have no use here."""
    text = (CATALOGUES / name / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    for entry in text.split("\n\n"):
        if "#, fuzzy" not in entry and "msgid_plural" not in entry:
            parts = _parts(entry)
            yield parts.get("msgid", ""), parts.get("msgstr", "")


def _parts(entry: str) -> dict[str, str]:
    found: dict[str, str] = {}
    key = ""
    for line in entry.splitlines():
        word, _, quoted = line.partition('"')
        if line.startswith("#") or not quoted:
            continue
        key = word.strip() or key
        found[key] = found.get(key, "") + json.loads(f'"{quoted}')
    return found


def _number(value: int | Fraction, name: str) -> str:
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    return f"{int(value):,}".replace(",", GROUPS[name])


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
