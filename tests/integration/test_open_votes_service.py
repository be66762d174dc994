"""Named votes on both databases: one choice per right, all or none, with a receipt."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from ballots.voting.receipts import verify_document
from governance.errors import InvalidInputError, NotAllowedError, StateError
from governance.models.polls import OpenVote
from governance.services.polls import open_votes, poll_rights, polls
from governance.settings import Settings
from tests.simulators.assemblies import ACCOUNTS, ELECTION, Scene, assembly_on_its_day

FOR, AGAINST = [1, 0, 0], [0, 1, 0]


@pytest.fixture
def scene(any_settings: Settings) -> Iterator[Scene]:
    scene = assembly_on_its_day(any_settings)
    scene.open(ACCOUNTS)
    yield scene
    scene.database.engine.dispose()


def cast(scene: Scene, person: int, choices: dict[int, list[int]]) -> list[str]:
    with scene.database.transaction() as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
        made = open_votes.cast_all(session, scene.signer, poll, person, choices, scene.now)
        return [vote.receipt for vote in made]


def count(scene: Scene) -> tuple[int, int]:
    """Return how many votes there are, and how many lines are signed."""
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
        votes = session.scalar(select(func.count()).select_from(OpenVote)) or 0
        return votes, polls.turnout(session, poll)[0]


def test_a_holder_votes_for_herself_and_for_her_principal_in_one_pass(scene):
    mine, proxy = scene.holder(ACCOUNTS)
    receipts = cast(scene, mine.person, {mine.line: FOR, proxy.line: AGAINST})
    said = [verify_document(one, scene.signer.public_key) for one in receipts]
    by_line = {one["member"]: one["choice"] for one in said}
    assert by_line == {mine.name: "Pour", proxy.name: "Contre"}
    assert count(scene) == (2, 2)
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
        votes = {vote.name: vote for vote in open_votes.named_votes(session, poll)}
    assert votes[proxy.name].holder == mine.name and votes[mine.name].holder == ""


@pytest.mark.parametrize(
    "choice", [[], [0, 0, 0], [1, 1, 0], [1, 0], [1, 0, 0, 0], [2, 0, 0], [-1, 1, 1], [0, 0, 2]]
)
def test_a_choice_that_the_question_does_not_allow_is_refused_for_all_rights(scene, choice):
    mine, proxy = scene.holder(ACCOUNTS)
    with pytest.raises(InvalidInputError, match=r"vote\.choice"):
        cast(scene, mine.person, {mine.line: FOR, proxy.line: choice})
    assert count(scene) == (0, 0)


def test_an_empty_paper_and_a_strangers_line_are_refused(scene):
    mine, _ = scene.holder(ACCOUNTS)
    other = next(right for right in scene.voters(ACCOUNTS) if right.person != mine.person)
    with pytest.raises(InvalidInputError, match=r"vote\.choice"):
        cast(scene, mine.person, {})
    with pytest.raises(NotAllowedError, match=r"roll\.not-your-right"):
        cast(scene, mine.person, {mine.line: FOR, other.line: FOR})
    assert count(scene) == (0, 0)


def test_a_second_vote_replaces_the_first(scene):
    mine, _ = scene.holder(ACCOUNTS)
    cast(scene, mine.person, {mine.line: FOR})
    cast(scene, mine.person, {mine.line: AGAINST})
    assert count(scene) == (1, 1)


def test_the_same_person_in_two_tabs_votes_once(scene):
    mine, proxy = scene.holder(ACCOUNTS)
    gate = threading.Barrier(2)

    def vote(choice):
        gate.wait()
        return cast(scene, mine.person, {mine.line: choice, proxy.line: choice})

    with ThreadPoolExecutor(2) as pool:
        assert [len(receipts) for receipts in pool.map(vote, [FOR, AGAINST])] == [2, 2]
    assert count(scene) == (2, 2)
    with scene.database.session(read_only=True) as session:
        choices = {tuple(vote.choice) for vote in session.scalars(select(OpenVote))}
    assert len(choices) == 1  # one pass stands whole, never half of each


def test_a_vote_is_in_the_result_or_is_refused_even_while_the_poll_closes(scene):
    rights = [right for right in scene.voters(ACCOUNTS) if not right.by_proxy][:4]
    gate = threading.Barrier(len(rights) + 1)

    def vote(right):
        gate.wait()
        try:
            cast(scene, right.person, {right.line: FOR})
        except StateError as refusal:
            return refusal.code
        return "in"

    def close():
        gate.wait()
        scene.close(ACCOUNTS)

    with ThreadPoolExecutor(len(rights) + 1) as pool:
        closing = pool.submit(close)
        answers = list(pool.map(vote, rights))
        closing.result()
    assert set(answers) <= {"in", "poll.not-now"}
    result = json.loads(scene.poll(ACCOUNTS).result or "{}")
    assert result["counts"]["Pour"] == result["voted"]["heads"] == answers.count("in")


def test_why_somebody_does_not_vote_is_said_member_by_member(scene):
    def why(member: int) -> list[tuple[str, bool]]:
        with scene.database.session(read_only=True) as session:
            from governance.services.electorate import roll

            poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
            person = roll.acting_persons(session)[member].id
            found = poll_rights.obstacles(session, poll, person)
            return [(one.code, bool(one.clause)) for one in found]

    assert why(5) == [("standing.unpaid", True)]
    assert why(4) == [("vote.by-proxy", True)]
    assert why(1) == []


def test_nothing_is_said_of_a_poll_that_never_opened(scene):
    person = scene.rights(ACCOUNTS)[0].person
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS + 1))
        with pytest.raises(ValueError, match="open"):
            poll_rights.obstacles(session, poll, person)


def test_a_secret_poll_takes_no_named_vote(scene):
    number = scene.open(ELECTION)
    with scene.database.transaction() as session:
        poll = polls.get_poll(session, scene.number, number)
        with pytest.raises(ValueError, match="secret"):
            open_votes.cast_all(session, scene.signer, poll, 1, {1: FOR}, scene.now)
