"""Secrecy of weighted votes (secret du vote): what totals alone would give away.

Two questions, both answered for anyone who knows the weights and sees the totals: before a
poll opens, how many of the results close to unanimity, the usual ones, would expose someone;
before a result is published, whom this one exposes. Members of equal weight are
interchangeable, so a member is exposed if and only if all holders of that weight chose alike
in every distribution of the votes that gives these totals. What a voter learns by taking
away the own vote is not looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from governance.rules.consensus import Classes, coarser, near_consensus, together
from governance.rules.exposure import (
    ExposedVoter,
    PublicationVerdict,
    check_before_publishing,
    classes_of,
    judge_by_college,
    judge_publication,
)
from governance.rules.ruleset import Ruled, Source
from governance.rules.steps import Step, written
from governance.rules.weights.voices import Amount, plain, shown

__all__ = [
    "ExposedVoter",
    "PublicationVerdict",
    "RemedyEffect",
    "SecrecyVerdict",
    "check_before_opening",
    "check_before_publishing",
    "judge_by_college",
    "judge_publication",
]
Level = Literal["ok", "warning", "high"]
Breakdown = Literal["none", "college", "weight_class"]
WARNING_SHARE = Fraction(1, 6)  # of the results close to unanimity; our thresholds, no law's
HIGH_SHARE = Fraction(1, 2)
UNIQUE = "secrecy.unique-weights"
NO_BREAKDOWN = "secrecy.no-figures-by-college"
EQUAL, COARSER, SPLIT = (
    "secrecy.equal-weights",
    "secrecy.coarser-weights",
    "secrecy.split-rights",
)
REMEDIES_ANY = ("secrecy.accept-and-record", "secrecy.named-vote")


@dataclass(frozen=True, slots=True)
class RemedyEffect:
    """What a remedy would make of the verdict, counted again under it."""

    code: str
    exposed_share: Fraction | None
    group: int
    level: Level

    def to_facts(self) -> dict[str, Any]:
        """Return the effect as JSON-able facts."""
        share = self.exposed_share
        return {
            "code": self.code,
            "exposed_share": None if share is None else written(share),
            "group": self.group,
            "level": self.level,
        }


@dataclass(frozen=True, slots=True)
class _Judged:
    """Groups published side by side, counted; ``merged``: the other options taken together."""

    counted: tuple[int, int] | None
    merged: tuple[int, int] | None
    group: int
    level: Level

    @property
    def share(self) -> Fraction | None:
        """The share of the results that expose somebody."""
        return None if self.counted is None else Fraction(*self.counted)


@dataclass(frozen=True, slots=True)
class SecrecyVerdict:
    """What is known before a secret poll opens.

    ``exposed_share`` is the share of the results close to unanimity (nine tenths of the
    voices for one option) that would expose somebody, None where there are too many to
    count (``exact`` is False); ``merged_share`` is then that share of the totals of one option
    against all others together, each of which exposes whatever the others are. ``group``: the
    fewest holders of one weight; ``unique_weights`` those with a single holder. ``effects``:
    what the remedies that change the figures would come to.
    """

    exposed_share: Fraction | None
    unique_weights: tuple[Amount, ...]
    group: int
    voters: int
    min_group: int
    level: Level
    exact: bool
    remedies: tuple[str, ...]
    clause: str
    source: Source
    steps: tuple[Step, ...]
    merged_share: Fraction | None = None
    effects: tuple[RemedyEffect, ...] = ()

    def in_voices(self, scale: int) -> "SecrecyVerdict":
        """Return the verdict in voices, where the weights count parts of one.

        Args:
            scale: how many parts make a voice.
        """
        unique = tuple(plain(Fraction(weight) / scale) for weight in self.unique_weights)
        told = Step(UNIQUE, {"weights": [shown(weight) for weight in unique]})
        steps = tuple(told if step.code == UNIQUE else step for step in self.steps)
        return replace(self, unique_weights=unique, steps=steps)

    def to_facts(self) -> dict[str, Any]:
        """Return the verdict as JSON-able facts."""
        share = self.exposed_share
        return {
            "exposed_share": None if share is None else written(share),
            "unique_weights": [shown(weight) for weight in self.unique_weights],
            "group": self.group,
            "voters": self.voters,
            "min_group": self.min_group,
            "level": self.level,
            "exact": self.exact,
            "remedies": list(self.remedies),
            "clause": self.clause,
            "source": self.source.value,
            "steps": [step.to_facts() for step in self.steps],
            "merged_share": None if self.merged_share is None else written(self.merged_share),
            "effects": [effect.to_facts() for effect in self.effects],
        }


def check_before_opening(
    weights: Sequence[int],
    options: int,
    min_group: Ruled[int],
    *,
    colleges: Sequence[str] = (),
    breakdown: Breakdown = "none",
) -> SecrecyVerdict:
    """Judge a secret poll by the weights on its roll, before anyone votes.

    Args:
        weights: one per right to vote.
        options: the choices on the ballot, blank and abstention included.
        min_group: the fewest voters among whom a vote counts as hidden.
        colleges: that of each right, where results are published by college.
        breakdown: what is published beside the whole result.
    """
    if options < 2 or not weights:
        raise ValueError("a secret poll has two options and a voter")
    asked, classes = min_group.value, classes_of(weights)
    judged = _judge(_groups(weights, colleges, breakdown), options, asked)
    merged = judged.merged
    unique = tuple(weight for weight, holders in classes if holders == 1)
    verdict = SecrecyVerdict(
        exposed_share=judged.share,
        unique_weights=unique,
        group=judged.group,
        voters=len(weights),
        min_group=asked,
        level=judged.level,
        exact=judged.share is not None,
        remedies=_remedies(judged.level, len(classes), breakdown),
        clause=min_group.clause,
        source=min_group.source,
        steps=_steps(judged, unique, len(weights), min_group),
        merged_share=None if merged is None else Fraction(*merged),
    )
    effects = _effects(verdict, classes, _groups(weights, colleges, breakdown), options)
    return replace(verdict, effects=effects)


def _groups(
    weights: Sequence[int], colleges: Sequence[str], breakdown: Breakdown
) -> tuple[Classes, ...]:
    """Return the weights of each group whose result is published."""
    if breakdown == "weight_class":
        return tuple((one,) for one in classes_of(weights))
    if breakdown == "none" or not colleges:
        return (classes_of(weights),)
    pairs = list(zip(colleges, weights, strict=True))
    return tuple(
        classes_of([weight for name, weight in pairs if name == college])
        for college in sorted(set(colleges))
    )


def _judge(groups: Sequence[Classes], options: int, asked: int) -> _Judged:
    found = [near_consensus(group, options) for group in groups]
    known = [one for one in found if one is not None]
    counted = together(known) if len(known) == len(found) else None
    merged = None
    if counted is None:
        pairs = [near_consensus(group, 2) for group in groups]
        merged = together([one for one in pairs if one is not None])
    share = Fraction(*counted) if counted else Fraction(*merged) if merged else Fraction(0)
    smallest = min(holders for group in groups for _, holders in group)
    voters = min(sum(holders for _, holders in group) for group in groups)
    level = _level(share, counted is not None, smallest, voters, asked)
    return _Judged(counted, merged, smallest, level)


def _effects(
    verdict: SecrecyVerdict, classes: Classes, groups: Sequence[Classes], options: int
) -> tuple[RemedyEffect, ...]:
    """Judge the poll again under each remedy that changes its figures."""

    def equal(group: Classes) -> Classes:
        return ((1, sum(holders for _, holders in group)),)

    def units(group: Classes) -> Classes:
        return ((1, sum(weight * holders for weight, holders in group)),)

    def merged(group: Classes) -> Classes:
        return coarser(group, verdict.min_group)

    changed: dict[str, Sequence[Classes]] = {
        EQUAL: [equal(group) for group in groups],
        COARSER: [merged(group) for group in groups],
        SPLIT: [units(group) for group in groups],
        NO_BREAKDOWN: [classes],
    }
    found = []
    for code in verdict.remedies:
        if code in changed:
            judged = _judge(changed[code], options, verdict.min_group)
            found.append(RemedyEffect(code, judged.share, judged.group, judged.level))
    return tuple(found)


def _level(share: Fraction, exact: bool, group: int, voters: int, min_group: int) -> Level:
    if voters < min_group or share > HIGH_SHARE:
        return "high"
    if not exact or group < min_group or share > WARNING_SHARE:
        return "warning"
    return "ok"


def _remedies(level: Level, distinct_weights: int, breakdown: Breakdown) -> tuple[str, ...]:
    if level == "ok":
        return ()
    figures = () if breakdown == "none" else (NO_BREAKDOWN,)
    weights = () if distinct_weights == 1 else (EQUAL, COARSER, SPLIT)
    return (*weights, *figures, *REMEDIES_ANY)


def _steps(
    judged: _Judged, unique: tuple[int, ...], voters: int, min_group: Ruled[int]
) -> tuple[Step, ...]:
    asked = min_group.value
    steps = []
    if voters < asked:
        steps.append(Step("secrecy.few-voters", {"voters": voters, "min_group": asked}))
    if unique:
        steps.append(Step(UNIQUE, {"weights": list(unique)}))
    if judged.group < asked:
        facts = {"group": judged.group, "min_group": asked}
        steps.append(Step("secrecy.small-group", facts))
    if judged.counted is not None:
        exposing, possible = judged.counted
        facts = {"exposing": exposing, "possible": possible}
        return (*steps, Step("secrecy.exposing-results", facts))
    if judged.merged is not None:
        exposing, possible = judged.merged
        facts = {"exposing": exposing, "possible": possible}
        steps.append(Step("secrecy.exposing-totals", facts))
    return (*steps, Step("secrecy.not-counted"))
