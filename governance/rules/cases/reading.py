"""Bytes to a case (cas) and its bylaws: bounded, strict, refused by path, value and expectation."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from governance.errors import NotFoundError
from governance.rules.cases.checks import check_case
from governance.rules.cases.document import CASE, CaseDocument
from governance.rules.ruleset import PRESETS, RuleSet, RuleSetError, parse_ruleset, preset
from governance.rules.ruleset.encode import plain_ruleset
from governance.rules.ruleset.kinds import refuse
from governance.rules.ruleset.strict_json import strict_json

MAX_CASE_BYTES = 4 * 1024 * 1024


def read_case(raw: bytes) -> tuple[CaseDocument, RuleSet]:
    """Read a case and the bylaws it is judged by.

    Raises:
        RuleSetError: ruleset.* or case.*; facts say where, what, and what was expected.
    """
    check_size(len(raw))
    case = CASE.read(strict_json(raw, MAX_CASE_BYTES), "")
    rules = _rules(case)
    check_case(case, rules)
    return case, rules


def check_size(size: int) -> None:
    """Refuse a document that is too long to be a case, before it is read.

    Raises:
        RuleSetError: case.too-large.
    """
    if size > MAX_CASE_BYTES:
        raise RuleSetError("case.too-large", path="", value=size, expected=MAX_CASE_BYTES)


def _rules(case: CaseDocument) -> RuleSet:
    """Return the bylaws named or written in the case, with the changes it makes to them."""
    try:
        document = _document(case.rules)
        for path, value in case.changes.items():
            _put(document, path, value)
        return parse_ruleset(json.dumps(document).encode())
    except RuleSetError as refusal:
        facts: dict[str, Any] = dict(refusal.facts)
        facts["path"] = f"rules.{facts['path']}".rstrip(".")
        raise RuleSetError(refusal.code, **facts) from refusal


def _document(rules: str | Mapping[str, object]) -> dict[str, Any]:
    if not isinstance(rules, str):
        return deepcopy(dict(rules))
    try:
        return plain_ruleset(preset(rules))
    except NotFoundError as error:
        raise refuse("ruleset.unknown-value", "", rules, " | ".join(PRESETS)) from error


def _put(document: dict[str, Any], path: str, value: object) -> None:
    if not path.startswith("bodies."):
        document[path] = value
        return
    _, body, inner = path.split(".", 2) if path.count(".") >= 2 else ("", "", "")
    bodies = document.setdefault("bodies", {})
    if not body or not isinstance(bodies, dict) or not isinstance(bodies.get(body, {}), dict):
        raise refuse("ruleset.unknown-field", path, path, "bodies.BODY.parameter")
    bodies.setdefault(body, {})[inner] = value
