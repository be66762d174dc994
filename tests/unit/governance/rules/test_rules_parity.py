"""Parity and seats of colleges: what changes the elected, and what only tells."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest

from governance.errors import GovernanceError, RuleBrokenError
from governance.rules.ruleset import (
    CollegeBound,
    CollegeSeats,
    ElectionRule,
    Ruled,
    RuleSet,
    Source,
    TieRule,
)
from governance.rules.ruleset.electing import Parity
from governance.rules.seats import (
    CandidateCount,
    Seats,
    balance,
    check_alternate,
    check_same_college,
    compose_seats,
    fill_seats,
)

PLAIN = Ruled(ElectionRule("plurinominal", 1, TieRule.LOT), Source.STATUTS, "statuts, art. 15")
SEXES = {"m1": "M", "m2": "M", "m3": "M", "m4": "M", "f1": "F", "f2": "F"}
Change = Callable[[Mapping[str, Any]], RuleSet]


def parity(rule: str, share: Fraction | None = None) -> Ruled[Parity]:
    return Ruled(Parity(rule, share), Source.STATUTS, "statuts, art. 12")


def filled(**voices: int) -> Seats:
    return fill_seats([CandidateCount(one, one, n) for one, n in voices.items()], 4, PLAIN)


RESULT = filled(m1=90, m2=80, m3=70, m4=60, f1=50, f2=40)


def test_an_aim_is_told_and_changes_nothing() -> None:
    found = balance(RESULT.elected_ids, RESULT.ranking, SEXES, parity("aim"))

    assert found.elected == ("m1", "m2", "m3", "m4")
    assert [step.facts for step in found.steps] == [{"women": 0, "men": 4}]


@pytest.mark.parametrize(
    ("share", "elected"),
    [
        (Fraction(1, 2), {"m1", "m2", "f1", "f2"}),
        (Fraction(1, 3), {"m1", "m2", "m3", "f1"}),  # a third of four seats: one, rounded down
    ],
)
def test_a_share_gives_the_seats_of_the_fewest_voices(share: Fraction, elected: set[str]) -> None:
    found = balance(RESULT.elected_ids, RESULT.ranking, SEXES, parity("share", share))

    assert set(found.elected) == elected


def test_parity_stops_where_nobody_is_left_to_enter() -> None:
    result = filled(m1=90, m2=80, m3=70, m4=60, f1=50, f2=0)

    found = balance(result.elected_ids, result.ranking, SEXES, parity("share", Fraction(1, 2)))

    assert set(found.elected) == {"m1", "m2", "m3", "f1"}
    assert found.steps[-1].code == "parity.nobody-left"


def test_parity_chooses_between_no_two_who_are_level() -> None:
    result = filled(m1=90, m2=80, m3=70, m4=60, f1=50, f2=50)

    found = balance(result.elected_ids, result.ranking, SEXES, parity("share", Fraction(1, 4)))

    assert set(found.elected) == {"m1", "m2", "m3", "m4"}
    assert found.steps[-1].code == "parity.tie"


def test_a_list_alternates_or_is_refused_at_its_place() -> None:
    rule = parity("alternate")
    check_alternate("A", ["F", "M", "F"], rule)
    check_alternate("A", ["F", "F"], parity("none"))

    with pytest.raises(RuleBrokenError) as refusal:
        check_alternate("A", ["F", "M", "M"], rule)

    assert refusal.value.facts["place"] == 3
    assert refusal.value.facts["clause"] == "statuts, art. 12"


def test_seats_follow_slices_bounds_and_shares(ruled: Change) -> None:
    rules = ruled(
        {
            "election.per_college": (
                CollegeSeats("INST", 0, 100, per_members=15),
                CollegeSeats("INDIV", 3, 5),
            ),
            "weight.college_bounds": (CollegeBound(("PAU",), exact=Fraction(1, 2), of="seats"),),
        }
    )

    found = compose_seats({"INST": 44, "INDIV": 9}, rules, {"INDIV": 4})

    assert dict(found.seats) == {"INST": 2, "INDIV": 4, "PAU": 6}
    assert found.total == 12


def test_a_slice_that_is_started_may_count(ruled: Change) -> None:
    rows = (CollegeSeats("INST", 1, 3, per_members=15, slices="started"),)
    rules = ruled({"election.per_college": rows})

    seats = [compose_seats({"INST": n}, rules).total for n in (0, 15, 16, 44, 90)]

    assert seats == [1, 1, 2, 3, 3]


@pytest.mark.parametrize(
    ("chosen", "code"), [({}, "seats.not-fixed"), ({"INDIV": 6}, "seats.out-of-bounds")]
)
def test_seats_between_bounds_must_be_chosen_within_them(
    chosen: dict[str, int], code: str, ruled: Change
) -> None:
    rules = ruled({"election.per_college": (CollegeSeats("INDIV", 3, 5),)})

    with pytest.raises(GovernanceError) as refusal:
        compose_seats({}, rules, chosen)

    assert refusal.value.code == code


@pytest.mark.parametrize(("stands", "code"), [(True, "candidacy"), (False, "ballot")])
def test_another_college_neither_stands_nor_votes(stands: bool, code: str, rules: RuleSet) -> None:
    check_same_college("INST", "INST", rules, stands=stands)

    with pytest.raises(RuleBrokenError) as refusal:
        check_same_college("INDIV", "INST", rules, stands=stands)

    assert refusal.value.code == f"{code}.other-college"
