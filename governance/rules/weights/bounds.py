"""What colleges hold together (part des collèges): checked on a roll, counted in seats."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from math import ceil, floor

from governance.errors import InvalidInputError, RuleBrokenError
from governance.rules.ruleset import CollegeBound, RuleSet
from governance.rules.weights.voices import Amount, shown

PATH = "weight.college_bounds.value"


def check_bounds(by_college: Mapping[str, Amount], rules: RuleSet) -> None:
    """Refuse voices of which some colleges hold more or less than the bylaws allow.

    Args:
        by_college: the voices of each college.

    Raises:
        RuleBrokenError: weight.bound-exactly, .bound-at-least, .bound-more-than, .bound-at-most
            or .bound-less-than, with the voices held, the bound and the clause.
    """
    rule = rules.weight.college_bounds
    for bound in rule.value:
        if bound.of == "votes" and not is_held(by_college, bound):
            held, whole = held_by(by_college, bound.colleges)
            code, share = _asked(bound, held, whole)
            raise RuleBrokenError(
                code,
                path=PATH,
                colleges=", ".join(bound.colleges),
                held=shown(held),
                whole=shown(whole),
                bound=shown(share),
                clause=rule.clause,
                source=rule.source.value,
            )


def held_by(by_college: Mapping[str, Amount], colleges: Collection[str]) -> tuple[Amount, Amount]:
    """Return the voices that the colleges hold together, and those of all."""
    held = sum((by_college.get(college, 0) for college in sorted(colleges)), Fraction(0))
    return held, sum(by_college.values(), Fraction(0))


def is_held(by_college: Mapping[str, Amount], bound: CollegeBound) -> bool:
    """Say whether the colleges of a bound hold what it asks of the voices; of none, yes."""
    held, whole = held_by(by_college, bound.colleges)
    if not whole:
        return True
    share = Fraction(held) / whole
    if bound.exact is not None:
        return share == bound.exact
    if bound.min is not None and (share < bound.min or (bound.strict and share == bound.min)):
        return False
    return bound.max is None or share < bound.max or (not bound.strict and share == bound.max)


def seats_for(bound: CollegeBound, others: int) -> tuple[int, int | None]:
    """Return how many seats at least and at most make the share of a bound beside ``others``.

    Args:
        others: the seats of all other colleges, fixed by other clauses.

    Returns: (least, most); most is None where nothing limits it.
    Raises:
        InvalidInputError: weight.no-such-seats where no whole number of seats does.
    """
    if others < 1:
        raise ValueError("a share of seats is beside other seats")
    if bound.exact is not None:
        if bound.exact == 1 or _beside(bound.exact, others).denominator != 1:
            raise _impossible(bound, others)
        least = int(_beside(bound.exact, others))
        return least, least
    least, most = 0, None
    if bound.min is not None:
        if bound.min == 1:
            raise _impossible(bound, others)
        edge = _beside(bound.min, others)
        least = floor(edge) + 1 if bound.strict else ceil(edge)
    if bound.max is not None and bound.max < 1:
        edge = _beside(bound.max, others)
        most = ceil(edge) - 1 if bound.strict else floor(edge)
    if most is not None and least > most:
        raise _impossible(bound, others)
    return least, most


def _beside(share: Fraction, others: int) -> Fraction:
    """Solve seats / (seats + others) = share."""
    return share * others / (1 - share)


def _impossible(bound: CollegeBound, others: int) -> InvalidInputError:
    shares = [share for share in (bound.exact, bound.min, bound.max) if share is not None]
    return InvalidInputError(
        "weight.no-such-seats",
        path=PATH,
        colleges=", ".join(bound.colleges),
        others=others,
        bound=" … ".join(str(shown(share)) for share in shares),
    )


def _asked(bound: CollegeBound, held: Amount, whole: Amount) -> tuple[str, Fraction]:
    """Return what the voices held fail, of what a bound asks."""
    if bound.exact is not None:
        return "weight.bound-exactly", bound.exact
    if bound.min is not None and Fraction(held) <= bound.min * whole:
        return ("weight.bound-more-than" if bound.strict else "weight.bound-at-least"), bound.min
    most = bound.max or Fraction(1)
    return ("weight.bound-less-than" if bound.strict else "weight.bound-at-most"), most
