"""Small readers that turn one JSON value into one checked value of the bylaws."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar

from governance.rules.ruleset.errors import RuleSetError

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Reader: TypeAlias = Callable[[object, str], T]

FRACTION = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
SHOWN = 60  # characters of a wrong value that a refusal repeats
MAX_TEXT = 400
MAX_ENTRIES = 200


def refuse(code: str, path: str, value: object, expected: str) -> RuleSetError:
    """Build the refusal of ``value`` at ``path``, repeating no more than its beginning."""
    shown = "" if value is None else repr(value)[:SHOWN].encode("ascii", "replace").decode()
    return RuleSetError(code, path=path, value=shown, expected=expected)


def text(raw: object, path: str) -> str:
    """Read a short line of text, neither blank nor with control characters."""
    if not isinstance(raw, str):
        raise refuse("ruleset.wrong-type", path, raw, "text")
    if (
        not raw.strip()
        or len(raw) > MAX_TEXT
        or not raw.replace("\u00a0", " ").replace("\u202f", " ").isprintable()
    ):
        raise refuse("ruleset.out-of-range", path, raw, f"1..{MAX_TEXT} characters")
    return raw


def boolean(raw: object, path: str) -> bool:
    """Read true or false, and nothing that only looks like it."""
    if not isinstance(raw, bool):
        raise refuse("ruleset.wrong-type", path, raw, "boolean")
    return raw


def integer(low: int, high: int) -> Reader[int]:
    """Make the reader of an integer from ``low`` to ``high`` included."""

    def read(raw: object, path: str) -> int:
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise refuse("ruleset.wrong-type", path, raw, "integer")
        if not low <= raw <= high:
            raise refuse("ruleset.out-of-range", path, raw, f"{low}..{high}")
        return raw

    return read


def fraction(raw: object, path: str) -> Fraction:
    """Read an exact share ``p/q`` with 0 < p/q <= 1."""
    if not isinstance(raw, str):
        raise refuse("ruleset.wrong-type", path, raw, "fraction p/q")
    match = FRACTION.fullmatch(raw)
    if match is None or int(match[2]) == 0:
        raise refuse("ruleset.bad-fraction", path, raw, "fraction p/q")
    share = Fraction(int(match[1]), int(match[2]))
    if not 0 < share <= 1:
        raise refuse("ruleset.bad-fraction", path, raw, "0 < p/q <= 1")
    return share


def one_of(*allowed: str) -> Reader[Any]:
    """Make the reader of one of a few words."""

    def read(raw: object, path: str) -> str:
        if not isinstance(raw, str) or raw not in allowed:
            raise refuse("ruleset.unknown-value", path, raw, " | ".join(allowed))
        return raw

    return read


def member_of(kind: type[E], *allowed: E) -> Reader[E]:
    """Make the reader of an enumeration, or of the ``allowed`` part of it."""
    read_word = one_of(*(allowed or tuple(kind)))
    return lambda raw, path: kind(read_word(raw, path))


def optional(read_some: Reader[T]) -> Reader[T | None]:
    """Make the reader of null (the bylaws set none) or of a value."""
    return lambda raw, path: None if raw is None else read_some(raw, path)


def listing(read_one: Reader[T], at_least: int = 0) -> Reader[tuple[T, ...]]:
    """Make the reader of a list of at least ``at_least`` entries."""

    def read(raw: object, path: str) -> tuple[T, ...]:
        if not isinstance(raw, list):
            raise refuse("ruleset.wrong-type", path, raw, "list")
        if not at_least <= len(raw) <= MAX_ENTRIES:
            raise refuse("ruleset.out-of-range", path, len(raw), f"{at_least}..{MAX_ENTRIES}")
        return tuple(read_one(entry, f"{path}[{place}]") for place, entry in enumerate(raw))

    return read


def pair(first: Reader[T], second: Reader[Any]) -> Reader[tuple[T, Any]]:
    """Make the reader of a list of exactly two values."""

    def read(raw: object, path: str) -> tuple[T, Any]:
        if not isinstance(raw, list) or len(raw) != 2:
            raise refuse("ruleset.wrong-type", path, raw, "pair")
        return first(raw[0], f"{path}[0]"), second(raw[1], f"{path}[1]")

    return read


def record(make: Callable[..., T], readers: Mapping[str, Reader[Any]]) -> Reader[T]:
    """Make the reader of an object that has exactly the fields of ``readers``."""

    def read(raw: object, path: str) -> T:
        found = entries(raw, path)
        at = f"{path}." if path else ""
        for name in sorted(readers.keys() - found.keys()):
            raise refuse("ruleset.missing", f"{at}{name}", None, name)
        for name in sorted(found.keys() - readers.keys()):
            raise refuse("ruleset.unknown-field", path, name, ", ".join(readers))
        return make(
            **{name: read_one(found[name], f"{at}{name}") for name, read_one in readers.items()}
        )

    return read


def table(read_one: Reader[T], required: tuple[str, ...], key: str) -> Reader[dict[str, T]]:
    """Make the reader of an object whose keys match ``key`` and hold ``required``."""

    def read(raw: object, path: str) -> dict[str, T]:
        found = entries(raw, path)
        for name in required:
            if name not in found:
                raise refuse("ruleset.missing", f"{path}.{name}", None, name)
        for name in found:
            if len(found) > MAX_ENTRIES or not re.fullmatch(key, name):
                raise refuse("ruleset.unknown-field", path, name, key)
        return {name: read_one(found[name], f"{path}.{name}") for name in sorted(found)}

    return read


def entries(raw: object, path: str) -> dict[str, object]:
    """Read a JSON object."""
    if not isinstance(raw, dict):
        raise refuse("ruleset.wrong-type", path, raw, "object")
    return raw
