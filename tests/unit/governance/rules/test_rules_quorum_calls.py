"""The quorum of a second call, of each college, of every channel, of one item, over time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from governance.rules.proxies import Mandate
from governance.rules.quorum import (
    Attendance,
    QuorumStatement,
    base_members,
    counted_members,
    state_quorum,
)
from governance.rules.roll import Roll, draw_up_roll
from governance.rules.ruleset import QuorumRule, Ruled, RuleSet, Source, preset, with_value
from governance.rules.standing import MemberFacts
from governance.rules.timeline import Happening, quorum_timeline

DAY = date(2026, 6, 26)
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
Change = Callable[..., RuleSet]


def roll_of(rules: RuleSet, institutions: int, people: int = 0) -> Roll:
    kinds = ["region"] * institutions + ["personne-physique"] * people
    paid = {2026: "paid"}
    members = [MemberFacts(n, f"M{n}", kind, dues=paid) for n, kind in enumerate(kinds, 1)]
    return draw_up_roll(members, rules, DAY)


def onsite(*members: int) -> Attendance:
    return Attendance(frozenset(members))


def test_the_second_call_has_its_own_quorum() -> None:
    """REPAE, AGE: half at the first call, a quarter at the second."""
    rules = preset("repae")
    paid = {2026: "paid"}
    members = [MemberFacts(n, f"M{n}", "etudiant", dues=paid) for n in range(1, 21)]
    roll = draw_up_roll(members, rules, DAY)
    there = onsite(*range(1, 6))

    first = state_quorum(roll, there, rules, "AGE")
    second = state_quorum(roll, there, rules, "AGE", call="second")

    assert (first.required, first.met) == (10, False)
    assert (second.required, second.met, second.call) == (5, True, "second")
    assert second.clause.endswith("19.1")


def test_each_college_wants_its_own_quorum(ruled: Change) -> None:
    rules = ruled({"quorum.first": QuorumRule(HALF), "quorum.per_college": True})
    roll = roll_of(rules, 6, people=4)

    missing = state_quorum(roll, onsite(1, 2, 3, 4, 5, 6, 7), rules, "AGO")
    there = state_quorum(roll, onsite(1, 2, 3, 7, 8), rules, "AGO")

    assert (missing.counted, missing.met, missing.code) == (7, False, "quorum.not-met-by-college")
    assert missing.colleges["INDIV"] == {"counted": 1, "base": 4, "required": 2}
    assert (there.counted, there.met) == (5, True)
    assert [step.code for step in missing.steps][2:4] == [
        "quorum.college-not-met", "quorum.college-met",
    ]  # fmt: skip
    assert QuorumStatement.from_facts(missing.to_facts()) == missing


@pytest.mark.parametrize(
    ("count", "counted"), [("present", 2), ("present_or_represented", 3), ("all_channels", 5)]
)
def test_votes_by_correspondence_count_where_every_channel_does(
    ruled: Change, count: Any, counted: int
) -> None:
    rules = ruled({"quorum.first": QuorumRule(HALF, count=count)})
    roll = roll_of(rules, 10)
    there = Attendance(frozenset({1}), frozenset({2}), frozenset({3}), frozenset({4, 5}))

    statement = state_quorum(roll, there, rules, "AGO")

    assert (statement.counted, statement.correspondence_heads) == (counted, 2)
    assert len(counted_members(roll, there, statement.rule)) == counted
    assert base_members(roll, statement.rule) == tuple(range(1, 11))


@pytest.mark.parametrize(("leaves", "base", "counted"), [(True, 9, 4), (False, 10, 5)])
def test_whoever_is_concerned_leaves_the_quorum_only_where_it_is_written(
    ruled: Change, leaves: bool, base: int, counted: int
) -> None:
    rules = ruled({"quorum.first": QuorumRule(HALF), "conflict.leaves_quorum": leaves})

    statement = state_quorum(roll_of(rules, 10), onsite(1, 2, 3, 4, 5), rules, "AGO", concerned={5})

    assert (statement.base, statement.counted) == (base, counted)


def test_one_more_than_half_is_one_voice_even_where_voices_are_divided() -> None:
    """Of 20 voices counted in halves, half plus one is 11 voices: 22 halves."""
    rules = preset("agfpn")
    paid = {2026: "paid"}
    unions = [MemberFacts(n, f"S{n}", "syndicat", dues=paid) for n in range(1, 6)]
    others = [MemberFacts(n, f"E{n}", "employeurs", dues=paid, inputs={"audience": share})
              for n, share in ((6, 60), (7, 25), (8, 15))]  # fmt: skip
    roll = draw_up_roll([*unions, *others], rules, DAY)
    asked = QuorumRule(HALF, plus_one=True, of="voices")
    rules = with_value(rules, "quorum.first", Ruled(asked, Source.STATUTS, "art. 3"))

    assert state_quorum(roll, onsite(1), rules, "AGO").required == 22


def at(minute: int) -> datetime:
    return datetime(2026, 6, 26, 14, minute, tzinfo=UTC)


def test_the_quorum_is_followed_over_time(ruled: Change) -> None:
    """A holder who leaves takes the proxies along; a principal who comes cancels hers."""
    rules = ruled({"quorum.first": QuorumRule(HALF)})
    events = [
        Happening(at(0), "onsite", 1),
        Happening(at(1), "proxy-given", 3, 1),
        Happening(at(2), "online", 2),
        Happening(at(4), "left", 1),
        Happening(at(5), "onsite", 3),
        Happening(at(3), "proxy-withdrawn", 3),
    ]

    moments = quorum_timeline(roll_of(rules, 5), events, rules, "AGO")

    assert [(m.happening.what, m.statement.counted, m.statement.met) for m in moments] == [
        ("onsite", 1, False), ("proxy-given", 2, False), ("online", 3, True),
        ("proxy-withdrawn", 2, False), ("left", 1, False), ("onsite", 2, False),
    ]  # fmt: skip
    assert moments[2].to_facts() == {
        "at": "2026-06-26T14:02:00+00:00", "what": "online", "member_id": 2, "counted": 3,
        "required": 3, "met": True,
    }  # fmt: skip
    given = quorum_timeline(
        roll_of(rules, 5), events[:1], rules, "AGO", given=[Mandate(4, 1), Mandate(5, 1)]
    )
    assert given[0].attendance.represented == {4, 5}
