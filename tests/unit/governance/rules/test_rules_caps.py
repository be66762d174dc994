"""Caps at their fixed point, caps in the room, and what colleges hold together."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import pytest

from governance.errors import InvalidInputError, RuleBrokenError
from governance.rules.ruleset import (
    CollegeBound,
    RuleSet,
    WeightCap,
    WeightMethod,
    preset,
)
from governance.rules.standing import MemberFacts
from governance.rules.weights import (
    apply_cap,
    check_bounds,
    seats_for,
    voices_in_room,
    weigh,
)
from governance.rules.weights.bounds import is_held

DAY = date(2026, 6, 26)
HALF, TWENTIETH, THIRD = Fraction(1, 2), Fraction(1, 20), Fraction(1, 3)
Change = Callable[..., RuleSet]


def amounts(*values: int) -> dict[int, Fraction]:
    return {number: Fraction(value) for number, value in enumerate(values, 1)}


def after(cap: WeightCap, values: Sequence[int], *, whole: bool = True) -> list[Fraction]:
    found = apply_cap(amounts(*values), cap, whole=whole)
    return [found.amounts[number] for number in sorted(found.amounts)]


def test_a_cap_of_so_many_voices_lowers_only_what_is_above() -> None:
    assert after(WeightCap(voices=4), [9, 4, 1]) == [4, 4, 1]


def test_a_share_of_a_fixed_base_is_rounded_down_to_whole_voices() -> None:
    assert after(WeightCap(share=THIRD), [10, 3, 3]) == [5, 3, 3]
    assert after(WeightCap(share=THIRD), [10, 3, 3], whole=False) == [Fraction(16, 3), 3, 3]


def test_a_moving_base_is_solved_at_its_fixed_point() -> None:
    """One third of what is left: 10 falls to 3, which is a third of 3 + 3 + 3."""
    found = apply_cap(amounts(10, 3, 3), WeightCap(share=THIRD, mode="iterate"), whole=True)

    assert (found.limit, found.base, found.lowered) == (3, 9, (1,))
    assert found.limit == THIRD * found.base


def test_the_fixed_point_may_be_a_fraction_of_a_voice() -> None:
    cap = WeightCap(share=Fraction(2, 5), mode="iterate")

    assert after(cap, [10, 3, 2], whole=False) == [Fraction(10, 3), 3, 2]
    assert after(cap, [10, 3, 2]) == [3, 3, 2]


def test_a_twentieth_cannot_hold_among_nineteen() -> None:
    cap = WeightCap(share=TWENTIETH, mode="iterate")
    with pytest.raises(InvalidInputError) as refusal:
        after(cap, [1] * 19)

    assert refusal.value.code == "weight.cap-impossible"
    assert (refusal.value.facts["members"], refusal.value.facts["needed"]) == (19, 20)
    assert after(cap, [*[1] * 19, 7]) == [1] * 20


def test_who_holds_the_majority_falls_to_the_sum_of_the_others() -> None:
    """Copropriété, article 22: 60 against 25 and 15 become 40."""
    cap = WeightCap(mode="reduce_to_others")

    assert after(cap, [60, 25, 15]) == [40, 25, 15]
    assert after(cap, [50, 25, 25]) == [50, 25, 25]


def members(*populations: int) -> list[MemberFacts]:
    return [MemberFacts(n, f"Membre {n}", "commune", inputs={"population": population})
            for n, population in enumerate(populations, 1)]  # fmt: skip


def test_a_cap_on_the_roll_explains_whom_it_lowered(ruled: Change) -> None:
    rules = ruled({"weight.method": WeightMethod.FORMULA, "weight.formula": "population",
                   "weight.cap": WeightCap(share=THIRD, mode="iterate")})  # fmt: skip

    found = weigh(members(10, 3, 3), rules)

    assert [found[n].value for n in (1, 2, 3)] == [3, 3, 3]
    assert found[1].steps[-1].code == "weight.capped-to-share"
    assert found[1].steps[-1].facts == {
        "before": 10, "voices": 3, "share": "1/3", "base": 9, "clause": "statuts, art. 9",
    }  # fmt: skip
    assert len(found[2].steps) == 1


ROLL = {n: ("INST", voices) for n, voices in enumerate((10, 4, 3, 3, 2, 1), 1)}


def test_a_cap_on_the_present_looks_only_at_the_room(ruled: Change) -> None:
    rules = ruled({"weight.cap": WeightCap(share=HALF, base="present", mode="iterate")})

    room = voices_in_room(ROLL, {1, 4, 5}, {}, rules)

    assert room.whole() == {1: 5, 4: 3, 5: 2}
    assert room.steps[0].facts["members"] == [1]
    assert voices_in_room(ROLL, {1, 2, 3, 4}, {}, rules).whole()[1] == 10


def test_a_cap_on_own_voices_and_proxies_takes_from_the_last_proxy(ruled: Change) -> None:
    rules = ruled({"weight.cap": WeightCap(voices=5, scope="own_plus_proxies")})

    room = voices_in_room(ROLL, {3, 6}, {3: [5, 4]}, rules)

    assert room.whole() == {3: 3, 5: 2, 4: 0, 6: 1}
    assert (room.steps[0].facts["before"], room.steps[0].facts["voices"]) == (8, 5)


def test_without_such_a_cap_the_room_weighs_what_the_roll_says(rules: RuleSet) -> None:
    room = voices_in_room(ROLL, {1, 2}, {2: [6]}, rules)

    assert (room.whole(), room.scale, room.steps) == ({1: 10, 2: 4, 6: 1}, 1, ())


@pytest.mark.parametrize(("private", "allowed"), [(500, False), (499, True)])
def test_public_bodies_hold_more_than_half(private: int, allowed: bool) -> None:
    """AC-20: a private college at 50 % is refused, at 49.9 % it is not."""
    rules = preset("groupement-public")
    held = {"PUBLIC": 1000 - private, "PRIVE": private}

    if allowed:
        check_bounds(held, rules)
        return
    with pytest.raises(RuleBrokenError) as refusal:
        check_bounds(held, rules)
    assert refusal.value.code == "weight.bound-more-than"
    assert (refusal.value.facts["held"], refusal.value.facts["bound"]) == (500, "1/2")


@pytest.mark.parametrize(
    ("bound", "held", "code"),
    [
        (CollegeBound(("A",), exact=HALF), 49, "weight.bound-exactly"),
        (CollegeBound(("A",), min=HALF), 49, "weight.bound-at-least"),
        (CollegeBound(("A",), max=Fraction(3, 20)), 16, "weight.bound-at-most"),
        (CollegeBound(("A",), max=HALF, strict=True), 50, "weight.bound-less-than"),
    ],
)
def test_one_voice_beyond_a_bound_is_refused(
    ruled: Change, bound: CollegeBound, held: int, code: str
) -> None:
    rules = ruled({"weight.college_bounds": (bound,)})

    with pytest.raises(RuleBrokenError) as refusal:
        check_bounds({"A": held, "B": 100 - held}, rules)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("bound", "held"),
    [
        (CollegeBound(("A",), exact=HALF), 50),
        (CollegeBound(("A",), min=HALF), 50),
        (CollegeBound(("A",), max=Fraction(3, 20)), 15),
        (CollegeBound(("A",), max=HALF, strict=True), 49),
    ],
)
def test_the_very_bound_is_held(bound: CollegeBound, held: int) -> None:
    assert is_held({"A": held, "B": 100 - held}, bound)


@pytest.mark.parametrize(("others", "seats"), [(16, 16), (17, 17)])
def test_pau_has_half_of_the_seats(others: int, seats: int) -> None:
    """AC-23: ten, two, two and two others: 16 of 32; one more community: 17 of 34."""
    [bound] = preset("epfl-bearn").weight.college_bounds.value

    assert seats_for(bound, others) == (seats, seats)


def test_seats_beside_others_are_whole_or_refused() -> None:
    assert seats_for(CollegeBound(("A",), min=HALF, strict=True), 7) == (8, None)
    assert seats_for(CollegeBound(("A",), max=THIRD), 7) == (0, 3)
    assert seats_for(CollegeBound(("A",), min=THIRD, max=HALF), 4) == (2, 4)
    for bound, others in (
        (CollegeBound(("A",), exact=THIRD), 3),
        (CollegeBound(("A",), exact=Fraction(1)), 3),
        (CollegeBound(("A",), min=Fraction(2, 5), max=Fraction(9, 20)), 1),
    ):
        with pytest.raises(InvalidInputError) as refusal:
            seats_for(bound, others)
        assert refusal.value.code == "weight.no-such-seats"
