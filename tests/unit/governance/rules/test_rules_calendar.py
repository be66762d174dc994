"""Days of notice around ends of months, leap days and changes of the hour."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.rules.calendar import (
    clear_days,
    day_of,
    earliest_meeting_day,
    easter_sunday,
    latest_notice_day,
    public_holidays,
)
from governance.rules.ruleset import Counting

CLEAR, CALENDAR, BUSINESS = Counting.CLEAR, Counting.CALENDAR, Counting.BUSINESS


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


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (1818, date(1818, 3, 22)),  # the earliest there is
        (1943, date(1943, 4, 25)),  # the latest
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_falls_where_almanacs_say(year: int, easter: date) -> None:
    assert easter_sunday(year) == easter


def test_a_year_has_eleven_public_holidays() -> None:
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8),
        date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14), date(2026, 8, 15),
        date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("meeting", "days", "latest"),
    [
        (date(2026, 6, 26), 5, date(2026, 6, 18)),  # Friday; a week-end in between
        (date(2026, 5, 18), 5, date(2026, 5, 6)),  # 7, 11, 12, 13, 15: neither the 8th nor the 14th
        (date(2026, 6, 29), 0, date(2026, 6, 28)),  # a Sunday still leaves no day
    ],
)
def test_business_days_leave_out_week_ends_and_holidays(
    meeting: date, days: int, latest: date
) -> None:
    assert latest_notice_day(meeting, days, BUSINESS) == latest
    assert clear_days(latest, meeting, BUSINESS) == days
    assert clear_days(meeting, latest, BUSINESS) == 0


@pytest.mark.parametrize("counting", Counting)
@pytest.mark.parametrize("days", [0, 1, 5, 15])
def test_the_first_day_for_a_meeting_leaves_the_days_and_the_day_before_does_not(
    counting: Counting, days: int
) -> None:
    for sent in (date(2026, 4, 30) + timedelta(n) for n in range(10)):
        first = earliest_meeting_day(sent, days, counting)
        assert clear_days(sent, first, counting) == days
        assert latest_notice_day(first, days, counting) >= sent
        assert days == 0 or clear_days(sent, first - timedelta(1), counting) < days
