"""Days of notice (délai de convocation): clear days (jours francs) or calendar days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from governance.rules.ruleset import Counting

PARIS = "Europe/Paris"


def clear_days(sent: date, meeting: date, counting: Counting) -> int:
    """Count the days of notice between sending and meeting, never less than zero.

    Clear days leave out both the day of sending and the day of the meeting.
    """
    _require_days(sent, meeting)
    between = (meeting - sent).days
    return max(0, between - 1 if counting is Counting.CLEAR else between)


def latest_notice_day(meeting: date, days: int, counting: Counting) -> date:
    """Return the last day on which a notice of ``days`` days may still be sent."""
    _require_days(meeting)
    if days < 0:
        raise ValueError("a number of days is not negative")
    return meeting - timedelta(days + 1 if counting is Counting.CLEAR else days)


def day_of(moment: datetime, zone: str = PARIS) -> date:
    """Return the civil day of an aware ``moment`` where the association lives."""
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its time zone")
    return moment.astimezone(ZoneInfo(zone)).date()


def _require_days(*days: date) -> None:
    if any(isinstance(day, datetime) for day in days):
        raise ValueError("days of notice are counted between dates, not moments: see day_of")
