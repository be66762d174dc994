"""Voices by every method of the bylaws, each number explained, exact to the last fraction."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from governance.errors import InvalidInputError
from governance.rules.roll import draw_up_roll
from governance.rules.ruleset import (
    Category,
    CollegeVoices,
    RuleSet,
    WeightItem,
    WeightMethod,
    WeightTiers,
    preset,
)
from governance.rules.standing import MemberFacts
from governance.rules.weights import is_by_member, voices_of, weigh
from governance.rules.weights.own import MOST_INPUT

DAY = date(2026, 6, 26)
Change = Callable[..., RuleSet]


def member(number: int = 1, category: str = "region", **facts: Any) -> MemberFacts:
    return MemberFacts(number, f"Membre {number}", category, **facts)


def codes(rules: RuleSet, one: MemberFacts) -> list[str]:
    return [step.code for step in voices_of(one, rules).steps]


@pytest.mark.parametrize(
    ("looked_at", "facts", "voices", "code"),
    [
        ("tier", {"tier": "A"}, 3, "weight.by-tier"),
        ("category", {"category": "A"}, 3, "weight.by-category"),
        ("member", {"name": "A"}, 3, "weight.by-name"),
        ("tier", {"tier": "B"}, 1, "weight.by-default"),
        ("tier", {"tier": None}, 1, "weight.by-default"),
    ],
)
def test_a_table_looks_at_what_the_bylaws_name(
    ruled: Change, looked_at: str, facts: dict[str, Any], voices: int, code: str
) -> None:
    rules = ruled({"weight.method": WeightMethod.TABLE, "weight.table_by": looked_at,
                   "weight.table": (("A", 3), ("*", 1))})  # fmt: skip
    one = MemberFacts(**{"id": 1, "name": "Z", "category": "region", **facts})

    assert voices_of(one, rules).value == voices
    assert codes(rules, one) == [code]


@pytest.mark.parametrize(
    ("population", "voices"), [(0, 1), (9_999, 1), (10_000, 2), (49_999, 2), (200_000, 4)]
)
def test_slices_start_at_their_lower_bound(population: int, voices: int) -> None:
    rules = preset("association-de-collectivites")

    found = voices_of(member(category="commune", inputs={"population": population}), rules)

    assert found.value == voices
    assert found.steps[0].facts["figure"] == population


def test_below_the_first_slice_only_the_floor_is_left(ruled: Change) -> None:
    rules = ruled({"weight.method": WeightMethod.TIERS,
                   "weight.tiers": WeightTiers("hectares", ((10, 5),))})  # fmt: skip

    found = voices_of(member(inputs={"hectares": 9}), rules)

    assert found.value == 1
    assert [step.code for step in found.steps] == ["weight.by-slice", "weight.lifted"]


@pytest.mark.parametrize(("asked", "voices"), [(0, 1), (3, 4), (6, 7), (9, 7)])
def test_a_contributor_of_land_has_six_voices_more_at_most(asked: int, voices: int) -> None:
    """AC-03: nine extra voices asked for, six given."""
    rules = preset("acca")

    assert voices_of(member(category="apporteur", inputs={"supplementaires": asked}), rules).value \
        == voices  # fmt: skip


FAMILIES = [  # parents, mineurs, groupes de trois, morts pour la France, majeurs à charge
    ((2, 4, 1, 0, 0), 7),
    ((1, 1, 0, 0, 0), 2),
    ((2, 6, 2, 0, 0), 10),
    ((2, 2, 0, 0, 1), 5),
    ((2, 3, 1, 1, 0), 7),
]
NAMES = ("parents", "mineurs", "groupes_de_trois", "morts_pour_la_france", "majeurs_a_charge")


@pytest.mark.parametrize(("family", "voices"), FAMILIES)
def test_a_family_brings_the_voices_of_the_code(family: tuple[int, ...], voices: int) -> None:
    """AC-02: article L.211-9 of the code de l'action sociale et des familles."""
    inputs = dict(zip(NAMES, family, strict=True))
    one = member(category="association-familiale", inputs=inputs)

    assert voices_of(one, preset("udaf")).value == voices


def test_an_association_sums_its_families() -> None:
    """AC-02: the five families together, 31."""
    columns = zip(*(family for family, _ in FAMILIES), strict=True)
    inputs = dict(zip(NAMES, map(sum, columns), strict=True))
    found = voices_of(member(category="association-familiale", inputs=inputs), preset("udaf"))

    assert found.value == 31
    assert [step.code for step in found.steps] == ["weight.item"] * 5 + ["weight.sum"]


def test_an_item_counts_whole_groups_only(ruled: Change) -> None:
    items = (WeightItem("enfants", 1), WeightItem("enfants", 2, per=3))
    rules = ruled({"weight.method": WeightMethod.SUM_OF_ITEMS, "weight.items": items})

    assert voices_of(member(inputs={"enfants": 8}), rules).value == 8 + 2 * 2


@pytest.mark.parametrize(
    ("how", "voices"),
    [("floor", 2), ("ceil", 3), ("half_up", 3), ("half_even", 2)],
)
def test_a_half_is_rounded_as_the_clause_says(ruled: Change, how: str, voices: int) -> None:
    rules = ruled({"weight.method": WeightMethod.FORMULA, "weight.formula": "N/10",
                   "weight.rounding": how})  # fmt: skip

    assert voices_of(member(inputs={"N": 25}), rules).value == voices


def test_the_formula_of_a_real_text_is_exact(ruled: Change) -> None:
    rules = ruled({"weight.method": WeightMethod.FORMULA, "weight.formula": "1 + N/10 + S/1000",
                   "weight.fraction_allowed": True})  # fmt: skip

    found = voices_of(member(inputs={"N": 25, "S": 1234}), rules)

    assert found.value == Fraction(4734, 1000)
    assert found.steps[0].facts["voices"] == "2367/500"
    assert found.steps[0].facts["figures"] == "N = 25, S = 1234"


@pytest.mark.parametrize(
    ("values", "inputs", "code", "path"),
    [
        ({"weight.formula": "10 / (N - 5)"}, {"N": 5}, "weight.division-by-zero",
         "weight.formula.value"),
        ({"weight.formula": "N - 9"}, {"N": 5}, "weight.negative", "weight.formula.value"),
        ({"weight.formula": "N * N"}, {"N": 1001}, "weight.too-many", "weight.method.value"),
        ({"weight.formula": "N / 2"}, {"N": 5}, "weight.not-whole", "weight.rounding.value"),
    ],
)  # fmt: skip
def test_what_a_formula_cannot_give_names_the_path_and_the_member(
    ruled: Change, values: dict[str, Any], inputs: dict[str, int], code: str, path: str
) -> None:
    rules = ruled({"weight.method": WeightMethod.FORMULA, **values})

    with pytest.raises(InvalidInputError) as refusal:
        voices_of(member(inputs=inputs), rules)

    assert (refusal.value.code, refusal.value.facts["path"]) == (code, path)
    assert refusal.value.facts["member"] == "Membre 1"


@pytest.mark.parametrize("figure", [-1, MOST_INPUT + 1])
def test_a_figure_below_zero_or_beyond_measure_is_refused(figure: int) -> None:
    rules = preset("association-de-collectivites")

    with pytest.raises(InvalidInputError) as refusal:
        voices_of(member(category="commune", inputs={"population": figure}), rules)
    assert refusal.value.code == "weight.bad-input"


def test_a_member_whose_figure_nobody_entered_has_the_floor_and_is_named() -> None:
    rules = preset("association-de-collectivites")
    members = [member(1, "commune"), member(2, "commune", inputs={"population": 60_000})]

    roll = draw_up_roll(members, rules, DAY)

    assert [line.voices for line in roll.lines] == [1, 3]
    assert roll.missing_inputs() == {1: ("population",)}


def agfpn() -> list[MemberFacts]:
    unions = [member(n, "syndicat") for n in range(1, 6)]
    audiences = {6: 60, 7: 25, 8: 15}
    return [*unions, *(member(n, "employeurs", inputs={"audience": share})
                       for n, share in audiences.items())]  # fmt: skip


def test_employers_share_the_voices_of_the_unions_exactly() -> None:
    """AC-09: five unions, 10 votes; employers at 60, 25 and 15 %: 6, 2.5 and 1.5."""
    found = weigh(agfpn(), preset("agfpn"))

    assert [found[n].value for n in range(1, 9)] == [2, 2, 2, 2, 2, 6, Fraction(5, 2),
                                                     Fraction(3, 2)]  # fmt: skip
    assert found[7].steps[0].facts == {
        "college": "EMPLOYEURS", "total": 10, "part": "1/4", "voices": "5/2",
    }  # fmt: skip


def test_fractions_of_voices_are_counted_in_a_scale_that_is_told() -> None:
    paid = {2026: "paid"}
    members = [MemberFacts(m.id, m.name, m.category, dues=paid, inputs=m.inputs) for m in agfpn()]

    roll = draw_up_roll(members, preset("agfpn"), DAY)

    assert roll.scale == 2
    assert [line.voices for line in roll.lines] == [4, 4, 4, 4, 4, 12, 5, 3]
    assert roll.total_voices == 20 * roll.scale


def shares(ruled: Change, *rows: CollegeVoices, **more: Any) -> RuleSet:
    categories = tuple(Category(n, n, "deliberative", n.upper()) for n in ("a", "b", "c"))
    return ruled({"categories": categories, "weight.method": WeightMethod.COLLEGE_SHARE,
                  "weight.colleges": rows, **more})  # fmt: skip


def three_colleges(**first: int) -> list[MemberFacts]:
    return [member(1, "a", inputs=first), member(2, "a", inputs=first), member(3, "b"),
            member(4, "b"), member(5, "b"), member(6, "c")]  # fmt: skip


def test_shares_of_all_are_the_smallest_whole_voices(ruled: Change) -> None:
    rules = shares(ruled, CollegeVoices("A", share=Fraction(1, 2)),
                   CollegeVoices("B", share=Fraction(1, 4)),
                   CollegeVoices("C", share=Fraction(1, 4)))  # fmt: skip

    found = weigh(three_colleges(), rules)

    assert [found[n].value for n in range(1, 7)] == [3, 3, 1, 1, 1, 3]


def test_a_share_beside_fixed_voices_is_a_share_of_what_results(ruled: Change) -> None:
    rules = shares(ruled, CollegeVoices("A", share=Fraction(1, 2)), CollegeVoices("B", each=2),
                   CollegeVoices("C", total=4))  # fmt: skip

    found = weigh(three_colleges(), rules)

    assert [found[n].value for n in range(1, 7)] == [5, 5, 2, 2, 2, 4]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([CollegeVoices("A", share=Fraction(1, 2)), CollegeVoices("B", share=Fraction(1, 2)),
          CollegeVoices("C", each=1)], "weight.shares-impossible"),
        ([CollegeVoices("A", same_as="B"), CollegeVoices("B", same_as="A"),
          CollegeVoices("C", each=1)], "weight.circular-colleges"),
        ([CollegeVoices("A", total=9, split="proportional", input="adherents"),
          CollegeVoices("B", each=1), CollegeVoices("C", each=1)], "weight.nothing-to-share"),
    ],
)  # fmt: skip
def test_colleges_that_cannot_share_are_refused_by_path(
    ruled: Change, rows: list[CollegeVoices], code: str
) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        weigh(three_colleges(adherents=0), shares(ruled, *rows))

    assert refusal.value.code == code
    assert refusal.value.facts["path"] == "weight.colleges.value"


def test_a_college_whose_figures_nobody_entered_has_no_voices_yet(ruled: Change) -> None:
    rules = shares(
        ruled,
        CollegeVoices("A", total=9, split="proportional", input="adherents"),
        CollegeVoices("B", each=1),
        CollegeVoices("C", each=1),
    )

    found = weigh(three_colleges(), rules)

    assert [found[n].value for n in range(1, 7)] == [0, 0, 1, 1, 1, 1]
    assert [found[n].missing for n in (1, 2, 3)] == [("adherents",), ("adherents",), ()]


def test_voices_that_depend_on_others_are_not_asked_of_one_member(ruled: Change) -> None:
    rules = shares(ruled, CollegeVoices("A", each=1))

    assert not is_by_member(rules)
    with pytest.raises(ValueError, match="other members"):
        voices_of(member(1, "a"), rules)
