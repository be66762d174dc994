"""Days of notice (délai de convocation): clear (jours francs), calendar or business days."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from governance.rules.ruleset import Counting

PARIS = "Europe/Paris"
FRIDAY = 5
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday


def clear_days(sent: date, meeting: date, counting: Counting) -> int:
    """Count the days of notice between sending and meeting, never less than zero.

    Clear days leave out both the day of sending and the day of the meeting; business days leave
    out week-ends and public holidays as well.
    """
    _require_days(sent, meeting)
    between = (meeting - sent).days
    if counting is Counting.BUSINESS:
        return sum(is_business_day(sent + timedelta(passed)) for passed in range(1, between))
    return max(0, between - 1 if counting is Counting.CLEAR else between)


def latest_notice_day(meeting: date, days: int, counting: Counting) -> date:
    """Return the last day on which a notice of ``days`` days may still be sent."""
    _require_days(meeting)
    if days < 0:
        raise ValueError("a number of days is not negative")
    if counting is Counting.BUSINESS:
        return _beyond_business_days(meeting, days, timedelta(-1))
    return meeting - timedelta(days + 1 if counting is Counting.CLEAR else days)


def earliest_meeting_day(sent: date, days: int, counting: Counting) -> date:
    """Return the first day for which a notice sent on ``sent`` leaves ``days`` days."""
    _require_days(sent)
    if counting is Counting.BUSINESS:
        return _beyond_business_days(sent, days, timedelta(1))
    return sent + timedelta(days + 1 if counting is Counting.CLEAR else days)


def is_business_day(day: date) -> bool:
    """Say whether people work in France on that day: Monday to Friday, but for holidays."""
    return day.isoweekday() <= FRIDAY and day not in public_holidays(day.year)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year (Code du travail, art. L3133-1)."""
    easter = easter_sunday(year)
    moving = (easter + timedelta(days) for days in AFTER_EASTER)
    return frozenset({*(date(year, month, day) for month, day in FIXED), *moving})


def easter_sunday(year: int) -> date:
    """Return the Sunday of Easter, by the Gregorian computus of Meeus and Butcher."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _beyond_business_days(start: date, days: int, step: timedelta) -> date:
    """Walk from ``start`` until ``days`` business days lie strictly in between."""
    day = start + step
    while days:
        days -= is_business_day(day)
        day += step
    return day


def day_of(moment: datetime, zone: str = PARIS) -> date:
    """Return the civil day of an aware ``moment`` where the association lives."""
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its time zone")
    return moment.astimezone(ZoneInfo(zone)).date()


def _require_days(*days: date) -> None:
    if any(isinstance(day, datetime) for day in days):
        raise ValueError("days of notice are counted between dates, not moments: see day_of")
