"""Second calls, a missing quorum and members' items: what the clauses say, day by day."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from governance.errors import RuleBrokenError
from governance.rules.agenda import may_be_added
from governance.rules.calls import Called, Support
from governance.rules.item_requests import Supporter, judge_request
from governance.rules.notices import days_asked
from governance.rules.outlook import FORCED, HELD, MET, STOPPED, check_outlook, outlook
from governance.rules.quorum import Attendance, QuorumStatement, state_quorum
from governance.rules.roll import draw_up_roll
from governance.rules.ruleset import Counting, QuorumRule, RuleSet, SecondCall
from governance.rules.ruleset.convening import MemberRequest
from governance.rules.second_calls import second_call_window
from governance.rules.standing import MemberFacts

Change = Callable[..., RuleSet]
FIRST, NEXT = date(2026, 6, 26), date(2026, 6, 27)
HALF = Fraction(1, 2)
WHOLE = Support((), members=50, voices=90)
MEETING = date(2026, 6, 26)


@pytest.mark.parametrize(
    ("second", "days", "earliest", "latest"),
    [
        (SecondCall(8, 30), 15, date(2026, 7, 13), date(2026, 7, 26)),  # the notice is longer
        (SecondCall(20, 30), 5, date(2026, 7, 16), date(2026, 7, 26)),  # the clause is longer
        (SecondCall(8, None), 15, date(2026, 7, 13), None),
        (SecondCall(1, 8), 15, date(2026, 6, 28), date(2026, 7, 4)),  # no room for the notice
    ],
)
def test_the_days_left_follow_the_clause_and_the_notice(
    second: SecondCall, days: int, earliest: date, latest: date | None, ruled: Change
) -> None:
    rules = ruled({"second_call": second, "notice.days": days, "notice.counting": Counting.CLEAR})
    window = second_call_window(rules, FIRST, NEXT)
    assert (window.earliest, window.latest) == (earliest, latest)
    assert window.is_open


def test_a_window_that_has_passed_is_shut(ruled: Change) -> None:
    rules = ruled({"second_call": SecondCall(1, 8)})
    assert not second_call_window(rules, FIRST, FIRST + timedelta(8)).is_open


def test_bylaws_without_a_second_call_refuse_one(ruled: Change) -> None:
    with pytest.raises(RuleBrokenError) as refusal:
        second_call_window(ruled({"second_call": None}), FIRST, NEXT)
    assert refusal.value.code == "second-call.not-provided"


def test_an_urgent_call_has_the_shorter_notice_where_the_bylaws_know_one(ruled: Change) -> None:
    rules = ruled({"notice.days": 15, "notice.urgent_days": 5})
    assert days_asked(Called(urgent="le bail expire"), rules).value == 5
    assert days_asked(Called(), rules).value == 15
    none = ruled({"notice.days": 15, "notice.urgent_days": None})
    assert days_asked(Called(urgent="le bail expire"), none).value == 15


def statements(rules: RuleSet, *there: int) -> list[QuorumStatement]:
    roll = draw_up_roll(
        [MemberFacts(n, f"M{n}", "ville-metropole", dues={2026: "paid"}) for n in range(1, 5)],
        rules,
        MEETING,
    )
    return [
        state_quorum(roll, Attendance(onsite=frozenset(range(1, many + 1))), rules, "AGO")
        for many in there
    ]


@pytest.mark.parametrize(
    ("recheck", "forced", "opening", "now", "code"),
    [
        ("each_vote", False, 2, 2, MET),
        ("each_vote", False, 2, 1, STOPPED),
        ("each_vote", True, 2, 1, FORCED),
        ("opening", False, 2, 1, HELD),
        ("opening", False, 1, 1, STOPPED),
        ("opening", True, 1, 1, FORCED),
        ("opening", False, 1, 2, MET),
    ],
)
def test_a_missing_quorum_means_what_the_bylaws_say(
    recheck: str, forced: bool, opening: int, now: int, code: str, ruled: Change
) -> None:
    rules = ruled(
        {
            "quorum.first": QuorumRule(HALF),
            "quorum.recheck": recheck,
            "quorum.forced_continue": forced,
        }
    )
    before, current = statements(rules, opening, now)
    found = outlook(before, current, rules)
    assert found.code == code
    assert found.clause
    assert found.statement.counted == (opening if code == HELD else now)


def test_going_on_without_a_quorum_takes_a_reason(ruled: Change) -> None:
    firm = ruled({"quorum.first": QuorumRule(HALF)})
    lenient = ruled({"quorum.first": QuorumRule(HALF), "quorum.forced_continue": True})
    for rules, reason, code in (
        (firm, "urgence", "quorum.not-met"),
        (lenient, " ", "quorum.reason-missing"),
    ):
        with pytest.raises(RuleBrokenError) as refusal:
            check_outlook(outlook(None, statements(rules, 1)[0], rules), reason)
        assert refusal.value.code == code
        assert refusal.value.facts["counted"] == 1
    check_outlook(outlook(None, statements(lenient, 1)[0], lenient), "le bail expire demain")


def asking(many: int, form: Any = "email", on: date = date(2026, 6, 1)) -> list[Supporter]:
    return [Supporter(n, 2, on, form) for n in range(1, many + 1)]


@pytest.mark.parametrize(
    ("supporters", "code"),
    [
        (asking(5), None),
        (asking(4), "item-request.too-few"),
        (asking(5, on=date(2026, 6, 16)), None),  # ten days before, to the day
        (asking(5, on=date(2026, 6, 17)), "item-request.too-late"),
        (asking(5, "platform"), None),  # written here: dated, and its author is known
        (asking(5, "posting"), "item-request.wrong-form"),
        ([*asking(4), Supporter(9, 2, date(2026, 6, 20), "email")], "item-request.too-late"),
        ([*asking(4), Supporter(9, 2, date(2026, 6, 1), "hand")], "item-request.wrong-form"),
        ([], "item-request.too-few"),
    ],
)
def test_an_item_is_due_by_those_who_asked_in_time_and_in_form(
    supporters: list[Supporter], code: str | None, ruled: Change
) -> None:
    request = MemberRequest(share=Fraction(1, 10), deadline_days=10, form="email")
    rules = ruled({"agenda.member_request": request})
    found = judge_request(supporters, WHOLE, MEETING, rules)
    assert (found.refusal.code if found.refusal else None) == code
    assert found.is_due is (code is None)
    assert found.latest_day == date(2026, 6, 16)


def test_an_item_may_be_counted_in_voices(ruled: Change) -> None:
    request = MemberRequest(number=10, of="votes", form="registered_post")
    rules = ruled({"agenda.member_request": request})
    assert judge_request(asking(5, "registered_email"), WHOLE, MEETING, rules).is_due
    assert not judge_request(asking(4, "registered_post"), WHOLE, MEETING, rules).is_due


def test_silent_bylaws_give_no_right_to_an_item(ruled: Change) -> None:
    found = judge_request(asking(50), WHOLE, MEETING, ruled({"agenda.member_request": None}))
    assert found.refusal is not None
    assert found.refusal.code == "item-request.not-provided"
    assert found.latest_day is None


@pytest.mark.parametrize(
    ("kind", "locked", "diverse", "sitting", "may"),
    [
        ("debate", True, "debate_only", False, True),
        ("resolution", True, "debate_only", True, False),
        ("resolution", True, "decide", True, True),
        ("resolution", True, "decide", False, False),  # nobody would know before the meeting
        ("election", True, "decide", True, False),
        ("election", False, "debate_only", False, True),
    ],
)
def test_what_may_be_added_after_the_notice_is_the_bylaws_matter(
    kind: str, locked: bool, diverse: str, sitting: bool, may: bool, ruled: Change
) -> None:
    rules = ruled({"agenda.locked": locked, "agenda.diverse": diverse})
    assert may_be_added(kind, rules, convened=True, sitting=sitting) is may
    assert may_be_added(kind, rules, convened=False)
