"""Shares of colleges that no roll could satisfy (part des collèges): refused before any roll."""

from fractions import Fraction

from governance.rules.ruleset.kinds import refuse
from governance.rules.ruleset.rules import RuleSet
from governance.rules.ruleset.weighing import CollegeBound
from governance.rules.steps import written

WHOLE = Fraction(1)


def check_bounds(rules: RuleSet, path: str) -> None:
    """Refuse bounds that contradict each other.

    Each set of colleges has a least and a greatest share; the leasts of sets without a common
    college must fit in the whole, and the greatest of sets that cover all must fill it.

    Raises:
        RuleSetError: ruleset.out-of-order, .bounds-too-high, .bounds-too-low.
    """
    everyone = {category.college for category in rules.categories.value}
    for unit in ("votes", "seats"):
        bounds = [bound for bound in rules.weight.college_bounds.value if bound.of == unit]
        for bound in bounds:
            _check_one(bound, path)
        _check_leasts(bounds, path)
        _check_greatest(bounds, everyone, path)


def _least(bound: CollegeBound) -> Fraction:
    return bound.exact or bound.min or Fraction(0)


def _greatest(bound: CollegeBound) -> Fraction:
    return bound.exact or bound.max or WHOLE


def _check_one(bound: CollegeBound, path: str) -> None:
    low, high = _least(bound), _greatest(bound)
    if low > high or (bound.strict and low == high):
        shown = f"{written(low)} > {written(high)}"
        raise refuse("ruleset.out-of-order", path, shown, "least <= most")


def _check_leasts(bounds: list[CollegeBound], path: str) -> None:
    taken: set[str] = set()
    total, strict = Fraction(0), False
    for bound in sorted(bounds, key=_least, reverse=True):
        if taken & set(bound.colleges):
            continue
        taken |= set(bound.colleges)
        total += _least(bound)
        strict = strict or (bound.strict and bound.min is not None)
    if total > WHOLE or (strict and total == WHOLE):
        raise refuse("ruleset.bounds-too-high", path, written(total), "leasts within 1/1")


def _check_greatest(bounds: list[CollegeBound], everyone: set[str], path: str) -> None:
    taken: set[str] = set()
    total, strict = Fraction(0), False
    for bound in sorted(bounds, key=_greatest):
        if taken & set(bound.colleges):
            continue
        taken |= set(bound.colleges)
        total += _greatest(bound)
        strict = strict or (bound.strict and bound.max is not None)
    if taken == everyone and (total < WHOLE or (strict and total == WHOLE)):
        raise refuse("ruleset.bounds-too-low", path, written(total), "most that fill 1/1")
