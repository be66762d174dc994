"""Bylaws changed value by value (amendement), as JSON writes values: for whoever writes them."""

import json
from collections.abc import Mapping
from typing import Any

from governance.rules.ruleset.catalogue import ASSUMED_CLAUSE, DEFAULTS
from governance.rules.ruleset.encode import plain_ruled, plain_ruleset
from governance.rules.ruleset.membership import Category
from governance.rules.ruleset.parse import read_values
from governance.rules.ruleset.ruled import Ruled, Source
from governance.rules.ruleset.rules import RuleSet, assembled

EVERYONE = (Category("membre", "Membre", "deliberative", "MEMBRES"),)
Values = Mapping[str, object]  # by path, as JSON writes it; None: no rule of its own


def blank(association: str) -> RuleSet:
    """Return bylaws of which nothing was read yet: every value the usual one, assumed."""
    heading = {"name": association[:120], "version": 1, "association": association, "origin": ""}
    categories: Ruled[object] = Ruled(EVERYONE, Source.ASSUMED, ASSUMED_CLAUSE)
    return assembled(heading, {**DEFAULTS, "categories": categories}, {})


def plain_at(rules: RuleSet, path: str) -> dict[str, object] | None:
    """Return what JSON writes at ``path`` (``bodies.CA.proxy.limit`` too), None: no such rule."""
    ruled = rules.parameters().get(path)
    return None if ruled is None else plain_ruled(ruled)


def amended(rules: RuleSet, values: Values) -> RuleSet:
    """Return the rules with other values; whether they contradict each other is not looked at.

    Raises:
        RuleSetError: as read_values.
    """
    document: dict[str, Any] = plain_ruleset(rules)
    for path, value in values.items():
        _put(document, path, value)
    return _read(document)


def headed(rules: RuleSet, name: str, association: str, origin: str) -> RuleSet:
    """Return the rules under another name, association and origin.

    Raises:
        RuleSetError: as read_values.
    """
    heading = {"name": name, "association": association, "origin": origin}
    return _read(plain_ruleset(rules) | heading)


def _put(document: dict[str, Any], path: str, value: object) -> None:
    if not path.startswith("bodies."):
        _replace(document, path, value)
        return
    _, body, inner = path.split(".", 2)
    own = document["bodies"].setdefault(body, {})
    _replace(own, inner, value)
    if not own:
        del document["bodies"][body]


def _replace(place: dict[str, Any], path: str, value: object) -> None:
    if value is None:
        place.pop(path, None)
    else:
        place[path] = value


def _read(document: Mapping[str, object]) -> RuleSet:
    return read_values(json.dumps(document, ensure_ascii=False).encode())
