"""Engines, sessions and transactions; ``transaction()`` is the only commit of the web layer.

One session covers both halves of the house. With one database (the default) an act and its ballot
are committed together; with two, the ballot box is committed first, see ``docs/decisions``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from flask import Flask, current_app, g
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from ballots.store.base import Base as BallotsBase
from governance.models.base import Base
from governance.settings import ROOT, Settings

READ_ONLY = "pleniere_read_only"
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "secure_delete=ON",  # which credential was whose is forgotten when a poll opens
)
MIGRATIONS = {"governance": ROOT / "governance/migrations", "ballots": ROOT / "ballots/migrations"}


class Database:
    """The engines of one installation, and the sessions on them."""

    def __init__(self, settings: Settings) -> None:
        self.info = {"box_group": settings.group}  # read by services/office_groups.py
        self.engine = make_engine(settings.database_url)
        same = settings.ballots_database_url == settings.database_url
        self.ballots_engine = self.engine if same else make_engine(settings.ballots_database_url)
        self._binds = {mode: self._bound(read_only=mode) for mode in (False, True)}

    def session(self, *, read_only: bool = False) -> Session:
        """Return a new session; a read-only one does not queue for SQLite's write lock."""
        return Session(
            binds=self._binds[read_only],
            autoflush=True,
            expire_on_commit=False,
            info=dict(self.info),
        )

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a new session; commit at the end, roll back on any exception."""
        with self.session() as session, session.begin():
            yield session

    def _bound(self, *, read_only: bool) -> dict[Any, Any]:
        """Return which engine serves which half, with what its transactions begin by."""
        options: dict[str, Any] = {READ_ONLY: read_only}
        governance = self.engine.execution_options(**options)
        same = self.ballots_engine is self.engine
        ballots = governance if same else self.ballots_engine.execution_options(**options)
        return {BallotsBase: ballots, Base: governance}

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self.ballots_engine.dispose()


def make_engine(url: str) -> Engine:
    """Return an engine; on SQLite with write-ahead log, full sync and immediate transactions.

    Source: measured, BEGIN loses half of concurrent read-then-write transactions to "database is
    locked"; BEGIN IMMEDIATE loses none.
    """
    engine = create_engine(
        url, pool_pre_ping=url.startswith("postgresql"), hide_parameters=True
    )  # a refused row must not write its choice or code into a log
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Take transactions into our own hands, and keep every commit through a power cut."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once, unless the session promised only to read."""
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    driver: Any = connection.connection.dbapi_connection  # every request begins one: go straight
    driver.execute("BEGIN" if read_only else "BEGIN IMMEDIATE")


def migrate(settings: Settings) -> None:
    """Bring both schemas to their newest version; forward only."""
    urls = {"governance": settings.database_url, "ballots": settings.ballots_database_url}
    for name, folder in MIGRATIONS.items():
        command.upgrade(alembic_config(folder, urls[name]), "head")


def alembic_config(folder: Path, url: str) -> Config:
    """Return the Alembic configuration of one of the two histories."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes["url"] = url
    return config


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its database; the request's session ends with the request."""
    app.extensions["database"] = Database(settings)
    app.teardown_appcontext(_close_session)


def database() -> Database:
    """Return the database of the current application."""
    found: Database = current_app.extensions["database"]
    return found


def session() -> Session:
    """Return the request's read-only session; for writing there is ``transaction()``."""
    if "read_session" not in g:
        g.read_session = database().session(read_only=True)
    reading: Session = g.read_session
    return reading


@contextmanager
def transaction() -> Iterator[Session]:
    """Yield a writing session; commit at the end and wake the worker if a mail is now owed.

    The reading session is closed first: on SQLite its snapshot would be older than what follows.
    """
    _close_session()
    with database().transaction() as writing:
        yield writing
        owed = writing.info.get("owed", False)
    if owed:
        current_app.extensions["wake_worker"]()


def give_up_reading() -> None:
    """End the request's reading session, whatever state a failure left it in."""
    _close_session()


def _close_session(_error: BaseException | None = None) -> None:
    """End the request's reading session."""
    reading = g.pop("read_session", None)
    if reading is not None:
        reading.close()
