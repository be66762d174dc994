"""What bylaws may say but had better not (mises en garde): rules without effect, unsound pairs."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from governance.rules.ruleset.deciding import TieRule
from governance.rules.ruleset.ruled import Ruled, Source
from governance.rules.ruleset.rules import RuleSet
from governance.rules.ruleset.voting import Secrecy


@dataclass(frozen=True, slots=True)
class Doubt:
    """One warning: its code, the path it is about, the facts its sentence needs."""

    code: str
    path: str
    facts: dict[str, object]


def doubts_of(rules: RuleSet) -> tuple[Doubt, ...]:
    """Return what a secretary should look at again; bylaws with doubts are valid all the same."""
    found = list(_doubts(rules, ""))
    for body in rules.bodies:
        at = f"bodies.{body}."
        general = {(doubt.code, doubt.path) for doubt in found}
        found += [
            d
            for d in _doubts(rules.of_body(body), at)
            if (d.code, d.path.removeprefix(at)) not in general
        ]
    return tuple(found)


def _is_said(ruled: Ruled[object]) -> bool:
    return ruled.source is not Source.ASSUMED and not ruled.is_silent


def _doubts(rules: RuleSet, at: str) -> Iterator[Doubt]:
    proxy, quorum = rules.proxy, rules.quorum
    if not proxy.allowed.value and _is_said(proxy.limit) and proxy.most_mandates() != 0:
        yield Doubt("ruleset-doubt.limit-without-proxies", f"{at}proxy.limit", {})
    if rules.second_call.value is None and quorum.second.value.fraction is not None:
        yield Doubt("ruleset-doubt.second-quorum-unused", f"{at}quorum.second", {})
    if quorum.first.value.fraction is None and _is_said(rules.second_call):
        yield Doubt("ruleset-doubt.second-call-unused", f"{at}second_call", {})
    first, second = quorum.first.value.fraction, quorum.second.value.fraction
    if first is not None and second is not None and second > first:
        yield Doubt("ruleset-doubt.second-quorum-higher", f"{at}quorum.second", {})
    yield from _votes(rules, at)
    yield from _weights(rules, at)


def _votes(rules: RuleSet, at: str) -> Iterator[Doubt]:
    for key, majority in rules.majority.rule.items():
        path = f"{at}majority.rule.{key}"
        if majority.value.threshold < Fraction(1, 2):
            yield Doubt("ruleset-doubt.minority-decides", path, {})
        if majority.value.threshold == Fraction(1, 2) and not majority.value.strict:
            yield Doubt("ruleset-doubt.half-decides", path, {})
        if majority.value.base.value == "present" and rules.proxy.allowed.value:
            yield Doubt("ruleset-doubt.present-with-proxies", path, {})
    ties = [majority.value.tie for majority in rules.majority.rule.values()]
    casting = rules.casting_vote
    if casting.value is not None and TieRule.CASTING_VOTE not in ties:
        yield Doubt("ruleset-doubt.casting-vote-unused", f"{at}casting_vote", {})
    if casting.value is not None and rules.vote.secrecy.value is Secrecy.SECRET:
        yield Doubt("ruleset-doubt.casting-vote-secret", f"{at}casting_vote", {})
    if (
        rules.vote.publish_breakdown.value in ("college", "weight_class")
        and rules.vote.secrecy.value is not Secrecy.OPEN
    ):
        yield Doubt("ruleset-doubt.breakdown-exposes", f"{at}vote.publish_breakdown", {})


def _weights(rules: RuleSet, at: str) -> Iterator[Doubt]:
    cap = rules.weight.cap.value
    if cap is not None and cap.base == "present" and cap.mode == "clamp":
        yield Doubt("ruleset-doubt.cap-on-moving-base", f"{at}weight.cap", {})
    if rules.weight.rounding.value == "none" and not rules.weight.fraction_allowed.value:
        divides = rules.weight.formula.value is not None and "/" in rules.weight.formula.value
        split = any(one.split == "proportional" for one in rules.weight.colleges.value)
        if divides or split:
            yield Doubt("ruleset-doubt.fractions-unrounded", f"{at}weight.rounding", {})
