"""Calls: who may call, notice in time, items that members ask for, a second meeting."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from governance.errors import GovernanceError
from governance.rules.calls import (
    Support,
    check_caller,
    check_item_request,
    check_notice,
    check_second_call,
)
from governance.rules.ruleset import Caller, Counting, RuleSet, SecondCall
from governance.rules.ruleset.convening import MemberRequest

Change = Callable[[Mapping[str, Any]], RuleSet]
MEETING = date(2026, 6, 26)
WHOLE = Support((), members=50, voices=90, board=9)


def refusal_of(act: Callable[[], object]) -> GovernanceError:
    with pytest.raises(GovernanceError) as refusal:
        act()
    return refusal.value


@pytest.mark.parametrize(
    ("by", "allowed"),
    [
        (Support(["chair"]), True),
        (Support(["secretary"]), False),
        (Support(members=12), False),  # a quarter of fifty is twelve and a half
        (Support(members=13), True),
        (Support(voices=44), False),
        (Support(voices=45), True),
        (Support(board=5), False),
        (Support(board=6), True),
        (Support(), False),
    ],
)
def test_a_role_or_a_share_of_members_voices_or_board_may_call(
    by: Support, allowed: bool, ruled: Change
) -> None:
    callers = (
        Caller(role="chair"),
        Caller(share=Fraction(1, 4), of="members"),
        Caller(share=Fraction(1, 2), of="votes"),
        Caller(share=Fraction(2, 3), of="board"),
    )
    rules = ruled({"body.can_be_called_by": callers})

    if allowed:
        assert check_caller(by, WHOLE, rules) in callers
    else:
        found = refusal_of(lambda: check_caller(by, WHOLE, rules))
        assert found.code == "call.not-entitled"
        assert found.facts["asked"] == ["13 members", "45 votes", "6 board"]
        assert found.facts["clause"] == "statuts, art. 9"


def test_a_share_of_nobody_calls_nothing(ruled: Change) -> None:
    rules = ruled({"body.can_be_called_by": (Caller(share=Fraction(1, 4), of="board"),)})

    found = refusal_of(lambda: check_caller(Support(), Support(members=50), rules))

    assert found.code == "call.not-entitled"


@pytest.mark.parametrize(
    ("sent", "urgent", "counting", "given"),
    [
        (date(2026, 6, 10), False, Counting.CLEAR, 15),
        (date(2026, 6, 11), False, Counting.CALENDAR, 15),
        (date(2026, 6, 20), True, Counting.CLEAR, 5),
    ],
)
def test_a_notice_in_time_tells_its_days(
    sent: date, urgent: bool, counting: Counting, given: int, ruled: Change
) -> None:
    rules = ruled({"notice.days": 15, "notice.urgent_days": 5, "notice.counting": counting})

    assert check_notice(sent, MEETING, rules, urgent=urgent).given == given


def test_a_notice_too_late_or_an_urgency_that_is_not_written_is_refused(ruled: Change) -> None:
    rules = ruled({"notice.days": 15, "notice.urgent_days": None})
    late, urgent = date(2026, 6, 11), date(2026, 6, 20)

    found = refusal_of(lambda: check_notice(late, MEETING, rules, urgent=False))
    assert (found.code, found.facts["latest_day"]) == ("call.too-late", "2026-06-10")
    found = refusal_of(lambda: check_notice(urgent, MEETING, rules, urgent=True))
    assert found.code == "call.no-urgency"


def test_a_notice_of_no_days_is_still_sent_before_the_meeting(ruled: Change) -> None:
    rules = ruled({"notice.days": 0})

    found = refusal_of(lambda: check_notice(MEETING, MEETING, rules, urgent=False))

    assert found.code == "call.too-late"


@pytest.mark.parametrize(
    ("request_", "by", "code"),
    [
        (MemberRequest(number=50, deadline_days=20), Support(members=49), "too-few"),
        (MemberRequest(number=50, deadline_days=20), Support(members=50), None),
        (MemberRequest(share=Fraction(1, 10), deadline_days=20), Support(members=4), "too-few"),
        (MemberRequest(share=Fraction(1, 10), deadline_days=20), Support(members=5), None),
        (
            MemberRequest(share=Fraction(1, 4), of="votes", deadline_days=20),
            Support(voices=22),
            "too-few",
        ),
        (
            MemberRequest(share=Fraction(1, 4), of="votes", deadline_days=20),
            Support(voices=23),
            None,
        ),
        (MemberRequest(number=1, deadline_days=21), Support(members=50), "too-late"),
        (MemberRequest(number=1, form="registered_post"), Support(members=50), "wrong-form"),
        (None, Support(members=50), "not-provided"),
    ],
)
def test_members_put_an_item_on_the_agenda_when_enough_and_in_time(
    request_: MemberRequest | None, by: Support, code: str | None, ruled: Change
) -> None:
    rules = ruled({"agenda.member_request": request_})
    received = date(2026, 6, 6)  # twenty days before

    def act() -> None:
        check_item_request(by, WHOLE, received, MEETING, "email", rules)

    if code is None:
        act()
    else:
        assert refusal_of(act).code == f"item-request.{code}"


@pytest.mark.parametrize(
    ("second", "on", "items", "code"),
    [
        (SecondCall(0, 8), date(2026, 7, 4), ["Budget"], None),
        (SecondCall(0, 8), date(2026, 7, 5), ["Budget"], "too-late"),
        (SecondCall(8, 30), date(2026, 7, 3), ["Budget"], "too-soon"),
        (SecondCall(8, None), date(2027, 7, 3), ["Budget"], None),
        (SecondCall(0, 8), date(2026, 6, 25), ["Budget"], "too-soon"),
        (SecondCall(0, 8), date(2026, 7, 1), ["Budget", "Divers"], "other-agenda"),
        (SecondCall(0, 8), date(2026, 7, 1), [], "other-agenda"),
        (SecondCall(0, 8, same_agenda=False), date(2026, 7, 1), ["Divers"], None),
        (None, date(2026, 7, 1), ["Budget"], "not-provided"),
    ],
)
def test_a_second_call_has_its_days_and_its_agenda(
    second: SecondCall | None, on: date, items: list[str], code: str | None, ruled: Change
) -> None:
    rules = ruled({"second_call": second})

    def act() -> object:
        return check_second_call(MEETING, on, ["Budget"], items, rules)

    if code is None:
        assert act() == second
    else:
        assert refusal_of(act).code == f"second-call.{code}"
