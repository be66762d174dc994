"""The red and green list: green as a whole, then red line by line."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from governance.rules.codes import CHECK_CODES
from governance.rules.notices import (
    Check,
    ConvocationFacts,
    ItemFacts,
    Reason,
    check_convocation,
    is_ready,
)
from governance.rules.ruleset import RuleSet, preset
from governance.rules.ruleset.honoured import not_applied

Change = Callable[..., RuleSet]
RESOLUTION = ItemFacts(2, "Comptes 2025", "resolution", True, "ordinary", False)
ELECTION = ItemFacts(3, "Conseil", "election", False, None, True, candidates=4, seats=3)
UNCOUNTED = Reason("weight.not-whole", {"member": "Corse", "voices": "5/2"})
GOOD = ConvocationFacts(
    body="AGO", meeting_on=date(2026, 6, 26), sending_on=date(2026, 6, 10),
    convener_role="chair", has_place=True, has_remote_link=True,
    items=(ItemFacts(1, "Rapport moral", "report", False, None, False), RESOLUTION, ELECTION),
    recipients=50, scrutineer_ready=True,
)  # fmt: skip


def by_code(checks: tuple[Check, ...]) -> dict[str, Check]:
    return {check.code: check for check in checks}


def test_a_good_convocation_is_green_but_for_what_is_assumed(rules: RuleSet) -> None:
    checks = check_convocation(GOOD, rules)

    assert [check.code for check in checks if not check.ok] == ["notice.assumed"]
    assert is_ready(checks)
    assert by_code(checks)["notice.assumed"].facts["count"] == len(rules.assumed())


def test_the_list_names_each_check_once(rules: RuleSet) -> None:
    codes = [check.code for check in check_convocation(GOOD, rules)]

    assert sorted(codes) == sorted(CHECK_CODES)


def items(*changed: ItemFacts) -> dict[str, Any]:
    return {"items": changed}


RED = [
    ({"sending_on": date(2026, 6, 11)}, "notice.days", True),
    ({"convener_role": "member"}, "notice.convener", True),
    ({"has_place": False, "has_remote_link": False}, "notice.place", True),
    (items(), "notice.agenda", True),
    (items(replace(RESOLUTION, has_text=False)), "notice.texts", True),
    (items(replace(RESOLUTION, majority="of-the-wise")), "notice.majorities", True),
    (items(replace(ELECTION, secret=False)), "notice.secrecy", True),
    (items(replace(ELECTION, seats=0)), "notice.seats", True),
    (items(replace(ELECTION, candidates=2)), "notice.candidates", False),
    ({"scrutineer_ready": False}, "notice.scrutineer", False),
    (
        {"several_voices": ("Lyon",), **items(replace(ELECTION, one_voice_each=True))},
        "notice.one-voice",
        True,
    ),
    ({"uncounted": UNCOUNTED}, "notice.voices", True),
    ({"out_of_bounds": UNCOUNTED}, "notice.bounds", True),
    ({"without_figures": ("Corse",)}, "notice.figures", True),
    ({"recipients": 0}, "notice.recipients", True),
    ({"recipients_without_address": ("Corse",)}, "notice.addresses", False),
    ({"papers_missing": ("Comptes 2025",)}, "notice.papers", False),
]


def test_voices_that_cannot_be_counted_are_told_with_their_reason_and_the_clause() -> None:
    rules = preset("agfpn")
    facts = replace(GOOD, uncounted=UNCOUNTED)
    check = by_code(check_convocation(facts, rules))["notice.voices"]
    assert (check.facts["why"], check.facts["told"]) == ("weight.not-whole", UNCOUNTED.facts)
    assert check.clause == rules.weight.method.clause


def test_a_rule_that_no_meeting_applies_is_told_with_its_clause_and_stops_nothing() -> None:
    rules = preset("udaf")
    told = [check for check in check_convocation(GOOD, rules) if check.code == "notice.not-applied"]
    assert [check.facts["path"] for check in told] == list(not_applied(rules, GOOD.body))
    assert "vote.splitting" in [check.facts["path"] for check in told]
    assert not any(check.ok or check.blocking for check in told)
    assert {check.clause for check in told if check.facts["path"] == "vote.splitting"} == {
        rules.vote.splitting.clause
    }


def test_several_voices_are_no_fault_where_nothing_is_ranked(rules: RuleSet) -> None:
    checks = check_convocation(replace(GOOD, several_voices=("Lyon",)), rules)

    assert by_code(checks)["notice.one-voice"].ok


@pytest.mark.parametrize(("change", "code", "blocking"), RED, ids=[red[1] for red in RED])
def test_each_fault_turns_its_own_line_red(
    rules: RuleSet, change: dict[str, Any], code: str, blocking: bool
) -> None:
    checks = check_convocation(replace(GOOD, **change), rules)

    red = [check.code for check in checks if not check.ok and check.code != "notice.assumed"]
    assert red == [code]
    assert by_code(checks)[code].blocking is blocking
    assert is_ready(checks) is not blocking


def test_a_late_notice_says_what_was_possible(rules: RuleSet) -> None:
    late = check_convocation(replace(GOOD, sending_on=date(2026, 6, 12)), rules)

    assert by_code(late)["notice.days"].facts == {
        "given": 13, "required": 15, "counting": "clear", "latest_day": "2026-06-10",
        "sending_on": "2026-06-12", "meeting_on": "2026-06-26",
    }  # fmt: skip


def test_no_notice_goes_out_on_the_day_even_without_a_delay(ruled: Change) -> None:
    same_day = replace(GOOD, sending_on=GOOD.meeting_on)

    assert not by_code(check_convocation(same_day, ruled({"notice.days": 0})))["notice.days"].ok


def test_a_link_needs_bylaws_that_allow_distance(ruled: Change) -> None:
    checks = check_convocation(GOOD, ruled({"vote.remote_allowed": False}))

    assert not by_code(checks)["notice.remote"].ok
    assert not is_ready(checks)
    on_site = replace(GOOD, has_remote_link=False)
    assert is_ready(check_convocation(on_site, ruled({"vote.remote_allowed": False})))


def test_each_red_line_names_its_positions(rules: RuleSet) -> None:
    two = items(replace(RESOLUTION, has_text=False), replace(RESOLUTION, position=7,
                                                             has_text=False))  # fmt: skip
    checks = check_convocation(replace(GOOD, **two), rules)

    assert by_code(checks)["notice.texts"].facts["positions"] == [2, 7]


def test_a_report_put_to_a_vote_needs_a_known_majority(rules: RuleSet) -> None:
    report = ItemFacts(1, "Rapport moral", "report", False, "of-the-wise", False)
    checks = check_convocation(replace(GOOD, items=(report,)), rules)

    assert not by_code(checks)["notice.majorities"].ok
