"""Caps of voices (plafond): a number, a share of a base that may move, the sum of the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from governance.errors import InvalidInputError
from governance.rules.ruleset import Ruled, WeightCap
from governance.rules.steps import Step
from governance.rules.weights.voices import shown

PATH = "weight.cap.value"


@dataclass(frozen=True, slots=True)
class Capped:
    """Amounts under a cap: nobody is above ``limit``, which is the share of ``base``.

    With a base that moves, ``base`` is the sum of the amounts themselves: the reader checks the
    fixed point by one multiplication. It is the greatest one: every higher limit is above its
    share of the sum it would leave.
    """

    amounts: Mapping[int, Fraction]
    limit: Fraction | None
    base: Fraction
    lowered: tuple[int, ...]


def apply_cap(amounts: Mapping[int, Fraction], cap: WeightCap, *, whole: bool) -> Capped:
    """Lower what is above the cap.

    Args:
        whole: voices are not divided: a limit that is no whole number is rounded down.

    Raises:
        InvalidInputError: weight.cap-impossible where no positive limit satisfies the share
            (one twentieth of the voices among nineteen members).
    """
    total = sum(amounts.values(), Fraction(0))
    if not total:
        return Capped(amounts, None, total, ())
    if cap.mode == "reduce_to_others":
        limit = _others(amounts, total)
    elif cap.voices is not None:
        limit = Fraction(cap.voices)
    elif cap.share is None:
        raise ValueError("a cap has voices or a share")
    elif cap.mode == "iterate":
        limit = _fixed_point(amounts, cap.share, whole=whole)
    else:
        limit = Fraction(floor(cap.share * total)) if whole else cap.share * total
    if limit <= 0:
        raise InvalidInputError(
            "weight.cap-impossible",
            path=PATH,
            members=len(amounts),
            needed=-(-1 // cap.share) if cap.share else 2,
        )
    lowered = {number: min(value, limit) for number, value in amounts.items()}
    base = sum(lowered.values(), Fraction(0)) if cap.mode == "iterate" else total
    changed = tuple(sorted(n for n, value in amounts.items() if value > limit))
    return Capped(lowered, limit, base, changed)


def cap_step(
    rule: Ruled[WeightCap | None], found: Capped, number: int, before: Fraction, **more: object
) -> Step:
    """Say how a cap lowered one amount: by a number, to the sum of the others, to a share."""
    cap = rule.value
    if cap is None:
        raise ValueError("there is no cap to tell")
    facts = {"before": shown(before), "voices": shown(found.amounts[number]), **more}
    told = {**facts, "clause": rule.clause}
    if cap.mode == "reduce_to_others":
        return Step("weight.capped-to-others", told)
    if cap.share is None:
        return Step("weight.capped", told)
    return Step(
        "weight.capped-to-share", {**told, "share": shown(cap.share), "base": shown(found.base)}
    )


def _others(amounts: Mapping[int, Fraction], total: Fraction) -> Fraction:
    """Return the sum of the others for whoever holds more than all of them together."""
    greatest = max(amounts.values())
    return min(greatest, total - greatest)


def _fixed_point(amounts: Mapping[int, Fraction], share: Fraction, *, whole: bool) -> Fraction:
    """Return the greatest limit that is at most ``share`` of what it leaves, zero for none.

    What a limit leaves grows with it ever more slowly, so every limit below the exact point
    holds and every one above fails: the whole one is the point rounded down.
    """
    limit = _exact_point(sorted(amounts.values(), reverse=True), share)
    return Fraction(floor(limit)) if whole else limit


def _exact_point(falling: list[Fraction], share: Fraction) -> Fraction:
    """Solve limit = share * (capped * limit + rest) for the fewest capped members."""
    rest = sum(falling, Fraction(0))
    for capped, value in enumerate(falling):
        left = 1 - share * capped
        if left <= 0:
            return Fraction(0)
        limit = share * rest / left
        if value <= limit:
            return limit
        rest -= value
    return Fraction(0)
