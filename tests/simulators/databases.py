"""Migrated databases for a test: SQLite, PostgreSQL, or one after the other."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from governance.settings import Settings


@pytest.fixture(scope="session")
def migrate_database(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], None]:
    """Bring the database at an address to the newest schema, both packages' parts of it."""

    def migrate_database(url: str) -> None:
        from governance import db

        db.migrate(settings_for(url, tmp_path_factory.mktemp("migrate")))

    return migrate_database


@pytest.fixture(scope="session")
def sqlite_template(
    migrate_database: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A migrated, empty SQLite file that others are copied from."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    migrate_database(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of this test alone."""
    path = tmp_path / "pleniere.sqlite"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest) -> str:
    """The address of a migrated database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def any_settings(any_database: str, tmp_path: Path) -> "Settings":
    """Settings over ``any_database``, mail into a folder; the test runs once on each kind."""
    return settings_for(any_database, tmp_path / "instance")


@pytest.fixture
def sqlite_settings(sqlite_url: str, tmp_path: Path) -> "Settings":
    """Settings over ``sqlite_url``, mail into a folder: enough for pages and commands."""
    return settings_for(sqlite_url, tmp_path / "instance")


def environment_for(url: str, instance: Path, **more: str) -> dict[str, str]:
    """Return the environment that makes the application use ``url`` and ``instance`` alone."""
    return {
        "PLENIERE_INSTANCE": str(instance),
        "PLENIERE_DATABASE_URL": url,
        "PLENIERE_MAIL": f"folder:{instance / 'outbox'}",
    } | more


def settings_for(url: str, instance: Path, **more: str) -> "Settings":
    """Return the settings of :func:`environment_for`."""
    from governance.settings import Settings

    return Settings.from_env(environment_for(url, instance, **more))
