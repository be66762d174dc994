"""Voices counted in parts (fractions de voix): facts in parts told in voices, kept, read again."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from governance.rules.weights.voices import Amount, plain, shown

AMOUNTS = frozenset(
    {
        "voices", "entitled_voices", "onsite_voices", "online_voices", "represented_voices",
        "correspondence_voices", "numerator", "denominator", "needed", "counted", "base",
        "required", "margin", "weight", "of",
    }
)  # fmt: skip
SAID = AMOUNTS | {"before", "total", "held", "whole", "figure", "low", "limit", "weights"}
TABLES = frozenset({"counts", "bases"})  # name -> voices
QUOTIENT = re.compile(r"-?[0-9]+/[0-9]+")
HEADS = ("by_heads", "majority.heads-reached", "majority.heads-not-reached")


def of_parts(parts: int, scale: int) -> Amount:
    """Return a number of voices that is counted in parts, ``scale`` of them to one."""
    return plain(Fraction(parts, scale))


def in_parts(voices: Amount | str, scale: int) -> int:
    """Return how many parts a number of voices makes, as it is or as JSON carries it."""
    return int(Fraction(voices) * scale)


def in_voices(facts: Any, scale: int) -> Any:
    """Return facts counted in parts with the voices in their place: integers, or ``p/q``.

    What a rule counts in heads stays as it is.
    """
    if scale == 1:
        return facts
    return _told(facts, lambda value: shown(of_parts(value, scale)) if _is_whole(value) else value)


def read_voices(facts: Any) -> Any:
    """Return facts read from JSON, their ``p/q`` voices as exact fractions."""
    return _told(facts, lambda value: Fraction(value) if _is_quotient(value) else value)


def exact_amounts(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts of one sentence, those that are numbers of voices as exact fractions."""
    return {name: _exact(value) if name in SAID else value for name, value in facts.items()}


def _exact(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_exact(one) for one in value]
    return Fraction(value) if isinstance(value, str) and _is_quotient(value) else value


def _told(facts: Any, amount: Callable[[Any], Any]) -> Any:
    if isinstance(facts, Mapping):
        return {name: _field(name, value, facts, amount) for name, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [_told(one, amount) for one in facts]
    return facts


def _field(name: str, value: Any, facts: Mapping[str, Any], amount: Callable[[Any], Any]) -> Any:
    if name in TABLES and isinstance(value, Mapping):
        return {label: amount(voices) for label, voices in value.items()}
    if name in AMOUNTS and not isinstance(value, Mapping | list | tuple):
        return value if _is_of_heads(facts) else amount(value)
    if name == "facts" and facts.get("code") in HEADS:
        return value
    return _told(value, amount)


def _is_of_heads(facts: Mapping[str, Any]) -> bool:
    return facts.get("kind") in HEADS or facts.get("of") == "heads"


def _is_quotient(value: object) -> bool:
    return isinstance(value, str) and QUOTIENT.fullmatch(value) is not None


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
