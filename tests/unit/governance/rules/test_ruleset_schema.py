"""The published JSON Schema: made from the types, true of the presets, never stricter than us."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from governance.rules.ruleset import PRESETS, RuleSetError, encode_ruleset, parse_ruleset, preset
from governance.rules.ruleset.catalogue import PARAMETERS
from governance.rules.ruleset.json_schema import WRITTEN, schema, written_schema
from governance.rules.ruleset.presets import FOLDER

PLAIN = ("name", "version", "association", "origin", "bodies")
VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_that_is_published_is_that_of_the_types() -> None:
    again = "python -m governance.rules.ruleset.json_schema > governance/rules/ruleset/schema.json"
    assert WRITTEN.read_text() == written_schema(), again


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_is_valid_as_a_file_and_as_it_is_kept(name: str) -> None:
    for raw in ((FOLDER / f"{name}.json").read_bytes(), encode_ruleset(preset(name))):
        assert [error.message for error in VALIDATOR.iter_errors(json.loads(raw))] == []


def mutations() -> Iterator[tuple[str, Any]]:
    """Yield a path and a document in which one value there is of another kind."""
    whole = json.loads(encode_ruleset(preset("la27eregion")))
    least = {name: whole[name] for name in ("name", "version", "association", "categories")}
    for path, found in whole.items():
        wrongs: tuple[Any, ...] = (None, True, -7, 10**11, "?", [], [[]], {}, {"bogus": 1})
        for wrong in wrongs:
            if path not in PLAIN:
                for part in ("value", "source", "clause", "valid_from"):
                    yield f"{path}.{part}", {**least, path: {**found, part: wrong}}
            yield path, {**least, path: wrong}


def test_what_the_schema_refuses_the_parser_refuses_at_the_same_place() -> None:
    refused = 0
    for path, document in mutations():
        if VALIDATOR.is_valid(document):
            continue
        with pytest.raises(RuleSetError) as refusal:
            parse_ruleset(json.dumps(document).encode())
        told = str(refusal.value.facts["path"])
        assert told.startswith(path), (path, told, refusal.value.code)
        refused += 1
    assert refused > 20 * len(PARAMETERS)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": {}},
        {"bodies": {"COMITE": {}}},
        {"bodies": {"CA": {"colour": {}}}},
        {"majority.rule.Ordinary": {}},
        {"proxy.limit": {"value": "silent", "source": "statuts", "clause": "art. 1"}},
        {"categories": {"value": "silent", "source": "assumed", "clause": "art. 1"}},
        {"notice.days": {"value": 15, "source": "statuts"}},
        {"notice.days": {"value": 15, "source": "statuts", "clause": "art. 1", "note": "x"}},
    ],
)
def test_names_and_shapes_outside_the_schema_are_refused_by_both(change: dict[str, Any]) -> None:
    document = {**json.loads(encode_ruleset(preset("la27eregion"))), **change}

    assert not VALIDATOR.is_valid(document)
    with pytest.raises(RuleSetError):
        parse_ruleset(json.dumps(document).encode())
