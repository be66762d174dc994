"""Jobs (tâches de fond): Huey executes, our database remembers what is owed.

A job carries only an id and may run twice. A sweep re-enqueues what a crash lost.
"""

from huey import Huey, PostgresHuey, SqliteHuey
from sqlalchemy.engine import make_url

from governance.settings import Settings


def make_queue(settings: Settings) -> Huey:
    """Return the queue beside the database: a SQLite file by default, PostgreSQL in production."""
    if settings.database_url.startswith("postgresql"):
        url = make_url(settings.database_url).set(drivername="postgresql")
        return PostgresHuey(
            "pleniere", dsn=url.render_as_string(hide_password=False), results=False
        )
    return SqliteHuey(
        "pleniere", filename=str(settings.instance / "jobs.sqlite"), results=False, fsync=True
    )
