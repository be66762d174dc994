"""Lines of dues made before their history become dated acts, read at any day."""

import sqlite3
from datetime import date
from pathlib import Path

from alembic import command

from governance import db
from governance.db import Database
from governance.models.dues import Dues
from governance.services import dues_history
from tests.simulators.databases import settings_for

OLD_ROWS = """
INSERT INTO member (id, kind, name, name_key, category, region, created_at) VALUES
  (1, 'institution', 'Bretagne', 'bretagne', 'region', '', '2025-01-01 00:00:00');
INSERT INTO dues (id, member_id, year, amount_eur, status, paid_on, note) VALUES
  (1, 1, 2024, 5000, 'paid', '2024-05-04', ''), (2, 1, 2025, NULL, 'paid', NULL, ''),
  (3, 1, 2026, 5000, 'called', NULL, '');
"""


def test_old_lines_keep_what_they_say_and_the_day_of_their_payment(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    settings = settings_for(url, tmp_path / "instance")
    command.upgrade(db.alembic_config(db.MIGRATIONS["governance"], url), "0006")
    with sqlite3.connect(tmp_path / "old.sqlite") as connection:
        connection.executescript(OLD_ROWS)
    connection.close()
    db.migrate(settings)
    database = Database(settings)
    with database.transaction() as session:
        told = {
            day: dict(dues_history.dues_status_as_of(session, 1, day))
            for day in (date(2024, 5, 3), date(2024, 5, 4))
        }
        dues_history.refresh(session, [1, 2, 3])
        lines = [
            (line.status, line.amount_eur, line.paid_on)
            for line in (session.get_one(Dues, number) for number in (1, 2, 3))
        ]
    database.dispose()

    assert told == {
        date(2024, 5, 3): {2024: "called", 2025: "paid", 2026: "called"},
        date(2024, 5, 4): {2024: "paid", 2025: "paid", 2026: "called"},
    }
    assert lines == [("paid", 5000, date(2024, 5, 4)), ("paid", None, None), ("called", 5000, None)]
