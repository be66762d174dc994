"""Compact JSON in and out, bounded before it is read (JSON canonique).

One value has one writing: no blank, no escape that is not needed, big numbers as decimal strings,
weights as numbers below 2^30 and strings from there on.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from ballots.crypto.group import decode_decimal
from ballots.errors import MalformedError

DEEPEST = 32  # levels of brackets; the format needs nine
MOST_BRACKETS = 100_000  # opened and closed; the largest ballot has some 20 000
LONGEST_SMALL_NUMBER = 18
FIRST_TEXT_WEIGHT = 1 << 30  # weights and counts are JSON strings from here on

# A string, or what begins like one up to the end of the text: it never fails, so never backtracks.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+["\\]?', re.DOTALL)
_NOT_BRACKET = re.compile(r"[^\[\]{}]+")


def encode(value: object) -> bytes:
    """Write ``value`` in the one compact form of the format.

    Source: belenios-format §2.
    """
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.replace("\x7f", "\\u007f").encode()


def decode(raw: bytes, most: int, *, canonical: bool = True) -> object:
    """Read JSON of at most ``most`` bytes; by default only in the form ``encode`` writes.

    Raises:
        MalformedError: json.too-large, .too-deep, .not-json, .number or .not-canonical.
    """
    if len(raw) > most:
        raise MalformedError("json.too-large", size=len(raw), most=most)
    try:
        text = raw.decode()
        _require_depth(text)
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_small_integer,
            parse_float=_no_number if canonical else float,
            parse_constant=_no_number,
        )
        written = encode(value)
    except (ValueError, RecursionError) as fault:  # not UTF-8, not JSON, or a lone surrogate
        raise MalformedError("json.not-json") from fault
    if canonical and written != raw:
        raise MalformedError("json.not-canonical")
    return value


@contextmanager
def reading(subject: str) -> Iterator[None]:
    """Name the ``subject`` in the code of whatever is refused inside.

    Raises:
        MalformedError: SUBJECT.too-large, .not-canonical, or .malformed with its cause.
    """
    try:
        yield
    except MalformedError as fault:
        reason = fault.code.rpartition(".")[2]
        kept = reason if reason in ("too-large", "not-canonical") else "malformed"
        facts = {"cause": fault.code} | fault.facts
        raise MalformedError(f"{subject}.{kept}", **facts) from fault


def read_object(value: object, *names: str) -> list[object]:
    """Return the members ``names`` of an object that has these and no other."""
    if not isinstance(value, dict) or len(value) != len(names):
        raise MalformedError("json.shape")
    return [read_member(value, name) for name in names]


def read_member(value: object, name: str) -> object:
    """Return one member of an object, which may have others."""
    if not isinstance(value, dict) or name not in value:
        raise MalformedError("json.shape", missing=name)
    member: object = value[name]
    return member


def read_list(value: object, length: int | None = None) -> list[object]:
    """Return a list, of exactly ``length`` items when it is given."""
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise MalformedError("json.shape")
    return value


def read_text(value: object) -> str:
    """Return a string."""
    if not isinstance(value, str):
        raise MalformedError("json.shape")
    return value


def read_small(value: object) -> int:
    """Return a JSON number >= 0 (version, height, owner, min, max, num_tallied)."""
    if type(value) is not int or value < 0:
        raise MalformedError("json.number")
    return value


def read_weight(value: object) -> int:
    """Return a weight or a count: a number below 2^30, a decimal string from there on."""
    if isinstance(value, str):
        weight = int(decode_decimal(value, LONGEST_SMALL_NUMBER))
        if weight < FIRST_TEXT_WEIGHT:
            raise MalformedError("json.number")
        return weight
    weight = read_small(value)
    if weight >= FIRST_TEXT_WEIGHT:
        raise MalformedError("json.number")
    return weight


def write_weight(weight: int) -> int | str:
    """Return what JSON must hold for a weight or a count."""
    return weight if weight < FIRST_TEXT_WEIGHT else str(weight)


def _require_depth(text: str) -> None:
    """Bound the lists and objects before the parser makes a single one of them."""
    brackets = _NOT_BRACKET.sub("", _STRING.sub("", text))
    if len(brackets) > MOST_BRACKETS:
        raise MalformedError("json.too-large", brackets=len(brackets), most=MOST_BRACKETS)
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in "[{" else -1
        if depth > DEEPEST:
            raise MalformedError("json.too-deep", most=DEEPEST)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedError("json.shape")
    return members


def _small_integer(digits: str) -> int:
    if len(digits) > LONGEST_SMALL_NUMBER:
        raise MalformedError("json.number")
    return int(digits)


def _no_number(_: str) -> object:
    raise MalformedError("json.number")
