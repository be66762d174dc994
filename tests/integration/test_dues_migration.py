"""Rows made before a change of the schema survive it: dues, letters, receipts, schedules."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

from alembic import command

from governance import db
from governance.db import Database
from governance.models.dues import Dues
from governance.models.outbox import OutboxMessage
from governance.services.dues import dues, dues_history, dues_papers
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


LETTERS = """
INSERT INTO member (id, kind, name, name_key, category, region, created_at) VALUES
  (1, 'institution', 'Bretagne', 'bretagne', 'region', '', '2025-01-01 00:00:00');
INSERT INTO person (id, name) VALUES (1, 'Nour');
INSERT INTO dues (id, member_id, year, amount_eur, status, note) VALUES (1, 1, 2026, 9, 'paid', '');
INSERT INTO payment (id, dues_id, cents, paid_on, means, reference, reason, recorded_at,
  recorded_by)
  VALUES (7, 1, 900, '2026-03-01', 'cash', '', '', '2026-03-01 00:00:00', 'Tess');
INSERT INTO dues_paper (id, dues_id, kind, filename, content, sha256, created_at) VALUES
  (3, 1, 'receipt', 'recu-2026-7.pdf', x'00', '', '2026-03-01 00:00:00');
INSERT INTO outbox_message (id, kind, person_id, member_id, recipient, subject, header_id, state,
  tries, queued_at, next_try_at) VALUES
  (5, 'dues_call', 1, 1, 'n@b.example', 's', 'h', 'queued', 0, '2026-03-01 00:00:00',
   '2026-03-01 00:00:00');
INSERT INTO outbox_dues_paper (message_id, paper_id) VALUES (5, 3);
INSERT INTO fee_schedule (id, year, source) VALUES (1, 2026, 'x');
INSERT INTO fee_tier (schedule_id, code, amount_eur, is_floor, beneficiaries) VALUES
  (1, '9', 9, 0, 'tous');
"""


def test_letters_and_receipts_of_before_keep_what_they_point_to(tmp_path: Path):
    path = tmp_path / "old.sqlite"
    settings = settings_for(f"sqlite:///{path}", tmp_path / "instance")
    config = db.alembic_config(db.MIGRATIONS["governance"], settings.database_url)
    command.upgrade(config, "0011")
    with sqlite3.connect(path) as connection:
        connection.executescript(LETTERS)
    connection.close()
    db.migrate(settings)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        indexes = {row[1] for row in connection.execute("PRAGMA index_list(outbox_message)")}
    connection.close()
    assert {"outbox_message_owed", "ix_outbox_message_member_id"} <= indexes
    database = Database(settings)
    with database.transaction() as session:
        message = session.get_one(OutboxMessage, 5)
        assert (message.reader.name, [paper.id for paper in message.papers]) == ("Nour", [3])
        assert dues_papers.receipt(session, 7, datetime(2026, 6, 1, tzinfo=UTC)).id == 3
        schedule = dues.get_schedule(session, 2026)
        assert (schedule.version, schedule.prorata, schedule.tiers[0].categories) == (1, "none", [])
    database.dispose()
