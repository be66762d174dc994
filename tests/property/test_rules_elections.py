"""Laws of elections: seats conserved, order of no matter, more voices never unseat, fair parts."""

from datetime import date
from fractions import Fraction
from math import ceil, floor
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from governance.rules.list_seats import ListCount, share_seats
from governance.rules.mandates import Director, leaving_order
from governance.rules.questions import Share
from governance.rules.ruleset import (
    Base,
    ElectionRule,
    RoundThreshold,
    Ruled,
    RuleSet,
    Source,
    TieRule,
    preset,
    with_value,
)
from governance.rules.seats import (
    Ballots,
    CandidateCount,
    Lot,
    Person,
    draw_lots,
    elect,
    part,
)

ties = st.sampled_from(
    [TieRule.ELDEST, TieRule.YOUNGEST, TieRule.LOT, TieRule.RUNOFF, TieRule.LONGEST_MEMBERSHIP]
)
voices = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), min_size=1)
dates = st.dates(date(1940, 1, 1), date(1944, 12, 31)) | st.none()
persons = st.fixed_dictionaries(
    {one: st.builds(Person, st.just(one), st.just(one), dates, dates) for one in "abcdefgh"}
)
lots = st.none() | st.builds(Lot, st.text(min_size=1, max_size=5))
thresholds = st.sampled_from(
    [(), (RoundThreshold(Fraction(1, 2)),), (RoundThreshold(Fraction(1, 4), strict=False),)]
)


def ruled(tie: TieRule, majority: tuple[RoundThreshold, ...] = ()) -> Ruled[ElectionRule]:
    rule = ElectionRule("plurinominal", 1, tie, majority)
    return Ruled(rule, Source.STATUTS, "statuts, art. 15")


def ballots(counted: dict[str, int]) -> Ballots:
    counts = tuple(CandidateCount(one, one, number) for one, number in counted.items())
    return Ballots(counts, {Base.EXPRESSED: sum(counted.values())})


@given(voices, st.integers(1, 6), ties, thresholds, persons, lots)
def test_nobody_sits_twice_and_nobody_below_sits_before_one_above(
    counted: dict[str, int],
    seats: int,
    tie: TieRule,
    majority: tuple[RoundThreshold, ...],
    people: dict[str, Person],
    lot: Lot | None,
) -> None:
    found = elect([ballots(counted)], seats, ruled(tie, majority), people, lot)

    outside = counted.keys() - set(found.elected)
    assert len(set(found.elected)) == len(found.elected) <= seats
    assert found.vacant == seats - len(found.elected)
    assert all(counted[one] >= found.rounds[0].needed for one in found.elected)
    if found.elected and outside:
        assert min(counted[one] for one in found.elected) >= max(counted[one] for one in outside)
    if found.tie:
        assert len(found.tie) > found.vacant
        assert len({counted[one] for one in found.tie}) == 1


@given(voices, st.integers(1, 6), ties, persons, lots, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(
    counted: dict[str, int],
    seats: int,
    tie: TieRule,
    people: dict[str, Person],
    lot: Lot | None,
    random: Random,
) -> None:
    shuffled = list(counted.items())
    random.shuffle(shuffled)

    first = elect([ballots(counted)], seats, ruled(tie), people, lot)
    second = elect([ballots(dict(shuffled))], seats, ruled(tie), people, lot)

    assert (first.elected, first.tie) == (second.elected, second.tie)


@given(voices, st.integers(1, 6), ties, persons, lots, st.integers(1, 5))
def test_more_voices_never_unseat(
    counted: dict[str, int],
    seats: int,
    tie: TieRule,
    people: dict[str, Person],
    lot: Lot | None,
    more: int,
) -> None:
    before = elect([ballots(counted)], seats, ruled(tie), people, lot).elected
    assume(before)

    for one in before:
        after = elect(
            [ballots({**counted, one: counted[one] + more})], seats, ruled(tie), people, lot
        )
        assert one in after.elected


@given(persons, st.integers(1, 7), ties, lots)
def test_a_tie_is_parted_among_the_tied_and_fills_no_more_than_the_seats(
    people: dict[str, Person], seats: int, tie: TieRule, lot: Lot | None
) -> None:
    found = part(list(people.values()), seats, tie, lot)

    assert set(found.chosen) | set(found.left_open) <= people.keys()
    assert not set(found.chosen) & set(found.left_open)
    assert len(found.chosen) == seats or len(found.left_open) > seats - len(found.chosen)


@given(st.lists(st.text(min_size=1, max_size=4), unique=True), st.text(max_size=8))
def test_a_lot_is_the_same_for_whoever_draws_it(ids: list[str], seed: str) -> None:
    drawn = draw_lots(ids, Lot(seed))

    assert sorted(drawn) == sorted(ids)
    assert drawn == draw_lots(sorted(ids, reverse=True), Lot(seed))


amounts = st.lists(st.integers(0, 60), min_size=1, max_size=6).filter(any)


def shared(numbers: list[int], seats: int, share: Share) -> dict[str, object]:
    lists = [
        ListCount(str(place), number, tuple((f"{place}-{one}", number) for one in range(40)))
        for place, number in enumerate(numbers)
    ]
    return share_seats(lists, seats, share, ruled(TieRule.LOT))


def held(found: dict[str, object]) -> list[int]:
    rows = found["lists"]
    assert isinstance(rows, list)
    return [row["seats"] for row in rows]


@given(amounts, st.integers(1, 20), st.sampled_from(Share))
def test_every_seat_is_held_or_left_open(numbers: list[int], seats: int, share: Share) -> None:
    found = shared(numbers, seats, share)

    assert sum(held(found)) + int(str(found["open_seats"])) == seats
    ordered = sorted(zip(numbers, held(found), strict=True))
    if not found["tie"]:
        assert [seats for _, seats in ordered] == sorted(seats for _, seats in ordered)


@given(amounts, st.integers(1, 20))
def test_the_highest_average_takes_no_seat_back_when_there_is_one_more(
    numbers: list[int], seats: int
) -> None:
    fewer = shared(numbers, seats, Share.HIGHEST_AVERAGE)
    more = shared(numbers, seats + 1, Share.HIGHEST_AVERAGE)

    assert all(a <= b for a, b in zip(held(fewer), held(more), strict=True))


@given(amounts, st.integers(1, 20))
def test_the_largest_remainder_stays_within_one_of_the_exact_share(
    numbers: list[int], seats: int
) -> None:
    found = shared(numbers, seats, Share.LARGEST_REMAINDER)

    for number, mine in zip(numbers, held(found), strict=True):
        exact = Fraction(number * seats, sum(numbers))
        assert floor(exact) <= mine <= ceil(exact)


def renewed_by(renewal: str) -> RuleSet:
    rule = Ruled(renewal, Source.STATUTS, "statuts, art. 11")
    return with_value(preset("acca"), "mandate.renewal", rule)


@given(st.integers(0, 30), st.sampled_from(["all", "halves", "thirds"]), st.text(max_size=5))
def test_a_renewal_parts_the_board_without_losing_anyone(
    size: int, renewal: str, seed: str
) -> None:
    directors = [Director(str(one), str(one), date(2020, 1, 1)) for one in range(size)]

    found = leaving_order(directors, date(2026, 6, 26), renewed_by(renewal), Lot(seed))

    sizes = [len(one.directors) for one in found]
    everyone = [one for leaving in found for one in leaving.directors]
    assert sorted(everyone) == sorted(one.id for one in directors)
    assert max(sizes) - min(sizes) <= 1
    assert [one.on for one in found] == sorted({one.on for one in found})
