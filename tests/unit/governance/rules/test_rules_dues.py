"""Dues in time: acts and payments replayed up to a cutoff."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.dues import Cutoff, DuesAct, Paid, state_at

DAY = date(2026, 6, 26)
NOON = datetime(2026, 6, 26, 12, tzinfo=UTC)
EVENING = datetime(2026, 6, 26, 18, tzinfo=UTC)
CALLED = DuesAct(1, "called", 100, None, datetime(2026, 1, 5, tzinfo=UTC))


def paid(cents: int, day: int, at: datetime = EVENING) -> Paid:
    return Paid(cents, date(2026, 6, day), at)


@pytest.mark.parametrize(
    ("payments", "status", "received", "settled"),
    [
        ([], "called", 0, None),
        ([paid(99_99, 1)], "called", 99_99, None),
        ([paid(60_00, 1), paid(40_00, 9)], "paid", 100_00, 9),
        ([paid(130_00, 3)], "paid", 130_00, 3),
        ([paid(100_00, 3), paid(-100_00, 8)], "called", 0, None),
        ([paid(100_00, 3), paid(-100_00, 8), paid(100_00, 12)], "paid", 100_00, 12),
        ([paid(100_00, 3), paid(-50_00, 3), paid(50_00, 4)], "paid", 100_00, 4),
    ],
)
def test_dues_are_paid_once_the_money_reaches_them_and_called_again_if_it_goes_back(
    payments, status, received, settled
):
    state = state_at([CALLED], payments, Cutoff.end_of(DAY))
    assert state is not None
    assert (state.status, state.received) == (status, received)
    assert state.settled_on == (date(2026, 6, settled) if settled else None)


def test_on_the_day_itself_what_was_recorded_later_does_not_count():
    late = [paid(100_00, 26, EVENING)]
    noon = state_at([CALLED], late, Cutoff(DAY, NOON))
    evening = state_at([CALLED], late, Cutoff(DAY, EVENING))
    assert noon is not None
    assert evening is not None
    assert (noon.status, evening.status) == ("called", "paid")


def test_what_took_effect_on_an_earlier_day_counts_whenever_it_was_recorded():
    state = state_at([CALLED], [paid(100_00, 25, EVENING)], Cutoff(DAY, NOON))
    assert state is not None
    assert state.status == "paid"


def test_before_the_first_act_nothing_was_called():
    act = DuesAct(1, "called", 100, DAY, NOON)
    assert state_at([act], [], Cutoff.end_of(date(2026, 6, 25))) is None


def test_a_waiver_owes_nothing_and_gives_back_what_came():
    waived = DuesAct(2, "exempt", 100, date(2026, 6, 10), NOON)
    state = state_at([CALLED, waived], [paid(30_00, 1)], Cutoff.end_of(DAY))
    assert state is not None
    assert (state.status, state.missing, state.excess) == ("exempt", 0, 30_00)


def test_dues_without_a_price_are_not_settled_by_any_sum():
    unpriced = DuesAct(1, "called", None, None, NOON)
    state = state_at([unpriced], [paid(30_00, 1)], Cutoff.end_of(DAY))
    assert state is not None
    assert (state.status, state.missing, state.excess) == ("called", 0, 0)


sums = st.lists(st.tuples(st.integers(1, 200_00), st.integers(1, 26)), max_size=6)


@given(sums, st.integers(1, 26))
def test_money_is_conserved_and_more_of_it_never_unsettles(money, day):
    payments = [paid(cents, on, NOON) for cents, on in money]
    cutoff = Cutoff.end_of(date(2026, 6, day))
    state = state_at([CALLED], payments, cutoff)
    assert state is not None
    assert state.received == sum(cents for cents, on in money if on <= day)
    assert state.missing - state.excess in (100_00 - state.received, -state.excess)
    more = state_at([CALLED], [*payments, paid(1, 1, NOON)], cutoff)
    assert more is not None
    assert (state.status, more.status) != ("paid", "called")
