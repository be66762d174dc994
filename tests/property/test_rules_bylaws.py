"""Laws of bylaws as data: round trip, and only our refusal for whatever bytes come."""

import json
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from governance.rules.ruleset import (
    PRESETS,
    RuleSetError,
    digest,
    encode_ruleset,
    parse_ruleset,
    preset,
)
from tests.simulators.bylaws import documents

CONTRADICTIONS = {
    "ruleset.bad-formula",
    "ruleset.bounds-too-high",
    "ruleset.bounds-too-low",
    "ruleset.circular",
    "ruleset.duplicate",
    "ruleset.incomplete",
    "ruleset.look-alike",
    "ruleset.mixed-script",
    "ruleset.no-casting-role",
    "ruleset.no-default-voices",
    "ruleset.out-of-order",
    "ruleset.out-of-range",
    "ruleset.unknown-college",
    "ruleset.unknown-input",
    "ruleset.unknown-majority",
}


@settings(deadline=None)  # a document is drawn, read, written and read again
@given(documents())
def test_any_bylaws_survive_the_round_trip_or_contradict_themselves(document: Any) -> None:
    try:
        rules = parse_ruleset(json.dumps(document).encode())
    except RuleSetError as refusal:
        if refusal.code not in CONTRADICTIONS:
            raise
        return
    raw = encode_ruleset(rules)

    assert parse_ruleset(raw) == rules
    assert encode_ruleset(parse_ruleset(raw)) == raw


@given(st.sampled_from(PRESETS), st.randoms())
def test_the_fingerprint_does_not_depend_on_the_layout(name: str, random: Any) -> None:
    document = json.loads(encode_ruleset(preset(name)))
    names = list(document)
    random.shuffle(names)
    shuffled = json.dumps({name: document[name] for name in names}, indent=3)

    assert digest(parse_ruleset(shuffled.encode())) == digest(preset(name))


@given(st.binary(max_size=200))
@example(b"[" * 50_000)
@example(b'{"a":' * 20_000)
@example(b'"\\ud800"')
@example(b"-" + b"1" * 5_000)
def test_arbitrary_bytes_give_our_refusal_only(raw: bytes) -> None:
    with pytest.raises(RuleSetError):
        parse_ruleset(raw)


leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["1/0", "-1/2", "2/1", "1/2", "assumed"]),
)  # fmt: skip
json_values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(document, dict):
        inner = list(document.items())
    elif isinstance(document, list):
        inner = list(enumerate(document))
    else:
        return [path]
    return [path, *(deep for key, value in inner for deep in places(value, (*path, key)))]


VALID = json.loads(encode_ruleset(preset("la27eregion-voices-by-fee")))
PLACES = places(VALID)


@given(st.sampled_from(PLACES[1:]), json_values)
def test_one_wrong_value_anywhere_is_refused_or_lawful(path: tuple[Any, ...], value: Any) -> None:
    document = json.loads(json.dumps(VALID))
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    assume(inner[path[-1]] != value)
    inner[path[-1]] = value

    try:
        rules = parse_ruleset(json.dumps(document).encode())
    except RuleSetError:
        return
    written = json.loads(encode_ruleset(rules))
    assert parse_ruleset(encode_ruleset(rules)) == rules
    if path[0] in document and not isinstance(value, str | dict):
        assert written[path[0]] == document[path[0]]


def dotted(path: tuple[Any, ...]) -> str:
    """Write a place as refusals do: ``categories.value[0].id``."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)[1:]


@given(st.sampled_from(PRESETS), st.data())
def test_a_wrong_value_anywhere_in_a_preset_is_refused_at_its_place(name: str, data: Any) -> None:
    document = json.loads(encode_ruleset(preset(name)))
    path = data.draw(st.sampled_from(places(document)[1:]))
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = {"bogus": 1}

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(document).encode())

    assert str(refusal.value.facts["path"]).startswith(dotted(path))
    assert refusal.value.facts["expected"]


@given(st.integers(0, len(encode_ruleset(preset("la27eregion"))) - 1), st.binary(max_size=2))
def test_a_slip_of_the_pen_is_refused_or_lawful(position: int, slip: bytes) -> None:
    raw = encode_ruleset(preset("la27eregion"))
    try:
        rules = parse_ruleset(raw[:position] + slip + raw[position + 1 :])
    except RuleSetError:
        return
    assert parse_ruleset(encode_ruleset(rules)) == rules
