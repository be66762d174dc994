"""French and English without a server: the same catalogues as the pages, read by gettext."""

from datetime import date
from fractions import Fraction
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from governance.rules.words.telling import Language

CATALOGUES = Path(__file__).parents[2] / "translations"
GROUPS = {"fr": "\u202f", "en": ","}


@cache
def language(name: str) -> Language:
    """Return ``fr`` or ``en``; a sentence that the catalogue lacks is told in French."""
    translations = _translations(name)
    return Language(translations.gettext, lambda value: _number(value, name), _day)


def _translations(name: str) -> NullTranslations:
    if name == "fr":
        return NullTranslations()
    with (CATALOGUES / name / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        return GNUTranslations(file)


def _number(value: int | Fraction, name: str) -> str:
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    return f"{int(value):,}".replace(",", GROUPS[name])


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
