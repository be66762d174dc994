"""The rule sets that come with the software, after real texts: what each of them says."""

import json
from fractions import Fraction

import pytest

from governance.rules.majority import Count, decide
from governance.rules.ruleset import (
    PRESETS,
    Base,
    BodyKind,
    Caller,
    MajorityRule,
    RuleSet,
    Source,
    TieRule,
    WeightMethod,
    encode_ruleset,
    parse_ruleset,
    preset,
)
from governance.rules.ruleset.catalogue import PARAMETERS
from governance.rules.ruleset.doubts import doubts_of
from governance.rules.ruleset.formula import parse_formula
from governance.rules.ruleset.presets import FOLDER

MODELS = ("petite-association", "federation-a-colleges", "association-de-collectivites")
UNREAD = ("la27eregion", "la27eregion-voices-by-fee", "adullact", "energy-cities")
FROM_TEXTS = sorted(set(PRESETS) - {*MODELS, *UNREAD})


def test_each_file_is_a_preset_and_each_preset_a_file() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(PRESETS)
    assert len({(preset(name).name, preset(name).version) for name in PRESETS}) == len(PRESETS)
    assert len(FROM_TEXTS) >= 8


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_complete_says_where_it_comes_from_and_leaves_no_doubt(name: str) -> None:
    rules = preset(name)

    assert {path for one in PARAMETERS.values() for path in one.defaults()} <= set(rules.general())
    assert rules.origin
    assert doubts_of(rules) == ()
    assert parse_ruleset(encode_ruleset(rules)) == rules


@pytest.mark.parametrize("name", FROM_TEXTS)
def test_what_a_text_says_names_the_text_and_the_rest_is_assumed(name: str) -> None:
    given = json.loads((FOLDER / f"{name}.json").read_bytes())
    said = [
        ruled for ruled in preset(name).parameters().values()
        if ruled.source in (Source.STATUTS, Source.LAW)
    ]  # fmt: skip

    assert len(said) >= 4
    assert all("art." in one.clause or "statuts" in one.clause for one in said)
    for path, ruled in preset(name).general().items():
        assert path in given or ruled.source is Source.ASSUMED, path


def majority(rules: RuleSet, body: str = "AGO", key: str = "ordinary") -> MajorityRule:
    return rules.of_body(body).majority.rule[key].value


def test_aappma_has_no_proxy_but_at_the_board() -> None:
    rules = preset("aappma")

    assert not rules.of_body("AGO").proxy.allowed.value
    assert rules.of_body("CA").proxy.allowed.value
    assert rules.of_body("CA").proxy.most_mandates() == 1
    assert rules.of_body("CA").quorum.first.value.count == "present"
    assert majority(rules, "CA").tie is TieRule.CASTING_VOTE
    decision = decide(Count(14, 10, 6, present_voices=30), rules.majority.rule["ordinary"])
    assert not decision.adopted


def test_acca_joins_at_two_thirds_and_gives_six_more_voices_at_most() -> None:
    rules = preset("acca")
    union = rules.majority.rule["union"]

    assert decide(Count(40, 20, blank=5), union).adopted
    assert not decide(Count(39, 20), union).adopted
    formula = parse_formula(rules.weight.formula.value or "", "")
    assert formula.evaluate({"supplementaires": 9}) == 7


@pytest.mark.parametrize(
    ("count", "adopted", "casting"),
    [(Count(30, 20, 10, present_voices=60), False, False),
     (Count(30, 30, present_voices=60), False, True)],
)  # fmt: skip
def test_asa_counts_abstentions_and_parts_a_tie_by_the_chair(
    count: Count, adopted: bool, casting: bool
) -> None:
    rules = preset("asa")
    decision = decide(count, rules.majority.rule["ordinary"])

    assert decision.adopted is adopted
    assert (decision.tie_action == "casting_vote") is casting
    assert rules.vote.secret_on_request.value is not None
    assert rules.vote.secret_on_request.value.share == Fraction(1, 3)


def test_metropolis_counts_only_who_exercises_the_right_to_vote() -> None:
    rules = preset("metropolis")

    assert majority(rules).base is Base.EXPRESSED
    assert decide(Count(10, 9, 30), rules.majority.rule["ordinary"]).adopted
    assert rules.standing.fee_year.value == "previous"


def test_udaf_adds_up_what_families_bring() -> None:
    rules = preset("udaf")

    assert rules.weight.method.value is WeightMethod.SUM_OF_ITEMS
    families = [  # parents, minors, groups of three, died for France, dependent adults
        (2, 4, 1, 0, 0), (1, 1, 0, 0, 0), (2, 6, 2, 0, 0), (2, 2, 0, 0, 1), (2, 3, 1, 1, 0),
    ]  # fmt: skip
    items = rules.weight.items.value
    brought = [sum(n * i.voices for n, i in zip(f, items, strict=True)) for f in families]
    assert (brought, sum(brought)) == ([7, 2, 10, 5, 7], 31)
    assert rules.proxy.most_mandates() == 5


def test_ars_meets_again_within_eight_days_whoever_comes() -> None:
    rules = preset("ars")

    assert rules.second_call.value is not None
    assert rules.second_call.value.max_days == 8
    assert rules.quorum.second.value.fraction is None


def test_repae_asks_a_half_then_a_quarter_for_what_matters_most() -> None:
    rules = preset("repae")
    grave, usual = rules.of_body("AGE").quorum, rules.of_body("AGO").quorum

    assert (grave.first.value.fraction, grave.second.value.fraction) == (
        Fraction(1, 2), Fraction(1, 4),
    )  # fmt: skip
    assert (usual.first.value.fraction, usual.second.value.fraction) == (Fraction(1, 4), None)
    assert rules.body.can_be_called_by.value[1] == Caller(share=Fraction(1, 2))
    assert rules.of_body("BUREAU").notice.days.value == 5
    assert BodyKind.BUREAU in rules.body.kind.value


def test_a_small_association_that_says_nothing_is_read_as_the_courts_do() -> None:
    rules = preset("petite-association")

    assert rules.proxy.most_mandates() is None
    assert majority(rules).base is Base.PRESENT_OR_REPRESENTED
    assert "majority.rule.ordinary" in rules.silent()
    assert all(rules.parameters()[path].source is Source.CASE_LAW for path in rules.silent())
