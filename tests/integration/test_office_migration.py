"""Offices set up before they had a form keep their keys, on both databases."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, insert
from sqlalchemy.orm import Session

from ballots.services.trustees import new_trustee
from governance.db import MIGRATIONS, alembic_config, make_engine, migrate
from governance.models.office import OfficeForm
from governance.services.office import office
from tests.simulators.databases import settings_for
from tests.simulators.postgres import address, execute

BEFORE = "0004"
NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.sqlite'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"old_office_{os.getpid()}"
    execute(server, f"CREATE DATABASE {name}")
    yield address(server, name)
    execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def fill(connection: Connection, keys: list[str]) -> None:
    """Write a meeting with two trustees, in the tables as they were."""
    tables = MetaData()
    tables.reflect(connection)

    def write(table: str, **values: object) -> None:
        connection.execute(insert(tables.tables[table]).values(**values))

    rules = {"name": "r", "version": 1, "document": "{}", "sha256": "0", "created_at": NOW}
    write("rule_set_version", id=1, **rules)
    write("account", id=1, email="y@a.example", name="Yacine", sessions_ended=0)
    plan = {"body": "AGO", "title": "AG", "starts_at": NOW, "created_at": NOW, "rule_set_id": 1}
    words = dict.fromkeys(
        ("place", "remote_url", "introduction", "chair_name", "secretary_name"), ""
    )
    write("meeting", id=1, **plan, **words)
    for position, (account, secret) in enumerate(((None, b"sealed"), (1, None)), 1):
        write(
            "office_trustee",
            meeting_id=1,
            position=position,
            account_id=account,
            public_key=keys[position - 1],
            sealed_secret=secret,
            made_at=NOW,
        )


def test_the_keys_of_before_are_seats_of_an_office_that_needs_them_all(empty_url, tmp_path):
    config = alembic_config(MIGRATIONS["governance"], empty_url)
    command.upgrade(config, BEFORE)
    keys = [new_trustee()[1] for _ in range(2)]
    engine = make_engine(empty_url)
    with engine.begin() as connection:
        fill(connection, keys)
    migrate(settings_for(empty_url, tmp_path / "instance"))
    with Session(engine) as session:
        form = office.form_of(session, 1)
        assert (form.kind, form.size, form.groups) == (OfficeForm.ALL, 1, ("BELENIOS-2048",))
        seats = office.trustees(session, 1)
        assert [(one.position, one.account_id) for one in seats] == [(1, None), (2, 1)]
        assert [one.keys[0].public_key for one in seats] == keys
        assert [one.keys[0].sealed_secret for one in seats] == [b"sealed", None]
        assert seats[0].made_at == NOW
    engine.dispose()
