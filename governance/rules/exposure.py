"""Exposure: whose choice a published result gives away, exactly."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

from governance.rules.reachable import WORK_LIMIT, Lattice, without_one, work

WORK_PER_VOTER = 60_000_000  # bits: a small body has its answer in a tenth of a second


@dataclass(frozen=True, slots=True)
class ExposedVoter:
    """Every holder of ``weight`` is seen to have chosen the option at ``option_index``."""

    weight: int
    option_index: int
    holders: int = 1


@dataclass(frozen=True, slots=True)
class PublicationVerdict:
    """Whom a result exposes; where ``exact`` is False there may be others."""

    exposed: tuple[ExposedVoter, ...]
    exact: bool


def check_before_publishing(
    weights: Sequence[int], totals: Sequence[int]
) -> tuple[ExposedVoter, ...]:
    """Return the weights whose choice is the same in every vote that gives ``totals``.

    Args:
        weights: those of the voters who cast a ballot.
        totals: voices per option, blank and abstention included.
    """
    return judge_publication(weights, totals).exposed


def judge_by_college(
    colleges: Mapping[str, tuple[Sequence[int], Sequence[int]]],
) -> dict[str, PublicationVerdict]:
    """Judge the publication of one result for each college, of (weights, totals) each.

    Nobody votes in two colleges, so what the totals of one show does not depend on the others.
    """
    return {name: judge_publication(*one) for name, one in sorted(colleges.items())}


def judge_publication(weights: Sequence[int], totals: Sequence[int]) -> PublicationVerdict:
    """Do as check_before_publishing, and say whether the answer is complete."""
    classes = classes_of(weights)
    if sum(weights) != sum(totals) or any(total < 0 for total in totals):
        raise ValueError("the totals are not those of these weights")
    unit = gcd(*weights) if weights else 1
    scaled = tuple((weight // unit, holders) for weight, holders in classes)
    if any(total % unit for total in totals):
        raise ValueError("the totals are not those of these weights")
    found = _exposed(scaled, tuple(total // unit for total in totals))
    exposed = tuple(ExposedVoter(e.weight * unit, e.option_index, e.holders) for e in found.exposed)
    return PublicationVerdict(exposed, found.exact)


def _exposed(classes: tuple[tuple[int, int], ...], totals: tuple[int, ...]) -> PublicationVerdict:
    chosen = [index for index, total in enumerate(totals) if total]
    if len(chosen) <= 1:  # unanimity hides nobody
        return PublicationVerdict(
            tuple(ExposedVoter(w, chosen[0], holders) for w, holders in classes), True
        )
    if len(classes) == 1:  # all alike: whoever chose one option may have chosen another
        return PublicationVerdict((), True)
    chosen.sort(key=lambda index: totals[index])
    axes = chosen[:-1]  # the largest total is decided by the others
    lattice = Lattice([totals[index] for index in axes])
    limit = min(WORK_LIMIT, WORK_PER_VOTER * sum(holders for _, holders in classes))
    if work(lattice, classes) > limit:
        return PublicationVerdict(_surely_exposed(classes, totals), False)
    goal = tuple(totals[index] for index in axes)
    exposed = []
    for weight, results in without_one(lattice, classes):
        open_to = [
            index
            for place, index in enumerate(chosen)
            if _is_possible(lattice, results, goal, place, weight)
        ]
        if not open_to:
            raise ValueError("no vote of these weights gives these totals")
        if len(open_to) == 1:
            exposed.append(ExposedVoter(weight, open_to[0], dict(classes)[weight]))
    return PublicationVerdict(tuple(exposed), True)


def _is_possible(
    lattice: Lattice, results: int, goal: tuple[int, ...], place: int, weight: int
) -> bool:
    """Say whether a voter of ``weight`` can have chosen the option at ``place``."""
    rest = list(goal)
    if place < len(rest):
        rest[place] -= weight
        if rest[place] < 0:
            return False
    return bool(results >> lattice.position(rest) & 1)


def _surely_exposed(
    classes: tuple[tuple[int, int], ...], totals: tuple[int, ...]
) -> tuple[ExposedVoter, ...]:
    """Return those shown by some option's total against all others together: certain, not all."""
    whole = sum(totals)
    open_to: dict[int, list[int]] = {weight: [] for weight, _ in classes}
    inside: dict[int, int] = {}
    for index, total in enumerate(totals):
        if not total:
            continue
        lattice = Lattice([min(total, whole - total)])
        goal = (min(total, whole - total),)
        here, elsewhere = (0, 1) if total <= whole - total else (1, 0)
        for weight, results in without_one(lattice, classes):
            if _is_possible(lattice, results, goal, here, weight):
                open_to[weight].append(index)
            if not _is_possible(lattice, results, goal, elsewhere, weight):
                inside[weight] = index
    found = []
    for weight, holders in classes:
        if not open_to[weight]:
            raise ValueError("no vote of these weights gives these totals")
        if weight in inside or len(open_to[weight]) == 1:
            index = inside.get(weight, open_to[weight][0])
            found.append(ExposedVoter(weight, index, holders))
    return tuple(found)


def classes_of(weights: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return (weight, holders), lightest first."""
    if any(weight < 1 for weight in weights):
        raise ValueError("a weight is at least one")
    return tuple(sorted(Counter(weights).items()))
