"""What totals alone give away, before a poll opens and before its result is published."""

import json
import time
from fractions import Fraction

import pytest

from governance.rules.ruleset import Ruled, Source
from governance.rules.secrecy import (
    ExposedVoter,
    check_before_opening,
    check_before_publishing,
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
