"""Elections by rounds and by lists: a majority first, then the most voices, ties by the rule."""

from datetime import date
from fractions import Fraction

import pytest

from governance.rules.list_seats import ListCount
from governance.rules.ruleset import Base, ElectionRule, RoundThreshold, Ruled, Source, TieRule
from governance.rules.seats import (
    Ballots,
    CandidateCount,
    Lot,
    Person,
    elect,
    elect_lists,
    needed_in,
)

HALF = RoundThreshold(Fraction(1, 2), strict=True)
PEOPLE = {
    one: Person(one, one.upper(), date(1950 + place, 1, 1)) for place, one in enumerate("abcdef")
}


def ruled(
    rounds: int = 2,
    tie: TieRule = TieRule.RUNOFF_THEN_LOT,
    thresholds: tuple[RoundThreshold, ...] = (HALF,),
) -> Ruled[ElectionRule]:
    rule = ElectionRule("uninominal", rounds, tie, thresholds)
    return Ruled(rule, Source.STATUTS, "statuts, art. 15")


def ballots(expressed: int | None = None, **voices: int) -> Ballots:
    counts = tuple(CandidateCount(one, one.upper(), number) for one, number in voices.items())
    return Ballots(counts, {Base.EXPRESSED: expressed or sum(voices.values())})


@pytest.mark.parametrize(
    ("share", "strict", "base", "needed"),
    [
        (Fraction(1, 2), True, 100, 51),
        (Fraction(1, 2), True, 101, 51),
        (Fraction(1, 2), False, 101, 51),
        (Fraction(1, 2), False, 100, 50),
        (Fraction(2, 3), False, 100, 67),
        (Fraction(1, 2), False, 0, 1),
        (None, True, 100, 1),
    ],
)
def test_the_voices_needed_are_exact(
    share: Fraction | None, strict: bool, base: int, needed: int
) -> None:
    assert needed_in(RoundThreshold(share, strict), base) == needed


def test_exactly_half_does_not_elect_in_the_first_round() -> None:
    found = elect([ballots(a=50, b=50)], 1, ruled(), PEOPLE)

    assert (found.elected, found.next_round, found.tie) == ((), True, ())


def test_the_second_round_elects_the_most_voices() -> None:
    found = elect([ballots(a=40, b=35, c=25), ballots(a=45, b=44)], 1, ruled(), PEOPLE)

    assert (found.elected, found.next_round) == (("a",), False)
    assert [one.needed for one in found.rounds] == [51, 1]


def test_seats_left_by_the_first_round_are_filled_in_the_second() -> None:
    first, second = ballots(expressed=10, a=8, b=6, c=4, d=3), ballots(expressed=10, c=5, d=4)

    found = elect([first, second], 3, ruled(), PEOPLE)

    assert found.elected == ("a", "b", "c")
    assert found.vacant == 0


def test_a_tie_in_the_last_round_asks_for_a_runoff_then_for_the_lot() -> None:
    rule = ruled(rounds=1, thresholds=())
    tied = elect([ballots(a=5, b=5, c=1)], 1, rule, PEOPLE)
    runoff = [ballots(a=5, b=5, c=1), ballots(a=6, b=6)]

    assert (tied.tie, tied.next_round) == (("a", "b"), True)
    assert elect(runoff, 1, rule, PEOPLE).tie == ("a", "b")
    assert not elect(runoff, 1, rule, PEOPLE).next_round
    assert len(elect(runoff, 1, rule, PEOPLE, Lot("graine")).elected) == 1


def test_the_eldest_is_elected_where_the_clause_says_so() -> None:
    rule = ruled(rounds=1, tie=TieRule.ELDEST, thresholds=())

    found = elect([ballots(f=5, b=5, d=5)], 2, rule, PEOPLE)

    assert set(found.elected) == {"b", "d"}
    assert found.rounds[0].filled.steps[-1].code == "seats.tie-settled"


def test_nobody_is_elected_without_a_voice() -> None:
    found = elect([ballots(a=0, b=0)], 1, ruled(rounds=1, thresholds=()), PEOPLE)

    assert (found.elected, found.vacant) == ((), 1)


def test_a_runoff_of_other_persons_and_a_round_too_many_are_the_callers_bug() -> None:
    rule = ruled(rounds=1, thresholds=())
    with pytest.raises(ValueError, match="left tied"):
        elect([ballots(a=5, b=5), ballots(a=6, c=6)], 1, rule, PEOPLE)
    with pytest.raises(ValueError, match="elected already"):
        elect([ballots(a=5, b=4), ballots(a=6)], 1, rule, PEOPLE)
    with pytest.raises(ValueError, match="candidate is elected already"):
        elect([ballots(a=8, b=1, c=1), ballots(a=5, b=5)], 2, ruled(), PEOPLE)
    with pytest.raises(ValueError, match="has a round"):
        elect([], 1, rule, PEOPLE)


def lists_rule(
    method: str, tie: TieRule = TieRule.ELDEST, least: Fraction | None = None
) -> Ruled[ElectionRule]:
    thresholds = () if least is None else (RoundThreshold(least, strict=False),)
    rule = ElectionRule("list", 1, tie, thresholds, method)
    return Ruled(rule, Source.STATUTS, "statuts, art. 16")


def three(a: int, b: int, c: int) -> list[ListCount]:
    named = {"A": (a, "ab"), "B": (b, "cd"), "C": (c, "ef")}
    return [
        ListCount(name, voices, tuple((one, voices) for one in people))
        for name, (voices, people) in named.items()
    ]


def test_remainders_and_averages_may_give_other_seats() -> None:
    for method, seats in (("highest_average", [2, 1, 0]), ("largest_remainder", [1, 1, 1])):
        found = elect_lists(three(53, 27, 20), 3, lists_rule(method), PEOPLE)
        assert [one["seats"] for one in found["lists"]] == seats, method


def test_a_list_below_the_least_share_has_no_seat() -> None:
    rule = lists_rule("largest_remainder", least=Fraction(1, 4))

    found = elect_lists(three(53, 27, 20), 3, rule, PEOPLE)

    assert [one["name"] for one in found["lists"]] == ["A", "B"]
    assert found["steps"][0]["facts"]["names"] == ["C"]
    assert found["steps"][0]["facts"]["needed"] == 25


def test_lists_that_tie_are_parted_by_the_age_of_whose_turn_it_is() -> None:
    found = elect_lists(three(30, 30, 30), 1, lists_rule("highest_average"), PEOPLE)
    open_tie = elect_lists(
        three(30, 30, 30), 1, lists_rule("highest_average", TieRule.RUNOFF), PEOPLE
    )

    assert found["elected"] == ["a"]
    assert (open_tie["tie"], open_tie["elected"]) == (["A", "B", "C"], [])


def test_a_round_on_the_record_is_never_parted_again():
    rule = ruled(2, TieRule.LOT, ())
    level = Ballots(ballots(a=2, b=2).counts, ballots(a=2, b=2).bases, settled=())
    found = elect([level, ballots(a=1, b=3)], 1, rule, PEOPLE, Lot("seed"))
    assert found.elected == ("b",)
    assert [one.settled for one in found.rounds] == [(), ()]
    chosen = Ballots(level.counts, level.bases, settled=("a",))
    assert elect([chosen], 1, rule, PEOPLE, Lot("seed")).elected == ("a",)


def test_a_round_says_whom_the_rule_chose_so_that_it_can_be_put_on_the_record():
    found = elect([ballots(a=2, b=2)], 1, ruled(1, TieRule.ELDEST, ()), PEOPLE)
    assert found.rounds[0].settled == ("a",)
    assert found.rounds[0].to_facts()["settled"] == ["a"]


def test_who_withdraws_is_not_in_the_runoff_and_no_stranger_is():
    rule = ruled(1, TieRule.RUNOFF, ())
    level = ballots(a=2, b=2, c=2)
    assert elect([level, ballots(a=1, b=2)], 1, rule, PEOPLE).elected == ("b",)
    with pytest.raises(ValueError, match="runoff"):
        elect([level, ballots(a=1, d=2)], 1, rule, PEOPLE)


def test_lists_chosen_by_an_act_on_the_record_take_the_seats_left_open():
    rule = Ruled(
        ElectionRule("list", 1, TieRule.ELDEST, (), "highest_average"), Source.STATUTS, "art. 2"
    )
    lists = [ListCount(name, 4, ((name.lower(), 4),)) for name in ("A", "B")]
    assert elect_lists(lists, 1, rule, {})["tie"] == ["A", "B"]
    assert elect_lists(lists, 1, rule, {}, settled=("B",))["elected"] == ["b"]
