"""The quorum stated at a moment, in heads or in voices, silent or asked for."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from governance.rules.quorum import Attendance, QuorumStatement, state_quorum
from governance.rules.roll import Roll, draw_up_roll
from governance.rules.ruleset import QuorumRule, Ruled, RuleSet, Source, with_value
from governance.rules.standing import MemberFacts

Change = Callable[..., RuleSet]
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def roll_of(rules: RuleSet, members: int, *, unpaid: Iterable[int] = ()) -> Roll:
    late = set(unpaid)
    return draw_up_roll(
        [
            MemberFacts(n, f"Membre {n}", "region",
                        dues={2026: "called" if n in late else "paid"})
            for n in range(1, members + 1)
        ],
        rules, date(2026, 6, 26),
    )  # fmt: skip


def room(onsite: int, online: int = 0, represented: int = 0) -> Attendance:
    numbers = iter(range(1, 1000))
    return Attendance(*(
        frozenset(next(numbers) for _ in range(many)) for many in (onsite, online, represented)
    ))  # fmt: skip


@pytest.fixture
def under(rules: RuleSet) -> Callable[..., RuleSet]:
    def change(**rule: Any) -> RuleSet:
        ruled = Ruled(QuorumRule(**rule), Source.STATUTS, "statuts, art. 12")
        return with_value(rules, "quorum.first", ruled)

    return change


def test_silent_bylaws_ask_for_no_quorum_and_say_so(rules: RuleSet) -> None:
    statement = state_quorum(roll_of(rules, 50), room(3), rules, "AGO")

    assert (statement.met, statement.code, statement.required) == (True, "quorum.silent", 0)
    assert statement.margin == 3
    assert [step.code for step in statement.steps] == ["quorum.silent", "quorum.counted"]
    assert statement.clause == "hypothèse de travail (statuts non publics)"


def test_silence_read_by_the_courts_keeps_its_source(rules: RuleSet) -> None:
    silent = Ruled(QuorumRule(None), Source.CASE_LAW, "statuts muets")
    statement = state_quorum(roll_of(rules, 5), room(1), with_value(rules, "quorum.first", silent),
                             "AGO")  # fmt: skip

    assert (statement.code, statement.source) == ("quorum.silent", Source.CASE_LAW)


@pytest.mark.parametrize(
    ("members", "there", "met", "margin"),
    [(50, 12, False, -1), (50, 13, True, 0), (52, 13, True, 0), (53, 13, False, -1)],
)
def test_a_quarter_of_the_members_is_rounded_up(
    under: Change, members: int, there: int, met: bool, margin: int
) -> None:
    rules = under(fraction=QUARTER)
    statement = state_quorum(roll_of(rules, members), room(there), rules, "AGO")

    assert (statement.met, statement.margin) == (met, margin)
    assert statement.code == ("quorum.met" if met else "quorum.not-met")


def test_the_board_of_nine_needs_five_effectively_present(under: Change) -> None:
    """AC-04: nine on the board, four present and three proxies: no quorum."""
    rules = under(fraction=HALF, count="present")
    board = roll_of(rules, 9)

    statement = state_quorum(board, room(4, represented=3), rules, "AGO")
    assert (statement.counted, statement.required, statement.met) == (4, 5, False)
    assert state_quorum(board, room(3, online=2), rules, "AGO").met


@pytest.mark.parametrize(
    ("total", "rounding", "required"),
    [(100, "floor", 51), (100, "ceil", 51), (101, "floor", 51), (101, "ceil", 52)],
)
def test_half_plus_one_rounds_as_the_bylaws_say(
    under: Change, total: int, rounding: str, required: int
) -> None:
    """AC-06: of 100 votes, 51; of 101, 51 or 52 by the parameter."""
    rules = under(fraction=HALF, plus_one=True, of="voices", rounding=rounding)
    statement = state_quorum(roll_of(rules, total), room(51), rules, "AGO")

    assert (statement.base, statement.required) == (total, required)
    assert statement.met is (required == 51)


def test_members_not_in_good_standing_are_in_the_base_only_where_it_is_all_members(
    under: Change,
) -> None:
    whole, settled = under(fraction=HALF, base="members"), under(fraction=HALF)
    everyone_there = room(20)

    of_all = state_quorum(roll_of(whole, 20, unpaid=range(1, 7)), everyone_there, whole, "AGO")
    of_settled = state_quorum(
        roll_of(settled, 20, unpaid=range(1, 7)), everyone_there, settled, "AGO"
    )

    assert (of_all.base, of_all.counted) == (20, 14)
    assert (of_settled.base, of_settled.counted) == (14, 14)


def test_voices_and_heads_are_both_told_by_college(by_fee: RuleSet) -> None:
    paid = {2026: "paid"}
    roll = draw_up_roll(
        [
            MemberFacts(1, "Bretagne", "region", "8000", dues=paid),
            MemberFacts(2, "Isère", "departement", "5000", dues=paid),
            MemberFacts(3, "Ada", "personne-physique", dues=paid),
        ],
        by_fee, date(2026, 6, 26),
    )  # fmt: skip
    there = Attendance(frozenset({1}), frozenset({3}), frozenset({2}))

    statement = state_quorum(roll, there, by_fee, "AGO")

    assert (statement.onsite_voices, statement.online_voices) == (4, 1)
    assert (statement.represented_heads, statement.represented_voices) == (1, 3)
    assert statement.by_college["INST"]["represented_voices"] == 3
    assert statement.by_college["INDIV"] == {
        "entitled_heads": 1, "entitled_voices": 1, "onsite_heads": 0, "onsite_voices": 0,
        "online_heads": 1, "online_voices": 1, "represented_heads": 0, "represented_voices": 0,
        "correspondence_heads": 0, "correspondence_voices": 0,
    }  # fmt: skip


def test_guests_do_not_count(under: Change) -> None:
    rules = under(fraction=HALF)
    statement = state_quorum(
        roll_of(rules, 4), Attendance(onsite=frozenset({1, 77, 78})), rules, "AGO"
    )

    assert (statement.onsite_heads, statement.met) == (1, False)


def test_an_association_without_a_voter_has_no_quorum(under: Change) -> None:
    rules = under(fraction=QUARTER)

    assert not state_quorum(roll_of(rules, 2, unpaid=(1, 2)), room(2), rules, "AGO").met


def test_a_statement_survives_json(under: Change) -> None:
    rules = under(fraction=QUARTER, plus_one=True)
    statement = state_quorum(roll_of(rules, 30), room(5, 4, 2), rules, "AGO")

    assert QuorumStatement.from_facts(json.loads(json.dumps(statement.to_facts()))) == statement


def test_nobody_attends_in_two_ways() -> None:
    with pytest.raises(ValueError, match="one way"):
        Attendance(onsite=frozenset({1}), represented=frozenset({1}))


def test_a_body_without_a_rule_is_the_callers_bug(rules: RuleSet) -> None:
    with pytest.raises(ValueError, match="COMITE"):
        state_quorum(roll_of(rules, 1), room(1), rules, "COMITE")


@pytest.mark.parametrize(
    ("rule", "there", "codes"),
    [
        ({"fraction": QUARTER}, 3, ["quorum.share", "quorum.counted", "quorum.met"]),
        ({"fraction": QUARTER}, 2, ["quorum.share", "quorum.counted", "quorum.not-met"]),
        ({"fraction": HALF, "plus_one": True}, 7,
         ["quorum.plus-one", "quorum.counted", "quorum.met"]),
    ],
)  # fmt: skip
def test_a_quorum_explains_itself_step_by_step(
    under: Change, rule: dict[str, Any], there: int, codes: list[str]
) -> None:
    rules = under(**rule)
    statement = state_quorum(roll_of(rules, 12), room(there), rules, "AGO")

    assert [step.code for step in statement.steps] == codes
    assert statement.steps[0].facts["required"] == statement.required
    assert statement.steps[-1].facts == {"margin": statement.margin}


def test_who_has_left_or_never_votes_is_in_no_base(under: Change) -> None:
    rules = under(fraction=HALF, base="members")
    members = [
        MemberFacts(1, "Bretagne", "region", dues={2026: "paid"}),
        MemberFacts(2, "Isère", "departement", dues={2026: "called"}),
        MemberFacts(3, "Partie", "region", left_on=date(2026, 1, 1), dues={2026: "paid"}),
        MemberFacts(4, "Mécène", "mécène", dues={2026: "paid"}),
    ]
    roll = draw_up_roll(members, rules, date(2026, 6, 26))

    assert state_quorum(roll, room(4), rules, "AGO").base == 2
