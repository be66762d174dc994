"""Days of notice around ends of months, leap days and changes of the hour."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.rules.calendar import clear_days, day_of, latest_notice_day
from governance.rules.ruleset import Counting

CLEAR, CALENDAR = Counting.CLEAR, Counting.CALENDAR


@pytest.mark.parametrize(
    ("meeting", "days", "counting", "latest"),
    [
        (date(2026, 6, 26), 15, CLEAR, date(2026, 6, 10)),
        (date(2026, 6, 26), 15, CALENDAR, date(2026, 6, 11)),
        (date(2026, 3, 1), 15, CLEAR, date(2026, 2, 13)),  # February of 28 days
        (date(2028, 3, 1), 15, CLEAR, date(2028, 2, 14)),  # of 29
        (date(2026, 1, 10), 15, CLEAR, date(2025, 12, 25)),  # over the new year
        (date(2026, 4, 5), 15, CLEAR, date(2026, 3, 20)),  # summer time begins in between
        (date(2026, 11, 1), 15, CLEAR, date(2026, 10, 16)),  # and ends in between
        (date(2026, 6, 26), 0, CLEAR, date(2026, 6, 25)),
        (date(2026, 6, 26), 0, CALENDAR, date(2026, 6, 26)),
    ],
)
def test_the_latest_day_gives_the_days_asked_and_the_next_does_not(
    meeting: date, days: int, counting: Counting, latest: date
) -> None:
    assert latest_notice_day(meeting, days, counting) == latest
    assert clear_days(latest, meeting, counting) == days
    if days:
        assert clear_days(latest + timedelta(1), meeting, counting) == days - 1


def test_a_notice_sent_on_the_day_or_later_gives_no_day() -> None:
    assert clear_days(date(2026, 6, 26), date(2026, 6, 26), CLEAR) == 0
    assert clear_days(date(2026, 6, 28), date(2026, 6, 26), CALENDAR) == 0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 10, 21, 59, tzinfo=UTC), date(2026, 6, 10)),
        (datetime(2026, 6, 10, 22, 1, tzinfo=UTC), date(2026, 6, 11)),  # summer: UTC+2
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 1, tzinfo=UTC), date(2026, 3, 29)),  # still winter: UTC+1
        (datetime(2026, 3, 29, 22, 1, tzinfo=UTC), date(2026, 3, 30)),  # summer since 01:00 UTC
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_the_day_of_sending_is_the_day_in_france(moment: datetime, day: date) -> None:
    assert day_of(moment) == day


def test_the_day_of_sending_may_be_that_of_another_place() -> None:
    evening = datetime(2026, 6, 10, 20, 30, tzinfo=UTC)

    assert day_of(evening, "Indian/Reunion") == date(2026, 6, 11)


def test_moments_are_not_taken_for_days() -> None:
    moment = datetime(2026, 6, 10, tzinfo=UTC)
    with pytest.raises(ValueError, match="dates"):
        clear_days(moment, date(2026, 6, 26), CLEAR)
    with pytest.raises(ValueError, match="zone"):
        day_of(datetime(2026, 6, 10))  # noqa: DTZ001
    with pytest.raises(ValueError, match="negative"):
        latest_notice_day(date(2026, 6, 26), -1, CLEAR)
