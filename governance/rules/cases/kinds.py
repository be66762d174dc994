"""Kinds of values that only cases have: tables, times of day, exact figures, member numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

from governance.rules.ruleset.kinds import Day, Integer, Kind, Pattern, Schema, entries, refuse
from governance.rules.steps import written

T = TypeVar("T")
MOST_MEMBERS = 10_000
MOST_FIGURE = 10**12
SPAN = re.compile(r"([0-9]{1,7})-([0-9]{1,7})")
FIGURE = re.compile(r"([0-9]{1,12})/([0-9]{1,12})")
YEARS = (1900, 2199)  # so that a term, a notice or a deadline stays within the calendar
TIME = Pattern("(?:[01][0-9]|2[0-3]):[0-5][0-9]", "time HH:MM")
KEY = Pattern("[A-Za-z0-9][A-Za-z0-9_.-]{0,59}", "a key of letters, figures and - . _")


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """An object whose keys have one form and whose values are of one kind."""

    one: Kind[T]
    key: Pattern = field(default_factory=lambda: KEY)
    at_most: int = 200

    def read(self, raw: object, path: str) -> dict[str, T]:
        """Return the entries, keys in alphabetical order."""
        found = entries(raw, path)
        if len(found) > self.at_most:
            raise refuse("ruleset.out-of-range", path, len(found), f"0..{self.at_most} entries")
        return {
            self.key.read(name, path): self.one.read(found[name], f"{path}.{name}")
            for name in sorted(found)
        }

    def schema(self) -> Schema:
        """Return an object of such values."""
        return {
            "type": "object",
            "propertyNames": self.key.schema(),
            "additionalProperties": self.one.schema(),
            "maxProperties": self.at_most,
        }


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a member: an integer, or an exact fraction ``p/q``, never negative."""

    def read(self, raw: object, path: str) -> Fraction:
        """Return the figure."""
        if isinstance(raw, int) and not isinstance(raw, bool):
            return self._bounded(Fraction(raw), path)
        match = FIGURE.fullmatch(raw) if isinstance(raw, str) else None
        if match is None or int(match[2]) == 0:
            raise refuse("ruleset.wrong-type", path, raw, "an integer, or a fraction p/q")
        return self._bounded(Fraction(int(match[1]), int(match[2])), path)

    def schema(self) -> Schema:
        """Return an integer or the written form of a fraction."""
        whole = {"type": "integer", "minimum": 0, "maximum": MOST_FIGURE}
        return {"anyOf": [whole, {"type": "string", "pattern": f"^{FIGURE.pattern}$"}]}

    def _bounded(self, figure: Fraction, path: str) -> Fraction:
        if not 0 <= figure <= MOST_FIGURE:
            raise refuse("ruleset.out-of-range", path, written(figure), f"0..{MOST_FIGURE}")
        return figure


@dataclass(frozen=True, slots=True)
class CaseDay:
    """A civil day of the years in which associations live."""

    def read(self, raw: object, path: str) -> date:
        """Return the day."""
        day = Day().read(raw, path)
        if not YEARS[0] <= day.year <= YEARS[1]:
            expected = f"the years {YEARS[0]}..{YEARS[1]}"
            raise refuse("ruleset.out-of-range", path, raw, expected)
        return day

    def schema(self) -> Schema:
        """Return the written form of such a day."""
        pattern = "^(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
        return {"type": "string", "format": "date", "pattern": pattern}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Members by number: ``[4, 7, "10-30"]``."""

    at_most: int = MOST_MEMBERS

    def read(self, raw: object, path: str) -> tuple[int, ...]:
        """Return the numbers in their order, each once."""
        if not isinstance(raw, list):
            raise refuse("ruleset.wrong-type", path, raw, "list of numbers and spans a-b")
        if len(raw) > self.at_most:
            raise refuse("ruleset.out-of-range", path, len(raw), f"0..{self.at_most} entries")
        found: dict[int, None] = {}
        for place, one in enumerate(raw):
            for number in self._span(one, f"{path}[{place}]"):
                if number in found:
                    raise refuse("ruleset.duplicate", f"{path}[{place}]", number, "each once")
                found[number] = None
            if len(found) > self.at_most:
                raise refuse("ruleset.out-of-range", path, len(found), f"0..{self.at_most} numbers")
        return tuple(found)

    def schema(self) -> Schema:
        """Return a list of integers and spans."""
        span = {"type": "string", "pattern": f"^{SPAN.pattern}$"}
        items = {"anyOf": [{"type": "integer", "minimum": 1}, span]}
        return {"type": "array", "items": items, "maxItems": self.at_most}

    def _span(self, raw: object, path: str) -> range:
        if isinstance(raw, int) and not isinstance(raw, bool):
            return range(raw, raw + 1)
        match = SPAN.fullmatch(raw) if isinstance(raw, str) else None
        if match is None:
            raise refuse("ruleset.wrong-type", path, raw, "a number, or a span a-b")
        low, high = int(match[1]), int(match[2])
        if not low <= high < low + MOST_MEMBERS:
            raise refuse("ruleset.out-of-range", path, raw, f"a <= b, {MOST_MEMBERS} at most")
        return range(low, high + 1)


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value, kept as it is."""

    def read(self, raw: object, path: str) -> object:  # noqa: ARG002  (a kind's own shape)
        """Return the value."""
        return raw

    def schema(self) -> Schema:
        """Return a schema that takes anything."""
        return {}


@dataclass(frozen=True, slots=True)
class RulesName:
    """The bylaws: the name of a preset, or a whole document, which its own parser reads."""

    def read(self, raw: object, path: str) -> str | Mapping[str, object]:
        """Return the name or the document."""
        if isinstance(raw, str):
            return KEY.read(raw, path)
        return entries(raw, path)

    def schema(self) -> Schema:
        """Return a name or an object; the object is a rule set, see its own schema."""
        return {"anyOf": [KEY.schema(), {"type": "object"}]}


DAY = CaseDay()
YEAR = Pattern("[12][0-9]{3}", "a year")
NUMBER = Integer(1, 1_000_000)
HEADS = Integer(0, 1_000_000)
AMOUNT = Integer(0, 10**12)
