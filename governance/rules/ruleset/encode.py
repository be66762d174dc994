"""A rule set to canonical JSON and to its fingerprint (empreinte)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction

from governance.rules.ruleset.values import RuleSet
from governance.rules.steps import written


def encode_ruleset(rules: RuleSet) -> bytes:
    """Return canonical JSON: sorted keys, no blanks, UTF-8, fractions as ``p/q``."""
    text = json.dumps(_plain(rules), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(rules: RuleSet) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(encode_ruleset(rules)).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return written(value)
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
