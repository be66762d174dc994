"""What bylaws come to on a register, and what no roll like it can satisfy."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from governance.rules.effects import effect_of, roll_doubts
from governance.rules.ruleset import (
    CollegeBound,
    ProxyLimit,
    QuorumRule,
    Ruled,
    RuleSet,
    Secrecy,
    Source,
    WeightCap,
    preset,
    with_value,
)
from governance.rules.standing import MemberFacts

TODAY = date(2026, 6, 2)
INSTITUTION, *_, INDIVIDUAL = (one.id for one in preset("la27eregion").categories.value)


def member(number: int, category: str = INSTITUTION, tier: str | None = None) -> MemberFacts:
    return MemberFacts(
        number, f"Membre {number}", category, tier, date(2020, 1, 1), None, {2026: "paid"}
    )


MEMBERS = [member(number, INSTITUTION if number % 2 else INDIVIDUAL) for number in range(1, 11)]


def bylaws(**values: Any) -> RuleSet:
    """Return the rules of the 27e Région with other values; ``__`` stands for a dot."""
    rules = preset("la27eregion")
    for name, value in values.items():
        rules = with_value(rules, name.replace("__", "."), Ruled(value, Source.STATUTS, "art. 9"))
    return rules


def codes(rules: RuleSet) -> list[str]:
    return [doubt.code.partition(".")[2] for doubt in roll_doubts(effect_of(MEMBERS, rules, TODAY))]


def test_it_counts_who_votes_and_what_is_needed() -> None:
    rules = bylaws(quorum__first=QuorumRule(Fraction(1, 2), plus_one=True))
    effect = effect_of(MEMBERS, rules, TODAY)

    assert (effect.members, effect.roll.heads, effect.voices) == (10, 10, 10)
    assert effect.quorum == 6
    assert effect.needed["ordinary"] == 6
    assert effect.needed["extraordinary"] == 7


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        (None, None),
        (ProxyLimit(2), 2),
        (ProxyLimit(2, own_included=True), 1),
        (ProxyLimit(share=Fraction(1, 5), unit="fraction_of_members"), 2),
        (ProxyLimit(5, unit="votes"), None),
    ],
)
def test_it_tells_how_many_proxies_one_member_may_carry(
    limit: ProxyLimit | None, most: int | None
) -> None:
    assert effect_of(MEMBERS, bylaws(proxy__limit=limit), TODAY).most_proxies == most


def test_a_body_has_its_own_effect() -> None:
    rules = bylaws(bodies__CA__proxy__allowed=False)

    assert effect_of(MEMBERS, rules, TODAY, "CA").most_proxies == 0
    assert effect_of(MEMBERS, rules, TODAY).most_proxies != 0


def bound(**parts: Any) -> tuple[CollegeBound, ...]:
    college = preset("la27eregion").categories.value[0].college
    return (CollegeBound((college,), **parts),)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"weight__college_bounds": bound(min=Fraction(3, 4))}, "college-bound-unmet"),
        ({"weight__college_bounds": bound(exact=Fraction(1, 3))}, "college-bound-unmet"),
        ({"weight__college_bounds": bound(min=Fraction(1, 2), strict=True)}, "college-bound-unmet"),
        ({"proxy__limit": ProxyLimit(10)}, "proxy-limit-beyond-roll"),
        ({"quorum__first": QuorumRule(Fraction(99, 100), plus_one=True, rounding="ceil")},
         "quorum-beyond-roll"),
        ({"vote__min_secret_group": 11, "vote__secrecy": Secrecy.SECRET}, "group-beyond-roll"),
    ],
)  # fmt: skip
def test_what_this_roll_cannot_satisfy_is_told(values: dict[str, Any], code: str) -> None:
    assert code not in codes(bylaws())
    assert codes(bylaws(**values)) == [code]


def test_a_bound_that_the_roll_keeps_is_no_doubt() -> None:
    assert codes(bylaws(weight__college_bounds=bound(min=Fraction(1, 2)))) == []
    assert codes(bylaws(weight__college_bounds=bound(exact=Fraction(1, 2)))) == []


def test_categories_that_the_bylaws_do_not_know_are_named() -> None:
    strangers = effect_of([*MEMBERS, member(11, "géant")], bylaws(), TODAY)

    (doubt,) = roll_doubts(strangers)
    assert doubt.facts == {"names": ("géant",)}


def test_a_roll_that_cannot_be_drawn_up_says_why() -> None:
    effect = effect_of(MEMBERS, bylaws(weight__cap=WeightCap(share=Fraction(1, 20))), TODAY)

    assert effect.refusal is not None
    assert effect.refusal.code.startswith("weight.")
    assert roll_doubts(effect) == ()


def test_an_empty_register_raises_no_doubt() -> None:
    assert roll_doubts(effect_of([], bylaws(), TODAY)) == ()
