"""What bylaws may not say at once: what contradicts itself or lacks a part is refused by name."""

from collections.abc import Iterator
from itertools import pairwise

from governance.rules.ruleset.bounds import check_bounds
from governance.rules.ruleset.completeness import missing_parts
from governance.rules.ruleset.deciding import MajorityRule, TieRule
from governance.rules.ruleset.formula import parse_formula
from governance.rules.ruleset.kinds import refuse
from governance.rules.ruleset.lookalikes import check_names
from governance.rules.ruleset.rules import RuleSet
from governance.rules.ruleset.weighing import WeightMethod


def check_consistency(rules: RuleSet) -> None:
    """Refuse bylaws that contradict themselves.

    Raises:
        RuleSetError: ruleset.duplicate, .look-alike, .mixed-script, .no-voting-category,
            .no-default-voices, .incomplete, .out-of-range, .out-of-order, .no-casting-role,
            .unknown-college, .unknown-majority, .unknown-input, .bad-formula, .circular,
            .bounds-too-high, .bounds-too-low.
    """
    _check_rules(rules, "")
    for body in rules.bodies:
        _check_rules(rules.of_body(body), f"bodies.{body}.")


def _check_rules(rules: RuleSet, at: str) -> None:
    _check_members(rules, at)
    for path, value, expected in missing_parts(rules):
        raise refuse("ruleset.incomplete", f"{at}{path}.value", value, expected)
    _check_weights(rules, at)
    _check_colleges(rules, at)
    check_bounds(rules, f"{at}weight.college_bounds.value")
    for key, majority in rules.majority.rule.items():
        _check_majority(majority.value, rules, f"{at}majority.rule.{key}.value")
    _check_majority_keys(rules, at)
    _check_order(rules, at)


def _check_members(rules: RuleSet, at: str) -> None:
    categories = rules.categories.value
    path = f"{at}categories"
    _check_once(path, [category.id for category in categories])
    check_names(path, [category.id for category in categories])
    check_names(path, [category.label for category in categories])
    check_names(path, sorted({category.college for category in categories}))
    if all(category.votes != "deliberative" for category in categories):
        raise refuse("ruleset.no-voting-category", path, None, "deliberative")


def _check_weights(rules: RuleSet, at: str) -> None:
    weight = rules.weight
    table = [key for key, _ in weight.table.value]
    _check_once(f"{at}weight.table", table)
    check_names(f"{at}weight.table", table)
    if weight.method.value is WeightMethod.TABLE and "*" not in table:
        raise refuse("ruleset.no-default-voices", f"{at}weight.table", None, "*")
    names = [given.name for given in weight.inputs.value]
    _check_once(f"{at}weight.inputs", names)
    for path, name in _inputs_read(rules, at):
        if name not in names:
            raise refuse("ruleset.unknown-input", path, name, ", ".join(names) or "weight.inputs")
    if weight.tiers.value is not None:
        bounds = [bound for bound, _ in weight.tiers.value.steps]
        if any(low >= high for low, high in pairwise(bounds)):
            path = f"{at}weight.tiers.value.steps"
            raise refuse("ruleset.out-of-order", path, bounds, "bounds that rise")


def _inputs_read(rules: RuleSet, at: str) -> Iterator[tuple[str, str]]:
    weight = rules.weight
    if weight.formula.value is not None:
        path = f"{at}weight.formula.value"
        for name in sorted(parse_formula(weight.formula.value, path).names):
            yield path, name
    if weight.tiers.value is not None:
        yield f"{at}weight.tiers.value.input", weight.tiers.value.input
    for place, item in enumerate(weight.items.value):
        yield f"{at}weight.items.value[{place}].input", item.input
    for place, college in enumerate(weight.colleges.value):
        if college.input is not None:
            yield f"{at}weight.colleges.value[{place}].input", college.input


def _check_colleges(rules: RuleSet, at: str) -> None:
    known = {category.college for category in rules.categories.value}
    for path, college in _colleges_named(rules):
        if college not in known:
            expected = ", ".join(sorted(known))
            raise refuse("ruleset.unknown-college", f"{at}{path}", college, expected)
    _check_once(f"{at}weight.colleges", [one.college for one in rules.weight.colleges.value])
    _check_once(f"{at}election.per_college", [c.college for c in rules.election.per_college.value])


def _colleges_named(rules: RuleSet) -> Iterator[tuple[str, str]]:
    for place, voices in enumerate(rules.weight.colleges.value):
        path = f"weight.colleges.value[{place}]"
        yield f"{path}.college", voices.college
        if voices.same_as is not None:
            yield f"{path}.same_as", voices.same_as
    for place, bound in enumerate(rules.weight.college_bounds.value):
        for inner, college in enumerate(bound.colleges):
            yield f"weight.college_bounds.value[{place}].colleges[{inner}]", college
    for place, seats in enumerate(rules.election.per_college.value):
        yield f"election.per_college.value[{place}].college", seats.college
    for key, majority in rules.majority.rule.items():
        for place, condition in enumerate(majority.value.conditions):
            for inner, college in enumerate(condition.colleges):
                path = f"majority.rule.{key}.value.conditions[{place}].colleges[{inner}]"
                yield path, college


def _check_majority(majority: MajorityRule, rules: RuleSet, at: str) -> None:
    if majority.strict and majority.threshold == 1:
        raise refuse("ruleset.out-of-range", f"{at}.threshold", "1/1", "more than all is nobody")
    if majority.tie is TieRule.CASTING_VOTE and rules.casting_vote.value is None:
        raise refuse("ruleset.no-casting-role", f"{at}.tie", None, "role")


def _check_majority_keys(rules: RuleSet, at: str) -> None:
    known = rules.majority.rule
    removal = rules.removal.value.majority
    if removal not in known:
        raise refuse(
            "ruleset.unknown-majority", f"{at}removal.value.majority", removal, ", ".join(known)
        )
    for key in known:
        path, seen, then = f"{at}majority.rule.{key}.value.fallback.then", [key], key
        while (fallback := known[then].value.fallback) is not None:
            then = fallback.then
            if then not in known:
                raise refuse("ruleset.unknown-majority", path, then, ", ".join(known))
            if then in seen:
                raise refuse("ruleset.circular", path, " > ".join([*seen, then]), "an end")
            seen.append(then)


def _check_order(rules: RuleSet, at: str) -> None:
    """Refuse a least that is more than the most."""
    pairs: list[tuple[str, int | None, int | None]] = [
        ("notice.urgent_days.value", rules.notice.urgent_days.value, rules.notice.days.value)
    ]
    second, seats = rules.second_call.value, rules.election.seats.value
    if second is not None:
        pairs.append(("second_call.value.max_days", second.min_days, second.max_days))
    if seats is not None:
        pairs.append(("election.seats.value.max", seats.min, seats.max))
        least = sum(college.min for college in rules.election.per_college.value)
        pairs.append(("election.per_college.value", least, seats.max))
    for place, college in enumerate(rules.election.per_college.value):
        pairs.append((f"election.per_college.value[{place}].max", college.min, college.max))
    for path, low, high in pairs:
        if low is not None and high is not None and low > high:
            raise refuse("ruleset.out-of-order", f"{at}{path}", f"{low} > {high}", "least <= most")


def _check_once(path: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise refuse("ruleset.duplicate", path, name, "each once")
        seen.add(name)
