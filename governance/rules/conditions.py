"""Conditions beside a majority: by heads, in each college, a turnout, a blocking minority."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from governance.errors import RuleBrokenError
from governance.rules.counting import Asked, Count, Detail, base_of
from governance.rules.ruleset import Condition, MajorityRule, Ruled
from governance.rules.steps import Step, written

CODES: Mapping[str, tuple[str, str]] = {  # kind: (held, not held)
    "by_heads": ("majority.heads-reached", "majority.heads-not-reached"),
    "by_votes": ("majority.votes-reached", "majority.votes-not-reached"),
    "per_college": ("majority.college-reached", "majority.college-not-reached"),
    "participation": ("majority.turnout-reached", "majority.turnout-not-reached"),
    "blocking": ("majority.not-blocked", "majority.blocked"),
}


@dataclass(frozen=True, slots=True)
class ConditionFound:
    """One condition put to a count; ``college`` where it is asked of one.

    For a blocking minority ``numerator`` counts the voices against, and ``is_held`` means that
    they are too few to block.
    """

    kind: str
    numerator: int
    denominator: int
    needed: int
    share: Fraction
    strict: bool
    is_held: bool
    college: str = ""

    @property
    def step(self) -> Step:
        """Return the condition as a step of the explanation."""
        facts: dict[str, object] = {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "needed": self.needed,
            "threshold": written(self.share),
            "strict": self.strict,
        }
        told = {**facts, "college": self.college} if self.college else facts
        return Step(CODES[self.kind][0 if self.is_held else 1], told)

    def to_facts(self) -> dict[str, Any]:
        """Return the condition as JSON-able facts."""
        return {"kind": self.kind, "is_held": self.is_held, **self.step.facts}


def find_conditions(count: Count, rule: MajorityRule, detail: Detail) -> tuple[ConditionFound, ...]:
    """Put every condition of ``rule`` to the count.

    Raises:
        ValueError: a condition by heads or by college without that ``detail``.
    """
    return tuple(found for one in rule.conditions for found in _found(one, count, rule, detail))


def check_countable(rule: Ruled[MajorityRule], *, secret: bool, equal_voices: bool) -> None:
    """Refuse a secret vote whose conditions only named votes can show.

    The total of a secret vote tells neither colleges apart nor, with unequal voices, heads.

    Raises:
        RuleBrokenError: majority.not-in-secret, with its clause.
    """
    kinds = {condition.kind for condition in rule.value.conditions}
    hidden = "per_college" in kinds or ("by_heads" in kinds and not equal_voices)
    if secret and hidden:
        raise RuleBrokenError(
            "majority.not-in-secret", clause=rule.clause, source=rule.source.value
        )


def _found(
    condition: Condition, count: Count, rule: MajorityRule, detail: Detail
) -> Iterator[ConditionFound]:
    if condition.kind == "per_college":
        if not detail.colleges:
            raise ValueError("a condition by college needs the count of each college")
        for college in condition.colleges or tuple(sorted(detail.colleges)):
            counted = detail.colleges.get(college, Count(0, 0))
            yield _share_of(condition, counted, rule, college)
    elif condition.kind == "by_heads":
        if detail.heads is None:
            raise ValueError("a condition by heads needs the count in heads")
        yield _share_of(condition, detail.heads, rule)
    elif condition.kind == "by_votes":
        yield _share_of(condition, count, rule)
    elif condition.kind == "participation":
        yield _made(condition, Asked(*_turnout(count), condition.share, condition.strict))
    else:
        asked = Asked(count.against, base_of(count, rule), condition.share, condition.strict)
        yield _made(condition, asked, is_held=not asked.is_reached)


def _turnout(count: Count) -> tuple[int, int]:
    return count.cast, max(count.roll_voices, count.cast)


def _share_of(
    condition: Condition, count: Count, rule: MajorityRule, college: str = ""
) -> ConditionFound:
    asked = Asked(count.for_, base_of(count, rule), condition.share, condition.strict)
    return _made(condition, asked, college=college)


def _made(
    condition: Condition, asked: Asked, *, is_held: bool | None = None, college: str = ""
) -> ConditionFound:
    return ConditionFound(
        condition.kind,
        asked.numerator,
        asked.denominator,
        asked.needed,
        asked.share,
        asked.strict,
        asked.is_reached if is_held is None else is_held,
        college,
    )
