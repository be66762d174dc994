"""A proxy taken back while a vote opens or while its holder votes, on both databases."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest

from ballots.services.signer import KeySigner, new_receipt_key
from governance.errors import NotAllowedError
from governance.models.attendance import Movement
from governance.rules.ruleset import Deposit
from governance.services.polls import open_votes, polls
from governance.services.records import journal
from tests.integration.called_members import STARTS, Called
from tests.integration.own_bylaws import called_under

Told = TypeVar("Told")
FOR = [1, 0, 0]


@pytest.fixture
def called(any_settings) -> Iterator[Called]:
    values = {"proxy.deposit_deadline": Deposit("vote"), "vote.remote_allowed": True}
    with called_under(any_settings, values) as made:
        made.give("Metz", "Lyon")
        for name in ("Lyon", "Nantes"):
            made.move(name, Movement.ONSITE)
        made.open_meeting()
        yield made


def at_once(*acts: Callable[[], Told]) -> list[Told]:
    """Let several act at the same moment, and return what each came to."""
    barrier = Barrier(len(acts))

    def act(one: Callable[[], Told]) -> Told:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result() for one in [pool.submit(act, one) for one in acts]]


def cast(called: Called, number: int, name: str, person: str) -> int:
    """Vote for one right as a person; return how many votes that made."""
    with called.acting() as (session, meeting):
        poll = polls.get_poll(session, meeting.id, number)
        line = next(line.id for line in poll.lines if line.name == name)
        signer = KeySigner(new_receipt_key())
        person_id = called.person(person)
        return len(open_votes.cast_all(session, signer, poll, person_id, {line: FOR}, STARTS))


def test_a_proxy_taken_back_while_a_vote_opens_is_in_it_whole_or_not_at_all(called):
    at_once(lambda: called.withdraw("Metz", STARTS), lambda: called.open_poll(0))
    with called.acting() as (session, meeting):
        kinds = [line.kind for line in journal.lines_of(session, meeting.id)]
        (poll, _) = polls.polls_of(session, meeting.id)
        line = next(line for line in poll.lines if line.name == "Metz")
        exercised = line.exercised_by_id, line.holder_member_id
    was_first = kinds.index("proxy.withdrawn") < kinds.index("poll.opened")
    by_holder = called.person("Titulaire Lyon"), called.members["Lyon"]
    assert exercised == ((called.person("Titulaire Metz"), None) if was_first else by_holder)


def test_a_proxy_taken_back_while_its_holder_votes_leaves_one_vote_and_it_is_hers(called):
    number = called.open_poll(0)
    at_once(
        lambda: called.withdraw("Metz", STARTS),
        lambda: cast(called, number, "Metz", "Titulaire Lyon"),
    )
    called.move("Metz", Movement.ONSITE)
    with pytest.raises(NotAllowedError) as refusal:
        cast(called, number, "Metz", "Titulaire Metz")
    assert refusal.value.code == "roll.not-your-right"
    with called.acting() as (session, meeting):
        votes = open_votes.named_votes(session, polls.get_poll(session, meeting.id, number))
    assert [(vote.name, vote.holder) for vote in votes] == [("Metz", "Lyon")]
    assert called.rights("Titulaire Metz") == [("Metz", True)]  # in the votes to come
