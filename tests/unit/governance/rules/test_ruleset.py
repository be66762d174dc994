"""Bylaws as data: the presets, the round trip, what is refused."""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from governance.errors import NotFoundError
from governance.rules.ruleset import (
    MAX_BYTES,
    PRESETS,
    Base,
    MajorityRule,
    ProxyLimit,
    QuorumRule,
    Ruled,
    RuleSet,
    RuleSetError,
    Secrecy,
    Source,
    digest,
    encode_ruleset,
    parse_ruleset,
    preset,
    with_value,
)
from governance.rules.ruleset.catalogue import PARAMETERS, READINGS, parameter_of

OLD_FORM = Path(__file__).parent / "old_form"
Document = dict[str, Any]


@pytest.mark.parametrize("name", ["la27eregion", "la27eregion-voices-by-fee"])
def test_every_value_of_the_working_rules_is_assumed_and_says_so(name: str) -> None:
    rules = preset(name)

    assert set(rules.assumed()) == set(rules.parameters())
    clauses = {ruled.clause for ruled in rules.parameters().values()}
    assert clauses == {"hypothèse de travail (statuts non publics)"}


def test_the_working_rules_are_those_written_in_the_design(rules: RuleSet) -> None:
    assert rules.notice.days.value == 15
    assert rules.proxy.limit.value == ProxyLimit(2)
    assert rules.proxy.scope.value == "same_college"
    assert rules.vote.secrecy.value is Secrecy.SECRET_IF_PERSON
    assert rules.quorum.first.value == QuorumRule(None)
    ordinary, extraordinary = rules.majority.rule["ordinary"], rules.majority.rule["extraordinary"]
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


def drop(*path: str | int) -> Callable[[Document], None]:
    def change(found: Document) -> None:
        inner: Any = found
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]

    return change


THRESHOLD = ("majority.rule.ordinary", "value", "threshold")
TABLE = ("weight.table", "value")
TIE = ("majority.rule.ordinary", "value", "tie")
DAYS = "notice.days"
REFUSED = [
    (drop("name"), "ruleset.missing", "name"),
    (drop("categories"), "ruleset.missing", "categories"),
    (drop(DAYS, "clause"), "ruleset.missing", "notice.days.clause"),
    (drop("categories", "value", 0, "id"), "ruleset.missing", "categories.value[0].id"),
    (put("favourite_colour", value="blue"), "ruleset.unknown-field", ""),
    (put("majority.rule", value={}), "ruleset.unknown-field", ""),
    (put("majority.rule.Ordinary", value={}), "ruleset.unknown-field", "majority.rule"),
    (put("bodies", "ago", value={}), "ruleset.unknown-field", "bodies"),
    (put("bodies", "CA", value={"colour": {}}), "ruleset.unknown-field", "bodies.CA"),
    (put(DAYS, "colour", value=1), "ruleset.unknown-field", DAYS),
    (put(DAYS, "value", value=True), "ruleset.wrong-type", "notice.days.value"),
    (put(DAYS, "value", value="15"), "ruleset.wrong-type", "notice.days.value"),
    (put(DAYS, "value", value=-1), "ruleset.out-of-range", "notice.days.value"),
    (put(DAYS, "value", value=10**11), "ruleset.out-of-range", "notice.days.value"),
    (put(DAYS, "source", value="rumour"), "ruleset.unknown-value", "notice.days.source"),
    (put(DAYS, "clause", value=" "), "ruleset.out-of-range", "notice.days.clause"),
    (put(DAYS, "clause", value="a\u0000b"), "ruleset.out-of-range", "notice.days.clause"),
    (put(DAYS, "valid_from", value="2026-02-30"), "ruleset.bad-date", "notice.days.valid_from"),
    (put(DAYS, "valid_to", value=2026), "ruleset.wrong-type", "notice.days.valid_to"),
    (put("name", value="\ud800"), "ruleset.out-of-range", "name"),
    (put("name", value="x" * 121), "ruleset.out-of-range", "name"),
    (put("standing.required", "value", value=1), "ruleset.wrong-type", "standing.required.value"),
    (put(*THRESHOLD, value="1/0"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="0/1"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="3/2"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="-1/2"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="50 %"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="١/٢"), "ruleset.bad-fraction", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value=1), "ruleset.wrong-type", ".".join(THRESHOLD)),
    (put(*THRESHOLD, value="1/1"), "ruleset.out-of-range", ".".join(THRESHOLD)),
    (put(*TABLE, value=[["*", -1]]), "ruleset.out-of-range", "weight.table.value[0][1]"),
    (put(*TABLE, value=[["*", 0]]), "ruleset.out-of-range", "weight.table.value[0][1]"),
    (put(*TABLE, value=[["*"]]), "ruleset.wrong-type", "weight.table.value[0]"),
    (put(*TABLE, value=[["*", 1], ["*", 2]]), "ruleset.duplicate", "weight.table"),
    (put("weight.table", value=[]), "ruleset.wrong-type", "weight.table"),
    (put("categories", "value", value=[]), "ruleset.out-of-range", "categories.value"),
    (put("election.rule", "value", "tie", value="casting_vote"), "ruleset.unknown-value",
     "election.rule.value.tie"),
    (put(*TIE, value="lot"), "ruleset.unknown-value", ".".join(TIE)),
    (put(*TIE, value="casting_vote"), "ruleset.no-casting-role", ".".join(TIE)),
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
    found["weight.method"]["value"] = "table"
    found["weight.table"]["value"] = [["1000", 1]]

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(found).encode())

    assert refusal.value.code == "ruleset.no-default-voices"


def test_a_long_wrong_value_is_not_repeated_whole() -> None:
    found = document()
    found["notice.counting"]["value"] = "é" * 5000

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(found).encode())

    assert len(str(refusal.value.facts["value"])) <= 60


def silence(path: str, source: str) -> Document:
    found = document()
    found[path] = {"value": "silent", "source": source, "clause": "silence des statuts"}
    return found


def test_silence_is_a_value_with_its_reading() -> None:
    rules = parse_ruleset(json.dumps(silence("proxy.limit", "default-by-case-law")).encode())

    assert rules.proxy.limit.is_silent
    assert rules.proxy.limit.value is None
    assert rules.proxy.limit.source is Source.CASE_LAW
    assert rules.silent() == ("proxy.limit",)
    assert "proxy.limit" not in rules.assumed()
    assert parse_ruleset(encode_ruleset(rules)) == rules


def test_silence_without_a_known_reading_is_the_usual_value_and_assumed() -> None:
    rules = parse_ruleset(json.dumps(silence("mandate.years", "assumed")).encode())

    assert rules.mandate.years.is_silent
    assert rules.mandate.years.value == 2
    assert "mandate.years" in rules.assumed()


@pytest.mark.parametrize(
    ("path", "source", "code"),
    [
        ("proxy.limit", "assumed", "ruleset.unknown-value"),
        ("mandate.years", "statuts", "ruleset.unknown-value"),
        ("categories", "assumed", "ruleset.not-silent"),
    ],
)
def test_silence_that_says_where_it_was_read_is_refused(path: str, source: str, code: str) -> None:
    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(silence(path, source)).encode())

    assert refusal.value.code == code


def test_the_silence_of_the_bylaws_is_read_as_the_courts_do() -> None:
    read = {path: reading.value for path, reading in READINGS.items()}

    assert (read["proxy.allowed"], read["proxy.limit"]) == (True, None)
    assert read["quorum.first"] == QuorumRule(None)
    ordinary = read["majority.rule.ordinary"]
    assert isinstance(ordinary, MajorityRule)
    assert (ordinary.base, ordinary.threshold) == (Base.PRESENT_OR_REPRESENTED, Fraction(1, 2))
    assert ordinary.strict
    assert all(parameter_of(path) for path in READINGS)


def test_what_is_not_given_is_the_usual_value_and_assumed() -> None:
    found = document()
    given = {name: found[name] for name in ("name", "version", "association", "categories")}

    rules = parse_ruleset(json.dumps(given).encode())

    assert rules.proxy.limit.value == ProxyLimit(2)
    assert set(rules.assumed()) == set(rules.parameters())


def test_the_parameters_that_rest_on_an_assumption_are_named() -> None:
    found = document()
    found["proxy.limit"] = {"value": {"number": 3}, "source": "statuts", "clause": "art. 9"}

    rules = parse_ruleset(json.dumps(found).encode())

    assert "proxy.limit" not in rules.assumed()
    assert {"notice.days", "quorum.first", "majority.rule.ordinary"} <= set(rules.assumed())


def test_one_body_may_have_its_own_rule() -> None:
    found = document()
    ten = {"value": 5, "source": "reglement-interieur", "clause": "art. 3", "valid_to": None}
    found["bodies"] = {"CA": {"notice.days": ten}}

    rules = parse_ruleset(json.dumps(found).encode())

    assert rules.notice.days.value == 15
    assert rules.of_body("CA").notice.days.value == 5
    assert rules.of_body("AGO") is rules
    assert rules.parameters()["bodies.CA.notice.days"].clause == "art. 3"
    assert parse_ruleset(encode_ruleset(rules)) == rules


def test_a_value_changed_by_its_path_is_found_at_its_place(rules: RuleSet) -> None:
    ten = Ruled(10, Source.STATUTS, "art. 4", date(2026, 1, 1))

    for path in ("notice.days", "bodies.AGE.notice.days"):
        assert with_value(rules, path, ten).parameters()[path] == ten
    assert with_value(rules, "categories", rules.categories) == rules


def test_dates_out_of_order_are_refused() -> None:
    found = document()
    found["notice.days"] |= {"valid_from": "2026-01-02", "valid_to": "2026-01-01"}

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(found).encode())

    assert refusal.value.code == "ruleset.dates-out-of-order"
    assert refusal.value.facts["path"] == "notice.days.valid_to"


@pytest.mark.parametrize("name", ["la27eregion", "la27eregion-voices-by-fee"])
def test_the_first_form_says_the_same_today(name: str) -> None:
    old = parse_ruleset((OLD_FORM / f"{name}.json").read_bytes())

    assert old.version == 1
    today = preset(name).parameters()
    assert {path: ruled.value for path, ruled in old.parameters().items()} == {
        path: ruled.value for path, ruled in today.items()
    }


def test_a_body_with_its_own_quorum_in_the_first_form_keeps_it() -> None:
    found = json.loads((OLD_FORM / "la27eregion.json").read_bytes())
    found["quorum"]["AGE"]["value"]["fraction"] = "1/3"

    rules = parse_ruleset(json.dumps(found).encode())

    assert rules.of_body("AGO").quorum.first.value.fraction is None
    assert rules.of_body("AGE").quorum.first.value.fraction == Fraction(1, 3)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (put("notice_days", "value", value="15"), "notice.days.value"),
        (put("proxy_limit", "value", value=[]), "proxy.limit.value.number"),
        (put("convened_by", "value", value=7), "body.can_be_called_by.value"),
        (put("quorum", value=3), "bodies"),
        (put("majorities", value=[]), ""),
        (put("colour", value="blue"), ""),
    ],
)
def test_a_wrong_value_of_the_first_form_is_refused_where_it_stands_today(
    change: Callable[[Document], None], path: str
) -> None:
    found = json.loads((OLD_FORM / "la27eregion.json").read_bytes())
    change(found)

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(found).encode())

    assert refusal.value.facts["path"] == path


def test_every_parameter_has_its_place_in_the_rules(rules: RuleSet) -> None:
    assert list(rules.general()) == [
        path for parameter in PARAMETERS.values() for path in parameter.defaults()
    ]
    assert {parameter.number for parameter in PARAMETERS.values()} == set(range(1, 60)) - {
        39, 40, 41, 43,  # parts of a majority: blank, abstention, conditions, fallback, tie
    } | {61}  # fmt: skip
