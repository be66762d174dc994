"""Majorities (majorité simple, absolue, qualifiée): a count, a clause, a decision explained."""

from dataclasses import asdict, dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any, Literal

from governance.rules.ruleset import Base, MajorityRule, Ruled, Source, TieRule, Treatment
from governance.rules.steps import Step, written

HALF = Fraction(1, 2)
BLANK_STEPS = {
    Treatment.EXPRESSED: "majority.blank-expressed",
    Treatment.AGAINST: "majority.blank-against",
}
ABSTENTION_STEPS = {
    Treatment.EXPRESSED: "majority.abstention-expressed",
    Treatment.AGAINST: "majority.abstention-against",
}


@dataclass(frozen=True, slots=True)
class Count:
    """Voices by choice; ``voters`` are heads.

    ``present_voices`` are those of the members there in person, on site or online;
    ``represented_voices`` come with proxies and are added to them where the clause says so.
    """

    for_: int
    against: int
    abstention: int = 0
    blank: int = 0
    null: int = 0
    voters: int = 0
    present_voices: int = 0
    roll_voices: int = 0
    represented_voices: int = 0

    def __post_init__(self) -> None:
        if any(number < 0 for number in asdict(self).values()):
            raise ValueError("a count is not negative")

    @property
    def cast(self) -> int:
        """Add up all the voices cast, whatever the choice."""
        return self.for_ + self.against + self.abstention + self.blank + self.null


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
            "steps": [step.to_facts() for step in self.steps],
        }


def decide(
    count: Count, rule: Ruled[MajorityRule], casting: Literal["for", "against"] | None = None
) -> Decision:
    """Apply ``rule`` to ``count``.

    ``casting``, the casting vote (voix prépondérante), is heard only where an exact half for
    and half against leaves the decision open and the clause gives one.
    """
    majority, base = rule.value, _denominator(count, rule.value)
    denominator = sum(_amount(step) for step in base)
    reached = _is_reached(count.for_, denominator, majority)
    action = None if reached else _tie_action(count, denominator, majority)
    by_casting_vote = action == TieRule.CASTING_VOTE.value and casting is not None
    favourable = action == TieRule.FAVOURABLE.value
    adopted = casting == "for" if by_casting_vote else reached or favourable
    needed = _needed(denominator, majority)
    steps = (
        *base,
        *_conclusion(count.for_, denominator, needed, majority, reached),
        *_tie_steps(count, action, casting),
    )
    return Decision(
        adopted=adopted,
        numerator=count.for_,
        denominator=denominator,
        needed=needed,
        threshold=majority.threshold,
        strict=majority.strict,
        base=majority.base,
        clause=rule.clause,
        source=rule.source,
        tie=_is_tie(count),
        tie_action=action,
        steps=steps,
    )


def _denominator(count: Count, rule: MajorityRule) -> tuple[Step, ...]:
    """List what the base is made of; a base of persons never falls below the voices cast."""
    if rule.base is Base.EXPRESSED:
        return _expressed(count, rule)
    if rule.base is Base.CAST:
        return (Step("majority.base-cast", {"voices": count.cast}),)
    if rule.base is Base.ROLL:
        whole, name = count.roll_voices, "majority.base-roll"
    elif rule.base is Base.PRESENT:
        whole, name = count.present_voices, "majority.base-present"
    else:
        whole = count.present_voices + count.represented_voices
        name = "majority.base-present-or-represented"
    missing = max(0, count.cast - whole)  # who has cast a vote was there for it
    raised = (Step("majority.base-raised", {"voices": missing}),) if missing else ()
    return (Step(name, {"voices": whole}), *raised)


def _expressed(count: Count, rule: MajorityRule) -> tuple[Step, ...]:
    steps = [
        Step("majority.for", {"voices": count.for_}),
        Step("majority.against", {"voices": count.against}),
    ]
    if rule.blank in BLANK_STEPS:
        steps.append(Step(BLANK_STEPS[rule.blank], {"voices": count.blank}))
    if rule.abstention in ABSTENTION_STEPS:
        steps.append(Step(ABSTENTION_STEPS[rule.abstention], {"voices": count.abstention}))
    return tuple(steps)


def _amount(step: Step) -> int:
    voices = step.facts["voices"]
    if not isinstance(voices, int):
        raise ValueError("a step of the base counts voices")
    return voices


def _is_reached(numerator: int, denominator: int, rule: MajorityRule) -> bool:
    if denominator == 0:
        return False
    share = Fraction(numerator, denominator)
    return share > rule.threshold if rule.strict else share >= rule.threshold


def _needed(denominator: int, rule: MajorityRule) -> int:
    edge = rule.threshold * denominator
    return max(1, floor(edge) + 1 if rule.strict else ceil(edge))


def _is_tie(count: Count) -> bool:
    return count.for_ == count.against > 0


def _tie_action(count: Count, denominator: int, rule: MajorityRule) -> str | None:
    """Return what breaks the tie; a tie short of half the base is not one that decides."""
    decisive = rule.threshold == HALF and 2 * count.for_ == denominator
    return rule.tie.value if _is_tie(count) and decisive else None


def _conclusion(
    numerator: int, denominator: int, needed: int, rule: MajorityRule, reached: bool
) -> tuple[Step, ...]:
    if denominator == 0:
        return (Step("majority.nobody"),)
    code = "majority.reached" if reached else "majority.not-reached"
    return (
        Step(
            code,
            {
                "numerator": numerator,
                "denominator": denominator,
                "needed": needed,
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
