"""Voices before a notice (nombre de voix): whether they can be counted, and stay within bounds."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, RuleBrokenError
from governance.models.meetings import Meeting
from governance.rules.calendar import day_of
from governance.rules.notices import Reason
from governance.rules.roll import Roll, draw_up_roll
from governance.rules.ruleset import RuleSet, WeightMethod, with_value
from governance.rules.standing import closing_day
from governance.rules.weights import check_bounds
from governance.rules.weights.voices import Amount
from governance.services.electorate import roll_closing

MOST_OF_ONE = 2**31 - 1  # parts of a voice in one line of a roll
MOST_IN_ALL = 10**11  # beyond which counting a secret poll would take minutes


def closed_on(meeting: Meeting, rules: RuleSet, today: date) -> date:
    """Return the day whose register makes the roll of a notice that leaves today."""
    return min(closing_day(rules, today, day_of(meeting.starts_at)), today)


def drawn_or_why(
    session: Session, meeting: Meeting, rules: RuleSet, today: date
) -> tuple[Roll, Reason | None]:
    """Return the roll of a notice that would leave today, and why its voices are no use.

    Where they cannot be counted the roll gives one voice each: who is called stays known.
    """
    on = closed_on(meeting, rules, today)
    members = roll_closing.members_on(session, rules, on, today)
    try:
        drawn = draw_up_roll(members, rules, on)
    except InvalidInputError as refusal:
        return draw_up_roll(members, _equal(rules), on), Reason(refusal.code, refusal.facts)
    body = [line.voices for line in drawn.lines if line.standing.is_of_the_body()]
    if max(body, default=0) > MOST_OF_ONE or sum(body) > MOST_IN_ALL:
        told = {"path": "weight.rounding.value", "most": MOST_OF_ONE}
        return drawn, Reason("weight.too-fine", told)
    return drawn, None


def out_of_bounds(drawn: Roll, rules: RuleSet) -> Reason | None:
    """Return which colleges would hold more or less of the voices than the bylaws allow."""
    held: dict[str, Amount] = defaultdict(int)
    for line in drawn.lines:
        if line.standing.is_of_the_body():
            held[line.college] += drawn.voices_of(line)
    try:
        check_bounds(held, rules)
    except RuleBrokenError as refusal:
        return Reason(refusal.code, refusal.facts)
    return None


def _equal(rules: RuleSet) -> RuleSet:
    method, cap = rules.weight.method, rules.weight.cap
    equal = with_value(rules, "weight.method", replace(method, value=WeightMethod.ONE_PER_MEMBER))
    return with_value(equal, "weight.cap", replace(cap, value=None))
