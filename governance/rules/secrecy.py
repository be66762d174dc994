"""Secrecy of weighted votes (secret du vote): what totals alone would give away.

Two questions, both answered for anyone who knows the weights and sees the totals: before a
poll opens, how many of the results close to unanimity, the usual ones, would expose someone;
before a result is published, whom this one exposes. Members of equal weight are
interchangeable, so a member is exposed if and only if all holders of that weight chose alike
in every distribution of the votes that gives these totals. What a voter learns by taking
away the own vote is not looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd
from typing import Any, Literal

from governance.rules.exposure import (
    ExposedVoter,
    PublicationVerdict,
    check_before_publishing,
    classes_of,
    judge_publication,
)
from governance.rules.reachable import WORK_LIMIT, Lattice, without_one, work
from governance.rules.ruleset import Ruled, Source
from governance.rules.steps import Step, written

__all__ = [
    "ExposedVoter",
    "PublicationVerdict",
    "SecrecyVerdict",
    "check_before_opening",
    "check_before_publishing",
    "judge_publication",
]
Level = Literal["ok", "warning", "high"]
WARNING_SHARE = Fraction(1, 6)  # of the results close to unanimity; our thresholds, no law's
HIGH_SHARE = Fraction(1, 2)
REMEDIES_ANY = ("secrecy.accept-and-record", "secrecy.named-vote")
REMEDIES_WEIGHTS = (
    "secrecy.equal-weights",
    "secrecy.coarser-weights",
    "secrecy.no-figures-by-college",
    "secrecy.split-rights",
)


@dataclass(frozen=True, slots=True)
class SecrecyVerdict:
    """What is known before a secret poll opens.

    ``exposed_share`` is the share of the results close to unanimity (nine tenths of the
    voices for one option) that would expose somebody, None where there are too many to
    count (``exact`` is False); ``group`` the fewest holders of one weight;
    ``unique_weights`` those with a single holder.
    """

    exposed_share: Fraction | None
    unique_weights: tuple[int, ...]
    group: int
    voters: int
    min_group: int
    level: Level
    exact: bool
    remedies: tuple[str, ...]
    clause: str
    source: Source
    steps: tuple[Step, ...]

    def to_facts(self) -> dict[str, Any]:
        """Return the verdict as JSON-able facts."""
        share = self.exposed_share
        return {
            "exposed_share": None if share is None else written(share),
            "unique_weights": list(self.unique_weights),
            "group": self.group,
            "voters": self.voters,
            "min_group": self.min_group,
            "level": self.level,
            "exact": self.exact,
            "remedies": list(self.remedies),
            "clause": self.clause,
            "source": self.source.value,
            "steps": [step.to_facts() for step in self.steps],
        }


def check_before_opening(
    weights: Sequence[int], options: int, min_group: Ruled[int]
) -> SecrecyVerdict:
    """Judge a secret poll by the weights on its roll, before anyone votes.

    Args:
        weights: one per right to vote.
        options: the choices on the ballot, blank and abstention included.
        min_group: the fewest voters among whom a vote counts as hidden.
    """
    classes = classes_of(weights)
    if options < 2 or not classes:
        raise ValueError("a secret poll has two options and a voter")
    counted = _near_consensus(classes, options)
    share = None if counted is None else Fraction(*counted)
    unique = tuple(weight for weight, holders in classes if holders == 1)
    group = min(holders for _, holders in classes)
    level = _level(share, group, len(weights), min_group.value)
    return SecrecyVerdict(
        exposed_share=share,
        unique_weights=unique,
        group=group,
        voters=len(weights),
        min_group=min_group.value,
        level=level,
        exact=share is not None,
        remedies=_remedies(level, len(classes)),
        clause=min_group.clause,
        source=min_group.source,
        steps=_steps(counted, unique, group, len(weights), min_group),
    )


def _near_consensus(classes: tuple[tuple[int, int], ...], options: int) -> tuple[int, int] | None:
    """Count the results close to unanimity, and those of them that expose somebody.

    Close: all but a tenth of the voices (rounded up, and at least the heaviest vote) go to
    one option, once the weights are divided by their common measure. The options are alike:
    counting them for one is enough.
    """
    unit = gcd(*(weight for weight, _ in classes))
    scaled = [(weight // unit, holders) for weight, holders in classes]
    whole = sum(weight * holders for weight, holders in scaled)
    dissent = max(ceil(Fraction(whole, 10)), scaled[-1][0])
    axes = options - 1
    if work((dissent + 1) ** axes, axes, scaled) > WORK_LIMIT:
        return None
    lattice = Lattice([dissent] * axes)
    near = lattice.with_voters(1, 1, dissent)
    possible = exposing = 0
    for weight, results in without_one(lattice, scaled):
        once, twice = results, 0  # the voter may have chosen the option without an axis
        for axis in range(axes):
            there = lattice.moved(results, axis, weight)
            once, twice = once | there, twice | (once & there)
        possible |= once & near
        exposing |= once & ~twice & near
    return exposing.bit_count(), possible.bit_count()


def _level(share: Fraction | None, group: int, voters: int, min_group: int) -> Level:
    if voters < min_group or (share is not None and share > HIGH_SHARE):
        return "high"
    if share is None or group < min_group or share > WARNING_SHARE:
        return "warning"
    return "ok"


def _remedies(level: Level, distinct_weights: int) -> tuple[str, ...]:
    if level == "ok":
        return ()
    return REMEDIES_ANY if distinct_weights == 1 else (*REMEDIES_WEIGHTS, *REMEDIES_ANY)


def _steps(
    counted: tuple[int, int] | None,
    unique: tuple[int, ...],
    group: int,
    voters: int,
    min_group: Ruled[int],
) -> tuple[Step, ...]:
    asked = min_group.value
    steps = []
    if voters < asked:
        steps.append(Step("secrecy.few-voters", {"voters": voters, "min_group": asked}))
    if unique:
        steps.append(Step("secrecy.unique-weights", {"weights": list(unique)}))
    if group < asked:
        steps.append(Step("secrecy.small-group", {"group": group, "min_group": asked}))
    if counted is None:
        return (*steps, Step("secrecy.not-counted"))
    exposing, possible = counted
    facts = {"exposing": exposing, "possible": possible}
    return (*steps, Step("secrecy.exposing-results", facts))
