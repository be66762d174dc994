"""How long personal data are kept, counted in whole years and days."""

from datetime import date

import pytest

from governance.rules.retention import SCHEDULE, Keeping, keeping


@pytest.mark.parametrize(
    ("years", "days", "today", "cutoff"),
    [
        (5, 0, date(2031, 6, 2), date(2026, 6, 2)),
        (1, 0, date(2028, 2, 29), date(2027, 2, 28)),
        (4, 0, date(2028, 2, 29), date(2024, 2, 29)),
        (0, 30, date(2026, 3, 1), date(2026, 1, 30)),
    ],
)
def test_what_began_by_the_cutoff_is_due(years, days, today, cutoff):
    assert Keeping("x", years, days, "").cutoff(today) == cutoff


def test_each_line_of_the_schedule_has_a_duration_and_a_rule():
    assert len({one.code for one in SCHEDULE}) == len(SCHEDULE)
    for one in SCHEDULE:
        assert one.years + one.days > 0
        assert one.clause
        assert keeping(one.code) is one
