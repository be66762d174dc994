"""The voices of one member taken by itself: one each, a table, slices, a sum, a formula."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from math import floor

from governance.errors import InvalidInputError
from governance.rules.ruleset import Ruled, RuleSet, WeightMethod
from governance.rules.ruleset.formula import Formula, parse_formula
from governance.rules.standing import MemberFacts
from governance.rules.steps import Step
from governance.rules.weights.voices import Amount, Voices, plain, shown

FORMULA_PATH = "weight.formula.value"
MOST_INPUT = 10**12


def own_voices(member: MemberFacts, rules: RuleSet) -> Voices:
    """Count the voices of ``member`` by a method that looks at nobody else.

    Raises:
        InvalidInputError: weight.division-by-zero, weight.bad-input; facts name path and member.
    """
    return METHODS[rules.weight.method.value](member, rules)


def figure_of(member: MemberFacts, name: str) -> Fraction | None:
    """Return the figure of an input, None where nobody has entered it.

    Raises:
        InvalidInputError: weight.bad-input for one below zero or beyond measure.
    """
    value = member.inputs.get(name)
    if value is None:
        return None
    if not 0 <= value <= MOST_INPUT:
        raise InvalidInputError("weight.bad-input", member=member.name, input=name, most=MOST_INPUT)
    return Fraction(value)


def missing_inputs(rule: Ruled[object], names: tuple[str, ...]) -> Voices:
    """Return no voices, and say which figures are missing; the floor will lift them."""
    step = Step("weight.unknown-input", {"inputs": ", ".join(names)})
    return Voices(0, (step,), rule.clause, rule.source, names)


def _one(_: MemberFacts, rules: RuleSet) -> Voices:
    return _said(rules.weight.method, 1, Step("weight.one-per-member", {"voices": 1}))


def _by_table(member: MemberFacts, rules: RuleSet) -> Voices:
    rule, table = rules.weight.table, dict(rules.weight.table.value)
    looked_at = rules.weight.table_by.value
    keys = {"tier": member.tier, "category": member.category, "member": member.name}
    key = keys[looked_at] or ""
    if key in table:
        codes = {
            "tier": "weight.by-tier",
            "category": "weight.by-category",
            "member": "weight.by-name",
        }
        return _said(rule, table[key], Step(codes[looked_at], _row(looked_at, key, table[key])))
    return _said(rule, table["*"], Step("weight.by-default", _row(looked_at, key, table["*"])))


def _row(looked_at: str, key: str, voices: int) -> dict[str, object]:
    return {looked_at: key, "voices": voices}


def _by_slices(member: MemberFacts, rules: RuleSet) -> Voices:
    rule, tiers = rules.weight.tiers, rules.weight.tiers.value
    if tiers is None:
        raise ValueError("voices by slices need slices")
    figure = figure_of(member, tiers.input)
    if figure is None:
        return missing_inputs(rule, (tiers.input,))
    reached = [(low, voices) for low, voices in tiers.steps if low <= figure]
    low, voices = reached[-1] if reached else (0, 0)
    facts = {"input": tiers.input, "figure": shown(figure), "low": low, "voices": voices}
    return _said(rule, voices, Step("weight.by-slice", facts))


def _by_sum(member: MemberFacts, rules: RuleSet) -> Voices:
    rule, total = rules.weight.items, 0
    steps, missing = [], []
    for item in rules.weight.items.value:
        figure = figure_of(member, item.input)
        if figure is None:
            missing.append(item.input)
            continue
        voices = item.voices * floor(figure / item.per)
        total += voices
        facts = {"input": item.input, "figure": shown(figure), "voices": voices}
        steps.append(Step("weight.item", {**facts, "each": item.voices, "per": item.per}))
    if missing:
        return missing_inputs(rule, tuple(missing))
    return Voices(total, (*steps, Step("weight.sum", {"voices": total})), rule.clause, rule.source)


def _by_formula(member: MemberFacts, rules: RuleSet) -> Voices:
    rule = rules.weight.formula
    if rule.value is None:
        raise ValueError("voices by a formula need a formula")
    formula = _parsed(rule.value)
    figures = {name: figure_of(member, name) for name in sorted(formula.names)}
    missing = tuple(name for name, figure in figures.items() if figure is None)
    if missing:
        return missing_inputs(rule, missing)
    known = {name: figure for name, figure in figures.items() if figure is not None}
    try:
        value = formula.evaluate(known)
    except ZeroDivisionError as error:
        raise InvalidInputError(
            "weight.division-by-zero", path=FORMULA_PATH, member=member.name, formula=rule.value
        ) from error
    facts = {"formula": rule.value, "voices": shown(value)}
    told = ", ".join(f"{name} = {shown(figure)}" for name, figure in known.items())
    return _said(rule, value, Step("weight.formula-applied", {**facts, "figures": told}))


@cache
def _parsed(text: str) -> Formula:
    return parse_formula(text, FORMULA_PATH)


def _said(rule: Ruled[object], value: Amount, step: Step) -> Voices:
    return Voices(plain(value), (step,), rule.clause, rule.source)


METHODS: dict[WeightMethod, Callable[[MemberFacts, RuleSet], Voices]] = {
    WeightMethod.ONE_PER_MEMBER: _one,
    WeightMethod.TABLE: _by_table,
    WeightMethod.TIERS: _by_slices,
    WeightMethod.SUM_OF_ITEMS: _by_sum,
    WeightMethod.FORMULA: _by_formula,
}
