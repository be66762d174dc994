"""The clock that views, commands and jobs read; the demonstration may move its own forward.

The demonstration plays an assembly of June 2026 in ten minutes: a file of its instance folder says
by how much its clock is set off, for all its processes. Elsewhere the file is never read.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app

from governance.settings import Settings

OFFSET_FILE = "clock-offset"


def clock_of(settings: Settings) -> datetime:
    """Return the present moment, aware UTC, of this installation."""
    wall = datetime.now(UTC)
    return wall + _offset(settings.instance) if settings.demo else wall


def now() -> datetime:
    """Return the present moment of the application at hand."""
    return clock_of(current_app.extensions["settings"])


def move_demo_clock(settings: Settings, to: datetime) -> None:
    """Set the demonstration's clock to ``to``; it runs on from there."""
    if not settings.demo:
        raise ValueError("only the demonstration may move its clock")
    seconds = (to - datetime.now(UTC)).total_seconds()
    aside = settings.instance / f"{OFFSET_FILE}.new"
    aside.write_text(str(int(seconds)))
    aside.replace(settings.instance / OFFSET_FILE)


def _offset(instance: Path) -> timedelta:
    file = instance / OFFSET_FILE
    return timedelta(seconds=int(file.read_text())) if file.exists() else timedelta()
