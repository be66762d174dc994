"""Outcomes as data: what was accepted, or refused by which clause; exact numbers as JSON."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from governance.errors import GovernanceError
from governance.rules.steps import written
from governance.rules.weights.voices import shown

T = TypeVar("T")
Outcome = dict[str, Any]


def tried(act: Callable[[], T], told: Callable[[T], Outcome]) -> Outcome:
    """Return what an act gave, or why the bylaws refuse it."""
    try:
        found = act()
    except GovernanceError as refusal:
        return refused(refusal)
    return {"accepted": True, **told(found)}


def refused(refusal: GovernanceError) -> Outcome:
    """Return a refusal as data: its code, its clause, its facts."""
    facts = dict(refusal.facts)
    return {
        "accepted": False,
        "code": refusal.code,
        "clause": facts.pop("clause", ""),
        "source": facts.pop("source", ""),
        "facts": plain(facts),
    }


def voices_told(amount: int, scale: int) -> int | str:
    """Return voices in whole ones or as ``p/q``, from the parts that the roll counts."""
    return shown(Fraction(amount, scale))


def plain(value: Any) -> Any:
    """Return what JSON carries: exact fractions and days as text, tuples as lists."""
    if isinstance(value, Fraction):
        return written(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(one) for one in value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def encoded(output: Mapping[str, Any]) -> bytes:
    """Return the output as JSON, the same bytes each time: sorted keys, a value a line, UTF-8."""
    text = json.dumps(plain(output), ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()
