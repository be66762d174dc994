"""Voices (voix) of a member and its college, with the way each number came about."""

from dataclasses import dataclass

from governance.errors import InvalidInputError
from governance.rules.ruleset import RuleSet, Source, WeightMethod
from governance.rules.standing import MemberFacts, category_of
from governance.rules.steps import Step


@dataclass(frozen=True, slots=True)
class Voices:
    """A number of voices, explained."""

    value: int
    steps: tuple[Step, ...]
    clause: str
    source: Source


def voices_of(member: MemberFacts, rules: RuleSet) -> Voices:
    """Count the voices the bylaws give ``member``, whether or not it may vote today."""
    if rules.weight.method.value is WeightMethod.ONE_PER_MEMBER:
        rule, step = rules.weight.method, Step("weight.one-per-member", {"voices": 1})
        return Voices(1, (step,), rule.clause, rule.source)
    return _by_tier(member, rules)


def college_of(member_category: str, rules: RuleSet) -> str:
    """Return the college (collège) of a category.

    Raises:
        InvalidInputError: member.unknown-category.
    """
    category = category_of(member_category, rules)
    if category is None:
        raise InvalidInputError("member.unknown-category", field="category", value=member_category)
    return category.college


def _by_tier(member: MemberFacts, rules: RuleSet) -> Voices:
    table = dict(rules.weight.table.value)
    rule = rules.weight.table
    if member.tier is not None and member.tier in table:
        value = table[member.tier]
        step = Step("weight.by-tier", {"tier": member.tier, "voices": value})
    else:
        value = table["*"]
        step = Step("weight.by-default", {"tier": member.tier or "", "voices": value})
    return Voices(value, (step,), rule.clause, rule.source)
