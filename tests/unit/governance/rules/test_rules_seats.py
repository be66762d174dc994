"""Seats: most voices first, ties named and settled, nobody elected by no one."""

import json

import pytest

from governance.rules.ruleset import ElectionRule, Ruled, RuleSet, Source, TieRule
from governance.rules.seats import CandidateCount, Seats, fill_seats

LOT = Ruled(ElectionRule("plurinominal", 1, TieRule.LOT), Source.STATUTS, "statuts, art. 15")
PEOPLE = {"Ada": 30, "Bob": 20, "Cléo": 20, "Dan": 10, "Eve": 0}


def fill(seats: int, voices: dict[str, int] = PEOPLE, settled: tuple[str, ...] = ()) -> Seats:
    counted = [CandidateCount(name.lower(), name, number) for name, number in voices.items()]
    return fill_seats(counted, seats, LOT, settled)


@pytest.mark.parametrize(
    ("seats", "elected", "tie"),
    [
        (1, ["Ada"], []),
        (2, ["Ada"], ["Bob", "Cléo"]),
        (3, ["Ada", "Bob", "Cléo"], []),
        (4, ["Ada", "Bob", "Cléo", "Dan"], []),
        (5, ["Ada", "Bob", "Cléo", "Dan"], []),
    ],
)
def test_most_voices_are_elected_and_a_tie_is_left_open(
    seats: int, elected: list[str], tie: list[str]
) -> None:
    filled = fill(seats)

    assert (list(filled.elected), list(filled.tie)) == (elected, tie)
    assert filled.open_seats == (1 if tie else 0)


def test_a_seat_stays_vacant_rather_than_go_to_nobodys_candidate() -> None:
    filled = fill(5)

    assert "Eve" not in filled.elected
    assert [step.code for step in filled.steps] == ["seats.most-voices", "seats.vacant"]


def test_equal_voices_have_equal_places() -> None:
    assert [(r.name, r.place) for r in fill(2).ranking] == [
        ("Ada", 1), ("Bob", 2), ("Cléo", 2), ("Dan", 4), ("Eve", 5),
    ]  # fmt: skip


def test_the_lot_drawn_settles_the_tie() -> None:
    filled = fill(2, settled=("cléo",))

    assert (filled.elected, filled.tie, filled.open_seats) == (("Ada", "Cléo"), (), 0)
    assert filled.elected_ids == ("ada", "cléo")
    assert filled.steps[-1].facts == {"names": ["Cléo"], "action": "lot"}


@pytest.mark.parametrize("settled", [("ada",), ("bob", "cléo"), ("nobody",)])
def test_only_those_who_tie_can_be_chosen_and_one_per_seat(settled: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="tie"):
        fill(2, settled=settled)


def test_all_tie_for_all_but_one_seat() -> None:
    filled = fill(2, {"Ada": 7, "Bob": 7, "Cléo": 7})

    assert (filled.elected, filled.tie) == ((), ("Ada", "Bob", "Cléo"))
    assert filled.open_seats == 2


def test_without_candidates_every_seat_is_vacant(rules: RuleSet) -> None:
    filled = fill_seats([], 3, rules.election.rule)

    assert (filled.elected, filled.ranking) == ((), ())
    assert filled.steps[-1].facts == {"seats": 3}


def test_the_result_is_told_in_exact_facts() -> None:
    facts = fill(2).to_facts()

    assert json.loads(json.dumps(facts)) == facts
    assert [row["outcome"] for row in facts["ranking"]] == [
        "elected", "tie", "tie", "not-elected", "not-elected",
    ]  # fmt: skip
    assert facts["clause"] == "statuts, art. 15"


def test_the_order_of_the_candidates_changes_nothing() -> None:
    assert fill(3) == fill(3, dict(reversed(PEOPLE.items())))


def test_impossible_elections_are_the_callers_bug() -> None:
    with pytest.raises(ValueError, match="one"):
        fill(0)
    with pytest.raises(ValueError, match="zero"):
        fill(1, {"Ada": -1})
    with pytest.raises(ValueError, match="twice"):
        fill_seats([CandidateCount("a", "Ada", 1)] * 2, 1, LOT)
