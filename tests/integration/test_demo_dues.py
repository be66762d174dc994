"""The demonstration's dues have lived: called, sent, paid, in part, six that owe two years."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.demo import assembly, seed
from governance.models.journal import JournalLine
from governance.models.outbox import DeliveryState, OutboxMessage
from governance.services.bylaws import rulesets
from governance.services.dues import bank_lines, dues_calls, dues_papers
from governance.services.entry.vault import Vault
from governance.services.membership import register
from governance.services.post.post import Post
from governance.settings import Settings


@pytest.fixture
def session(sqlite_settings: Settings) -> Iterator[Session]:
    database = Database(sqlite_settings)
    post = Post(Vault(sqlite_settings.vault_key), "https://ag.example")
    with database.transaction() as session:
        assert seed.load_living(session, post, assembly.START) is not None
    with database.transaction() as session:
        assert seed.load_living(session, post, assembly.START) is None
        yield session
    database.dispose()


def test_six_institutions_have_paid_nothing_two_a_half_and_the_bank_has_a_sum_to_tell(session):
    assert dues_papers.get_terms(session).days_to_pay == 45
    assert [call.number for call in dues_calls.all_calls(session, 2026)] == list(range(1, 32))
    owing = [one for one in dues_calls.owing(session, 2026) if one.call is not None]
    nothing = [one for one in owing if not one.state.received]
    assert len(nothing) == 6
    assert all(len(one.call.reminders) == 1 for one in nothing if one.call)
    assert [one.state.received for one in owing if one not in nothing] == [250_000] * 2
    (waiting,) = bank_lines.waiting(session)
    assert (waiting.left, waiting.match.proposals) == (150_00, ())
    assert max(len(one.payments) for one in bank_lines.told(session, 100)) == 2


def test_those_six_do_not_vote_and_no_letter_waits(session):
    _, rules = rulesets.current(session)
    entries = register.all_entries(session, rules, assembly.START.date())
    assert sum(not one.standing.votes for one in entries) == 6
    states = set(session.scalars(select(OutboxMessage.state)))
    assert states == {DeliveryState.SENT.value}


def test_the_journal_tells_it_in_the_order_of_the_days(session):
    moments = session.scalars(select(JournalLine.at).order_by(JournalLine.height)).all()
    assert moments == sorted(moments)
