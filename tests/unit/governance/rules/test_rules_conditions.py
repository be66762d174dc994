"""Double majorities, blocking minorities, second votes, adoption without a vote."""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from governance.errors import RuleBrokenError
from governance.rules.conditions import check_countable
from governance.rules.counting import Detail
from governance.rules.majority import Count, Decision, decide
from governance.rules.quorum import Attendance
from governance.rules.roll import draw_up_roll
from governance.rules.ruleset import (
    Base,
    CastingVote,
    Condition,
    Fallback,
    MajorityRule,
    Ruled,
    RuleSet,
    Source,
    Tacit,
    TieRule,
    Treatment,
    preset,
)
from governance.rules.standing import MemberFacts
from governance.rules.tacit import judge_silence
from governance.rules.tally import add_up

HALF, THIRD, TWO_THIRDS = Fraction(1, 2), Fraction(1, 3), Fraction(2, 3)
Change = Callable[..., RuleSet]


def rule(base: Base = Base.EXPRESSED, threshold: Fraction = HALF, **more: Any) -> Ruled[Any]:
    strict = more.pop("strict", True)
    return Ruled(MajorityRule(base, threshold, strict, **more), Source.STATUTS, "statuts, art. 9")


def codes(decision: Decision) -> list[str]:
    return [step.code for step in decision.steps]


@pytest.mark.parametrize(
    ("heads", "adopted", "code"),
    [
        (Count(11, 10), True, "majority.heads-reached"),
        (Count(10, 10), False, "majority.heads-not-reached"),
    ],
)
def test_a_double_majority_wants_heads_as_well_as_voices(
    heads: Count, adopted: bool, code: str
) -> None:
    both = rule(conditions=(Condition("by_heads", HALF, strict=True),))

    decision = decide(Count(60, 20), both, detail=Detail(heads))

    assert (decision.adopted, codes(decision)[-1]) == (adopted, code)
    assert decision.conditions[0].to_facts()["numerator"] == heads.for_


def test_every_college_named_must_carry_it() -> None:
    each = rule(conditions=(Condition("per_college", TWO_THIRDS),))
    colleges = {"INST": Count(20, 10), "INDIV": Count(19, 10)}

    decision = decide(Count(39, 20), each, detail=Detail(colleges=colleges))

    assert not decision.adopted
    assert [(c.college, c.is_held, c.needed) for c in decision.conditions] == [
        ("INDIV", False, 20), ("INST", True, 20),
    ]  # fmt: skip
    one = rule(conditions=(Condition("per_college", TWO_THIRDS, colleges=("INST",)),))
    assert decide(Count(39, 20), one, detail=Detail(colleges=colleges)).adopted


def test_a_college_where_nobody_voted_has_not_carried_it() -> None:
    each = rule(conditions=(Condition("per_college", HALF, colleges=("INDIV",)),))

    decision = decide(Count(39, 20), each, detail=Detail(colleges={"INST": Count(39, 20)}))

    assert (decision.adopted, decision.conditions[0].denominator) == (False, 0)


@pytest.mark.parametrize(("roll", "adopted"), [(100, True), (101, False)])
def test_enough_of_the_roll_must_have_voted(roll: int, adopted: bool) -> None:
    turnout = rule(conditions=(Condition("participation", Fraction(1, 4)),))

    decision = decide(Count(20, 3, 2, roll_voices=roll), turnout)

    assert decision.adopted is adopted
    assert decision.conditions[0].numerator == 25


@pytest.mark.parametrize(("against", "adopted"), [(19, True), (20, False)])
def test_a_third_against_blocks(against: int, adopted: bool) -> None:
    blocking = rule(Base.CAST, conditions=(Condition("blocking", THIRD),))

    decision = decide(Count(60 - against, against), blocking)

    assert decision.adopted is adopted
    assert codes(decision)[-1] == ("majority.not-blocked" if adopted else "majority.blocked")


def test_a_condition_without_its_count_is_the_callers_bug() -> None:
    for kind in ("by_heads", "per_college"):
        with pytest.raises(ValueError, match="needs the count"):
            decide(Count(2, 1), rule(conditions=(Condition(kind, HALF),)))


@pytest.mark.parametrize(
    ("kind", "equal", "refused"),
    [("by_heads", False, True), ("by_heads", True, False), ("per_college", True, True),
     ("participation", False, False)],
)  # fmt: skip
def test_a_secret_vote_cannot_show_what_its_total_hides(
    kind: Any, equal: bool, refused: bool
) -> None:
    asked = rule(conditions=(Condition(kind, HALF),))
    check_countable(asked, secret=False, equal_voices=equal)

    if not refused:
        check_countable(asked, secret=True, equal_voices=equal)
        return
    with pytest.raises(RuleBrokenError) as refusal:
        check_countable(asked, secret=True, equal_voices=equal)
    assert refusal.value.code == "majority.not-in-secret"
    assert refusal.value.facts["clause"] == "statuts, art. 9"


ROLL_THEN_CAST = rule(Base.ROLL, fallback=Fallback(THIRD, "ordinary"))


@pytest.mark.parametrize(("for_", "is_open"), [(334, True), (333, False)])
def test_a_third_of_all_opens_a_second_vote_at_once(for_: int, is_open: bool) -> None:
    """Copropriété, article 25-1."""
    decision = decide(Count(for_, 100, roll_voices=1000), ROLL_THEN_CAST)

    assert not decision.adopted
    assert decision.second_vote is not None
    assert (decision.second_vote.is_open, decision.second_vote.needed) == (is_open, 334)
    assert decision.second_vote.then == "ordinary"
    assert json.loads(json.dumps(decision.to_facts())) == decision.to_facts()


def test_what_is_adopted_needs_no_second_vote() -> None:
    assert decide(Count(501, 100, roll_voices=1000), ROLL_THEN_CAST).second_vote is None


def test_a_favourable_tie_is_adopted() -> None:
    """CDCI: an equal division is deemed favourable."""
    decision = decide(Count(10, 10), rule(tie=TieRule.FAVOURABLE))

    assert (decision.adopted, decision.tie_action) == (True, "favourable")


@pytest.mark.parametrize(
    ("heads", "adopted"), [(Count(4, 4), True), (Count(5, 3), False)]
)  # fmt: skip
def test_a_casting_vote_that_is_not_weighted_wants_equal_heads_too(
    heads: Count, adopted: bool
) -> None:
    clause = CastingVote("chair", weighted=False)
    tied = rule(tie=TieRule.CASTING_VOTE)

    decision = decide(Count(10, 10), tied, "for", detail=Detail(heads), casting_vote=clause)

    assert decision.adopted is adopted


def test_null_votes_are_expressed_or_against_only_where_it_is_written() -> None:
    count = Count(6, 4, null=3)

    assert decide(count, rule()).denominator == 10
    counted = decide(count, rule(null=Treatment.AGAINST))
    assert (counted.denominator, counted.adopted) == (13, False)
    assert codes(counted)[2] == "majority.null-against"


PROPOSED = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("oppositions", "today", "state"),
    [
        ({}, date(2026, 6, 10), "pending"),
        ({}, date(2026, 6, 17), "adopted"),
        ({3: date(2026, 6, 5)}, date(2026, 6, 6), "opposed"),
        ({3: date(2026, 6, 17)}, date(2026, 6, 18), "adopted"),
        ({3: date(2026, 5, 31)}, date(2026, 6, 18), "adopted"),
    ],
)
def test_silence_adopts_and_one_objection_in_time_opens_a_vote(
    ruled: Change, oppositions: dict[int, date], today: date, state: str
) -> None:
    outcome = judge_silence(PROPOSED, oppositions, ruled({"majority.tacit": Tacit(1, 15)}), today)

    assert outcome is not None
    assert outcome.state == state
    assert outcome.deadline == date(2026, 6, 16)
    assert (3 in outcome.opposers) is (state == "opposed")


def test_one_opposition_in_the_room_opens_the_vote_by_itself(rules: RuleSet) -> None:
    """AC-09: deemed adopted unless one objects, at the meeting itself."""
    fund = preset("agfpn")

    opposed = judge_silence(PROPOSED, {6: PROPOSED}, fund, PROPOSED)
    silent = judge_silence(PROPOSED, {}, fund, PROPOSED)

    assert opposed is not None
    assert silent is not None
    assert (opposed.state, silent.state) == ("opposed", "adopted")
    assert opposed.steps[0].facts == {"opposers": 1, "needed": 1, "day": "2026-06-01"}
    assert judge_silence(PROPOSED, {}, rules, PROPOSED) is None


def test_named_votes_are_added_up_with_the_members_behind_each_number(by_fee: RuleSet) -> None:
    paid = {2026: "paid"}
    roll = draw_up_roll(
        [
            MemberFacts(1, "Bretagne", "region", "8000", dues=paid),
            MemberFacts(2, "Isère", "departement", "5000", dues=paid),
            MemberFacts(3, "Ada", "personne-physique", dues=paid),
            MemberFacts(4, "Lyon", "region", "5000", dues={2026: "called"}),
        ],
        by_fee, date(2026, 6, 26),
    )  # fmt: skip
    there = Attendance(frozenset({1, 3}), represented=frozenset({2}))

    tally = add_up({1: "for", 2: "against", 3: "for"}, roll, there)

    assert (tally.count.for_, tally.count.against, tally.count.voters) == (5, 3, 3)
    assert (tally.count.present_voices, tally.count.represented_voices) == (5, 3)
    assert tally.detail.heads is not None
    assert (tally.detail.heads.for_, tally.detail.heads.roll_voices) == (2, 3)
    assert tally.detail.colleges["INST"].against == 3
    assert (tally.members["for"], tally.members["against"]) == ((1, 3), (2,))
    with pytest.raises(ValueError, match="without a right"):
        add_up({4: "for"}, roll, there)
