"""Laws of bylaws as data: round trip, and only our refusal for whatever bytes come."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from governance.rules.ruleset import (
    Base,
    Category,
    Counting,
    ElectionRule,
    MajorityRule,
    QuorumRule,
    Ruled,
    RuleSet,
    RuleSetError,
    Secrecy,
    Source,
    TieRule,
    Treatment,
    WeightMethod,
    digest,
    encode_ruleset,
    parse_ruleset,
    preset,
)

texts = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30)
shares = st.fractions(min_value=Fraction(1, 97), max_value=1, max_denominator=97)


def ruled(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Ruled[Any]]:
    return st.builds(Ruled, values, st.sampled_from(Source), texts)


@st.composite
def majorities(draw: st.DrawFn) -> MajorityRule:
    threshold = draw(shares)
    return MajorityRule(
        draw(st.sampled_from(Base)), threshold, threshold < 1 and draw(st.booleans()),
        draw(st.sampled_from(Treatment)), draw(st.sampled_from(Treatment)), TieRule.REJECTED,
    )  # fmt: skip


quorums = st.builds(
    QuorumRule, st.none() | shares, st.booleans(), st.sampled_from(["heads", "voices"]),
    st.sampled_from(["present", "present_or_represented"]),
    st.sampled_from(["members", "good_standing"]), st.sampled_from(["floor", "ceil"]),
)  # fmt: skip
categories = st.lists(
    st.builds(Category, texts, texts, st.just("deliberative"), texts),
    min_size=1, max_size=5, unique_by=lambda category: category.id,
).map(tuple)  # fmt: skip
weight_tables = st.dictionaries(texts, st.integers(1, 1_000_000), max_size=5).map(
    lambda table: (*{**table, "*": 1}.items(),)
)
rule_sets = st.builds(
    RuleSet,
    name=texts, version=st.integers(1, 1_000_000), association=texts,
    categories=ruled(categories), notice_days=ruled(st.integers(0, 366)),
    notice_counting=ruled(st.sampled_from(Counting)),
    convened_by=ruled(st.lists(texts, min_size=1, max_size=3).map(tuple)),
    dues_required=ruled(st.booleans()),
    dues_year=ruled(st.sampled_from(["current", "previous", "both", "either"])),
    dues_at=ruled(st.sampled_from(["notice", "opening", "vote"])),
    weight_method=ruled(st.sampled_from(WeightMethod)), weight_table=ruled(weight_tables),
    proxies_allowed=ruled(st.booleans()), proxy_limit=ruled(st.none() | st.integers(0, 100_000)),
    proxy_same_college=ruled(st.booleans()), proxy_chain=ruled(st.booleans()),
    proxy_on_presence=ruled(st.sampled_from(["cancels", "holder_keeps"])),
    quorum=st.fixed_dictionaries({key: ruled(quorums) for key in ("AGO", "AGE", "CA")}),
    majorities=st.fixed_dictionaries(
        {key: ruled(majorities()) for key in ("ordinary", "extraordinary")}
    ),
    casting_vote=ruled(st.none() | texts), secrecy=ruled(st.sampled_from(Secrecy)),
    revote=ruled(st.booleans()), agenda_locked=ruled(st.booleans()),
    election=ruled(st.builds(
        ElectionRule, st.just("plurinominal"), st.just(1),
        st.sampled_from([TieRule.ELDEST, TieRule.LOT, TieRule.RUNOFF]),
    )),
    min_secret_group=ruled(st.integers(2, 10_000)), remote_allowed=ruled(st.booleans()),
    minutes_signers=ruled(st.lists(texts, min_size=1, max_size=3).map(tuple)),
    mandate_years=ruled(st.integers(1, 30)),
)  # fmt: skip


@given(rule_sets)
def test_any_bylaws_survive_the_round_trip(rules: RuleSet) -> None:
    raw = encode_ruleset(rules)

    assert parse_ruleset(raw) == rules
    assert encode_ruleset(parse_ruleset(raw)) == raw


@given(rule_sets, st.randoms())
def test_the_fingerprint_does_not_depend_on_the_layout(rules: RuleSet, random: Any) -> None:
    document = json.loads(encode_ruleset(rules))
    names = list(document)
    random.shuffle(names)
    shuffled = json.dumps({name: document[name] for name in names}, indent=3)

    assert digest(parse_ruleset(shuffled.encode())) == digest(rules)


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
    assert json.loads(encode_ruleset(rules)) == document or {"threshold", "fraction"} & set(path)


@given(st.integers(0, len(encode_ruleset(preset("la27eregion"))) - 1), st.binary(max_size=2))
def test_a_slip_of_the_pen_is_refused_or_lawful(position: int, slip: bytes) -> None:
    raw = encode_ruleset(preset("la27eregion"))
    try:
        rules = parse_ruleset(raw[:position] + slip + raw[position + 1 :])
    except RuleSetError:
        return
    assert parse_ruleset(encode_ruleset(rules)) == rules
