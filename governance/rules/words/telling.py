"""A code and its facts told in a language: numbers grouped, days written, values in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from governance.rules.msgid import N_
from governance.rules.words.values import FRACTIONS, NOBODY, UNITS, WORDS

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOT_GROUPED = frozenset({"year", "years", "value", "expected"})
AMOUNT = re.compile(rf"([0-9]+) ({'|'.join(UNITS)})")
AND = N_("%(first)s et %(last)s")
AT_LEAST, MORE_THAN, MORE = N_("au moins %(share)s"), N_("plus de %(share)s"), N_("plus %(share)s")


@dataclass(frozen=True, slots=True)
class Language:
    """How a language says French sentences, numbers and days."""

    translate: Callable[[str], str]
    number: Callable[[int | Fraction], str]
    day: Callable[[date], str]


def tell(sentence: str, facts: Mapping[str, object], language: Language) -> str:
    """Return a French sentence in that language, its places filled; a dash for a lacking fact."""
    known = {name: fact for name, fact in facts.items() if fact is not None}
    told = {name: _value(name, fact, language) for name, fact in known.items()}
    places = _Places({**told, **_derived(facts, language)})
    return language.translate(sentence).format_map(places)


def share_words(written: str, language: Language) -> str:
    """Return « la moitié » for ``1/2``."""
    return language.translate(FRACTIONS[written][0]) if written in FRACTIONS else written


def threshold_words(threshold: str, *, strict: bool, language: Language) -> str:
    """Return « plus de la moitié » or « au moins les deux tiers »."""
    if not strict:
        return language.translate(AT_LEAST) % {"share": share_words(threshold, language)}
    if threshold not in FRACTIONS:
        return language.translate(MORE_THAN) % {"share": threshold}
    return language.translate(MORE) % {"share": language.translate(FRACTIONS[threshold][1])}


def _derived(facts: Mapping[str, object], language: Language) -> dict[str, str]:
    """Return what a sentence says that is only implied: what is missing, the whole threshold."""
    more = {}
    counted, required = facts.get("counted"), facts.get("required")
    margin, threshold = facts.get("margin"), facts.get("threshold")
    if isinstance(counted, int | Fraction) and isinstance(required, int | Fraction):
        margin = counted - required
    if isinstance(margin, int | Fraction):
        more["missing"] = language.number(-margin)
    if isinstance(threshold, str):
        strict = bool(facts.get("strict"))
        more["threshold"] = threshold_words(threshold, strict=strict, language=language)
    return more


def _value(name: str, value: object, language: Language) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | Fraction):
        return str(value) if name in NOT_GROUPED else language.number(value)
    if isinstance(value, list | tuple):
        return _listed([_value(name, one, language) for one in value], language)
    if name == "fraction":
        return share_words(str(value), language)
    return _text(name, str(value), language) or "—"


def _text(name: str, text: str, language: Language) -> str:
    """Return a word of the rules, a day or an amount in the language; other text as it is."""
    if ISO_DAY.fullmatch(text):
        return language.day(date.fromisoformat(text))
    if amount := AMOUNT.fullmatch(text):
        return f"{language.number(int(amount[1]))} {language.translate(UNITS[amount[2]])}"
    words = WORDS.get(name, {}).get(text)
    return language.translate(words) if words else text


def _listed(parts: list[str], language: Language) -> str:
    if len(parts) < 2:
        return parts[0] if parts else language.translate(NOBODY)
    return language.translate(AND) % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


class _Places(dict[str, object]):
    """A place whose fact is missing shows a dash rather than an error."""

    def __missing__(self, key: str) -> str:
        return "—"
