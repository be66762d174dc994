"""Results close to unanimity, the usual ones: how many there are, and how many expose someone."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, comb, gcd, prod

from governance.rules.reachable import Lattice, without_one, work

WORK_LIMIT = 3_000_000_000  # bits: a quarter of a second, since remedies are counted as well
WORK_PER_VOTER = 10_000_000  # a small body has its answer in a tenth of a second
Classes = tuple[tuple[int, int], ...]  # (weight, holders), lightest first


def near_consensus(classes: Classes, options: int) -> tuple[int, int] | None:
    """Count the results close to unanimity that expose somebody, and all of them.

    Close: all but a tenth of the voices (rounded up, and at least the heaviest vote) go to
    one option, once the weights are divided by their common measure. The options are alike:
    counting them for one is enough.

    Returns: (exposing, possible), None where there are too many to look at.
    """
    unit = gcd(*(weight for weight, _ in classes))
    scaled = [(weight // unit, holders) for weight, holders in classes]
    whole = sum(weight * holders for weight, holders in scaled)
    dissent = max(ceil(Fraction(whole, 10)), scaled[-1][0])
    axes = options - 1
    if len(scaled) == 1:  # all alike: every total is possible, unanimity alone exposes
        return (1 + axes * (dissent >= whole), comb(dissent + axes, axes))
    limit = min(WORK_LIMIT, WORK_PER_VOTER * sum(holders for _, holders in scaled))
    if (dissent + 1) ** axes > limit:
        return None
    lattice = Lattice([dissent] * axes, most=dissent)
    if work(lattice, scaled) > limit:
        return None
    near = lattice.within(dissent)
    possible = exposing = 0
    for weight, results in without_one(lattice, scaled):
        once, twice = results, 0  # the voter may have chosen the option without an axis
        for axis in range(axes):
            there = lattice.moved(results, axis, weight)
            once, twice = once | there, twice | (once & there)
        possible |= once & near
        exposing |= once & ~twice & near
    return exposing.bit_count(), possible.bit_count()


def together(counted: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Count the results of several groups published side by side: one exposes, all do."""
    known = list(counted)
    possible = prod(one for _, one in known)
    hiding = prod(one - exposing for exposing, one in known)
    return possible - hiding, possible


def coarser(classes: Classes, smallest: int) -> Classes:
    """Return the weights brought together until each has ``smallest`` holders at least.

    Neighbouring weights form a group, from the lightest on; all its members take the weight
    that most of them have, the lightest among equals.
    """
    groups: list[list[tuple[int, int]]] = [[]]
    for one in classes:
        if sum(holders for _, holders in groups[-1]) >= smallest:
            groups.append([])
        groups[-1].append(one)
    if len(groups) > 1 and sum(holders for _, holders in groups[-1]) < smallest:
        last = groups.pop()
        groups[-1] += last
    return tuple(
        (min(group, key=lambda one: (-one[1], one[0]))[0], sum(holders for _, holders in group))
        for group in groups
    )
