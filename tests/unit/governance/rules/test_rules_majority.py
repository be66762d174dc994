"""Majorities on real numbers: the base, the strictness, the tie, the casting vote."""

import json
from fractions import Fraction
from typing import Any, Literal

import pytest

from governance.rules.majority import Count, Decision, decide
from governance.rules.ruleset import Base, MajorityRule, Ruled, RuleSet, Source, TieRule, Treatment

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


def rule(
    base: Base = Base.EXPRESSED, threshold: Fraction = HALF, strict: bool = True, **more: Any
) -> Ruled[MajorityRule]:
    return Ruled(MajorityRule(base, threshold, strict, **more), Source.STATUTS, "statuts, art. 9")


def codes(decision: Decision) -> list[str]:
    return [step.code for step in decision.steps]


@pytest.mark.parametrize(
    ("for_", "against", "adopted", "needed"), [(40, 20, True, 40), (39, 20, False, 40)]
)
def test_two_thirds_are_reached_at_the_very_edge(
    for_: int, against: int, adopted: bool, needed: int
) -> None:
    """AC-03: 40 for and 20 against, 5 blank: adopted; 39 for: rejected."""
    decision = decide(Count(for_, against, blank=5), rule(threshold=TWO_THIRDS, strict=False))

    assert (decision.adopted, decision.needed) == (adopted, needed)
    assert decision.denominator == for_ + against


def test_a_majority_of_the_members_present_counts_abstentions_against() -> None:
    """AC-04: 30 present, 14 for, 10 against, 6 abstain: rejected."""
    decision = decide(Count(14, 10, 6, present_voices=30), rule(Base.PRESENT))

    assert (decision.adopted, decision.numerator, decision.denominator) == (False, 14, 30)
    assert decision.needed == 16


def in_the_room(for_: int, against: int, abstention: int = 0) -> Count:
    """Return AC-06: 60 votes in the room, 12 of them by proxy."""
    return Count(for_, against, abstention, present_voices=48, represented_voices=12)


PRESIDENT = rule(Base.PRESENT_OR_REPRESENTED, tie=TieRule.CASTING_VOTE)


def test_half_of_the_room_is_not_a_majority_and_not_a_tie() -> None:
    """AC-06: 30 for, 20 against, 10 abstain: rejected, and the casting vote is not heard."""
    decision = decide(in_the_room(30, 20, 10), PRESIDENT, casting="for")

    assert (decision.adopted, decision.tie, decision.tie_action) == (False, False, None)
    assert (decision.numerator, decision.denominator, decision.needed) == (30, 60, 31)


@pytest.mark.parametrize(("casting", "adopted"), [("for", True), ("against", False)])
def test_the_casting_vote_settles_thirty_to_thirty(
    casting: Literal["for", "against"], adopted: bool
) -> None:
    decision = decide(in_the_room(30, 30), PRESIDENT, casting)

    assert (decision.adopted, decision.tie, decision.tie_action) == (adopted, True, "casting_vote")
    assert codes(decision)[-1] == "majority.tie-casting-vote"


def test_a_tie_waits_for_the_casting_vote() -> None:
    decision = decide(in_the_room(30, 30), PRESIDENT)

    assert (decision.adopted, decision.tie_action) == (False, "casting_vote")
    assert codes(decision)[-1] == "majority.tie-awaits-casting-vote"


def test_an_equality_short_of_half_the_room_is_not_for_the_casting_vote() -> None:
    decision = decide(in_the_room(25, 25, 10), PRESIDENT, casting="for")

    assert (decision.adopted, decision.tie, decision.tie_action) == (False, True, None)
    assert codes(decision)[-1] == "majority.tie-not-decisive"


def test_a_tie_without_casting_vote_rejects() -> None:
    """AC-15: total 20, 11 needed; 10-10 with all present: rejected."""
    decision = decide(Count(10, 10, roll_voices=20), rule(Base.ROLL))

    assert (decision.adopted, decision.needed, decision.tie_action) == (False, 11, "rejected")


def test_those_who_abstain_do_not_exercise_their_right() -> None:
    """AC-13: 10 for, 9 against, 30 abstain: adopted on the votes cast."""
    decision = decide(Count(10, 9, 30), rule())

    assert (decision.adopted, decision.denominator, decision.needed) == (True, 19, 10)
    assert not decide(Count(10, 9, 30), rule(Base.CAST)).adopted


@pytest.mark.parametrize(
    ("base", "denominator"),
    [
        (Base.EXPRESSED, 8),
        (Base.CAST, 15),
        (Base.PRESENT, 20),
        (Base.PRESENT_OR_REPRESENTED, 24),
        (Base.ROLL, 50),
    ],
)
def test_each_base_has_its_denominator(base: Base, denominator: int) -> None:
    count = Count(5, 3, 4, 2, 1, present_voices=20, roll_voices=50, represented_voices=4)

    assert decide(count, rule(base)).denominator == denominator


def test_bylaws_may_count_blanks_and_abstentions_among_the_votes_cast() -> None:
    counted = rule(blank=Treatment.EXPRESSED, abstention=Treatment.AGAINST)
    decision = decide(Count(6, 3, 2, 1), counted)

    assert (decision.denominator, decision.adopted) == (12, False)
    assert codes(decision)[:4] == [
        "majority.for", "majority.against", "majority.blank-expressed",
        "majority.abstention-against",
    ]  # fmt: skip


def test_an_equality_under_a_larger_base_is_no_decisive_tie() -> None:
    decision = decide(Count(5, 5, 2), rule(abstention=Treatment.AGAINST, tie=TieRule.CASTING_VOTE))

    assert (decision.tie, decision.tie_action) == (True, None)


def test_a_non_strict_half_is_reached_by_a_tie() -> None:
    decision = decide(Count(5, 5), rule(strict=False))

    assert (decision.adopted, decision.tie, decision.tie_action) == (True, True, None)


def test_nobody_voting_adopts_nothing() -> None:
    decision = decide(Count(0, 0, 12), rule(strict=False))

    assert (decision.adopted, decision.denominator, decision.tie) == (False, 0, False)
    assert codes(decision)[-1] == "majority.nobody"


def test_unanimity_is_a_threshold_like_another() -> None:
    unanimous = rule(threshold=Fraction(1), strict=False)

    assert decide(Count(12, 0, 3), unanimous).adopted
    assert not decide(Count(12, 1), unanimous).adopted


def test_who_cast_a_vote_and_left_is_still_of_the_room() -> None:
    decision = decide(Count(6, 5, present_voices=9), rule(Base.PRESENT))

    assert (decision.denominator, decision.adopted) == (11, True)
    assert "majority.base-raised" in codes(decision)


def test_a_tie_that_is_favourable_adopts() -> None:
    favourable = rule(tie=TieRule.FAVOURABLE)
    decision = decide(Count(10, 10, 3), favourable)

    assert (decision.adopted, decision.tie_action) == (True, "favourable")
    assert decision.steps[-1].code == "majority.tie-favourable"
    assert not decide(Count(9, 10), favourable).adopted


def test_a_decision_is_told_in_exact_facts(rules: RuleSet) -> None:
    facts = decide(Count(30, 5, 1), rules.majority.rule["extraordinary"]).to_facts()

    assert json.loads(json.dumps(facts)) == facts
    assert (facts["threshold"], facts["strict"], facts["base"]) == ("2/3", False, "expressed")
    assert facts["clause"] == "hypothèse de travail (statuts non publics)"
    assert facts["steps"][-1]["facts"]["needed"] == 24


def test_a_negative_count_is_the_callers_bug() -> None:
    with pytest.raises(ValueError, match="negative"):
        Count(-1, 0)
