"""Kinds of values: each reads one JSON value, refuses it by its path, and tells its JSON Schema."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Generic, Protocol, TypeVar

from governance.rules.ruleset.errors import RuleSetError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=StrEnum)
Schema = dict[str, Any]

FRACTION = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHOWN = 60  # characters of a wrong value that a refusal repeats
MAX_TEXT = 400
MAX_ENTRIES = 200
NO_BREAK = re.compile("[\u00a0\u202f]")


class Kind(Protocol[T_co]):
    """What a value of the bylaws may be."""

    def read(self, raw: object, path: str) -> T_co:
        """Return the value of ``raw``, or refuse it where it stands."""
        ...

    def schema(self) -> Schema:
        """Return the same demand as a JSON Schema."""
        ...


def refuse(code: str, path: str, value: object, expected: str) -> RuleSetError:
    """Build the refusal of ``value`` at ``path``, repeating no more than its beginning."""
    shown = "" if value is None else repr(value)[:SHOWN].encode("ascii", "replace").decode()
    return RuleSetError(code, path=path, value=shown, expected=expected)


@dataclass(frozen=True, slots=True)
class Text:
    """A short line of text, neither blank nor with control characters."""

    most: int = MAX_TEXT

    def read(self, raw: object, path: str) -> str:
        """Return the text as it was written."""
        if not isinstance(raw, str):
            raise refuse("ruleset.wrong-type", path, raw, "text")
        printable = NO_BREAK.sub(" ", raw).isprintable()
        if not raw.strip() or len(raw) > self.most or not printable:
            raise refuse("ruleset.out-of-range", path, raw, f"1..{self.most} characters")
        return raw

    def schema(self) -> Schema:
        """Return a string of one to so many characters, one of them no blank."""
        return {"type": "string", "minLength": 1, "maxLength": self.most, "pattern": r"\S"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A short text of one form, ``expected`` in the words of a refusal."""

    form: str
    expected: str

    def read(self, raw: object, path: str) -> str:
        """Return the text when the whole of it has the form."""
        if not isinstance(raw, str):
            raise refuse("ruleset.wrong-type", path, raw, self.expected)
        if len(raw) > MAX_TEXT or re.fullmatch(self.form, raw) is None:
            raise refuse("ruleset.out-of-range", path, raw, self.expected)
        return raw

    def schema(self) -> Schema:
        """Return the form as an anchored pattern."""
        return {"type": "string", "maxLength": MAX_TEXT, "pattern": f"^(?:{self.form})$"}


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false, and nothing that only looks like it."""

    def read(self, raw: object, path: str) -> bool:
        """Return the boolean."""
        if not isinstance(raw, bool):
            raise refuse("ruleset.wrong-type", path, raw, "boolean")
        return raw

    def schema(self) -> Schema:
        """Return a boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Integer:
    """An integer from ``low`` to ``high`` included."""

    low: int
    high: int

    def read(self, raw: object, path: str) -> int:
        """Return the integer."""
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise refuse("ruleset.wrong-type", path, raw, "integer")
        if not self.low <= raw <= self.high:
            raise refuse("ruleset.out-of-range", path, raw, f"{self.low}..{self.high}")
        return raw

    def schema(self) -> Schema:
        """Return an integer between its bounds."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Share:
    """An exact share ``p/q`` with 0 < p/q <= 1."""

    def read(self, raw: object, path: str) -> Fraction:
        """Return the share as a fraction."""
        if not isinstance(raw, str):
            raise refuse("ruleset.wrong-type", path, raw, "fraction p/q")
        match = FRACTION.fullmatch(raw)
        if match is None or int(match[2]) == 0:
            raise refuse("ruleset.bad-fraction", path, raw, "fraction p/q")
        share = Fraction(int(match[1]), int(match[2]))
        if not 0 < share <= 1:
            raise refuse("ruleset.bad-fraction", path, raw, "0 < p/q <= 1")
        return share

    def schema(self) -> Schema:
        """Return the written form; that p/q is at most one is the parser's to see."""
        return {"type": "string", "pattern": "^0*[1-9][0-9]{0,8}/0*[1-9][0-9]{0,8}$"}


@dataclass(frozen=True, slots=True)
class Day:
    """A civil day, ``2026-11-22``."""

    def read(self, raw: object, path: str) -> date:
        """Return the day."""
        if not isinstance(raw, str):
            raise refuse("ruleset.wrong-type", path, raw, "date YYYY-MM-DD")
        try:
            if DAY.fullmatch(raw) is None:
                raise ValueError
            return date.fromisoformat(raw)
        except ValueError as error:
            raise refuse("ruleset.bad-date", path, raw, "date YYYY-MM-DD") from error

    def schema(self) -> Schema:
        """Return the written form of a day."""
        return {"type": "string", "format": "date", "pattern": f"^{DAY.pattern}$"}


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words."""

    allowed: tuple[str, ...]

    def read(self, raw: object, path: str) -> Any:
        """Return the word."""
        if not isinstance(raw, str) or raw not in self.allowed:
            raise refuse("ruleset.unknown-value", path, raw, " | ".join(self.allowed))
        return raw

    def schema(self) -> Schema:
        """Return the list of the words."""
        return {"enum": list(self.allowed)}


def words(*allowed: str) -> Word:
    """Make the kind of one of ``allowed``."""
    return Word(allowed)


@dataclass(frozen=True, slots=True)
class Member(Generic[E]):
    """A member of an enumeration, or of the ``allowed`` part of it."""

    enumeration: type[E]
    allowed: tuple[E, ...] = ()

    def read(self, raw: object, path: str) -> E:
        """Return the member of that word."""
        return self.enumeration(Word(self._words()).read(raw, path))

    def schema(self) -> Schema:
        """Return the list of the words."""
        return {"enum": list(self._words())}

    def _words(self) -> tuple[str, ...]:
        return tuple(member.value for member in self.allowed or tuple(self.enumeration))


@dataclass(frozen=True, slots=True)
class Optional(Generic[T]):
    """Null (the bylaws set none) or a value."""

    some: Kind[T]

    def read(self, raw: object, path: str) -> T | None:
        """Return the value, or None."""
        return None if raw is None else self.some.read(raw, path)

    def schema(self) -> Schema:
        """Return null or what the value may be."""
        return {"anyOf": [{"type": "null"}, self.some.schema()]}


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list of at least ``at_least`` entries."""

    one: Kind[T]
    at_least: int = 0
    at_most: int = MAX_ENTRIES

    def read(self, raw: object, path: str) -> tuple[T, ...]:
        """Return the entries in their order."""
        if not isinstance(raw, list):
            raise refuse("ruleset.wrong-type", path, raw, "list")
        if not self.at_least <= len(raw) <= self.at_most:
            expected = f"{self.at_least}..{self.at_most} entries"
            raise refuse("ruleset.out-of-range", path, len(raw), expected)
        return tuple(self.one.read(entry, f"{path}[{place}]") for place, entry in enumerate(raw))

    def schema(self) -> Schema:
        """Return an array of such entries."""
        bounds = {"minItems": self.at_least, "maxItems": self.at_most}
        return {"type": "array", "items": self.one.schema(), **bounds}


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """A list of exactly two values."""

    first: Kind[T]
    second: Kind[Any]

    def read(self, raw: object, path: str) -> tuple[T, Any]:
        """Return the two values."""
        if not isinstance(raw, list) or len(raw) != 2:
            raise refuse("ruleset.wrong-type", path, raw, "pair")
        return self.first.read(raw[0], f"{path}[0]"), self.second.read(raw[1], f"{path}[1]")

    def schema(self) -> Schema:
        """Return an array of two."""
        items = [self.first.schema(), self.second.schema()]
        return {"type": "array", "prefixItems": items, "minItems": 2, "maxItems": 2}


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """An object with the fields of ``parts``; one that ``make`` has a default for may lack."""

    make: Callable[..., T]
    parts: Mapping[str, Kind[Any]]

    def read(self, raw: object, path: str) -> T:
        """Return the record of the fields that are given."""
        found = entries(raw, path)
        at = f"{path}." if path else ""
        for name in self._required():
            if name not in found:
                raise refuse("ruleset.missing", f"{at}{name}", None, name)
        for name in sorted(found.keys() - self.parts.keys()):
            raise refuse("ruleset.unknown-field", path, name, ", ".join(self.parts))
        return self.make(
            **{
                name: kind.read(found[name], f"{at}{name}")
                for name, kind in self.parts.items()
                if name in found
            }
        )

    def schema(self) -> Schema:
        """Return an object of these fields and no other."""
        return {
            "type": "object",
            "properties": {name: kind.schema() for name, kind in self.parts.items()},
            "required": list(self._required()),
            "additionalProperties": False,
        }

    def _required(self) -> tuple[str, ...]:
        given = {
            field.name
            for field in fields(self.make)  # type: ignore[arg-type]  # made of dataclasses only
            if field.default is not MISSING or field.default_factory is not MISSING
        }
        return tuple(name for name in self.parts if name not in given)


def entries(raw: object, path: str) -> dict[str, object]:
    """Return the entries of a JSON object."""
    if not isinstance(raw, dict):
        raise refuse("ruleset.wrong-type", path, raw, "object")
    return raw


TEXT = Text()
BOOLEAN = Boolean()
SHARE = Share()
ROLES = Listing(TEXT, at_least=1)
