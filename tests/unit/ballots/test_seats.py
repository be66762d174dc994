"""Seats from a ranking by levels: the best first; a level that is split is settled, or refused."""

from datetime import date

import pytest

from ballots.errors import RefusedError
from ballots.voting.counting.seats import Seated, seat_levels
from ballots.voting.counting.ties import TieRule, by_age

LEVELS = ((2,), (0, 3), (1,))
ELDEST_FIRST = by_age([date(1960, 1, 1), date(1990, 1, 1), date(1980, 1, 1), date(1950, 1, 1)])


@pytest.mark.parametrize(
    ("seats", "elected"), [(1, (2,)), (3, (2, 0, 3)), (4, (2, 0, 3, 1)), (9, (2, 0, 3, 1))]
)
def test_whole_levels_are_seated_without_a_rule(seats, elected):
    assert seat_levels(LEVELS, seats) == Seated(elected)


def test_a_level_that_the_last_seat_splits_is_parted_by_the_rule_and_told():
    seated = seat_levels(LEVELS, 2, ELDEST_FIRST)
    assert seated.elected == (2, 3)
    assert seated.settled is not None
    assert (seated.settled.tied, seated.settled.rule) == ((0, 3), TieRule.ELDEST)


def test_a_tie_that_parts_no_seat_is_left_as_it_is():
    assert seat_levels(LEVELS, 3, ELDEST_FIRST).settled is None


def test_without_a_rule_a_split_level_is_refused():
    with pytest.raises(RefusedError) as refused:
        seat_levels(LEVELS, 2)
    assert (refused.value.code, refused.value.facts) == ("counting.tie", {"tied": (0, 3)})


def test_no_seat_is_a_callers_bug():
    with pytest.raises(ValueError, match="start at one"):
        seat_levels(LEVELS, 0)
