"""Compact JSON in and out, bounded before it is read (JSON canonique).

One value has one writing: no blank, no escape that is not needed, big numbers as decimal strings,
weights as numbers below 2^30 and strings from there on. Reading never takes more memory than twice
the bytes and 32 MiB: what could grow (brackets, values, long numbers, wide characters) is counted
first, and the one writing is recognised without writing it again.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite

from ballots.crypto.group import decode_decimal
from ballots.errors import MalformedError

DEEPEST = 32  # levels of brackets; the format needs nine
MOST_BRACKETS = 100_000  # opened and closed; the largest ballot has some 20 000
MOST_COMMAS = 400_000  # the longest shuffle that fits its size has some 100 000 values
MOST_COLONS = 120_000
MOST_QUOTES = 800_000
MOST_WIDE = 1024 * 1024  # bytes of a text beyond ASCII, which may take four times as much memory
LONGEST_SMALL_NUMBER = 18
FIRST_TEXT_WEIGHT = 1 << 30  # weights and counts are JSON strings from here on

# A string, or what begins like one up to the end of the text: it never fails, so never backtracks.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+["\\]?', re.DOTALL)
_NOT_BRACKET = re.compile(r"[^\[\]{}]+")
_LONG_NUMBER = re.compile(f"[0-9]{{{LONGEST_SMALL_NUMBER + 1}}}")
_NOT_COMPACT = re.compile(r"[ \t\n\r]|-0")
# Text whose every escape is the one that ``encode`` writes.
_ESCAPED = re.compile(r'(?:[^\\\x7f]++|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]|7f))*+', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


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
    Source: belenios-format §2.
    """
    if len(raw) > most:
        raise MalformedError("json.too-large", size=len(raw), most=most)
    if len(raw) > MOST_WIDE and not raw.isascii():
        raise MalformedError("json.too-large", size=len(raw), most=MOST_WIDE)
    try:
        text = raw.decode()
        is_compact = _require_bounds(text)
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_no_number if canonical else _finite_number,
            parse_constant=_no_number,
        )
        if _SURROGATE.search(text):
            encode(value)  # a lone one cannot be written
    except ValueError as fault:  # not UTF-8, not JSON, or a lone surrogate
        raise MalformedError("json.not-json") from fault
    if canonical and not (is_compact and _ESCAPED.fullmatch(text)):
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
    """Return the members ``names`` of an object that has these and no other, in this order.

    Raises:
        MalformedError: json.shape, or json.not-canonical for another order.
    """
    if not isinstance(value, dict) or value.keys() != set(names):
        raise MalformedError("json.shape")
    if tuple(value) != names:
        raise MalformedError("json.not-canonical")
    return list(value.values())


def read_member(value: object, name: str) -> object:
    """Return one member of an object, which may have others.

    Raises:
        MalformedError: json.shape.
    """
    if not isinstance(value, dict) or name not in value:
        raise MalformedError("json.shape", missing=name)
    member: object = value[name]
    return member


def read_list(value: object, length: int | None = None) -> list[object]:
    """Return a list, of exactly ``length`` items when it is given.

    Raises:
        MalformedError: json.shape.
    """
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise MalformedError("json.shape")
    return value


def read_text(value: object) -> str:
    """Return a string.

    Raises:
        MalformedError: json.shape.
    """
    if not isinstance(value, str):
        raise MalformedError("json.shape")
    return value


def read_small(value: object) -> int:
    """Return a JSON number >= 0 (version, height, owner, min, max, num_tallied).

    Raises:
        MalformedError: json.number.
    """
    if type(value) is not int or value < 0:
        raise MalformedError("json.number")
    return value


def read_weight(value: object) -> int:
    """Return a weight or a count: a number below 2^30, a decimal string from there on.

    Raises:
        MalformedError: json.number.
    Source: belenios-format §2.
    """
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


def _require_bounds(text: str) -> bool:
    """Bound all that the parser would make before it makes a single value of it.

    Returns: whether nothing between the values could be written shorter.
    Raises:
        MalformedError: json.too-large, .too-deep or .number.
    """
    if text.count('"') > MOST_QUOTES:
        raise MalformedError("json.too-large", most=MOST_QUOTES)
    outside = _STRING.sub("", text)
    bounds = (("[]{}", MOST_BRACKETS), (",", MOST_COMMAS), (":", MOST_COLONS))
    for signs, most in bounds:
        if sum(map(outside.count, signs)) > most:
            raise MalformedError("json.too-large", signs=signs, most=most)
    if _LONG_NUMBER.search(outside):
        raise MalformedError("json.number")
    _require_depth(_NOT_BRACKET.sub("", outside))
    return _NOT_COMPACT.search(outside) is None


def _require_depth(brackets: str) -> None:
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


def _finite_number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("a number beyond every float")
    return number


def _no_number(_: str) -> object:
    raise MalformedError("json.number")
