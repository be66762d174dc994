"""Bytes to JSON, strictly: bounded, exact numbers only, each key once."""

import json
from collections.abc import Iterable
from typing import NoReturn

from governance.rules.ruleset.errors import RuleSetError
from governance.rules.ruleset.kinds import refuse

MAX_BYTES = 256 * 1024
MAX_DIGITS = 12
MAX_DEPTH = 40  # bylaws and cases have less than ten


def strict_json(raw: bytes, most: int = MAX_BYTES) -> object:
    """Read JSON of at most so many bytes.

    Raises:
        RuleSetError: ruleset.too-large, .not-json, .too-deep, .duplicate-key, .not-exact,
            .out-of-range (an integer of too many digits).
    """
    if len(raw) > most:
        raise RuleSetError("ruleset.too-large", path="", value=len(raw), expected=most)
    try:
        found: object = json.loads(
            raw.decode(),
            object_pairs_hook=_unique,
            parse_int=_short_integer,
            parse_float=_refuse_inexact,
            parse_constant=_refuse_inexact,
        )
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise RuleSetError("ruleset.not-json", path="", value="", expected="JSON") from error
    _check_depth(found)
    return found


def _check_depth(found: object) -> None:
    """Refuse what is nested so deep that later readers of it could not follow."""
    level = [found]
    for _ in range(MAX_DEPTH):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return
    raise _too_deep()


def _inside(one: object) -> Iterable[object]:
    if isinstance(one, dict):
        return one.values()
    return one if isinstance(one, list) else ()


def _too_deep() -> RuleSetError:
    return RuleSetError("ruleset.too-deep", path="", value="", expected=f"at most {MAX_DEPTH}")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise refuse("ruleset.duplicate-key", "", key, "each key once")
        found[key] = value
    return found


def _short_integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise refuse("ruleset.out-of-range", "", digits, f"at most {MAX_DIGITS} digits")
    return int(digits)


def _refuse_inexact(number: str) -> NoReturn:
    raise refuse("ruleset.not-exact", "", number, "an integer, or a fraction p/q")
