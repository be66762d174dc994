"""Bylaws as data: the presets, the round trip, what is refused."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from governance.errors import NotFoundError
from governance.rules.ruleset import (
    MAX_BYTES,
    PRESETS,
    Base,
    QuorumRule,
    RuleSet,
    RuleSetError,
    Secrecy,
    Source,
    digest,
    encode_ruleset,
    parse_ruleset,
    preset,
)

Document = dict[str, Any]


@pytest.mark.parametrize("name", PRESETS)
def test_every_value_of_a_preset_is_assumed_and_says_so(name: str) -> None:
    rules = preset(name)

    assert set(rules.assumed()) == set(rules.parameters())
    clauses = {ruled.clause for ruled in rules.parameters().values()}
    assert clauses == {"hypothèse de travail (statuts non publics)"}


def test_the_working_rules_are_those_written_in_the_design(rules: RuleSet) -> None:
    assert rules.notice_days.value == 15
    assert rules.proxy_limit.value == 2
    assert rules.proxy_same_college.value
    assert rules.secrecy.value is Secrecy.SECRET_IF_PERSON
    assert all(ruled.value.fraction is None for ruled in rules.quorum.values())
    ordinary, extraordinary = rules.majorities["ordinary"], rules.majorities["extraordinary"]
    assert (ordinary.value.base, ordinary.value.threshold) == (Base.EXPRESSED, Fraction(1, 2))
    assert ordinary.value.strict
    assert extraordinary.value.threshold == Fraction(2, 3)
    assert not extraordinary.value.strict
    assert {category.college for category in rules.categories.value} == {"INST", "INDIV"}


@pytest.mark.parametrize("name", PRESETS)
def test_what_is_written_reads_back_the_same(name: str) -> None:
    rules = preset(name)

    assert parse_ruleset(encode_ruleset(rules)) == rules
    assert encode_ruleset(parse_ruleset(encode_ruleset(rules))) == encode_ruleset(rules)


def test_two_rule_sets_have_two_fingerprints() -> None:
    assert len({digest(preset(name)) for name in PRESETS}) == len(PRESETS)


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(NotFoundError) as refusal:
        preset("../ruleset/parse")

    assert refusal.value.code == "ruleset.no-such-preset"


def document() -> Document:
    read: Document = json.loads(encode_ruleset(preset("la27eregion")))
    return read


def put(*path: str | int, value: Any) -> Callable[[Document], None]:
    def change(found: Document) -> None:
        inner: Any = found
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value

    return change


def drop(*path: str) -> Callable[[Document], None]:
    def change(found: Document) -> None:
        inner: Any = found
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]

    return change


THRESHOLD = ("majorities", "ordinary", "value", "threshold")
TABLE = ("weight_table", "value")
REFUSED = [
    (drop("notice_days"), "ruleset.missing", "notice_days"),
    (drop("quorum", "CA"), "ruleset.missing", "quorum.CA"),
    (drop("majorities", "ordinary"), "ruleset.missing", "majorities.ordinary"),
    (drop("notice_days", "clause"), "ruleset.missing", "notice_days.clause"),
    (put("favourite_colour", value="blue"), "ruleset.unknown-field", ""),
    (put("quorum", "ago", value={}), "ruleset.unknown-field", "quorum"),
    (put("notice_days", "value", value=True), "ruleset.wrong-type", "notice_days.value"),
    (put("notice_days", "value", value="15"), "ruleset.wrong-type", "notice_days.value"),
    (put("notice_days", "value", value=-1), "ruleset.out-of-range", "notice_days.value"),
    (put("notice_days", "value", value=10**11), "ruleset.out-of-range", "notice_days.value"),
    (put("notice_days", "source", value="rumour"), "ruleset.unknown-value", "notice_days.source"),
    (put("notice_days", "clause", value=" "), "ruleset.out-of-range", "notice_days.clause"),
    (put("notice_days", "clause", value="a\u0000b"), "ruleset.out-of-range", "notice_days.clause"),
    (put("name", value="\ud800"), "ruleset.out-of-range", "name"),
    (put("name", value="x" * 401), "ruleset.out-of-range", "name"),
    (put("dues_required", "value", value=1), "ruleset.wrong-type", "dues_required.value"),
    (put(*THRESHOLD, value="1/0"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="0/1"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="3/2"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="-1/2"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="50 %"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="١/٢"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value=1), "ruleset.wrong-type", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="1/1"), "ruleset.out-of-range", ".".join(THRESHOLD)),
    (put(*TABLE, value=[["*", -1]]), "ruleset.out-of-range", "weight_table.value[0][1]"),
    (put(*TABLE, value=[["*", 0]]), "ruleset.out-of-range", "weight_table.value[0][1]"),
    (put(*TABLE, value=[["*"]]), "ruleset.wrong-type", "weight_table.value[0]"),
    (put(*TABLE, value=[["*", 1], ["*", 2]]), "ruleset.duplicate", "weight_table"),
    (put("weight_table", value=[]), "ruleset.wrong-type", "weight_table"),
    (put("categories", "value", value=[]), "ruleset.out-of-range", "categories.value"),
    (put("election", "value", "tie", value="casting_vote"), "ruleset.unknown-value",
     "election.value.tie"),
    (put("majorities", "ordinary", "value", "tie", value="lot"), "ruleset.unknown-value",
     "majorities.ordinary.value.tie"),
    (put("majorities", "ordinary", "value", "tie", value="casting_vote"),
     "ruleset.no-casting-role", "majorities.ordinary.value.tie"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "path"), REFUSED)
def test_a_value_out_of_place_is_refused_with_its_place(
    change: Callable[[Document], None], code: str, path: str
) -> None:
    found = document()
    change(found)

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(found).encode())

    assert (refusal.value.code, refusal.value.facts["path"]) == (code, path)
    assert {"path", "value", "expected"} <= refusal.value.facts.keys()


RAW = [
    (b"", "ruleset.not-json"),
    (b"\xff\xfe", "ruleset.not-json"),
    (b"{", "ruleset.not-json"),
    (b"[]", "ruleset.wrong-type"),
    (b"null", "ruleset.wrong-type"),
    (b'{"version": 1.0}', "ruleset.not-exact"),
    (b'{"version": NaN}', "ruleset.not-exact"),
    (b'{"version": -Infinity}', "ruleset.not-exact"),
    (b'{"version": 1e400}', "ruleset.not-exact"),
    (b'{"version": ' + b"9" * 10_000 + b"}", "ruleset.out-of-range"),
    (b'{"name": "a", "name": "b"}', "ruleset.duplicate-key"),
    (b"[" * 100_000, "ruleset.too-deep"),
    (b'{"a":' * 30_000, "ruleset.too-deep"),
    (b" " * (MAX_BYTES + 1), "ruleset.too-large"),
]


@pytest.mark.parametrize(("raw", "code"), RAW)
def test_bytes_that_are_no_strict_json_are_refused(raw: bytes, code: str) -> None:
    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(raw)

    assert refusal.value.code == code


def test_two_categories_of_one_name_are_refused() -> None:
    found = document()
    found["categories"]["value"].append(found["categories"]["value"][0])

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(found).encode())

    assert refusal.value.code == "ruleset.duplicate"


def test_bylaws_under_which_nobody_votes_are_refused() -> None:
    found = document()
    for category in found["categories"]["value"]:
        category["votes"] = "consultative"

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(found).encode())

    assert refusal.value.code == "ruleset.no-voting-category"


def test_voices_by_tier_without_a_default_are_refused() -> None:
    found = document()
    found["weight_method"]["value"] = "table"
    found["weight_table"]["value"] = [["1000", 1]]

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(found).encode())

    assert refusal.value.code == "ruleset.no-default-voices"


def test_a_long_wrong_value_is_not_repeated_whole() -> None:
    found = document()
    found["notice_counting"]["value"] = "é" * 5000

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(found).encode())

    assert len(str(refusal.value.facts["value"])) <= 60


def test_silence_is_a_value_with_its_source() -> None:
    found = document()
    found["quorum"]["AGO"]["source"] = "default-by-case-law"
    found["quorum"]["AGO"]["clause"] = "statuts muets"

    silent = parse_ruleset(json.dumps(found).encode()).quorum["AGO"]

    assert silent.source is Source.CASE_LAW
    assert silent.value == QuorumRule(None)


def test_the_parameters_that_rest_on_an_assumption_are_named() -> None:
    found = document()
    found["proxy_limit"] = {"value": 3, "source": "statuts", "clause": "statuts, art. 9"}

    rules = parse_ruleset(json.dumps(found).encode())

    assert "proxy_limit" not in rules.assumed()
    assert {"notice_days", "quorum.AGO", "majorities.ordinary"} <= set(rules.assumed())
