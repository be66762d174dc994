"""What totals alone give away, before a poll opens and before its result is published."""

import json
import time
from fractions import Fraction

import pytest

from governance.rules.consensus import coarser
from governance.rules.exposure import classes_of
from governance.rules.ruleset import Ruled, Source
from governance.rules.secrecy import (
    ExposedVoter,
    check_before_opening,
    check_before_publishing,
    judge_by_college,
    judge_publication,
)

FIVE = Ruled(5, Source.ASSUMED, "hypothèse de travail (statuts non publics)")
FEES = [1] * 23 + [2] * 8 + [3] * 11 + [4] * 8  # a membership of fifty by fee tier
CASES = [
    ([1, 1, 1], [3, 0], [(1, 0, 3)]),  # unanimity hides nobody
    ([1, 1, 1], [2, 1], []),
    ([1, 1, 5], [6, 1], [(5, 0, 1)]),  # the five can only be on one side
    ([1, 1, 5], [5, 2], [(1, 1, 2), (5, 0, 1)]),
    ([2, 2, 3], [4, 3], [(2, 0, 2), (3, 1, 1)]),
    ([1, 2, 3], [3, 3], []),  # 1 + 2 against 3, or the reverse
    ([1, 2, 3], [3, 3, 0], []),
    ([4, 4, 1, 1], [8, 2], [(1, 1, 2), (4, 0, 2)]),
    ([4, 4, 1, 1], [5, 5], []),
    ([10, 20, 30], [30, 30], []),  # a common measure changes nothing
    ([10, 20, 30], [10, 50], [(10, 0, 1), (20, 1, 1), (30, 1, 1)]),
    ([7], [0, 7], [(7, 1, 1)]),
    ([], [0, 0], []),
]


@pytest.mark.parametrize(("weights", "totals", "exposed"), CASES)
def test_whoever_has_one_possible_choice_is_exposed(
    weights: list[int], totals: list[int], exposed: list[tuple[int, int, int]]
) -> None:
    assert check_before_publishing(weights, totals) == tuple(
        ExposedVoter(*voter) for voter in exposed
    )


@pytest.mark.parametrize(
    ("weights", "totals"),
    [([1, 1], [1, 2]), ([4, 4], [5, 3]), ([3, 3, 2], [4, 4]), ([1, 1], [3, -1]), ([], [1])],
)
def test_totals_that_no_vote_gives_are_the_callers_bug(
    weights: list[int], totals: list[int]
) -> None:
    with pytest.raises(ValueError, match="totals"):
        check_before_publishing(weights, totals)


def test_equal_weights_are_exposed_by_unanimity_alone() -> None:
    verdict = check_before_opening([1] * 50, 3, FIVE)

    assert (verdict.exposed_share, verdict.level) == (Fraction(1, 21), "ok")
    assert (verdict.group, verdict.unique_weights, verdict.remedies) == (50, (), ())
    assert verdict.exact


def test_weights_that_follow_the_fee_call_for_a_warning() -> None:
    verdict = check_before_opening(FEES, 3, FIVE)

    assert (verdict.exposed_share, verdict.level) == (Fraction(8, 39), "warning")
    assert verdict.remedies[0] == "secrecy.equal-weights"


def test_a_unique_weight_is_named_and_raises_the_level() -> None:
    verdict = check_before_opening([*FEES[:-1], 8], 3, FIVE)

    assert (verdict.unique_weights, verdict.group, verdict.level) == ((8,), 1, "high")
    assert "secrecy.unique-weights" in [step.code for step in verdict.steps]


def test_four_voters_are_too_few_for_secrecy() -> None:
    verdict = check_before_opening([1] * 4, 2, FIVE)

    assert verdict.level == "high"
    assert verdict.remedies == ("secrecy.accept-and-record", "secrecy.named-vote")
    assert verdict.clause == FIVE.clause


def test_a_common_measure_of_the_weights_changes_nothing() -> None:
    plain = check_before_opening(FEES, 3, FIVE)
    times_ten = check_before_opening([10 * weight for weight in FEES], 3, FIVE)

    assert plain.exposed_share == times_ten.exposed_share


def test_what_cannot_be_counted_is_said_not_guessed() -> None:
    weights = [997 * n + 1 for n in range(1, 51)]
    verdict = check_before_opening(weights, 4, FIVE)

    assert (verdict.exact, verdict.exposed_share) == (False, None)
    assert verdict.level in {"warning", "high"}
    assert verdict.steps[-1].code == "secrecy.not-counted"


def test_a_result_too_large_to_judge_still_names_the_obvious() -> None:
    weights = [997 * n + 1 for n in range(1, 51)]
    whole = sum(weights)
    third = whole // 3
    verdict = judge_publication([*weights, whole], [third, third, whole - 2 * third, whole])

    assert not verdict.exact
    assert verdict.exposed == (ExposedVoter(whole, 3),)


def test_the_verdict_is_told_in_exact_facts() -> None:
    facts = check_before_opening(FEES, 3, FIVE).to_facts()

    assert json.loads(json.dumps(facts)) == facts
    assert facts["exposed_share"] == "8/39"
    assert facts["steps"][-1]["facts"] == {"exposing": 16, "possible": 78}


def test_real_assemblies_are_judged_at_once() -> None:
    fifty, five_hundred = FEES, [1] * 300 + [2] * 90 + [3] * 70 + [4] * 40
    begun = time.process_time()
    assert judge_publication(fifty, [70, 20, 13, sum(fifty) - 103]).exact
    assert judge_publication(five_hundred, [600, 200, sum(five_hundred) - 800]).exact
    assert check_before_opening(fifty, 4, FIVE).exact
    assert check_before_opening(five_hundred, 3, FIVE).exact
    assert time.process_time() - begun < 5  # a guard against exponential growth, not a figure


def test_a_poll_without_a_choice_or_a_voter_is_the_callers_bug() -> None:
    for weights, options in (([1, 1], 1), ([], 3)):
        with pytest.raises(ValueError, match="secret poll"):
            check_before_opening(weights, options, FIVE)
    with pytest.raises(ValueError, match="at least one"):
        check_before_opening([1, 0], 2, FIVE)


def test_the_smallest_group_itself_is_large_enough() -> None:
    verdict = check_before_opening([1] * 5, 3, FIVE)

    assert (verdict.level, verdict.exposed_share) == ("warning", Fraction(1, 3))
    assert [step.code for step in verdict.steps] == ["secrecy.exposing-results"]


def test_each_remedy_says_what_it_would_change() -> None:
    verdict = check_before_opening([*FEES[:-1], 8], 3, FIVE)
    effects = {effect.code: effect for effect in verdict.effects}

    assert set(effects) == {
        "secrecy.equal-weights", "secrecy.coarser-weights", "secrecy.split-rights",
    }  # fmt: skip
    equal = check_before_opening([1] * 50, 3, FIVE)
    assert effects["secrecy.equal-weights"].exposed_share == equal.exposed_share
    assert effects["secrecy.equal-weights"].level == "ok"
    assert effects["secrecy.coarser-weights"].group >= 5
    units = check_before_opening([1] * (sum(FEES) + 4), 3, FIVE)
    assert effects["secrecy.split-rights"].exposed_share == units.exposed_share
    assert json.loads(json.dumps(verdict.to_facts()))["effects"][0]["level"] == "ok"


def test_figures_by_college_expose_more_and_the_remedy_is_not_to_publish_them() -> None:
    weights, colleges = [1] * 12, ["INST"] * 6 + ["INDIV"] * 6
    whole = check_before_opening(weights, 3, FIVE)
    by_college = check_before_opening(weights, 3, FIVE, colleges=colleges, breakdown="college")

    assert (whole.exposed_share, by_college.exposed_share) == (Fraction(1, 6), Fraction(5, 9))
    assert (whole.level, by_college.level) == ("ok", "high")
    [effect] = by_college.effects
    assert effect.code == "secrecy.no-figures-by-college"
    assert effect.exposed_share == whole.exposed_share


def test_figures_by_weight_show_each_weight_by_itself() -> None:
    verdict = check_before_opening([1] * 6 + [2] * 6, 2, FIVE, breakdown="weight_class")

    assert verdict.exposed_share == 1 - Fraction(1, 2) ** 2
    assert verdict.group == 6


def test_too_many_results_still_leave_a_bound_that_is_sure() -> None:
    weights = [997 * n + 1 for n in range(1, 51)]
    verdict = check_before_opening(weights, 4, FIVE)

    assert (verdict.exact, verdict.exposed_share) == (False, None)
    assert verdict.merged_share == check_before_opening(weights, 2, FIVE).exposed_share
    assert [step.code for step in verdict.steps][-2:] == [
        "secrecy.exposing-totals", "secrecy.not-counted",
    ]  # fmt: skip


def test_a_college_is_judged_by_its_own_totals() -> None:
    judged = judge_by_college({"INST": ([4, 1, 1], [4, 2]), "INDIV": ([1, 1, 1], [2, 1])})

    assert judged["INST"].exposed == (ExposedVoter(1, 1, 2), ExposedVoter(4, 0, 1))
    assert judged["INDIV"].exposed == ()


@pytest.mark.parametrize(
    ("weights", "coarse"),
    [
        ([1] * 6 + [2] * 6, ((1, 6), (2, 6))),
        ([1] * 6 + [2, 9], ((1, 8),)),
        ([1, 2, 2, 3, 3, 3, 8], ((3, 7),)),
        ([1] * 3 + [2] * 3 + [5] * 5, ((1, 6), (5, 5))),
    ],
)
def test_small_groups_take_the_weight_of_their_neighbours(
    weights: list[int], coarse: tuple[tuple[int, int], ...]
) -> None:
    assert coarser(classes_of(weights), 5) == coarse
