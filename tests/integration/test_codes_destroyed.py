"""Nothing that leads from a right to its code outlives its use: said in the journal, and true."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from ballots.crypto.named_groups import group_named
from ballots.voting.credentials import derive_public
from governance.db import Database
from governance.models.base import Base
from governance.models.outbox import DeliveryState, OutboxMessage
from governance.models.roll import ElectionSlot
from governance.services.convening import meetings
from governance.services.electorate import roll
from governance.services.entry.vault import Vault
from governance.services.office import credentials
from governance.services.polls import poll_opening, polls
from governance.services.post import outbox
from governance.services.post.post import Post
from governance.services.records import journal
from governance.settings import Settings
from tests.integration.small_assembly import CLOSED, INES, SmallAssembly

DESTROYED = "credential.codes-destroyed"


@pytest.fixture
def convened(any_settings: Settings) -> Iterator[tuple[SmallAssembly, bytes]]:
    """The small assembly, gathered, and its scrutineer's secret; its letters have not left."""
    database = Database(any_settings)
    played = SmallAssembly(database, Post(Vault(any_settings.vault_key), "https://ag.example"))
    try:
        secret = played.convene()
        played.gather()
        yield played, secret
    finally:
        database.dispose()


@pytest.fixture
def played(convened) -> SmallAssembly:
    return convened[0]


def issue(played: SmallAssembly) -> dict[str, set[str]]:
    """Issue every right a code; return the public credentials they give, by election."""
    with played.database.transaction() as session:
        meeting = meetings.get_meeting(session, played.meeting_id)
        lines = roll.lines_of(session, played.meeting_id)
        codes = credentials.issue_codes(session, meeting, lines, actor=INES, now=played.now)
        return {
            slot.election: {
                str(derive_public(slot.election, code, group_named(slot.group)))
                for code in codes.values()
            } | set(codes.values())
            for slot in session.scalars(select(ElectionSlot))
        }  # fmt: skip


def everything(played: SmallAssembly) -> str:
    """Return every row of the assembly's tables, as text."""
    with played.database.engine.connect() as connection:
        rows = [
            str(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
    return "\n".join(rows)


def destructions(played: SmallAssembly) -> list[dict]:
    with played.database.session(read_only=True) as session:
        lines = journal.lines_of(session, played.meeting_id)
        return [line.facts for line in lines if line.kind == DESTROYED]


def open_secret(played: SmallAssembly) -> str:
    with played.database.transaction() as session:
        poll = polls.get_poll(session, played.meeting_id, played.planned()[-1])
        poll_opening.open_poll(session, poll, actor=INES, now=played.now, accept=True)
        return poll.election or ""


def test_the_opening_forgets_whose_credential_it_was_and_says_so(played):
    known = issue(played)
    assert all(public in everything(played) for public in next(iter(known.values()))
               if not public.count("-"))  # fmt: skip
    election = open_secret(played)
    kept = everything(played)
    assert not [public for public in known[election] if public in kept]
    (told,) = destructions(played)
    assert told == {"moment": "opening", "count": 5, "position": 3}


def test_the_close_forgets_the_reserve_and_says_so(convened):
    played, secret = convened
    known = issue(played)
    played.vote(played.planned()[-1], secret)
    with played.database.transaction() as session:
        meetings.close_meeting(session, played.meeting_id, actor=INES, now=CLOSED)
    kept = everything(played)
    assert not [one for publics in known.values() for one in publics if one in kept]
    opened, closed = destructions(played)
    assert (opened["moment"], closed["moment"]) == ("opening", "close")
    assert closed["count"] == 15  # five rights, three elections in reserve
    assert closed["withdrawn"] == 5  # letters that never left held a code


def test_a_letter_that_never_left_is_withdrawn_with_its_code_at_the_close(played):
    with played.database.transaction() as session:
        owed = session.scalars(select(OutboxMessage)).all()
        outbox.mark_sent(session, owed[0].id, 250, played.now)
    with played.database.transaction() as session:
        meetings.close_meeting(session, played.meeting_id, actor=INES, now=CLOSED)
    with played.database.session(read_only=True) as session:
        letters = session.scalars(select(OutboxMessage)).all()
        assert [letter.sealed_body for letter in letters] == [None] * len(letters)
        states = [DeliveryState(letter.state) for letter in letters]
        assert states.count(DeliveryState.SENT) == 1
        assert states.count(DeliveryState.REFUSED) == len(letters) - 1
        assert outbox.due(session, CLOSED) == []


def test_no_credential_of_the_reserve_is_left_in_the_file(sqlite_settings):
    database = Database(sqlite_settings)
    played = SmallAssembly(database, Post(Vault(sqlite_settings.vault_key), "https://ag.example"))
    played.convene()
    played.gather()
    known = issue(played)
    with database.transaction() as session:
        meetings.close_meeting(session, played.meeting_id, actor=INES, now=CLOSED)
    database.dispose()
    path = make_url(sqlite_settings.database_url).database or ""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    raw = Path(path).read_bytes()
    assert not [one for publics in known.values() for one in publics if one.encode() in raw]
