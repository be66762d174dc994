"""The rules and the box draw one and the same lot, though neither imports the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.errors import RefusedError
from ballots.voting.counting import ties
from governance.errors import InvalidInputError
from governance.rules.seats import Lot, draw_lots, lot_commitment

SEEDS = st.text(min_size=1, max_size=40)


@given(SEEDS)
def test_both_publish_one_commitment(seed):
    assert lot_commitment(seed) == ties.lot_commitment(seed.encode())


@given(SEEDS, st.integers(1, 30))
def test_both_draw_one_order_from_places_counted_from_zero(seed, candidates):
    commitment = lot_commitment(seed)
    ranks = ties.by_lot(seed.encode(), commitment, candidates).ranks
    order = sorted(range(candidates), key=ranks.__getitem__)
    drawn = draw_lots([str(place) for place in range(candidates)], Lot(seed, commitment))
    assert drawn == tuple(map(str, order))


@given(st.lists(st.integers(0, 3), min_size=2, max_size=8), SEEDS)
def test_a_lot_after_another_rule_parts_only_those_whom_it_leaves_level(ages, seed):
    by_rule = ties.TieBreak(ties.TieRule.ELDEST, tuple(ages))
    lot = ties.by_lot(seed.encode(), lot_commitment(seed), len(ages))
    both = ties.first_then(by_rule, lot)
    assert both.rule is ties.TieRule.ELDEST
    assert len(set(both.ranks)) == len(ages)
    for one in range(len(ages)):
        for other in range(len(ages)):
            if ages[one] < ages[other]:
                assert both.ranks[one] < both.ranks[other]


def test_both_refuse_a_seed_that_was_not_committed_to():
    commitment = lot_commitment("another")
    with pytest.raises(RefusedError, match="wrong-seed"):
        ties.by_lot(b"this", commitment, 3)
    with pytest.raises(InvalidInputError, match="wrong-seed"):
        draw_lots(["0", "1"], Lot("this", commitment))
