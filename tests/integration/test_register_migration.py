"""Rows of a register made before its history become its first facts."""

import sqlite3
from datetime import date
from pathlib import Path

from alembic import command
from sqlalchemy.orm import Session

from governance import db
from governance.db import Database
from governance.models.members import Member, Person
from governance.services.membership import history, register_at
from tests.simulators.databases import settings_for

OLD_ROWS = """
INSERT INTO member (id, kind, name, name_key, category, region, tier_code, joined_on, left_on,
  created_at) VALUES
  (1, 'institution', 'Bretagne', 'bretagne', 'region', 'Bretagne', '5000', NULL, NULL,
   '2025-01-01 00:00:00'),
  (2, 'individual', 'Anne', 'anne', 'personne-physique', '', NULL, '2020-01-01', '2024-06-30',
   '2025-01-01 00:00:00');
INSERT INTO person (id, name, email) VALUES (1, 'Zoé', 'zoe@v.example'), (2, 'Anne', NULL);
INSERT INTO representation (member_id, person_id, acts_as, since) VALUES
  (1, 1, 'representative', '2025-01-01'), (2, 2, 'self', '2025-01-01');
"""


def test_old_rows_become_first_facts_and_every_day_reads(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    settings = settings_for(url, tmp_path / "instance")
    command.upgrade(db.alembic_config(db.MIGRATIONS["governance"], url), "0003")
    with sqlite3.connect(tmp_path / "old.sqlite") as connection:
        connection.executescript(OLD_ROWS)
    connection.close()
    db.migrate(settings)
    database = Database(settings)
    with database.transaction() as session:
        states = {
            day.year: {row.name: row.state for row in register_at.register_as_of(session, day)}
            for day in (date(2019, 1, 1), date(2022, 1, 1), date(2026, 1, 1))
        }
        restored = _restored(session)
    database.dispose()

    assert states == {
        2019: {"Bretagne": "member"},
        2022: {"Anne": "member", "Bretagne": "member"},
        2026: {"Anne": "departure", "Bretagne": "member"},
    }
    assert restored == [
        ("Bretagne", "Bretagne", "5000", None, None),
        ("Anne", "", None, date(2020, 1, 1), date(2024, 6, 30)),
        ("Zoé", "zoe@v.example"),
        ("Anne", None),
    ]


def _restored(session: Session) -> list[tuple[object, ...]]:
    """Return the rows as their facts alone make them again."""
    found: list[tuple[object, ...]] = []
    for member in (session.get_one(Member, 1), session.get_one(Member, 2)):
        history.restore(session, member)
        days = (member.joined_on, member.left_on)
        found.append((member.name, member.region, member.tier_code, *days))
    for person in (session.get_one(Person, 1), session.get_one(Person, 2)):
        history.restore(session, person)
        found.append((person.name, person.email))
    return found
