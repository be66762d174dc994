"""What bylaws may not say at once: contradictions between parameters, refused by name."""

from governance.rules.ruleset.deciding import MajorityRule, TieRule
from governance.rules.ruleset.kinds import refuse
from governance.rules.ruleset.rules import RuleSet
from governance.rules.ruleset.weighing import WeightMethod


def check_consistency(rules: RuleSet) -> None:
    """Refuse bylaws that contradict themselves.

    Raises:
        RuleSetError: ruleset.duplicate, .no-voting-category, .no-default-voices,
            .out-of-range, .no-casting-role.
    """
    _check_rules(rules, "")
    for body in rules.bodies:
        _check_rules(rules.of_body(body), f"bodies.{body}.")


def _check_rules(rules: RuleSet, at: str) -> None:
    categories = rules.categories.value
    _check_once(f"{at}categories", [category.id for category in categories])
    _check_once(f"{at}weight.table", [key for key, _ in rules.weight.table.value])
    if all(category.votes != "deliberative" for category in categories):
        raise refuse("ruleset.no-voting-category", f"{at}categories", None, "deliberative")
    by_table = rules.weight.method.value is WeightMethod.TABLE
    if by_table and "*" not in dict(rules.weight.table.value):
        raise refuse("ruleset.no-default-voices", f"{at}weight.table", None, "*")
    for key, majority in rules.majority.rule.items():
        _check_majority(majority.value, rules, f"{at}majority.rule.{key}.value")


def _check_majority(majority: MajorityRule, rules: RuleSet, at: str) -> None:
    if majority.strict and majority.threshold == 1:
        raise refuse("ruleset.out-of-range", f"{at}.threshold", "1/1", "more than all is nobody")
    if majority.tie is TieRule.CASTING_VOTE and rules.casting_vote.value is None:
        raise refuse("ruleset.no-casting-role", f"{at}.tie", None, "role")


def _check_once(path: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise refuse("ruleset.duplicate", path, name, "each once")
