"""Bytes to JSON, strictly: bounded, exact numbers only, each key once."""

import json
from typing import NoReturn

from governance.rules.ruleset.errors import RuleSetError
from governance.rules.ruleset.kinds import refuse

MAX_BYTES = 256 * 1024
MAX_DIGITS = 12


def strict_json(raw: bytes, most: int = MAX_BYTES) -> object:
    """Read JSON of at most so many bytes.

    Raises:
        RuleSetError: ruleset.too-large, .not-json, .too-deep, .duplicate-key, .not-exact,
            .out-of-range (an integer of too many digits).
    """
    if len(raw) > most:
        raise RuleSetError("ruleset.too-large", path="", value=len(raw), expected=most)
    try:
        return json.loads(
            raw.decode(),
            object_pairs_hook=_unique,
            parse_int=_short_integer,
            parse_float=_refuse_inexact,
            parse_constant=_refuse_inexact,
        )
    except RecursionError as error:
        raise RuleSetError("ruleset.too-deep", path="", value="", expected="JSON") from error
    except ValueError as error:
        raise RuleSetError("ruleset.not-json", path="", value="", expected="JSON") from error


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
