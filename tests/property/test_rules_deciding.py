"""Laws of double majorities and of proxies under every limit."""

from fractions import Fraction
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st

from governance.errors import RuleBrokenError
from governance.rules.counting import Detail
from governance.rules.majority import Count, Decision, decide
from governance.rules.proxies import (
    Mandate,
    ProxyContext,
    check_mandate,
    represented_members,
    sift,
)
from governance.rules.ruleset import (
    Base,
    CastingVote,
    Condition,
    Fallback,
    LimitException,
    MajorityRule,
    ProxyLimit,
    Ruled,
    RuleSet,
    Source,
    TieRule,
    Treatment,
    preset,
    with_value,
)

Choice = Literal["for_", "against", "abstention", "blank", "null"]
CHOICES: tuple[Choice, ...] = ("for_", "against", "abstention", "blank", "null")
MEMBERS = range(1, 9)
shares = st.sampled_from([Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)])
conditions = st.lists(
    st.builds(
        Condition,
        st.sampled_from(["by_heads", "by_votes", "per_college", "participation", "blocking"]),
        shares,
        st.booleans(),
    ),
    max_size=3,
).map(tuple)
majorities = st.builds(
    MajorityRule, st.sampled_from(Base), shares, st.booleans(), st.sampled_from(Treatment),
    st.sampled_from(Treatment),
    st.sampled_from([TieRule.REJECTED, TieRule.CASTING_VOTE, TieRule.FAVOURABLE]),
    st.sampled_from(Treatment), conditions,
    st.none() | st.builds(Fallback, shares, st.just("ordinary")),
)  # fmt: skip
Ballot = tuple[Choice, int, str]
ballots = st.lists(
    st.tuples(st.sampled_from(CHOICES), st.integers(1, 4), st.sampled_from("AB")), max_size=10
)
castings = st.sampled_from([None, "for", "against"])
clauses = st.none() | st.builds(CastingVote, st.just("chair"), weighted=st.booleans())


def counted(cast: list[Ballot], weighted: bool, absent: int) -> Count:
    made = {choice: sum((n if weighted else 1) for c, n, _ in cast if c == choice)
            for choice in CHOICES}  # fmt: skip
    there = sum(made.values())
    return Count(**made, voters=len(cast), present_voices=there, roll_voices=there + absent)


def judged(
    cast: list[Ballot], rule: MajorityRule, absent: int, casting: Any, clause: CastingVote | None
) -> Decision:
    colleges = {
        college: counted([one for one in cast if one[2] == college], True, absent)
        for college in "AB"
    }
    detail = Detail(counted(cast, False, absent), colleges)
    ruled = Ruled(rule, Source.STATUTS, "art. 9")
    return decide(counted(cast, True, absent), ruled, casting, detail=detail, casting_vote=clause)


@given(ballots, majorities, st.integers(0, 20), castings, clauses, st.integers(1, 4),
       st.sampled_from("AB"))  # fmt: skip
def test_one_more_vote_for_never_turns_adopted_into_rejected_under_any_condition(
    cast: list[Ballot], rule: MajorityRule, absent: int, casting: Any,
    clause: CastingVote | None, voices: int, college: str,
) -> None:  # fmt: skip
    before = judged(cast, rule, absent, casting, clause)
    after = judged([*cast, ("for_", voices, college)], rule, absent, casting, clause)

    assert after.adopted or not before.adopted


@given(ballots, majorities, st.integers(0, 20), castings)
def test_the_same_votes_give_the_same_decision_and_its_sums_agree(
    cast: list[Ballot], rule: MajorityRule, absent: int, casting: Any
) -> None:
    decision = judged(cast, rule, absent, casting, None)

    assert decision.to_facts() == judged(cast[::-1], rule, absent, casting, None).to_facts()
    if decision.adopted:
        assert all(condition.is_held for condition in decision.conditions)
        assert decision.second_vote is None
    for condition in decision.conditions:
        reached = condition.denominator > 0 and condition.numerator >= condition.needed
        assert condition.is_held == (reached ^ (condition.kind == "blocking"))


limits = st.builds(ProxyLimit, st.integers(0, 9), st.none(), st.sampled_from(["mandates", "votes"]),
                   st.booleans()) | st.builds(
    ProxyLimit, st.none(), shares, st.sampled_from(["fraction_of_members", "fraction_of_votes"]),
    st.booleans(),
)  # fmt: skip
exceptions = st.sampled_from([(), (LimitException("same_group"),)])
asked_proxies = st.lists(
    st.builds(Mandate, st.sampled_from(MEMBERS), st.sampled_from(MEMBERS)), max_size=20
)
VOICES = {number: number % 4 + 1 for number in MEMBERS}
GROUPS = {number: "FED" if number < 4 else "" for number in MEMBERS}
ROOM = ProxyContext(dict.fromkeys(MEMBERS, "A"), set(MEMBERS), set(), VOICES, groups=GROUPS)


def bylaws(paths: dict[str, Any]) -> RuleSet:
    rules = preset("la27eregion")
    for path, value in paths.items():
        rules = with_value(rules, path, Ruled(value, Source.STATUTS, "art. 9"))
    return rules


@given(asked_proxies, limits, st.booleans(), st.sampled_from(["refuse", "keep_first"]), exceptions)
def test_no_proxy_binds_twice_and_no_hand_is_above_its_limit(
    asked: list[Mandate], limit: ProxyLimit, chain: bool, excess: str, excepted: Any
) -> None:
    rules = bylaws({"proxy.limit": limit, "proxy.chain": chain, "proxy.excess": excess,
                    "proxy.limit_exceptions": excepted})  # fmt: skip

    found = sift(asked, rules, ROOM)

    principals = [mandate.principal_id for mandate in found.kept]
    assert len(set(principals)) == len(principals)
    assert len(found.kept) + len(found.refused) == len(asked)
    present = frozenset(MEMBERS) - set(principals)
    assert represented_members(found.kept, present, rules) <= set(principals)
    if chain or excepted or limit.unit != "votes":
        return
    for holder in present:
        hand = [m.principal_id for m in found.kept if m.holder_id == holder]
        own = [holder] if limit.own_included and hand else []
        assert sum(VOICES[number] for number in [*own, *hand]) <= (limit.number or 0)


@given(asked_proxies, limits)
def test_the_proxies_kept_do_not_depend_on_those_refused(
    asked: list[Mandate], limit: ProxyLimit
) -> None:
    rules = bylaws({"proxy.limit": limit})
    found = sift(asked, rules, ROOM)

    assert sift(found.kept, rules, ROOM).kept == found.kept


@given(asked_proxies, limits, st.booleans(), exceptions)
def test_proxies_sifted_together_are_judged_as_one_by_one_beside_those_kept(
    asked: list[Mandate], limit: ProxyLimit, chain: bool, excepted: Any
) -> None:
    rules = bylaws({"proxy.limit": limit, "proxy.chain": chain, "proxy.excess": "refuse",
                    "proxy.limit_exceptions": excepted})  # fmt: skip
    kept: list[Mandate] = []
    refused: list[tuple[Mandate, str, dict[str, object]]] = []
    for new in asked:
        try:
            check_mandate(new, kept, rules, ROOM)
        except RuleBrokenError as refusal:
            refused.append((new, refusal.code, dict(refusal.facts)))
        else:
            kept.append(new)

    found = sift(asked, rules, ROOM)

    assert list(found.kept) == kept
    assert [(one, no.code, dict(no.facts)) for one, no in found.refused] == refused
