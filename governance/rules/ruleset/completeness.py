"""What a value needs to mean something: the parts that bylaws forgot, by path."""

from collections.abc import Iterator
from datetime import date

from governance.rules.ruleset.rules import RuleSet
from governance.rules.ruleset.weighing import WeightMethod

Missing = tuple[str, object, str]  # path, what is there, what was expected


def missing_parts(rules: RuleSet) -> Iterator[Missing]:
    """Yield each value that lacks what it needs, or has two parts that exclude each other."""
    yield from _convening(rules)
    yield from _weights(rules)
    yield from _proxies(rules)
    yield from _votes(rules)
    yield from _elections(rules)


def _is_one(*parts: object) -> bool:
    return sum(part is not None for part in parts) == 1


def _convening(rules: RuleSet) -> Iterator[Missing]:
    for caller in rules.body.can_be_called_by.value:
        if not _is_one(caller.role, caller.share, caller.number):
            yield "body.can_be_called_by", caller, "a role, a share or a number"
    request = rules.agenda.member_request.value
    if request is not None and not _is_one(request.share, request.number):
        yield "agenda.member_request", request, "a share or a number"
    closing = rules.roll.closing.value
    if (closing.at == "days_before") != (closing.days is not None):
        yield "roll.closing", closing, "days with days_before, and only there"
    if (closing.at == "fixed_day") != (closing.month_day is not None):
        yield "roll.closing", closing, "month_day with fixed_day, and only there"
    if closing.month_day is not None and not _is_day(closing.month_day):
        yield "roll.closing", closing.month_day, "a day of the year"


def _is_day(month_day: str) -> bool:
    try:
        date.fromisoformat(f"2024-{month_day}")
    except ValueError:
        return False
    return True


def _weights(rules: RuleSet) -> Iterator[Missing]:
    weight = rules.weight
    needed: dict[WeightMethod, tuple[str, object]] = {
        WeightMethod.TIERS: ("weight.tiers", weight.tiers.value),
        WeightMethod.FORMULA: ("weight.formula", weight.formula.value),
        WeightMethod.SUM_OF_ITEMS: ("weight.items", weight.items.value),
        WeightMethod.COLLEGE_SHARE: ("weight.colleges", weight.colleges.value),
        WeightMethod.PROPORTIONAL: ("weight.colleges", weight.colleges.value),
    }
    path, given = needed.get(weight.method.value, ("", True))
    if not given:
        yield path, given, f"a value, since weight.method is {weight.method.value}"
    for college in weight.colleges.value:
        if not _is_one(college.each, college.total, college.share, college.same_as):
            yield "weight.colleges", college, "each, a total, a share or same_as"
        if (college.split == "proportional") != (college.input is not None):
            yield "weight.colleges", college, "an input with proportional, and only there"
        if college.same_as == college.college:
            yield "weight.colleges", college, "same_as another college"
    cap = weight.cap.value
    if cap is not None and cap.mode != "reduce_to_others" and not _is_one(cap.voices, cap.share):
        yield "weight.cap", cap, "voices or a share"
    for bound in weight.college_bounds.value:
        if bound.min is None and bound.max is None and bound.exact is None:
            yield "weight.college_bounds", bound, "min, max or exact"
        if bound.exact is not None and not _is_one(bound.min, bound.max, bound.exact):
            yield "weight.college_bounds", bound, "exact alone"


def _proxies(rules: RuleSet) -> Iterator[Missing]:
    limit = rules.proxy.limit.value
    if limit is not None:
        counted = limit.unit in ("mandates", "votes")
        part, other = (limit.number, limit.share) if counted else (limit.share, limit.number)
        if part is None or other is not None:
            yield "proxy.limit", limit, f"a {'number' if counted else 'share'} of {limit.unit}"
        elif limit.own_included and limit.number == 0:
            yield "proxy.limit", limit, "at least one, the own vote included"
    for exception in rules.proxy.limit_exceptions.value:
        if (exception.kind == "under_share_of_votes") != (exception.share is not None):
            yield "proxy.limit_exceptions", exception, "a share with under_share_of_votes"
    deposit = rules.proxy.deposit_deadline.value
    if (deposit.until == "hours_before") != (deposit.hours is not None):
        yield "proxy.deposit_deadline", deposit, "hours with hours_before, and only there"


def _votes(rules: RuleSet) -> Iterator[Missing]:
    for path, quorum in (
        ("quorum.first", rules.quorum.first),
        ("quorum.second", rules.quorum.second),
    ):
        if quorum.value.plus_one and quorum.value.fraction in (None, 1):
            yield path, quorum.value, "plus_one with a share below 1/1"
    request = rules.vote.secret_on_request.value
    if request is not None and not _is_one(request.share, request.number):
        yield "vote.secret_on_request", request, "a share or a number"
    window = rules.vote.window.value
    if (window.opens == "days_before") != (window.days is not None):
        yield "vote.window", window, "days with days_before, and only there"


def _elections(rules: RuleSet) -> Iterator[Missing]:
    election = rules.election.rule.value
    if (election.method == "list") != (election.seat_method != "none"):
        yield "election.rule", election, "a seat_method with list, and only there"
    if len(election.thresholds) > election.rounds:
        yield "election.rule", election, "at most one threshold for each round"
    parity = rules.election.parity.value
    if (parity.rule == "share") != (parity.share is not None):
        yield "election.parity", parity, "a share with share, and only there"
