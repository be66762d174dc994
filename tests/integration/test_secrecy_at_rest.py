"""What rests on the disk after a secret poll joins no member to a ballot, nor does an error."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError

from governance.models.polls import OpenVote
from governance.settings import Settings
from tests.simulators.assemblies import ACCOUNTS, ELECTION, Scene, assembly_on_its_day
from tests.simulators.databases import settings_for

ADA = [0, 1, 0, 0, 0, 0]
CROWD = 400  # lines of a large roll, enough for several pages of the table


@pytest.fixture
def scene(any_settings: Settings) -> Iterator[Scene]:
    scene = assembly_on_its_day(any_settings)
    yield scene
    scene.database.engine.dispose()


@pytest.fixture
def postgres_scene(postgresql_url: str, tmp_path) -> Iterator[Scene]:
    """An assembly on PostgreSQL, everybody there, its secret poll open."""
    scene = assembly_on_its_day(settings_for(postgresql_url, tmp_path / "instance"))
    scene.everybody_arrives()
    scene.open(ELECTION)
    yield scene
    scene.database.engine.dispose()


def vote_in_any_order(scene: Scene) -> list[tuple[str, str]]:
    """Let everybody vote, last in the roll first; return names and trackers in that order."""
    return [
        (right.name, scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, ADA)).tracker)
        for right in reversed(scene.rights(ELECTION))
    ]


def as_dumped(scene: Scene, columns: str, table: str) -> list[list[str]]:
    """Return the rows of a table as pg_dump copies them: in the order of the pages."""
    url = make_url(scene.settings.database_url).set(drivername="postgresql")
    with (
        psycopg.connect(url.render_as_string(hide_password=False)) as connection,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copied,
    ):
        return [line.split("\t") for line in b"".join(copied).decode().splitlines()]


def dumped_pairs(scene: Scene) -> list[tuple[str, str]]:
    """Pair the marks of the roll with the ballots of the box, each as they lie in a dump."""
    poll_id = str(scene.poll_id(ELECTION))
    lines = as_dumped(scene, "name, poll_id, signed", "poll_line")
    names = [name for name, number, signed in lines if (number, signed) == (poll_id, "t")]
    ballots = [tracker for (tracker,) in as_dumped(scene, "tracker", "box_ballot")]
    return list(zip(names, ballots, strict=True))


def written_together(scene: Scene) -> int:
    """Return how many marks of the roll were written by the transaction of a ballot."""
    with scene.database.engine.connect() as connection:
        joined = text(
            "SELECT count(*) FROM poll_line JOIN box_record ON box_record.xmin = poll_line.xmin "
            "JOIN box_ballot USING (election, height) WHERE poll_id = :poll"
        )
        return connection.execute(joined, {"poll": scene.poll_id(ELECTION)}).scalar_one()


def test_a_dump_after_the_closing_joins_no_member_to_her_ballot(postgres_scene):
    truth = vote_in_any_order(postgres_scene)
    assert dumped_pairs(postgres_scene) == truth  # what the closing is there to undo
    postgres_scene.close(ELECTION)
    pairs = dumped_pairs(postgres_scene)
    assert [name for name, _ in pairs] == [name for name, _ in reversed(truth)]
    assert len(set(pairs) & set(truth)) <= 1  # where both orders cross, by chance alone


def test_the_transactions_of_the_marks_are_those_of_no_ballot_after_the_closing(postgres_scene):
    truth = vote_in_any_order(postgres_scene)
    assert written_together(postgres_scene) == len(truth)
    postgres_scene.close(ELECTION)
    assert written_together(postgres_scene) == 0


def test_a_large_roll_lies_in_its_own_order_after_the_closing(postgres_scene):
    """On several pages a change in place would leave early voters where there was room then."""
    poll_id = postgres_scene.poll_id(ELECTION)
    members = text(
        "INSERT INTO member (id, kind, name, name_key, category, region, created_at) "
        "SELECT 1000 + n, 'institution', 'n° ' || n, 'n° ' || n, 'LOC', '', now() "
        "FROM generate_series(1, :crowd) AS n"
    )
    crowd = text(
        "INSERT INTO poll_line (poll_id, position, member_id, name, college, voices, signed) "
        "SELECT :poll, 1000 + n, 1000 + n, 'Communauté de communes n° ' || n, 'LOC', 1, false "
        "FROM generate_series(1, :crowd) AS n"
    )
    mark = text("UPDATE poll_line SET signed = true WHERE poll_id = :poll AND position = :place")
    lies = text("SELECT position FROM poll_line WHERE poll_id = :poll ORDER BY ctid")
    with postgres_scene.database.engine.begin() as connection:
        connection.execute(members, {"crowd": CROWD})
        connection.execute(crowd, {"poll": poll_id, "crowd": CROWD})
    places = list(range(1001, 1001 + CROWD))
    random.Random(7).shuffle(places)
    for place in places[: CROWD * 3 // 4]:
        with postgres_scene.database.engine.begin() as connection:
            connection.execute(mark, {"poll": poll_id, "place": place})
    with postgres_scene.database.engine.connect() as connection:
        before = connection.execute(lies, {"poll": poll_id}).scalars().all()
        connection.rollback()
        postgres_scene.close(ELECTION)
        after = connection.execute(lies, {"poll": poll_id}).scalars().all()
    assert before != sorted(before)
    assert after == sorted(after)


def test_writing_the_roll_anew_changes_nothing_that_it_says(scene):
    def lines() -> list[dict[str, object]]:
        with scene.database.engine.connect() as connection:
            rows = connection.execute(text("SELECT * FROM poll_line ORDER BY id")).mappings()
            return [dict(row) for row in rows]

    scene.open(ELECTION)
    for right in scene.voters(ELECTION)[:5]:
        scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, ADA))
    before = lines()
    scene.close(ELECTION)
    assert lines() == before
    scene.open(ACCOUNTS)  # new lines go on with new numbers
    assert len(lines()) == 2 * len(before)


def test_what_sqlite_deletes_is_not_left_in_the_file(sqlite_settings, tmp_path):
    from governance.db import Database

    database = Database(sqlite_settings)
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE forgotten (what TEXT)"))
        connection.execute(text("INSERT INTO forgotten VALUES ('whose-credential-it-was')"))
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM forgotten"))
    database.engine.dispose()
    path = make_url(sqlite_settings.database_url).database or ""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert b"whose-credential-it-was" not in Path(path).read_bytes()


def test_the_error_of_a_refused_row_holds_no_choice(scene):
    scene.open(ACCOUNTS)
    line = scene.rights(ACCOUNTS)[0].line
    once, twice = (
        OpenVote(line_id=line, choice=[0, 1, 0], cast_at=scene.now, receipt="a-receipt")
        for _ in range(2)
    )
    with pytest.raises(IntegrityError) as refused, scene.database.transaction() as session:
        session.add_all([once, twice])
    told = str(refused.value)
    assert "open_vote" in told
    assert "a-receipt" not in told and "[0, 1, 0]" not in told and "[0,1,0]" not in told
