"""Bylaws that contradict themselves, lack a part or deceive the eye: refused, by name and place."""

import json
from fractions import Fraction
from typing import Any

import pytest

from governance.rules.ruleset import RuleSetError, encode_ruleset, parse_ruleset, preset
from governance.rules.ruleset.doubts import doubts_of
from governance.rules.ruleset.lookalikes import shape_of

MAJORITY = {"base": "expressed", "threshold": "1/2", "strict": True}
N = [{"name": "N", "label": "Habitants", "origin": "INSEE", "as_of": "1er janvier"}]
THIRD = "majority.rule.third"
PART = {"by_heads": {"kind": "per_college", "share": "1/2", "colleges": ["ELUS"]}}


def document(**_: object) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(encode_ruleset(preset("la27eregion")))
    return read


def written(changes: dict[str, Any], body: str = "") -> bytes:
    """Return the association's rules with other values, by path, all from the bylaws."""
    found = document()
    place = found["bodies"].setdefault(body, {}) if body else found
    for path, value in changes.items():
        place[path] = {"value": value, "source": "statuts", "clause": "art. 9"}
    return json.dumps(found).encode()


def bound(colleges: str, **share: Any) -> dict[str, Any]:
    return {"colleges": colleges.split(), **share}


def bounds(*given: dict[str, Any]) -> dict[str, Any]:
    return {"weight.college_bounds": list(given)}


def fallback(then: str) -> dict[str, Any]:
    return {**MAJORITY, "fallback": {"reached": "1/3", "then": then}}


def method(name: str, **more: Any) -> dict[str, Any]:
    return {"weight.method": name, **{f"weight.{key}": value for key, value in more.items()}}


INST, BOUNDS = "INST", "weight.college_bounds.value"
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (bounds(bound("ELUS", min="1/2")), "unknown-college", f"{BOUNDS}[0].colleges[0]"),
    (bounds(bound("INST")), "incomplete", BOUNDS),
    (bounds(bound("INST", min="1/2", max="1/3")), "out-of-order", BOUNDS),
    (bounds(bound("INST", exact="1/2", min="1/3")), "incomplete", BOUNDS),
    (bounds(bound("INST", min="2/3"), bound("INDIV", min="1/2")), "bounds-too-high", BOUNDS),
    (bounds(bound("INST", min="1/2", strict=True), bound("INDIV", exact="1/2")),
     "bounds-too-high", BOUNDS),
    (bounds(bound("INST", max="1/3"), bound("INDIV", max="1/3")), "bounds-too-low", BOUNDS),
    (method("tiers"), "incomplete", "weight.tiers.value"),
    (method("formula"), "incomplete", "weight.formula.value"),
    (method("sum_of_items"), "incomplete", "weight.items.value"),
    (method("college_share"), "incomplete", "weight.colleges.value"),
    (method("formula", formula="1 + N/10"), "unknown-input", "weight.formula.value"),
    (method("formula", formula="1 + (N", inputs=N), "bad-formula", "weight.formula.value"),
    (method("tiers", inputs=N, tiers={"input": "N", "steps": [[10, 1], [10, 2]]}),
     "out-of-order", "weight.tiers.value.steps"),
    (method("sum_of_items", items=[{"input": "N", "voices": 1}]), "unknown-input",
     "weight.items.value[0].input"),
    ({"weight.inputs": N + N}, "duplicate", "weight.inputs"),
    ({"weight.colleges": [{"college": INST, "same_as": INST}]}, "incomplete",
     "weight.colleges.value"),
    ({"weight.colleges": [{"college": INST, "same_as": "ELUS"}]}, "unknown-college",
     "weight.colleges.value[0].same_as"),
    ({"weight.cap": {"mode": "clamp"}}, "incomplete", "weight.cap.value"),
    ({"proxy.limit": {"number": 2, "share": "1/5"}}, "incomplete", "proxy.limit.value"),
    ({"proxy.limit": {"number": 2, "unit": "fraction_of_members"}}, "incomplete",
     "proxy.limit.value"),
    ({"proxy.limit": {"number": 0, "own_included": True}}, "incomplete", "proxy.limit.value"),
    ({"proxy.limit_exceptions": [{"kind": "under_share_of_votes"}]}, "incomplete",
     "proxy.limit_exceptions.value"),
    ({"proxy.deposit_deadline": {"until": "hours_before"}}, "incomplete",
     "proxy.deposit_deadline.value"),
    ({"body.can_be_called_by": [{}]}, "incomplete", "body.can_be_called_by.value"),
    ({"agenda.member_request": {"deadline_days": 5}}, "incomplete",
     "agenda.member_request.value"),
    ({"notice.days": 5, "notice.urgent_days": 8}, "out-of-order", "notice.urgent_days.value"),
    ({"second_call": {"min_days": 9, "max_days": 8}}, "out-of-order",
     "second_call.value.max_days"),
    ({"roll.closing": {"at": "days_before"}}, "incomplete", "roll.closing.value"),
    ({"roll.closing": {"at": "fixed_day", "month_day": "02-30"}}, "incomplete",
     "roll.closing.value"),
    ({"quorum.first": {"fraction": "1/1", "plus_one": True}}, "incomplete", "quorum.first.value"),
    ({"majority.rule.ordinary": {**MAJORITY, "conditions": [PART["by_heads"]]}},
     "unknown-college", "majority.rule.ordinary.value.conditions[0].colleges[0]"),
    ({"majority.rule.ordinary": fallback("nowhere")}, "unknown-majority",
     "majority.rule.ordinary.value.fallback.then"),
    ({"majority.rule.ordinary": fallback("third"), THIRD: fallback("ordinary")}, "circular",
     "majority.rule.ordinary.value.fallback.then"),
    ({"removal": {"body": "AGO", "majority": "nowhere"}}, "unknown-majority",
     "removal.value.majority"),
    ({"vote.secret_on_request": {"unit": "heads"}}, "incomplete", "vote.secret_on_request.value"),
    ({"vote.window": {"opens": "days_before"}}, "incomplete", "vote.window.value"),
    ({"election.rule": {"method": "list", "rounds": 1, "tie": "lot"}}, "incomplete",
     "election.rule.value"),
    ({"election.rule": {"method": "uninominal", "rounds": 1, "tie": "lot",
                        "thresholds": [{}, {}]}}, "incomplete", "election.rule.value"),
    ({"election.seats": {"min": 9, "max": 7}}, "out-of-order", "election.seats.value.max"),
    ({"election.seats": {"min": 1, "max": 7},
      "election.per_college": [{"college": INST, "min": 8, "max": 8}]}, "out-of-order",
     "election.per_college.value"),
    ({"election.per_college": [{"college": INST, "min": 2, "max": 1}]}, "out-of-order",
     "election.per_college.value[0].max"),
    ({"election.per_college": [{"college": "ELUS", "min": 1, "max": 1}]}, "unknown-college",
     "election.per_college.value[0].college"),
    ({"election.parity": {"rule": "share"}}, "incomplete", "election.parity.value"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code", "path"), REFUSED)
@pytest.mark.parametrize("body", ["", "CA"])
def test_a_contradiction_is_refused_where_it_stands(
    changes: dict[str, Any], code: str, path: str, body: str
) -> None:
    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(written(changes, body))

    at = f"bodies.{body}." if body else ""
    assert (refusal.value.code, refusal.value.facts["path"]) == (f"ruleset.{code}", f"{at}{path}")
    assert refusal.value.facts["expected"]


LAWFUL: list[dict[str, Any]] = [
    bounds(bound("INST", min="1/2", strict=True), bound("INDIV", exact="499/1000")),
    bounds(bound("INST", min="1/2"), bound("INDIV", exact="1/2")),
    bounds(bound("INST", exact="1/2", of="seats"), bound("INST", min="2/3")),
    bounds(bound("INST INDIV", min="1/1")),
    method("formula", formula="max(1, 1 + N/10)", inputs=N),
    method("tiers", inputs=N, tiers={"input": "N", "steps": [[0, 1], [10, 2]]}),
    {"majority.rule.ordinary": fallback("third"), THIRD: fallback("extraordinary")},
    {"roll.closing": {"at": "fixed_day", "month_day": "02-29"}},
    {"election.rule": {"method": "list", "rounds": 1, "tie": "lot",
                       "seat_method": "highest_average"}},
    {"weight.cap": {"mode": "reduce_to_others"}},
]  # fmt: skip


@pytest.mark.parametrize("changes", LAWFUL)
def test_what_does_not_contradict_itself_is_accepted(changes: dict[str, Any]) -> None:
    rules = parse_ruleset(written(changes))

    assert parse_ruleset(encode_ruleset(rules)) == rules


def with_category(**changes: str) -> bytes:
    found = document()
    found["categories"]["value"].append({**found["categories"]["value"][2], **changes})
    return json.dumps(found).encode()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": "region"}, "duplicate"),
        ({"id": "rеgion"}, "mixed-script"),  # a Cyrillic е
        ({"id": "ｒｅｇｉｏｎ"}, "look-alike"),
        ({"id": "Region"}, "look-alike"),
        ({"id": "autre", "label": "Réɡion\u00a0α"}, ""),
        ({"id": "autre", "label": "Rαgion"}, "mixed-script"),
        ({"id": "autre", "college": "ІΝЅТ"}, "mixed-script"),
        ({"id": "autre", "college": "ІНЅТ"}, ""),
        ({"id": "autre", "college": "inst"}, "look-alike"),
    ],
)
def test_names_that_deceive_the_eye_are_refused(changes: dict[str, str], code: str) -> None:
    if not code:
        parse_ruleset(with_category(**changes))
        return
    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(with_category(**changes))

    assert refusal.value.code == f"ruleset.{code}"


def test_a_name_all_in_another_alphabet_is_seen_as_its_twin() -> None:
    assert shape_of("САКЕ") == shape_of("cake")


def test_a_thousand_colleges_are_refused_before_any_work() -> None:
    found = document()
    found["categories"]["value"] = [
        {"id": f"c{number}", "label": "C", "votes": "deliberative", "college": f"C{number}"}
        for number in range(1000)
    ]

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(json.dumps(found).encode())

    assert (refusal.value.code, refusal.value.facts["path"]) == (
        "ruleset.out-of-range", "categories.value",
    )  # fmt: skip


def test_two_hundred_majorities_are_refused() -> None:
    many = {f"majority.rule.key-{'abcdefghij'[n // 10 % 10]}{'abcdefghij'[n % 10]}": MAJORITY
            for n in range(60)}  # fmt: skip

    with pytest.raises(RuleSetError) as refusal:
        parse_ruleset(written(many))

    assert refusal.value.facts["path"] == "majority.rule"


DOUBTS = [
    ({"proxy.allowed": False, "proxy.limit": {"number": 2}}, "limit-without-proxies"),
    ({"second_call": None, "quorum.second": {"fraction": "1/4"}}, "second-quorum-unused"),
    ({"second_call": {"min_days": 8}}, "second-call-unused"),
    ({"quorum.first": {"fraction": "1/4"}, "quorum.second": {"fraction": "1/3"}},
     "second-quorum-higher"),
    ({"majority.rule.ordinary": {**MAJORITY, "threshold": "1/3"}}, "minority-decides"),
    ({"majority.rule.ordinary": {**MAJORITY, "strict": False}}, "half-decides"),
    ({"majority.rule.ordinary": {**MAJORITY, "base": "present"}}, "present-with-proxies"),
    ({"casting_vote": {"role": "chair"}}, "casting-vote-unused"),
    ({"vote.publish_breakdown": "college"}, "breakdown-exposes"),
    ({"weight.cap": {"share": "1/20", "base": "present"}}, "cap-on-moving-base"),
    (method("formula", formula="1 + N/10", inputs=N), "fractions-unrounded"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), DOUBTS)
def test_what_is_lawful_but_unsound_is_told(changes: dict[str, Any], code: str) -> None:
    rules = parse_ruleset(written(changes))

    assert code in {doubt.code.partition(".")[2] for doubt in doubts_of(rules)}


def test_a_doubt_about_one_body_is_told_once_and_there() -> None:
    rules = parse_ruleset(written({"casting_vote": {"role": "chair"}}, "CA"))

    assert [doubt.path for doubt in doubts_of(rules)] == ["bodies.CA.casting_vote"]


def test_the_working_rules_leave_no_doubt() -> None:
    assert doubts_of(preset("la27eregion")) == ()
    assert preset("la27eregion").majority.rule["ordinary"].value.threshold == Fraction(1, 2)
