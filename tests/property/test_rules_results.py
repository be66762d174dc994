"""Laws of results: majorities monotone and exact, seats fair, secrecy as brute force says."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import comb
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.rules.majority import Count, decide
from governance.rules.ruleset import (
    Base,
    ElectionRule,
    MajorityRule,
    Ruled,
    Source,
    TieRule,
    Treatment,
)
from governance.rules.seats import CandidateCount, fill_seats
from governance.rules.secrecy import (
    ExposedVoter,
    check_before_opening,
    check_before_publishing,
)

FIVE = Ruled(5, Source.ASSUMED, "hypothèse de travail")
numbers = st.integers(0, 40)
castings = st.sampled_from([None, "for", "against"])
Casting = Literal["for", "against"] | None


@st.composite
def rules(draw: st.DrawFn) -> Ruled[MajorityRule]:
    threshold = draw(st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(1)])
                     | st.fractions(Fraction(1, 10), 1, max_denominator=10))  # fmt: skip
    rule = MajorityRule(
        draw(st.sampled_from(Base)), threshold, threshold < 1 and draw(st.booleans()),
        draw(st.sampled_from(Treatment)), draw(st.sampled_from(Treatment)),
        draw(st.sampled_from([TieRule.REJECTED, TieRule.CASTING_VOTE])),
    )  # fmt: skip
    return Ruled(rule, Source.STATUTS, "art. 9")


@st.composite
def counts(draw: st.DrawFn) -> Count:
    for_, against, abstention, blank, null = choices = [draw(numbers) for _ in range(5)]
    present = draw(numbers)
    return Count(
        for_, against, abstention, blank, null, present_voices=present,
        represented_voices=draw(numbers), roll_voices=sum(choices) + draw(numbers),
    )  # fmt: skip


@given(counts(), rules(), castings)
def test_a_vote_for_never_turns_adopted_into_rejected(
    count: Count, rule: Ruled[MajorityRule], casting: Casting
) -> None:
    more = replace(count, for_=count.for_ + 1, roll_voices=count.roll_voices + 1,
                   present_voices=count.present_voices + 1)  # fmt: skip

    assert decide(more, rule, casting).adopted or not decide(count, rule, casting).adopted


@given(counts(), rules(), castings)
def test_a_vote_turned_from_for_to_against_never_adopts(
    count: Count, rule: Ruled[MajorityRule], casting: Casting
) -> None:
    if count.for_ == 0:
        return
    turned = replace(count, for_=count.for_ - 1, against=count.against + 1)

    assert decide(count, rule, casting).adopted or not decide(turned, rule, casting).adopted


@given(counts(), rules())
def test_needed_is_exactly_the_edge(count: Count, rule: Ruled[MajorityRule]) -> None:
    decision = decide(count, rule)
    enough = decision.numerator >= decision.needed

    assert decision.numerator <= decision.denominator
    assert decision.adopted == (enough and decision.denominator > 0)


@given(counts(), rules())
def test_a_strict_threshold_differs_only_at_the_edge(
    count: Count, rule: Ruled[MajorityRule]
) -> None:
    strict = decide(count, replace(rule, value=replace(rule.value, strict=True)))
    wide = decide(count, replace(rule, value=replace(rule.value, strict=False)))

    assert wide.adopted or not strict.adopted
    if wide.adopted and not strict.adopted:
        assert Fraction(wide.numerator, wide.denominator) == rule.value.threshold


@given(counts(), rules())
def test_the_casting_vote_is_heard_on_an_exact_half_only(
    count: Count, rule: Ruled[MajorityRule]
) -> None:
    by_for, by_against = decide(count, rule, "for"), decide(count, rule, "against")

    if by_for.adopted != by_against.adopted:
        assert count.for_ == count.against
        assert 2 * by_for.numerator == by_for.denominator
        assert rule.value.tie is TieRule.CASTING_VOTE


LOT = Ruled(ElectionRule("plurinominal", 1, TieRule.LOT), Source.STATUTS, "art. 15")
polls = st.lists(numbers, max_size=8).map(
    lambda voices: [CandidateCount(str(n), f"C{n}", v) for n, v in enumerate(voices)]
)


@given(polls, st.integers(1, 8))
def test_nobody_is_elected_before_someone_with_more_voices(
    candidates: list[CandidateCount], seats: int
) -> None:
    filled = fill_seats(candidates, seats, LOT)
    by_outcome = {
        outcome: [r.voices for r in filled.ranking if r.outcome == outcome]
        for outcome in ("elected", "tie", "not-elected")
    }

    assert len(filled.elected) + filled.open_seats <= seats
    assert all(voices > 0 for voices in by_outcome["elected"])
    for higher, lower in (("elected", "tie"), ("tie", "not-elected"), ("elected", "not-elected")):
        if by_outcome[higher] and by_outcome[lower]:
            assert min(by_outcome[higher]) > max(by_outcome[lower])
    assert len(filled.tie) > filled.open_seats or not filled.tie


def by_brute_force(weights: list[int], totals: list[int]) -> set[tuple[int, int, int]]:
    """Try every way of voting; return (weight, option, holders) that never changes."""
    seen: list[set[int]] = [set() for _ in weights]
    for choices in product(range(len(totals)), repeat=len(weights)):
        tally = [0] * len(totals)
        for weight, choice in zip(weights, choices, strict=True):
            tally[choice] += weight
        if tally == totals:
            for voter, choice in enumerate(choices):
                seen[voter].add(choice)
    return {
        (weight, next(iter(options)), weights.count(weight))
        for weight, options in zip(weights, seen, strict=True)
        if len(options) == 1
    }


@st.composite
def votes(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    weights = draw(st.lists(st.sampled_from([1, 2, 3, 4, 6, 10]), min_size=1, max_size=7))
    totals = [0] * draw(st.integers(2, 4))
    for weight in weights:
        totals[draw(st.integers(0, len(totals) - 1))] += weight
    return weights, totals


@settings(deadline=None)
@given(votes())
def test_the_secrecy_check_agrees_with_trying_every_vote(vote: tuple[list[int], list[int]]) -> None:
    weights, totals = vote
    exposed = check_before_publishing(weights, totals)

    assert {(e.weight, e.option_index, e.holders) for e in exposed} == by_brute_force(*vote)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from([1, 2, 3, 5]), min_size=2, max_size=6), st.integers(2, 3))
def test_the_share_before_opening_agrees_with_trying_every_vote(
    weights: list[int], options: int
) -> None:
    whole = sum(weights)
    dissent = max(-(-whole // 10), *weights)
    results = set()
    for choices in product(range(options), repeat=len(weights)):
        tally = [0] * options
        for weight, choice in zip(weights, choices, strict=True):
            tally[choice] += weight
        if sum(tally[1:]) <= dissent:
            results.add(tuple(tally))
    exposing = sum(bool(by_brute_force(weights, list(result))) for result in results)

    verdict = check_before_opening(weights, options, FIVE)

    assert verdict.exposed_share == Fraction(exposing, len(results))


@given(st.integers(2, 200), st.integers(2, 4))
def test_equal_weights_are_exposed_by_unanimity_alone(voters: int, options: int) -> None:
    verdict = check_before_opening([1] * voters, options, FIVE)
    dissent = -(-voters // 10)
    results = comb(dissent + options - 1, options - 1)

    assert check_before_publishing([1] * voters, [voters - 1, 1]) == ()
    if voters > 2 * dissent:
        assert verdict.exposed_share == Fraction(1, results)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40), st.integers(0, 1))
def test_unanimity_exposes_everyone(weights: list[int], option: int) -> None:
    totals = [0, 0]
    totals[option] = sum(weights)

    assert check_before_publishing(weights, totals) == tuple(
        ExposedVoter(weight, option, weights.count(weight)) for weight in sorted(set(weights))
    )
