"""The list of an unusual notice: urgent, asked for by members, on a second call, completed."""

from governance.errors import RuleBrokenError
from governance.rules.calls import Called, asks_enough, check_second_call
from governance.rules.notices import Check, ConvocationFacts
from governance.rules.ruleset import Ruled, RuleSet


def check_call(facts: ConvocationFacts, rules: RuleSet) -> tuple[Check, ...]:
    """Return the lines that only such a notice has."""
    called, followed = facts.called, rules.of_body(facts.body)
    found = (
        _urgent(called, followed),
        _asked(called, followed),
        _second(facts, followed),
        _due(called, followed),
    )
    return tuple(check for check in found if check is not None)


def _urgent(called: Called, rules: RuleSet) -> Check | None:
    if not called.urgent:
        return None
    rule = rules.notice.urgent_days
    ok = rule.value is not None
    return _check("notice.urgent", ok, rule, reason=called.urgent, required=rule.value)


def _asked(called: Called, rules: RuleSet) -> Check | None:
    by, rule = called.asked, rules.body.can_be_called_by
    if by is None:
        return None
    given = {"members": by.members, "votes": by.voices, "board": by.board}
    enough = asks_enough(by, called.whole, rules)
    return _check("notice.asked", enough is not None, rule, blocking=False, **given)


def _second(facts: ConvocationFacts, rules: RuleSet) -> Check | None:
    called = facts.called
    if called.first_on is None:
        return None
    items = [item.title for item in facts.items]
    code, first_on = "notice.second-call", called.first_on.isoformat()
    try:
        check_second_call(called.first_on, facts.meeting_on, called.first_items, items, rules)
    except RuleBrokenError as refusal:
        told = {"first_on": first_on, "refusal": refusal.code, **refusal.facts}
        return Check(code, False, True, rules.second_call.clause, rules.second_call.source, told)
    return _check(code, True, rules.second_call, first_on=first_on)


def _due(called: Called, rules: RuleSet) -> Check | None:
    if not called.due:
        return None
    names = list(called.due)
    return _check("notice.due", False, rules.agenda.member_request, names=names, count=len(names))


def _check(
    code: str, ok: bool, rule: Ruled[object], *, blocking: bool = True, **facts: object
) -> Check:
    return Check(code, ok, blocking, rule.clause, rule.source, facts)
