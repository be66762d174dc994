"""A rule set to canonical JSON and to its fingerprint (empreinte)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction

from governance.rules.ruleset.ruled import Ruled
from governance.rules.ruleset.rules import RuleSet
from governance.rules.steps import written

SILENT = "silent"  # the value of a parameter of which the bylaws say nothing


def encode_ruleset(rules: RuleSet) -> bytes:
    """Return canonical JSON: sorted keys, no blanks, UTF-8, fractions as ``p/q``."""
    text = json.dumps(
        plain_ruleset(rules), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def digest(rules: RuleSet) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(encode_ruleset(rules)).hexdigest()


def plain_ruleset(rules: RuleSet) -> dict[str, object]:
    """Return what JSON writes of the rules, in the order of the bylaws."""
    return {
        "name": rules.name,
        "version": rules.version,
        "association": rules.association,
        "origin": rules.origin,
        **{path: plain_ruled(ruled) for path, ruled in rules.general().items()},
        "bodies": {
            body: {path: plain_ruled(ruled) for path, ruled in values.items()}
            for body, values in rules.bodies.items()
        },
    }


def plain_ruled(ruled: Ruled[object]) -> dict[str, object]:
    """Return what JSON writes of a value with its clause."""
    return {
        "value": SILENT if ruled.is_silent else plain(ruled.value),
        "source": ruled.source.value,
        "clause": ruled.clause,
        "valid_from": _day(ruled.valid_from),
        "valid_to": _day(ruled.valid_to),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def plain(value: object) -> object:
    """Return what JSON writes of one value of the bylaws."""
    if isinstance(value, Fraction):
        return written(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value
