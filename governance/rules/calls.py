"""Calls (convocations): who may call, how long before, members' items, a second call."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from governance.errors import RuleBrokenError
from governance.rules.calendar import clear_days, latest_notice_day
from governance.rules.ruleset import Caller, Ruled, RuleSet, SecondCall
from governance.rules.ruleset.convening import Mean, PartOf

EQUIVALENT: dict[Mean, frozenset[Mean]] = {  # a registered letter may be electronic (CPCE, L.100)
    "registered_post": frozenset({"registered_post", "registered_email"}),
    "email": frozenset({"email", "platform"}),  # written, dated, and its author is identified
}


@dataclass(frozen=True, slots=True)
class Support:
    """Who asks, or how many there are to ask: roles, members, their voices, directors."""

    roles: Collection[str] = ()
    members: int = 0
    voices: int = 0
    board: int = 0

    def counted(self, of: PartOf) -> int:
        """Return the number that a clause looks at."""
        return {"members": self.members, "votes": self.voices, "board": self.board}[of]


@dataclass(frozen=True, slots=True)
class Called:
    """How a meeting is called, where it is not called as usual.

    ``urgent``: the reason given. ``asked``: those who ask for the meeting, of the ``whole``.
    ``first_on``: the day of the meeting that had no quorum, and ``first_items`` what it left
    undecided. ``due``: titles of the items that members asked for by right and that are missing.
    """

    urgent: str = ""
    asked: Support | None = None
    whole: Support = field(default_factory=Support)
    first_on: date | None = None
    first_items: tuple[str, ...] = ()
    due: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that has its days: how many were given, asked, and the last day to send it."""

    given: int
    required: int
    latest_day: date
    clause: str


def check_caller(by: Support, whole: Support, rules: RuleSet) -> Caller:
    """Return the line of the clause that lets them call the body, or raise.

    Args:
        whole: the whole association: members, voices, directors in office.

    Raises:
        RuleBrokenError: call.not-entitled where neither a role nor a number does.
    """
    rule = rules.body.can_be_called_by
    for caller in rule.value:
        if caller.role is not None and caller.role in by.roles:
            return caller
    enough = asks_enough(by, whole, rules)
    if enough is not None:
        return enough
    counted = [caller for caller in rule.value if caller.role is None]
    raise _refusal(
        "call.not-entitled",
        rule,
        roles=sorted(by.roles),
        allowed=[caller.role for caller in rule.value if caller.role is not None],
        asked=[f"{_asked(one, whole)} {one.of}" for one in counted],
        given=[f"{by.counted(one.of)} {one.of}" for one in counted],
    )


def asks_enough(by: Support, whole: Support, rules: RuleSet) -> Caller | None:
    """Return the line of the clause by which so many may have the body called, if one does."""
    for caller in rules.body.can_be_called_by.value:
        if caller.role is None and by.counted(caller.of) >= _asked(caller, whole) > 0:
            return caller
    return None


def check_notice(sent_on: date, meeting_on: date, rules: RuleSet, *, urgent: bool) -> Notice:
    """Return the notice that was given, or raise.

    Raises:
        RuleBrokenError: call.no-urgency where the bylaws know no shorter notice; call.too-late.
    """
    rule: Ruled[int] | Ruled[int | None] = rules.notice.days
    if urgent:
        rule = rules.notice.urgent_days
    required = rule.value
    if required is None:
        raise _refusal("call.no-urgency", rule, required=rules.notice.days.value)
    counting = rules.notice.counting.value
    given = clear_days(sent_on, meeting_on, counting)
    latest = latest_notice_day(meeting_on, required, counting)
    if given < required or sent_on >= meeting_on:
        raise _refusal(
            "call.too-late",
            rule,
            given=given,
            required=required,
            counting=counting.value,
            latest_day=latest.isoformat(),
        )
    return Notice(given, required, latest, rule.clause)


def check_item_request(
    by: Support, whole: Support, received_on: date, meeting_on: date, form: Mean, rules: RuleSet
) -> None:
    """Accept an item that members ask for, or raise.

    Raises:
        RuleBrokenError: item-request.not-provided, .too-few, .too-late, .wrong-form.
    """
    rule = rules.agenda.member_request
    request = rule.value
    if request is None:
        raise _refusal("item-request.not-provided", rule)
    required = _required(request.share, request.number, whole.counted(request.of))
    given = by.counted(request.of)
    if given < required:
        raise _refusal("item-request.too-few", rule, given=given, required=required, of=request.of)
    if form not in EQUIVALENT.get(request.form, {request.form}):
        raise _refusal("item-request.wrong-form", rule, given=form, required=request.form)
    latest = meeting_on - timedelta(request.deadline_days)
    if received_on > latest:
        raise _refusal(
            "item-request.too-late",
            rule,
            received_on=received_on.isoformat(),
            latest_day=latest.isoformat(),
            required=request.deadline_days,
        )


def check_second_call(
    first_on: date,
    second_on: date,
    first_items: Collection[str],
    second_items: Collection[str],
    rules: RuleSet,
) -> SecondCall:
    """Return what the bylaws say of a second meeting on this day, or raise.

    Raises:
        RuleBrokenError: second-call.not-provided, .too-soon, .too-late, .other-agenda.
    """
    rule = rules.second_call
    second = rule.value
    if second is None:
        raise _refusal("second-call.not-provided", rule)
    earliest = first_on + timedelta(second.min_days)
    told = {"first_on": first_on.isoformat(), "second_on": second_on.isoformat()}
    if second_on < max(earliest, first_on):
        raise _refusal("second-call.too-soon", rule, **told, earliest_day=earliest.isoformat())
    if second.max_days is not None and second_on > first_on + timedelta(second.max_days):
        latest = first_on + timedelta(second.max_days)
        raise _refusal("second-call.too-late", rule, **told, latest_day=latest.isoformat())
    if second.same_agenda and sorted(first_items) != sorted(second_items):
        new = sorted(set(second_items) - set(first_items))
        missing = sorted(set(first_items) - set(second_items))
        raise _refusal("second-call.other-agenda", rule, new=new, missing=missing)
    return second


def _asked(caller: Caller, whole: Support) -> int:
    return _required(caller.share, caller.number, whole.counted(caller.of))


def _required(share: Fraction | None, number: int | None, whole: int) -> int:
    """Return how many it takes: so many, or a share of the whole rounded up."""
    return number if number is not None else ceil((share or 0) * whole)


def _refusal(code: str, rule: Ruled[object], **facts: object) -> RuleBrokenError:
    return RuleBrokenError(code, **facts, clause=rule.clause, source=rule.source.value)
