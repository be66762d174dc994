"""Laws of the assembly: voices conserved, proxies counted once, quorum monotone."""

from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from governance.errors import RuleBrokenError
from governance.rules.calendar import clear_days, is_business_day, latest_notice_day
from governance.rules.proxies import (
    Mandate,
    ProxyContext,
    check_mandate,
    effective_mandates,
    represented_members,
)
from governance.rules.quorum import Attendance, QuorumStatement, state_quorum
from governance.rules.roll import Roll, draw_up_roll
from governance.rules.ruleset import (
    Counting,
    ProxyLimit,
    QuorumRule,
    Ruled,
    RuleSet,
    Source,
    preset,
    with_value,
)
from governance.rules.standing import MemberFacts

DAY = date(2026, 6, 26)
RULES = preset("la27eregion-voices-by-fee")
MEMBERS = range(1, 9)
statuses = st.sampled_from(["called", "paid", "exempt"])


@st.composite
def registers(draw: st.DrawFn) -> list[MemberFacts]:
    return [
        MemberFacts(
            number, f"Membre {number}",
            draw(st.sampled_from(["region", "departement", "personne-physique", "mécène"])),
            draw(st.sampled_from([None, "1000", "2500", "5000", "8000", "?"])),
            draw(st.none() | st.just(date(2026, 2, 1))), None,
            draw(st.dictionaries(st.sampled_from([2024, 2025, 2026]), statuses)),
        )
        for number in draw(st.sets(st.sampled_from(MEMBERS)))
    ]  # fmt: skip


quorum_rules = st.builds(
    QuorumRule, st.none() | st.fractions(Fraction(1, 20), 1, max_denominator=20), st.booleans(),
    st.sampled_from(["heads", "voices"]), st.sampled_from(["present", "present_or_represented"]),
    st.sampled_from(["members", "good_standing"]), st.sampled_from(["floor", "ceil"]),
)  # fmt: skip
ways = st.lists(st.sampled_from(["", "onsite", "online", "represented"]), min_size=8, max_size=8)


def attendance(choices: list[str]) -> Attendance:
    by_way: dict[str, Any] = {
        way: frozenset(n for n, chosen in zip(MEMBERS, choices, strict=True) if chosen == way)
        for way in ("onsite", "online", "represented")
    }
    return Attendance(**by_way)


def state(roll: Roll, choices: list[str], rule: QuorumRule) -> QuorumStatement:
    rules = with_value(RULES, "quorum.first", Ruled(rule, Source.STATUTS, "art. 12"))
    return state_quorum(roll, attendance(choices), rules, "AGO")


@given(registers())
def test_voices_are_conserved_from_the_lines_to_the_colleges(members: list[MemberFacts]) -> None:
    roll = draw_up_roll(members, RULES, DAY)

    assert len(roll.lines) == len(members)
    assert sum(voices for _, voices in roll.by_college().values()) == roll.total_voices
    assert sum(heads for heads, _ in roll.by_college().values()) == roll.heads
    assert roll.heads == len(roll.entitled_ids())


@given(registers(), st.randoms())
def test_the_roll_does_not_depend_on_the_order_of_the_register(
    members: list[MemberFacts], random: Any
) -> None:
    shuffled = list(members)
    random.shuffle(shuffled)

    straight, turned = (draw_up_roll(order, RULES, DAY) for order in (members, shuffled))
    assert straight.digest() == turned.digest()


@given(registers(), ways, quorum_rules)
def test_voices_in_the_room_are_conserved_by_college(
    members: list[MemberFacts], choices: list[str], rule: QuorumRule
) -> None:
    statement = state(draw_up_roll(members, RULES, DAY), choices, rule)

    for way in ("entitled", "onsite", "online", "represented"):
        for unit in ("heads", "voices"):
            whole = getattr(statement, f"{way}_{unit}")
            assert whole == sum(row[f"{way}_{unit}"] for row in statement.by_college.values())
    there = statement.onsite_voices + statement.online_voices + statement.represented_voices
    assert there <= statement.entitled_voices


@given(registers(), ways, st.sampled_from(MEMBERS), quorum_rules)
def test_one_more_in_the_room_never_breaks_a_quorum(
    members: list[MemberFacts], choices: list[str], newcomer: int, rule: QuorumRule
) -> None:
    roll = draw_up_roll(members, RULES, DAY)
    before = state(roll, choices, rule)
    choices[newcomer - 1] = "onsite"
    after = state(roll, choices, rule)

    assert after.counted >= before.counted
    assert after.required == before.required
    assert after.met or not before.met


@given(registers(), ways, quorum_rules)
def test_a_quorum_is_met_exactly_when_the_share_is_reached(
    members: list[MemberFacts], choices: list[str], rule: QuorumRule
) -> None:
    statement = state(draw_up_roll(members, RULES, DAY), choices, rule)

    assert statement.met == (statement.margin >= 0)
    if rule.fraction is None:
        assert statement.met
    elif not rule.plus_one:
        share = statement.counted >= rule.fraction * statement.base
        assert statement.met == (share and statement.counted > 0)
    assert QuorumStatement.from_facts(statement.to_facts()) == statement


def changed(values: dict[str, Any]) -> RuleSet:
    """Return the rules with other values, by path."""
    rules = RULES
    for path, value in values.items():
        rules = with_value(rules, path, Ruled(value, Source.STATUTS, "art. 9"))
    return rules


bylaws = st.builds(
    lambda limit, chain, scope, keeps: changed(
        {
            "proxy.limit": limit,
            "proxy.chain": chain,
            "proxy.scope": scope,
            "proxy.on_presence": keeps,
        }
    ),
    st.none() | st.builds(ProxyLimit, st.integers(0, 3)), st.booleans(),
    st.sampled_from(["same_college", "any_member"]),
    st.sampled_from(["cancels", "holder_keeps"]),
)  # fmt: skip
mandates = st.builds(Mandate, st.sampled_from(MEMBERS), st.sampled_from(MEMBERS))
presences = st.frozensets(st.sampled_from(MEMBERS))
COLLEGES = {number: "INST" if number < 6 else "INDIV" for number in MEMBERS}


def accepted(asked: list[Mandate], rules: RuleSet) -> list[Mandate]:
    """Give the proxies one after the other, as an evening of e-mails would."""
    context = ProxyContext(COLLEGES, entitled=set(MEMBERS), present=set())
    standing: list[Mandate] = []
    for new in asked:
        with suppress(RuleBrokenError):
            check_mandate(new, standing, rules, context)
            standing.append(new)
    return standing


@given(st.lists(mandates, max_size=20), bylaws, presences)
def test_no_right_is_exercised_twice(
    asked: list[Mandate], rules: RuleSet, present: frozenset[int]
) -> None:
    bound = effective_mandates(accepted(asked, rules), present, rules)
    represented = represented_members(accepted(asked, rules), present, rules)

    assert len({mandate.principal_id for mandate in bound}) == len(bound)
    assert all(mandate.principal_id != mandate.holder_id for mandate in bound)
    assert represented.isdisjoint(present)
    assert represented <= {mandate.principal_id for mandate in bound}


@given(st.lists(mandates, max_size=20), bylaws)
def test_nobody_ends_up_with_more_proxies_than_the_limit(
    asked: list[Mandate], rules: RuleSet
) -> None:
    bound = effective_mandates(accepted(asked, rules), set(), rules)
    held = [sum(m.holder_id == holder for m in bound) for holder in MEMBERS]

    most = rules.proxy.most_mandates()
    if most is not None:
        assert max(held) <= most


@given(st.lists(mandates, max_size=20), bylaws)
def test_without_chains_no_holder_has_given_the_own_right_away(
    asked: list[Mandate], rules: RuleSet
) -> None:
    standing = accepted(asked, rules)
    principals = {mandate.principal_id for mandate in standing}

    if not rules.proxy.chain.value:
        assert principals.isdisjoint(mandate.holder_id for mandate in standing)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 366), st.sampled_from(Counting))
def test_the_latest_day_is_the_last_that_gives_the_days(
    meeting: date, days: int, counting: Counting
) -> None:
    latest = latest_notice_day(meeting, days, counting)

    assert clear_days(latest, meeting, counting) == days
    is_counted = counting is not Counting.BUSINESS or is_business_day(latest)
    assert clear_days(latest - timedelta(1), meeting, counting) == days + is_counted
    assert days == 0 or clear_days(latest + timedelta(1), meeting, counting) == days - 1
