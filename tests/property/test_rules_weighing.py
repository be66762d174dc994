"""Laws of weights: caps at their greatest fixed point, shares exact, nothing lost or made."""

from contextlib import suppress
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from governance.errors import InvalidInputError
from governance.rules.exposure import _surely_exposed, classes_of, judge_publication
from governance.rules.ruleset import (
    Category,
    CollegeBound,
    CollegeVoices,
    Ruled,
    RuleSet,
    Source,
    WeightCap,
    WeightMethod,
    preset,
    with_value,
)
from governance.rules.standing import MemberFacts
from governance.rules.weights import (
    apply_cap,
    check_bounds,
    common_scale,
    held_by,
    voices_in_room,
    weigh,
)
from governance.rules.weights.voices import rounded

shares = st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20)
values = st.lists(st.integers(1, 60), min_size=1, max_size=12)


def changed(paths: dict[str, Any]) -> RuleSet:
    rules = preset("la27eregion")
    for path, value in paths.items():
        rules = with_value(rules, path, Ruled(value, Source.STATUTS, "art. 9"))
    return rules


def left_under(limit: int | Fraction, amounts: list[int]) -> Fraction:
    return sum((min(Fraction(value), Fraction(limit)) for value in amounts), Fraction(0))


@given(values, shares)
def test_a_moving_cap_stands_at_its_greatest_whole_fixed_point(
    amounts: list[int], share: Fraction
) -> None:
    holding = [n for n in range(1, max(amounts) + 1) if n <= share * left_under(n, amounts)]
    try:
        given_amounts = {n: Fraction(value) for n, value in enumerate(amounts)}
        found = apply_cap(given_amounts, WeightCap(share=share, mode="iterate"), whole=True)
    except InvalidInputError:
        assert not holding
        return

    assert found.limit is not None
    assert max(found.amounts.values()) == min(max(amounts), max(holding))
    assert all(value <= share * found.base for value in found.amounts.values())
    assert found.base == sum(found.amounts.values())


@given(values, shares)
def test_a_moving_cap_in_fractions_is_exactly_the_share_of_what_it_leaves(
    amounts: list[int], share: Fraction
) -> None:
    given_amounts = {n: Fraction(value) for n, value in enumerate(amounts)}
    try:
        found = apply_cap(given_amounts, WeightCap(share=share, mode="iterate"), whole=False)
    except InvalidInputError:
        assert share * len(amounts) < 1
        return

    assert found.limit is not None
    assert found.limit == share * left_under(found.limit, amounts) or not found.lowered
    above = found.limit + Fraction(1, 1000)
    if found.lowered:
        assert above > share * left_under(above, amounts)


@given(values)
def test_nobody_is_left_with_more_than_all_others_together(amounts: list[int]) -> None:
    given_amounts = {n: Fraction(value) for n, value in enumerate(amounts)}
    try:
        found = apply_cap(given_amounts, WeightCap(mode="reduce_to_others"), whole=True)
    except InvalidInputError:
        assert len(amounts) == 1
        return

    for number, value in found.amounts.items():
        assert value <= sum(given_amounts.values()) - given_amounts[number]


COLLEGES = ("A", "B", "C")
CATEGORIES = tuple(Category(name.lower(), name, "deliberative", name) for name in COLLEGES)


@st.composite
def bodies(draw: st.DrawFn) -> list[MemberFacts]:
    count = draw(st.integers(3, 12))
    kinds = ["a", "b", "c", *draw(st.lists(st.sampled_from("abc"), min_size=count - 3,
                                            max_size=count - 3))]  # fmt: skip
    return [
        MemberFacts(n, f"M{n}", kind, inputs={"adherents": draw(st.integers(1, 50))})
        for n, kind in enumerate(kinds, 1)
    ]


@given(bodies(), st.integers(1, 9), st.integers(1, 9), st.sampled_from(["equal", "proportional"]))
def test_every_college_holds_exactly_its_share(
    members: list[MemberFacts], first: int, second: int, split: Any
) -> None:
    parts = [Fraction(first, 20), Fraction(second, 20), 1 - Fraction(first + second, 20)]
    rows = tuple(
        CollegeVoices(college, share=part, split=split,
                      input="adherents" if split == "proportional" else None)
        for college, part in zip(COLLEGES, parts, strict=True)
    )  # fmt: skip
    bounds = tuple(CollegeBound((c,), exact=p) for c, p in zip(COLLEGES, parts, strict=True))
    rules = changed({"categories": CATEGORIES, "weight.method": WeightMethod.COLLEGE_SHARE,
                     "weight.colleges": rows, "weight.college_bounds": bounds})  # fmt: skip
    with suppress(InvalidInputError):  # more than a million voices each
        assert_shares_are_exact(members, rules, parts)


def assert_shares_are_exact(
    members: list[MemberFacts], rules: RuleSet, parts: list[Fraction]
) -> None:
    voices = weigh(members, rules)
    held = dict.fromkeys(COLLEGES, Fraction(0))
    for member in members:
        held[member.category.upper()] += Fraction(voices[member.id].value)

    check_bounds(held, rules)
    assert common_scale(found.value for found in voices.values()) == 1
    for college, part in zip(COLLEGES, parts, strict=True):
        share, whole = held_by(held, [college])
        assert Fraction(share) == part * whole


@given(bodies(), st.randoms())
def test_the_same_members_weigh_the_same_in_any_order(
    members: list[MemberFacts], random: Any
) -> None:
    rules = changed({"categories": CATEGORIES, "weight.method": WeightMethod.FORMULA,
                     "weight.formula": "1 + adherents/10", "weight.rounding": "half_even",
                     "weight.cap": WeightCap(share=Fraction(1, 3), mode="iterate")})  # fmt: skip
    turned = list(members)
    random.shuffle(turned)

    assert weigh(members, rules) == weigh(turned, rules)


@st.composite
def rooms(draw: st.DrawFn) -> tuple[dict[int, tuple[str, int]], set[int], dict[int, list[int]]]:
    roll = {n: ("A" if n % 2 else "B", draw(st.integers(1, 20))) for n in range(1, 10)}
    present = draw(st.sets(st.sampled_from(sorted(roll)), min_size=1))
    held: dict[int, list[int]] = {}
    for principal in sorted(roll.keys() - present):
        holder = draw(st.none() | st.sampled_from(sorted(present)))
        if holder is not None:
            held.setdefault(holder, []).append(principal)
    return roll, present, held


caps = st.builds(
    WeightCap, st.none(), shares, st.sampled_from(["roll", "present", "college"]),
    st.sampled_from(["own", "own_plus_proxies"]), st.sampled_from(["clamp", "iterate"]),
)  # fmt: skip


@given(rooms(), caps)
def test_no_right_in_the_room_gains_a_voice_and_no_hand_goes_above_the_cap(
    room: tuple[dict[int, tuple[str, int]], set[int], dict[int, list[int]]], cap: WeightCap
) -> None:
    roll, present, held = room
    try:
        found = voices_in_room(roll, present, held, changed({"weight.cap": cap}))
    except InvalidInputError:  # so few are there that no positive cap holds
        assert cap.share is not None
        assert cap.share < 1
        return

    there = present | {number for numbers in held.values() for number in numbers}
    assert found.voices.keys() == there
    assert all(0 <= value <= roll[number][1] for number, value in found.voices.items())
    if cap.base == "present" and cap.share is not None:
        before = Fraction(sum(roll[number][1] for number in there))
        base = sum(found.voices.values()) if cap.mode == "iterate" else before
        for holder in present:
            hand = [holder, *held.get(holder, ())] if cap.scope == "own_plus_proxies" else [holder]
            assert sum(found.voices[number] for number in hand) <= cap.share * base


@given(st.fractions(0, 100, max_denominator=12))
def test_rounding_never_moves_by_a_whole_voice(value: Fraction) -> None:
    low, high = rounded(value, "floor"), rounded(value, "ceil")

    assert low <= value <= high <= low + 1
    for how in ("half_up", "half_even"):
        found = rounded(value, how)
        assert found in (low, high)
        assert abs(found - value) <= Fraction(1, 2)
    if value - floor(value) == Fraction(1, 2):
        assert rounded(value, "half_up") == high
        assert rounded(value, "half_even") % 2 == 0


@st.composite
def results(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    weights = draw(st.lists(st.sampled_from([1, 2, 3, 5, 9]), min_size=1, max_size=12))
    totals = [0] * draw(st.integers(2, 4))
    for weight in weights:
        totals[draw(st.integers(0, len(totals) - 1))] += weight
    return weights, totals


@given(results())
def test_whoever_the_bound_names_is_truly_exposed(result: tuple[list[int], list[int]]) -> None:
    weights, totals = result

    sure = set(_surely_exposed(classes_of(weights), tuple(totals)))

    assert sure <= set(judge_publication(weights, totals).exposed)
