"""Elections read once a process: the same one is given again, and only so many are kept."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from ballots.errors import RefusedError
from ballots.services import closing, elections, setup
from ballots.store import read
from ballots.store.base import Base
from tests.simulators.urns import open_urn

QUESTION = setup.Question("Oui ?", ("Pour", "Contre"), 1, 1)


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_an_election_is_read_once_and_where_it_stands_every_time(session, monkeypatch):
    urn = open_urn(session, {1: 1}, QUESTION)
    first = elections.load_election(session, urn.uuid)
    monkeypatch.setattr(read, "record", None)  # reading it again would fail
    closing.end_voting(session, urn.uuid)
    again = elections.load_election(session, urn.uuid)
    assert again.election is first.election and again.entries is first.entries
    assert (first.is_open, again.is_open) == (True, False)
    assert again.head != first.head


def test_only_so_many_elections_are_kept(session, monkeypatch):
    monkeypatch.setattr(elections, "KEPT", 2)
    urns = [open_urn(session, {1: 1}, QUESTION) for _ in range(3)]
    loaded = [elections.load_election(session, urn.uuid).election for urn in urns]
    assert len(elections._kept) == 2
    assert elections.load_election(session, urns[2].uuid).election is loaded[2]
    assert elections.load_election(session, urns[0].uuid).election is not loaded[0]


def test_an_election_rolled_back_is_unknown_though_it_was_read(session):
    urn = open_urn(session, {1: 1}, QUESTION)
    elections.load_election(session, urn.uuid)
    session.rollback()
    with pytest.raises(RefusedError, match=r"election\.unknown"):
        elections.load_election(session, urn.uuid)
