"""Forms of the bylaws: any value drawn as fields from its kind, and read back as JSON writes it.

Each field is named by the path that a refusal would name (``proxy.limit.value.number``).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from fractions import Fraction
from typing import Any

from flask_babel import gettext

from governance.rules.ruleset.encode import plain
from governance.rules.ruleset.kinds import (
    Boolean,
    Integer,
    Kind,
    Listing,
    Member,
    Optional,
    Pair,
    Record,
    Share,
    Text,
    Word,
)
from governance.web.ruleset_words.fields import CHOICES, LABELS, NAMES, PAIRS
from governance.web.ruleset_words.vocabulary import WORDS

SPARE_ROWS = 2
MAX_ROWS = 200
PERCENT = re.compile(r"([0-9]{1,3})\s*%")
CLOSE_SHARE = re.compile(r"[0-9]+/[0-9]+")
BLANKS = re.compile(r"[\s\u00a0\u202f]+")
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Control:
    """One field, a group of them, or rows of groups; ``topic`` names it to the vocabulary."""

    shape: str  # text, number, choice, lines, group, rows
    name: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    parts: tuple["Control", ...] = ()
    names: tuple[str, ...] = ()  # proposed to whoever types
    is_optional: bool = False

    @property
    def is_given(self) -> bool:
        """Say whether a group that may be left out is there."""
        return self.value == "yes"


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    label: str
    topic: str
    is_row: bool = False  # a spare row: nothing chosen beforehand
    is_optional: bool = field(default=False)


def control(kind: Kind[Any], raw: object, name: str, label: str, topic: str) -> Control:
    """Draw the field of a value.

    Args:
        raw: the value as JSON writes it, or what was typed; None where there is none.
        topic: the path of the parameter.
    """
    return _draw(kind, raw, _Place(name, label, topic))


def posted(kind: Kind[Any], form: Fields, name: str, topic: str) -> Any:
    """Read what was typed, as JSON would write it; whether it is allowed is not looked at."""
    if isinstance(kind, Optional):
        if isinstance(kind.some, Record) and form.get(f"{name}.given") != "yes":
            return None
        return posted(kind.some, form, name, topic)
    if isinstance(kind, Record):
        return _posted_record(kind, form, name)
    if isinstance(kind, Listing):
        return _posted_list(kind, form, name, topic)
    if isinstance(kind, Pair):
        return [
            posted(kind.first, form, f"{name}[0]", topic),
            posted(kind.second, form, f"{name}[1]", topic),
        ]
    return _posted_one(kind, form.get(name, "").strip(), topic)


def _draw(kind: Kind[Any], raw: object, place: _Place) -> Control:
    if isinstance(kind, Optional):
        return _draw_optional(kind, raw, place)
    if isinstance(kind, Record):
        return Control("group", place.name, place.label, parts=_parts(kind, raw, place))
    if isinstance(kind, Listing):
        return _draw_list(kind, raw, place)
    if isinstance(kind, Pair):
        return _draw_pair(kind, raw, place)
    if isinstance(kind, Boolean | Word | Member):
        return _draw_choice(kind, raw, place)
    return _draw_text(kind, raw, place)


def _draw_choice(kind: Kind[Any], raw: object, place: _Place) -> Control:
    if isinstance(kind, Boolean):
        shown = str(raw).lower() if isinstance(raw, bool) else ""
        yes_no = (("true", gettext("oui")), ("false", gettext("non")))
        return _choice(place, shown, yes_no)
    return _choice(place, str(raw or ""), _options(kind, place.topic))


def _choice(place: _Place, value: str, options: tuple[tuple[str, str], ...]) -> Control:
    if place.is_row or place.is_optional or not value:
        options = (("", "—"), *options)
    return Control("choice", place.name, place.label, value, options)


def _options(kind: Kind[Any], topic: str) -> tuple[tuple[str, str], ...]:
    words = {**WORDS, **CHOICES}[topic]
    return tuple((each, gettext(words[each])) for each in kind.schema()["enum"])


def _draw_text(kind: Kind[Any], raw: object, place: _Place) -> Control:
    names = NAMES.get(place.topic, {})
    typed = "" if raw is None else str(raw)
    shown = gettext(names[typed]) if typed in names else typed
    return Control(
        "number" if isinstance(kind, Integer) else "text",
        place.name,
        place.label,
        shown,
        names=tuple(map(gettext, names.values())),
        is_optional=place.is_optional,
    )


def _draw_optional(kind: Optional[Any], raw: object, place: _Place) -> Control:
    if not isinstance(kind.some, Record):
        inner = _Place(place.name, place.label, place.topic, place.is_row, is_optional=True)
        return _draw(kind.some, raw, inner)
    return Control(
        "group",
        place.name,
        place.label,
        "no" if raw is None else "yes",
        parts=_parts(kind.some, raw, _Place(place.name, place.label, place.topic)),
        is_optional=True,
    )


def _parts(kind: Record[Any], raw: object, place: _Place) -> tuple[Control, ...]:
    given = raw if isinstance(raw, dict) else {}
    usual = {} if place.is_row else _usual(kind)
    owner = kind.make.__name__
    return tuple(
        _draw(
            inner,
            given.get(name, usual.get(name)),
            _Place(
                f"{place.name}.{name}",
                gettext(LABELS[f"{owner}.{name}"]),
                f"{owner}.{name}",
                place.is_row,
            ),
        )
        for name, inner in kind.parts.items()
    )


def _usual(kind: Record[Any]) -> dict[str, object]:
    return {
        each.name: plain(each.default)
        for each in fields(kind.make)  # type: ignore[arg-type]  # made of dataclasses only
        if each.default is not MISSING
    }


def _draw_list(kind: Listing[Any], raw: object, place: _Place) -> Control:
    rows: list[object] = list(raw) if isinstance(raw, list | tuple) else []
    if isinstance(kind.one, Text):
        names = NAMES.get(place.topic, {})
        lines = [gettext(names[one]) if one in names else str(one) for one in map(str, rows)]
        proposed = tuple(map(gettext, names.values()))
        return Control("lines", place.name, place.label, "\n".join(lines), names=proposed)
    spare = min(SPARE_ROWS, kind.at_most - len(rows))
    parts = [
        _draw(
            kind.one,
            row,
            _Place(
                f"{place.name}[{number}]",
                gettext("%(label)s, ligne %(number)s", label=place.label, number=number + 1),
                place.topic,
                is_row=True,
            ),
        )
        for number, row in enumerate([*rows, *[None] * spare])
    ]
    return Control("rows", place.name, place.label, parts=tuple(parts))


def _draw_pair(kind: Pair[Any], raw: object, place: _Place) -> Control:
    given = raw if isinstance(raw, list | tuple) and len(raw) == 2 else (None, None)
    labels = PAIRS[place.topic]
    parts = tuple(
        _draw(one, value, _Place(f"{place.name}[{at}]", gettext(label), place.topic))
        for at, (one, value, label) in enumerate(
            zip((kind.first, kind.second), given, labels, strict=True)
        )
    )
    return Control("group", place.name, place.label, parts=parts)


def _posted_record(kind: Record[Any], form: Fields, name: str) -> dict[str, Any]:
    owner = kind.make.__name__
    found = {
        part: posted(inner, form, f"{name}.{part}", f"{owner}.{part}")
        for part, inner in kind.parts.items()
    }
    return {
        part: value
        for part, value in found.items()
        if value is not None or isinstance(kind.parts[part], Optional)
    }


def _posted_list(kind: Listing[Any], form: Fields, name: str, topic: str) -> list[Any]:
    if isinstance(kind.one, Text):
        lines = [line.strip() for line in form.get(name, "").splitlines()]
        return [_named(line, topic) for line in lines if line]
    rows = (posted(kind.one, form, f"{name}[{at}]", topic) for at in _rows(form, name))
    return [row for row in rows if not _is_blank(row)]


def _rows(form: Fields, name: str) -> Iterable[int]:
    there = re.compile(re.escape(name) + r"\[([0-9]{1,3})\](?:[.\[]|$)")
    found = {int(match[1]) for key in form if (match := there.match(key))}
    return sorted(found)[: MAX_ROWS + 1]


def _is_blank(row: object) -> bool:
    if isinstance(row, dict):
        return all(map(_is_blank, row.values()))
    if isinstance(row, list):
        return all(map(_is_blank, row))
    return row is None


def _posted_one(kind: Kind[Any], typed: str, topic: str) -> object:
    if not typed:
        return None
    if isinstance(kind, Boolean):
        return {"true": True, "false": False}.get(typed, typed)
    if isinstance(kind, Integer):
        digits = BLANKS.sub("", typed)
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 13 else typed
    if isinstance(kind, Share):
        return _share(typed)
    return _named(typed, topic)


def _share(typed: str) -> str:
    """Read « 2 / 3 » and « 75 % » as the rules write them."""
    percent = PERCENT.fullmatch(typed)
    if percent is not None:
        share = Fraction(int(percent[1]), 100)
        return f"{share.numerator}/{share.denominator}"
    close = BLANKS.sub("", typed)
    return close if CLOSE_SHARE.fullmatch(close) else typed


def _named(typed: str, topic: str) -> str:
    """Return what the rules keep for a name typed in words: « la présidence » is ``chair``."""
    kept = {gettext(words).casefold(): name for name, words in NAMES.get(topic, {}).items()}
    return kept.get(typed.casefold(), typed)
