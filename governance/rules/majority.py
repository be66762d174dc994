"""Majorities (majorité simple, absolue, qualifiée): a count, a clause, a decision explained."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from governance.rules.conditions import ConditionFound, find_conditions
from governance.rules.counting import Asked, Count, Detail, amount_of, base_steps
from governance.rules.ruleset import Base, CastingVote, MajorityRule, Ruled, Source, TieRule
from governance.rules.steps import Step, written

__all__ = ["Count", "Decision", "Detail", "SecondVote", "decide"]
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class SecondVote:
    """A second vote by the majority ``then`` that the clause offers after a first one failed.

    It is open where for reached ``needed`` voices of ``roll``: at once, or at another meeting.
    """

    then: str
    at_once: bool
    is_open: bool
    numerator: int
    roll: int
    needed: int
    reached: Fraction

    def to_facts(self) -> dict[str, Any]:
        """Return the second vote as JSON-able facts."""
        return {
            "then": self.then,
            "at_once": self.at_once,
            "is_open": self.is_open,
            "numerator": self.numerator,
            "denominator": self.roll,
            "needed": self.needed,
            "threshold": written(self.reached),
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """Adopted or not, with the arithmetic: numerator / denominator against the threshold.

    ``needed`` is the smallest number of voices for that would have been enough. ``tie`` is
    the equality of for and against; ``tie_action`` what the clause makes of it where it
    decides (casting_vote, rejected, favourable), else None.
    """

    adopted: bool
    numerator: int
    denominator: int
    needed: int
    threshold: Fraction
    strict: bool
    base: Base
    clause: str
    source: Source
    tie: bool
    tie_action: str | None
    steps: tuple[Step, ...]
    conditions: tuple[ConditionFound, ...] = ()
    second_vote: SecondVote | None = None

    def to_facts(self) -> dict[str, Any]:
        """Return the decision as JSON-able facts."""
        return {
            "adopted": self.adopted,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "needed": self.needed,
            "threshold": written(self.threshold),
            "strict": self.strict,
            "base": self.base.value,
            "clause": self.clause,
            "source": self.source.value,
            "tie": self.tie,
            "tie_action": self.tie_action,
            "conditions": [found.to_facts() for found in self.conditions],
            "second_vote": self.second_vote.to_facts() if self.second_vote else None,
            "steps": [step.to_facts() for step in self.steps],
        }


def decide(
    count: Count,
    rule: Ruled[MajorityRule],
    casting: Literal["for", "against"] | None = None,
    *,
    detail: Detail = Detail(),  # noqa: B008  (frozen)
    casting_vote: CastingVote | None = None,
) -> Decision:
    """Apply ``rule`` to ``count``.

    ``casting``, the casting vote (voix prépondérante), is heard only where an exact half for
    and half against leaves the decision open and the clause gives one; whether it is heard in
    this body or in a secret vote is for agenda.casting_role.

    Args:
        detail: the same vote in heads and by college, for the conditions that ask it.
        casting_vote: its clause; one that is not weighted wants an equality of heads as well.

    Raises:
        ValueError: a condition by heads or by college without that detail.
    """
    majority, base = rule.value, base_steps(count, rule.value)
    denominator = sum(amount_of(step) for step in base)
    asked = Asked(count.for_, denominator, majority.threshold, majority.strict)
    reached = asked.is_reached
    by_heads = casting_vote is not None and not casting_vote.weighted
    action = None if reached else _tie_action(count, denominator, majority, by_heads, detail)
    by_casting_vote = action == TieRule.CASTING_VOTE.value and casting is not None
    favourable = action == TieRule.FAVOURABLE.value
    found = find_conditions(count, majority, detail)
    carried = casting == "for" if by_casting_vote else reached or favourable
    adopted = carried and all(condition.is_held for condition in found)
    second = None if adopted else _second_vote(count, majority)
    steps = (
        *base,
        *_conclusion(asked, majority),
        *_tie_steps(count, action, casting),
        *(condition.step for condition in found),
        *_second_steps(second),
    )
    return Decision(
        adopted=adopted,
        numerator=count.for_,
        denominator=denominator,
        needed=asked.needed,
        threshold=majority.threshold,
        strict=majority.strict,
        base=majority.base,
        clause=rule.clause,
        source=rule.source,
        tie=_is_tie(count),
        tie_action=action,
        steps=steps,
        conditions=found,
        second_vote=second,
    )


def _is_tie(count: Count) -> bool:
    return count.for_ == count.against > 0


def _tie_action(
    count: Count, denominator: int, rule: MajorityRule, by_heads: bool, detail: Detail
) -> str | None:
    """Return what breaks the tie; a tie short of half the base is not one that decides."""
    decisive = rule.threshold == HALF and 2 * count.for_ == denominator
    if not _is_tie(count) or not decisive:
        return None
    if rule.tie is TieRule.CASTING_VOTE and by_heads:
        if detail.heads is None:
            raise ValueError("an equality of heads needs the count in heads")
        if not _is_tie(detail.heads):
            return TieRule.REJECTED.value
    return rule.tie.value


def _second_vote(count: Count, rule: MajorityRule) -> SecondVote | None:
    fallback = rule.fallback
    if fallback is None:
        return None
    roll = max(count.roll_voices, count.cast)
    asked = Asked(count.for_, roll, fallback.reached, strict=False)
    return SecondVote(
        fallback.then,
        fallback.at_once,
        asked.is_reached,
        count.for_,
        roll,
        asked.needed,
        fallback.reached,
    )


def _second_steps(second: SecondVote | None) -> tuple[Step, ...]:
    if second is None:
        return ()
    if not second.is_open:
        code = "majority.no-second-vote"
    elif second.at_once:
        code = "majority.second-vote-now"
    else:
        code = "majority.second-vote-later"
    facts = {
        "numerator": second.numerator,
        "denominator": second.roll,
        "needed": second.needed,
        "then": second.then,
    }
    return (Step(code, facts),)


def _conclusion(asked: Asked, rule: MajorityRule) -> tuple[Step, ...]:
    if asked.denominator == 0:
        return (Step("majority.nobody"),)
    code = "majority.reached" if asked.is_reached else "majority.not-reached"
    return (
        Step(
            code,
            {
                "numerator": asked.numerator,
                "denominator": asked.denominator,
                "needed": asked.needed,
                "threshold": written(rule.threshold),
                "strict": rule.strict,
                "base": rule.base.value,
            },
        ),
    )


def _tie_steps(count: Count, action: str | None, casting: str | None) -> tuple[Step, ...]:
    if not _is_tie(count):
        return ()
    if action is None:
        return (Step("majority.tie-not-decisive", {"voices": count.for_}),)
    if action == TieRule.REJECTED.value:
        return (Step("majority.tie-rejected", {"voices": count.for_}),)
    if action == TieRule.FAVOURABLE.value:
        return (Step("majority.tie-favourable", {"voices": count.for_}),)
    if casting is None:
        return (Step("majority.tie-awaits-casting-vote", {"voices": count.for_}),)
    return (Step("majority.tie-casting-vote", {"voices": count.for_, "casting": casting}),)
