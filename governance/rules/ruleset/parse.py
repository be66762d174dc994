"""Bytes to a rule set: every name known, every value in its range, silence read as the law does."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from governance.rules.ruleset.catalogue import (
    DEFAULTS,
    PARAMETERS,
    TABLES,
    parameter_of,
    silence_of,
)
from governance.rules.ruleset.consistency import check_consistency
from governance.rules.ruleset.convening import BodyKind
from governance.rules.ruleset.deciding import MAJORITY_KEY
from governance.rules.ruleset.encode import SILENT
from governance.rules.ruleset.kinds import Day, Integer, Kind, Member, Text, entries, refuse
from governance.rules.ruleset.old_form import is_old_form, renewed
from governance.rules.ruleset.ruled import Ruled, Source
from governance.rules.ruleset.rules import RuleSet, assembled
from governance.rules.ruleset.strict_json import strict_json

HEADING: dict[str, Kind[Any]] = {
    "name": Text(120),
    "version": Integer(1, 1_000_000),
    "association": Text(),
    "origin": Text(2000),
}
RULED = ("value", "source", "clause", "valid_from", "valid_to")
REQUIRED = RULED[:3]
SOURCE, CLAUSE, DAY = Member(Source), Text(), Day()
MAX_TABLE = 50  # majorities that one set of bylaws may name


def parse_ruleset(raw: bytes) -> RuleSet:
    """Read a rule set; a parameter that it does not give takes its default, as assumed.

    Raises:
        RuleSetError: what read_values and check_consistency refuse; facts say where, what and
            what was expected.
    """
    rules = read_values(raw)
    check_consistency(rules)
    return rules


def read_values(raw: bytes) -> RuleSet:
    """Read bylaws that are still being written: each value by itself, not what they say together.

    Raises:
        RuleSetError: ruleset.too-large, .not-json, .too-deep, .duplicate-key, .not-exact,
            .missing, .unknown-field, .wrong-type, .out-of-range, .bad-fraction, .bad-date,
            .unknown-value, .not-silent.
    """
    document = entries(strict_json(raw), "")
    if is_old_form(document):
        document = renewed(document)
    heading = _heading(document)
    values = _values({k: v for k, v in document.items() if k not in (*HEADING, "bodies")}, "")
    for path, parameter in PARAMETERS.items():
        if parameter.is_required and path not in values:
            raise refuse("ruleset.missing", path, None, path)
    return assembled(heading, {**DEFAULTS, **values}, _bodies(document.get("bodies", {})))


def _heading(document: dict[str, object]) -> dict[str, Any]:
    found: dict[str, Any] = {"origin": ""}
    for name, kind in HEADING.items():
        if name in document and not (name == "origin" and document[name] == ""):
            found[name] = kind.read(document[name], name)
        elif name != "origin":
            raise refuse("ruleset.missing", name, None, name)
    return found


def _bodies(raw: object) -> dict[str, dict[str, Ruled[object]]]:
    found = {}
    for body, values in entries(raw, "bodies").items():
        if body not in BodyKind.__members__:
            raise refuse("ruleset.unknown-field", "bodies", body, ", ".join(BodyKind))
        at = f"bodies.{body}"
        found[body] = _values(entries(values, at), f"{at}.")
    return found


def _values(document: dict[str, object], at: str) -> dict[str, Ruled[object]]:
    """Read the parameters of ``document``, in the order of the catalogue."""
    for path in document:
        if parameter_of(path) is None:
            raise refuse("ruleset.unknown-field", at.rstrip("."), path, "a parameter")
    _check_tables(document, at)
    order = list(PARAMETERS)
    ordered = sorted(document, key=lambda path: order.index(_named(path)))
    return {path: _ruled(path, document[path], f"{at}{path}") for path in ordered}


def _named(path: str) -> str:
    return path if path in PARAMETERS else path.rpartition(".")[0]


def _check_tables(document: dict[str, object], at: str) -> None:
    for table in TABLES:
        keys = [path.removeprefix(f"{table}.") for path in document if path.startswith(f"{table}.")]
        if len(keys) > MAX_TABLE:
            raise refuse("ruleset.out-of-range", f"{at}{table}", len(keys), f"0..{MAX_TABLE}")
        for key in keys:
            if re.fullmatch(MAJORITY_KEY, key) is None:
                raise refuse("ruleset.unknown-field", f"{at}{table}", key, MAJORITY_KEY)


def _ruled(path: str, raw: object, at: str) -> Ruled[object]:
    found = entries(raw, at)
    for name in REQUIRED:
        if name not in found:
            raise refuse("ruleset.missing", f"{at}.{name}", None, name)
    for name in found:
        if name not in RULED:
            raise refuse("ruleset.unknown-field", at, name, ", ".join(RULED))
    source = SOURCE.read(found["source"], f"{at}.source")
    clause = CLAUSE.read(found["clause"], f"{at}.clause")
    start, end = _validity(found, at)
    if found["value"] == SILENT:
        silent = _silence(path, source, clause, at)
        return replace(silent, valid_from=start, valid_to=end)
    parameter = parameter_of(path)
    if parameter is None:
        raise ValueError(f"no such parameter: {path}")
    return Ruled(parameter.kind.read(found["value"], f"{at}.value"), source, clause, start, end)


def _validity(found: dict[str, object], at: str) -> tuple[date | None, date | None]:
    start, end = (
        None if found.get(name) is None else DAY.read(found[name], f"{at}.{name}")
        for name in ("valid_from", "valid_to")
    )
    if start is not None and end is not None and end < start:
        raise refuse("ruleset.dates-out-of-order", f"{at}.valid_to", str(end), f">= {start}")
    return start, end


def _silence(path: str, source: Source, clause: str, at: str) -> Ruled[object]:
    """Read silence: its source is the courts where they have read it, an assumption elsewhere."""
    silent = silence_of(path, clause)
    if silent is None:
        raise refuse("ruleset.not-silent", f"{at}.value", SILENT, "a value")
    if source is not silent.source:
        raise refuse("ruleset.unknown-value", f"{at}.source", source.value, silent.source.value)
    return silent
