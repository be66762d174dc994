"""The application after a small assembly: played once, copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from governance.db import Database
from governance.models.accounts import Account, AccountRole
from governance.settings import Settings
from governance.web.post.post import post_of
from tests.integration.small_assembly import SmallAssembly
from tests.simulators.databases import settings_for
from tests.web.evening import NOW, enter
from tests.web.visits import Visit


def settings_in(folder: Path) -> Settings:
    """Return the settings of an installation that lives in one folder."""
    return settings_for(f"sqlite:///{folder / 'pleniere.sqlite'}", folder)


@pytest.fixture(scope="session")
def closed_instance(
    tmp_path_factory: pytest.TempPathFactory, migrate_database: Callable[[str], None]
) -> Path:
    """The folder of an installation whose small assembly is closed."""
    folder = tmp_path_factory.mktemp("closed") / "instance"
    settings = settings_in(folder)
    migrate_database(settings.database_url)
    database = Database(settings)
    try:
        SmallAssembly(database, post_of(settings)).play()
        with database.transaction() as session:
            for role in ("auditor", "treasurer", "chair"):
                account = Account(email=f"{role}@region.example", name=role)
                account.roles.append(AccountRole(role=role))
                session.add(account)
    finally:
        database.dispose()
    return folder


@pytest.fixture
def app(closed_instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application on the evening of the assembly."""
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    folder = Path(shutil.copytree(closed_instance, tmp_path / "instance"))
    app = create_app(settings_in(folder))
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def secretary(app: Flask) -> Visit:
    return enter(app, "Inès Marchetti")


@pytest.fixture
def stranger(app: Flask) -> Visit:
    """Somebody without an account."""
    return Visit(app)
