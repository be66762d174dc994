"""Days (jours): a moment read on the calendar of the association, which lives at Paris time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def local_day(moment: datetime) -> date:
    """Return the day of ``moment`` at Paris."""
    return moment.astimezone(PARIS).date()
