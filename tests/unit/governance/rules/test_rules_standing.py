"""Good standing, voices and the roll drawn up from them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from governance.errors import InvalidInputError
from governance.rules.roll import Roll, draw_up_roll
from governance.rules.ruleset import Category, RollClosing, RuleSet, Source
from governance.rules.standing import MemberFacts, closing_day, standing_day, standing_of
from governance.rules.weights import college_of, voices_of

DAY = date(2026, 6, 26)
Change = Callable[..., RuleSet]


def member(number: int = 1, category: str = "region", **facts) -> MemberFacts:
    return MemberFacts(number, f"Membre {number}", category, **facts)


CASES = [
    ("current", {2026: "paid"}, True, "standing.good"),
    ("current", {2026: "exempt"}, True, "standing.exempt"),
    ("current", {2026: "called", 2025: "paid"}, False, "standing.unpaid"),
    ("current", {2025: "paid"}, False, "standing.not-called"),
    ("previous", {2025: "paid"}, True, "standing.good"),
    ("previous", {2026: "paid"}, False, "standing.not-called"),
    ("both", {2025: "paid", 2026: "paid"}, True, "standing.good"),
    ("both", {2025: "paid", 2026: "called"}, False, "standing.unpaid"),
    ("both", {2025: "exempt", 2026: "paid"}, True, "standing.good"),
    ("either", {2025: "paid", 2026: "called"}, True, "standing.good"),
    ("either", {2025: "called", 2026: "paid"}, True, "standing.good"),
    ("either", {2025: "called"}, False, "standing.unpaid"),
    ("either", {}, False, "standing.not-called"),
    ("either", {2024: "paid"}, False, "standing.not-called"),
]


@pytest.mark.parametrize(("year", "dues", "votes", "code"), CASES)
def test_dues_of_the_year_that_the_bylaws_name_decide(
    ruled: Change, year: str, dues: dict, votes: bool, code: str
) -> None:
    standing = standing_of(member(dues=dues), ruled({"standing.fee_year": year}), DAY)

    assert (standing.votes, standing.code) == (votes, code)
    assert (standing.clause, standing.source) == ("statuts, art. 9", Source.STATUTS)
    assert standing.is_of_the_body()


def test_the_unpaid_year_is_named(rules: RuleSet) -> None:
    standing = standing_of(member(dues={2025: "called", 2026: "called"}), rules, DAY)

    assert standing.facts["year"] == 2026
    assert standing.facts["years"] == [2025, 2026]


def test_dues_of_a_year_before_joining_are_not_owed(ruled: Change) -> None:
    newcomer = member(joined_on=date(2026, 3, 1))

    assert (
        standing_of(newcomer, ruled({"standing.fee_year": "previous"}), DAY).code
        == "standing.not-owed"
    )
    assert standing_of(newcomer, ruled({"standing.fee_year": "previous"}), DAY).votes


def test_a_newcomer_owes_the_dues_of_the_year_of_joining(ruled: Change) -> None:
    newcomer = member(joined_on=date(2026, 3, 1), dues={2026: "called"})

    for year in ("current", "both", "either"):
        assert (
            standing_of(newcomer, ruled({"standing.fee_year": year}), DAY).code == "standing.unpaid"
        )


def test_without_dues_in_the_bylaws_everyone_votes(ruled: Change) -> None:
    standing = standing_of(member(), ruled({"standing.required": False}), DAY)

    assert (standing.votes, standing.code) == (True, "standing.no-dues-required")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"joined_on": date(2026, 6, 27)}, "standing.not-yet"),
        ({"left_on": date(2026, 6, 26)}, "standing.left"),
        ({"category": "mécène"}, "standing.unknown-category"),
    ],
)
def test_who_is_not_of_the_assembly_does_not_vote(rules: RuleSet, facts: dict, code: str) -> None:
    standing = standing_of(member(dues={2026: "paid"}, **facts), rules, DAY)

    assert (standing.votes, standing.code) == (False, code)
    assert not standing.is_of_the_body()


def test_the_day_of_joining_and_the_eve_of_leaving_count(rules: RuleSet) -> None:
    facts = {"joined_on": DAY, "left_on": date(2026, 6, 27), "dues": {2026: "paid"}}

    assert standing_of(member(**facts), rules, DAY).votes


def test_a_consultative_category_does_not_vote(ruled: Change) -> None:
    friends = Category("ami", "Ami·e", "consultative", "INDIV")
    rules = ruled({"categories": (friends, Category("region", "Région", "deliberative", "INST"))})

    standing = standing_of(member(category="ami", dues={2026: "paid"}), rules, DAY)

    assert (standing.votes, standing.code) == (False, "standing.no-vote")
    assert standing.facts["right"] == "consultative"


def test_a_standing_is_asked_for_a_day_not_for_a_moment(rules: RuleSet) -> None:
    with pytest.raises(ValueError, match="day"):
        standing_of(member(), rules, datetime(2026, 6, 26, tzinfo=UTC))


@pytest.mark.parametrize(("at", "day"), [("roll_closing", 8), ("opening", 26), ("vote", 27)])
def test_the_bylaws_say_on_which_day_dues_are_looked_at(ruled: Change, at: str, day: int) -> None:
    days = (date(2026, 6, 8), date(2026, 6, 26), date(2026, 6, 27))

    assert standing_day(ruled({"standing.at": at}), *days) == date(2026, 6, day)


@pytest.mark.parametrize(
    ("at", "grace", "day"),
    [("roll_closing", 10, 18), ("roll_closing", 30, 27), ("opening", 5, 27), ("vote", 5, 27)],
)
def test_grace_lets_dues_come_later_but_never_after_the_vote(
    ruled: Change, at: str, grace: int, day: int
) -> None:
    days = (date(2026, 6, 8), date(2026, 6, 26), date(2026, 6, 27))
    rules = ruled({"standing.at": at, "standing.grace_days": grace})

    assert standing_day(rules, *days) == date(2026, 6, day)


def test_a_payment_known_to_come_after_the_day_does_not_count(rules: RuleSet) -> None:
    late = member(dues={2026: "paid"}, paid_on={2026: date(2026, 6, 27)})

    assert standing_of(late, rules, DAY).code == "standing.unpaid"
    assert standing_of(late, rules, date(2026, 6, 27)).votes


@pytest.mark.parametrize(
    ("joined", "votes"), [(date(2026, 3, 28), True), (date(2026, 3, 29), False)]
)
def test_a_new_member_waits_for_the_seniority_of_the_bylaws(
    ruled: Change, joined: date, votes: bool
) -> None:
    newcomer = member(joined_on=joined, dues={2026: "paid"})

    standing = standing_of(newcomer, ruled({"standing.seniority_days": 90}), DAY)

    assert standing.votes is votes
    assert standing.is_of_the_body()
    if not votes:
        assert (standing.code, standing.facts["day"]) == ("standing.too-recent", "2026-06-27")


@pytest.mark.parametrize(
    ("closing", "day"),
    [
        (RollClosing("notice"), date(2026, 6, 8)),
        (RollClosing("opening"), DAY),
        (RollClosing("days_before", days=30), date(2026, 5, 27)),
        (RollClosing("fixed_day", month_day="01-01"), date(2026, 1, 1)),
    ],
)
def test_the_roll_closes_on_the_day_of_the_bylaws(
    ruled: Change, closing: RollClosing, day: date
) -> None:
    assert closing_day(ruled({"roll.closing": closing}), date(2026, 6, 8), DAY) == day


def test_who_has_a_personal_interest_does_not_vote_on_the_item(ruled: Change) -> None:
    members = [member(n, dues={2026: "paid"}) for n in (1, 2, 3)]
    rules, lenient = ruled({}), ruled({"conflict.blocks_vote": False})
    roll = draw_up_roll(members, rules, DAY)

    item = roll.for_item({2}, rules)

    assert item.entitled_ids() == {1, 3}
    line = item.line_of(2)
    assert line is not None
    assert line.standing.code == "standing.conflict"
    assert roll.for_item({2}, lenient) == roll


def test_a_person_in_two_capacities_chooses_where_the_bylaws_want_it(ruled: Change) -> None:
    """AC-02: R.211-5 of the code de l'action sociale, one capacity only."""
    members = [member(n, dues={2026: "paid"}) for n in (1, 2)]
    one, both = ruled({"roll.two_capacities": "choose_one"}), ruled({})
    roll = draw_up_roll(members, one, DAY)

    chosen = roll.in_one_capacity({2: 1}, one)

    assert chosen.entitled_ids() == {1}
    line = chosen.line_of(2)
    assert line is not None
    assert (line.standing.code, line.standing.facts["chosen"]) == (
        "standing.other-capacity", "Membre 1",
    )  # fmt: skip
    assert roll.in_one_capacity({2: 1}, both) == roll


def test_one_voice_each_whatever_the_fee(rules: RuleSet) -> None:
    voices = voices_of(member(tier="8000"), rules)

    assert voices.value == 1
    assert [step.code for step in voices.steps] == ["weight.one-per-member"]


@pytest.mark.parametrize(
    ("tier", "voices", "code"),
    [
        ("1000", 1, "weight.by-tier"), ("2500", 2, "weight.by-tier"),
        ("5000", 3, "weight.by-tier"), ("8000", 4, "weight.by-tier"),
        (None, 1, "weight.by-default"), ("individuel", 1, "weight.by-default"),
    ],
)  # fmt: skip
def test_voices_follow_the_fee_tier(
    by_fee: RuleSet, tier: str | None, voices: int, code: str
) -> None:
    counted = voices_of(member(tier=tier), by_fee)

    assert (counted.value, counted.steps[0].code) == (voices, code)
    assert counted.steps[0].label_code == code


def test_the_college_follows_the_category(rules: RuleSet) -> None:
    assert college_of("departement", rules) == "INST"
    assert college_of("personne-physique", rules) == "INDIV"
    with pytest.raises(InvalidInputError) as refusal:
        college_of("mécène", rules)
    assert refusal.value.code == "member.unknown-category"


def roll_of_2017(rules: RuleSet) -> Roll:
    """Draw up AC-01: 26 institutions, 6 of them with unpaid dues, and 16 individuals."""
    institutions = [
        member(n, dues={2026: "called" if n <= 6 else "paid"}) for n in range(1, 27)
    ]  # fmt: skip
    people = [member(n, "personne-physique", dues={2026: "paid"}) for n in range(27, 43)]
    return draw_up_roll([*institutions, *people], rules, DAY)


def test_twenty_institutions_vote_when_dues_are_required_and_all_when_not(
    rules: RuleSet, ruled: Change
) -> None:
    assert roll_of_2017(rules).by_college() == {"INDIV": (16, 16), "INST": (20, 20)}
    assert roll_of_2017(ruled({"standing.required": False})).by_college()["INST"] == (26, 26)


def test_the_totals_of_the_roll_are_those_of_its_entitled_lines(by_fee: RuleSet) -> None:
    members = [
        member(1, tier="8000", dues={2026: "paid"}), member(2, tier="5000", dues={2026: "called"}),
        member(3, "personne-physique", dues={2025: "paid"}),
    ]  # fmt: skip
    roll = draw_up_roll(members, by_fee, DAY)

    assert (roll.heads, roll.total_voices) == (2, 5)
    assert roll.entitled_ids() == {1, 3}
    line = roll.line_of(2)
    assert line is not None
    assert (line.voices, line.entitled, line.standing.code) == (3, False, "standing.unpaid")
    assert roll.line_of(4) is None


def test_the_digest_of_the_roll_does_not_depend_on_the_order(rules: RuleSet) -> None:
    members = [member(n, dues={2026: "paid"}) for n in (1, 2, 3)]
    straight, turned = (draw_up_roll(order, rules, DAY) for order in (members, members[::-1]))

    assert straight.digest() == turned.digest()


def test_the_digest_of_the_roll_changes_with_any_line(rules: RuleSet) -> None:
    members = [member(n, dues={2026: "paid"}) for n in (1, 2, 3)]
    tampered = [
        [*members[:2], replace(members[2], name="Autre")],
        [*members[:2], replace(members[2], category="departement", dues={})],
        [*members[:2], replace(members[2], category="personne-physique")],
        members[:2],
    ]
    digests = {draw_up_roll(lines, rules, DAY).digest() for lines in (members, *tampered)}

    assert len(digests) == 1 + len(tampered)


def test_a_member_given_twice_is_the_callers_bug(rules: RuleSet) -> None:
    with pytest.raises(ValueError, match="twice"):
        draw_up_roll([member(1), member(1)], rules, DAY)


def test_a_member_of_an_unknown_category_stays_visible_on_the_roll(rules: RuleSet) -> None:
    roll = draw_up_roll([member(1, "mécène")], rules, DAY)

    assert (roll.lines[0].entitled, roll.lines[0].college) == (False, "")
