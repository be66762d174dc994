"""Running sums: ballot by ballot they say what adding up the whole box says, to the last byte."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, update
from sqlalchemy.orm import Session

from ballots.protocol.tally import encode_tally
from ballots.services import closing, setup, sums
from ballots.services.elections import load_election
from ballots.services.tallies import raw_tally_to_open
from ballots.store import read
from ballots.store.base import Base
from ballots.store.box import BoxEvent, BoxSum
from ballots.store.sums import find_sum
from ballots.voting import running_sums
from ballots.voting.tally import weighted_tally
from tests.simulators.urns import open_urn

QUESTION = setup.Question("Qui ?", ("Ada", "Bea", "Cleo"), 0, 2)
CHOICES = ([0, 0, 0], [1, 0, 0], [0, 1, 1], [1, 0, 1])
WEIGHTS = {1: 1, 2: 0, 3: 997, 4: 12, 5: 1}
CASTS = [(1, 0), (3, 1), (2, 2), (3, 3), (4, 2), (3, 2), (1, 1)]  # line, choice: 1 and 3 revote


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def urn(session):
    """A box with ballots of every weight, some of them replaced."""
    urn = open_urn(session, WEIGHTS, QUESTION, trustees=2)
    for line, choice in CASTS:
        urn.put(line, urn.ballot(line, [CHOICES[choice]]))
    return urn


def recomputed(urn) -> bytes:
    opened = load_election(urn.session, urn.uuid)
    return encode_tally(
        weighted_tally(opened.election, sums.last_answers(urn.session, opened.election)).encrypted
    )


def change(urn, **columns) -> None:
    wanted = update(BoxSum).where(BoxSum.election == urn.uuid).values(**columns)
    urn.session.execute(wanted)


def no_adding_up(*_):
    raise AssertionError("the ballots were added up again")


def test_the_sum_of_ballots_as_they_come_is_the_sum_of_the_box(urn, monkeypatch):
    expected = recomputed(urn)
    monkeypatch.setattr(sums, "weighted_tally", no_adding_up)
    numbers = closing.end_voting(urn.session, urn.uuid)
    assert raw_tally_to_open(urn.session, urn.uuid) == expected
    assert (numbers.num_tallied, numbers.total_weight) == (4, 1010)
    urn.decrypt()
    assert closing.finish(urn.session, urn.uuid) == ((1, 1009, 1009),)


def test_a_box_without_a_ballot_has_an_empty_sum(session):
    urn = open_urn(session, WEIGHTS, QUESTION)
    numbers = closing.end_voting(session, urn.uuid)
    assert (numbers.num_tallied, numbers.total_weight) == (0, 0)
    urn.decrypt()
    assert closing.finish(session, urn.uuid) == ((0, 0, 0),)


DAMAGES = {
    "it lags behind the chain": {"head": "0" * 64},
    "one ballot is missing": {"ballots": 3},
    "its weight is another": {"weight": 1009},
    "its bytes are cut": {"content": b"12"},
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_sum_that_disagrees_with_the_box_is_not_believed(urn, damage):
    expected = recomputed(urn)
    change(urn, **DAMAGES[damage])
    numbers = closing.end_voting(urn.session, urn.uuid)
    assert raw_tally_to_open(urn.session, urn.uuid) == expected
    assert (numbers.num_tallied, numbers.total_weight) == (4, 1010)


@pytest.mark.parametrize("damage", ["it lags behind the chain", "its bytes are cut"])
def test_casting_goes_on_beside_a_broken_sum_and_leaves_it_broken(urn, damage):
    change(urn, **DAMAGES[damage])
    before = find_sum(urn.session, urn.uuid)
    urn.put(5, urn.ballot(5, [CHOICES[1]]))
    assert find_sum(urn.session, urn.uuid) == before
    expected = recomputed(urn)
    closing.end_voting(urn.session, urn.uuid)
    assert raw_tally_to_open(urn.session, urn.uuid) == expected


def test_an_election_opened_before_there_were_sums_is_added_up_at_its_closing(urn):
    urn.session.delete(urn.session.get(BoxSum, urn.uuid))
    urn.session.flush()
    urn.put(5, urn.ballot(5, [CHOICES[3]]))
    assert find_sum(urn.session, urn.uuid) is None
    expected = recomputed(urn)
    assert closing.end_voting(urn.session, urn.uuid).num_tallied == 5
    assert raw_tally_to_open(urn.session, urn.uuid) == expected


def test_an_election_with_rankings_keeps_no_sum(session):
    from ballots.protocol.questions import RankedQuestion

    ranked = RankedQuestion("Dans quel ordre ?", ("Ada", "Bea"))
    urn = open_urn(session, {1: 1, 2: 1}, ranked, group="RFC-3526-2048")
    assert find_sum(session, urn.uuid) is None
    urn.put(1, urn.ballot(1, [[1, 2]]))
    assert closing.end_voting(session, urn.uuid).num_tallied == 1


def test_the_box_and_its_sum_stand_at_the_same_head(urn):
    head = read.head(urn.session, urn.uuid)
    found = find_sum(urn.session, urn.uuid)
    assert found is not None and head is not None and found.head == head.hash
    assert (found.ballots, found.weight) == read.voted(urn.session, urn.uuid) == (4, 1010)


def test_bytes_of_another_length_are_no_sum(urn):
    opened = load_election(urn.session, urn.uuid)
    boxes = running_sums.empty_sum(opened.election).boxes
    raw = running_sums.encode_boxes(opened.election.group, boxes)
    assert running_sums.parse_boxes(raw, opened.election) == boxes
    for wrong in (b"", raw[:-1], raw + b"\0"):
        with pytest.raises(ValueError, match="not the sums"):
            running_sums.parse_boxes(wrong, opened.election)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([1, 3, 4]), st.sampled_from(CHOICES)), max_size=6))
def test_any_sequence_of_votes_and_second_votes_keeps_the_sum_exact(casts):
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        urn = open_urn(session, WEIGHTS, QUESTION)
        for line, choice in casts:
            urn.put(line, urn.ballot(line, [choice]))
        expected = recomputed(urn)
        found = find_sum(session, urn.uuid)
        head = read.head(session, urn.uuid)
        election = load_election(session, urn.uuid).election
        kept = sums.closed_tally(session, election, head)
        assert found.head == head.hash and encode_tally(kept.encrypted) == expected
        assert session.get(BoxEvent, (urn.uuid, len(casts))).hash == head.hash
    engine.dispose()
