"""Who may vote now, and what a secret poll needs to stay one, on both databases."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select

from ballots.errors import RefusedError
from governance.demo.rehearsal import SECRETARY
from governance.errors import NotFoundError, RuleBrokenError
from governance.models.attendance import Movement
from governance.models.journal import JournalLine
from governance.models.members import ActsAs, Member
from governance.models.polls import PollLine
from governance.models.roll import CredentialAssignment, RollLine
from governance.rules.lifecycle import PollState
from governance.services.electorate import roll
from governance.services.membership import persons
from governance.services.polls import open_votes, poll_opening, polls
from governance.settings import Settings
from tests.simulators.assemblies import ACCOUNTS, ELECTION, Right, Scene, assembly_on_its_day

ADA, FOR = [0, 1, 0, 0, 0, 0], [1, 0, 0]
LEAST = 5  # ballots that hide a choice, by the bylaws of the demonstration


@pytest.fixture
def scene(any_settings: Settings) -> Iterator[Scene]:
    scene = assembly_on_its_day(any_settings)
    yield scene
    scene.database.engine.dispose()


def cast(scene: Scene, rights: list[Right]) -> None:
    for right in rights:
        scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, ADA))


def last_facts(scene: Scene, kind: str) -> dict[str, object]:
    with scene.database.session(read_only=True) as session:
        wanted = select(JournalLine).where(JournalLine.kind == kind).order_by(JournalLine.height)
        return session.scalars(wanted).all()[-1].facts


def take_codes(scene: Scene, members: list[str]) -> None:
    """Take the codes of members away, as if none had ever been issued to them."""
    with scene.database.transaction() as session:
        lines = select(RollLine.id).where(RollLine.name.in_(members))
        mine = CredentialAssignment.roll_line_id.in_(lines)
        session.execute(delete(CredentialAssignment).where(mine))


def entitled(scene: Scene) -> list[str]:
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ELECTION))
        drawn = poll_opening.readiness(session, poll, scene.now).roll
    return [line.name for line in drawn.lines if line.standing.votes]


def line_of(scene: Scene, position: int, right: Right) -> PollLine:
    with scene.database.session(read_only=True) as session:
        return session.get_one(PollLine, right.line)


# -- few ballots hide nobody


def test_a_secret_poll_of_few_ballots_is_not_counted_unawares(scene):
    scene.open(ELECTION)
    cast(scene, scene.voters(ELECTION)[: LEAST - 1])
    with pytest.raises(RuleBrokenError, match=r"secrecy\.too-few-ballots") as refused:
        scene.close(ELECTION)
    assert (refused.value.facts["voters"], refused.value.facts["least"]) == (LEAST - 1, LEAST)
    assert refused.value.facts["clause"]
    assert scene.poll(ELECTION).state is PollState.OPEN
    cast(scene, scene.voters(ELECTION)[LEAST - 1 : LEAST])  # the urn still takes ballots
    scene.close(ELECTION)
    assert last_facts(scene, "poll.closed")["few_accepted"] is False


def test_few_ballots_are_counted_when_the_officer_accepts_and_the_journal_says_so(scene):
    scene.open(ELECTION)
    cast(scene, scene.voters(ELECTION)[:1])
    scene.close(ELECTION, accept=True)
    assert scene.poll(ELECTION).state is PollState.CLOSED
    facts = last_facts(scene, "poll.closed")
    assert (facts["voters"], facts["few_accepted"]) == (1, True)


def test_a_secret_poll_without_a_ballot_and_a_named_one_close_without_a_question(scene):
    scene.open(ELECTION)
    scene.close(ELECTION)
    scene.open(ACCOUNTS)
    scene.vote_openly(ACCOUNTS, scene.voters(ACCOUNTS)[0], FOR)
    scene.close(ACCOUNTS)
    assert scene.poll(ELECTION).state is PollState.CLOSED
    assert scene.poll(ACCOUNTS).state is PollState.ANNOUNCED


# -- opening: who has no code, whom the weights would show


def test_a_secret_poll_does_not_open_unawares_without_the_code_of_a_member(scene):
    left_out = entitled(scene)[:2]
    take_codes(scene, left_out)
    with pytest.raises(RuleBrokenError, match=r"poll\.without-code") as refused:
        scene.open(ELECTION)
    assert refused.value.facts["names"] == ", ".join(left_out)
    assert scene.poll(ELECTION).state is PollState.PLANNED
    scene.open(ACCOUNTS)  # a named vote needs no code
    assert len(scene.rights(ACCOUNTS)) == 13


def test_members_without_a_code_stay_in_the_electorate_of_the_result(scene):
    left_out = entitled(scene)[:2]
    take_codes(scene, left_out)
    scene.open(ELECTION, accept=True)
    assert len(scene.rights(ELECTION)) == 11
    facts = last_facts(scene, "poll.opened")
    assert (facts["without_code"], facts["accepted"]) == (left_out, True)
    scene.close(ELECTION)
    scene.decrypt(ELECTION)
    poll = scene.poll(ELECTION)
    assert json.loads(poll.result or "{}")["entitled"] == {"heads": 13, "voices": 13}
    assert (poll.electorate or {})["without_code"] == left_out


def test_a_secret_poll_of_too_few_rights_does_not_open_unawares(scene):
    everybody = entitled(scene)
    take_codes(scene, everybody[1:])
    with pytest.raises(RuleBrokenError, match=r"poll\.without-code"):
        scene.open(ELECTION)
    with scene.database.transaction() as session:
        unpaid = select(RollLine.member_id).where(RollLine.name.in_(everybody[1:]))
        session.execute(delete(RollLine).where(RollLine.member_id.in_(unpaid)))
    with pytest.raises(RuleBrokenError, match=r"secrecy\.too-exposed") as refused:
        scene.open(ELECTION)
    assert refused.value.facts["voters"] == 1
    scene.open(ELECTION, accept=True)
    facts = last_facts(scene, "poll.opened")
    assert (facts["secrecy"], facts["accepted"], facts["without_code"]) == ("high", True, [])


def test_a_refused_opening_keeps_every_code_for_the_next(scene):
    take_codes(scene, entitled(scene)[:1])
    with pytest.raises(RuleBrokenError, match=r"poll\.without-code"):
        scene.open(ELECTION)
    scene.open(ELECTION, accept=True)
    cast(scene, scene.voters(ELECTION)[:LEAST])
    scene.close(ELECTION)
    assert last_facts(scene, "poll.closed")["voters"] == LEAST


# -- a vote is cast by who is there


def absent(scene: Scene, position: int) -> Right:
    there = {right.line for right in scene.voters(position)}
    return next(right for right in scene.rights(position) if right.line not in there)


def test_a_member_that_never_came_votes_in_no_named_poll(scene):
    scene.open(ACCOUNTS)
    right = absent(scene, ACCOUNTS)
    with pytest.raises(RuleBrokenError, match=r"vote\.not-there") as refused:
        scene.vote_openly(ACCOUNTS, right, FOR)
    assert refused.value.facts["name"] == right.name
    scene.arrive(line_of(scene, ACCOUNTS, right).member_id, movement=Movement.ONLINE)
    scene.vote_openly(ACCOUNTS, right, FOR)


def test_a_member_that_never_came_votes_in_no_secret_poll(scene):
    scene.open(ELECTION)
    right = absent(scene, ELECTION)
    raw = scene.ballot(ELECTION, right.code, ADA)
    with pytest.raises(RefusedError, match=r"vote\.not-there"):
        scene.cast(ELECTION, right, raw)
    scene.arrive(line_of(scene, ELECTION, right).member_id)
    assert scene.cast(ELECTION, right, raw).replaced is False


@pytest.mark.parametrize("position", [ACCOUNTS, ELECTION])
def test_a_holder_that_left_votes_neither_for_herself_nor_for_her_principal(scene, position):
    scene.open(position)
    mine, proxy = scene.holder(position)
    holder = line_of(scene, position, mine).member_id
    assert line_of(scene, position, proxy).exercised_for == holder
    scene.arrive(holder, movement=Movement.LEFT)
    for right in (mine, proxy):
        with pytest.raises((RuleBrokenError, RefusedError), match=r"vote\.not-there"):
            vote(scene, position, right)
    scene.arrive(holder, movement=Movement.ONLINE)
    for right in (mine, proxy):
        vote(scene, position, right)


def vote(scene: Scene, position: int, right: Right) -> None:
    if position == ELECTION:
        cast(scene, [right])
    else:
        scene.vote_openly(position, right, FOR)


def test_a_proxy_holder_votes_for_a_principal_that_is_not_there(scene):
    scene.open(ACCOUNTS)
    _, proxy = scene.holder(ACCOUNTS)
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
        line = next(line for line in poll.lines if line.id == proxy.line)
        assert open_votes.may_vote_now(session, poll, line)
    scene.vote_openly(ACCOUNTS, proxy, FOR)


# -- a representative that is replaced


def institution_there(scene: Scene) -> tuple[int, int]:
    """Return an institution that came in person and holds no proxy, and who acts for it."""
    with scene.database.session(read_only=True) as session:
        given = roll.standing_holders(session, scene.number)
        acting = roll.acting_persons(session, scene.number)
        wanted = select(Member).where(Member.kind == "institution").order_by(Member.id)
        for member in session.scalars(wanted):
            if member.id in acting and member.id not in given.keys() | set(given.values()):
                return member.id, acting[member.id].id
    raise AssertionError("no such institution")


def test_a_replaced_representative_loses_the_right_at_once(scene):
    member_id, former = institution_there(scene)
    with scene.database.transaction() as session:
        from governance.services.convening import meetings
        from governance.services.sitting import attendance

        meeting = meetings.get_meeting(session, scene.number)
        if attendance.places(session, scene.number).get(member_id):
            attendance.note_movement(
                session, meeting, member_id, Movement.LEFT, actor=SECRETARY, now=scene.now
            )
        attendance.note_movement(
            session, meeting, member_id, Movement.ONLINE,
            person_id=former, actor=SECRETARY, now=scene.now,
        )  # fmt: skip
    with scene.database.transaction() as session:
        persons.name_person(
            session,
            session.get_one(Member, member_id),
            ActsAs.REPRESENTATIVE,
            "Nouvelle Titulaire",
            "nouvelle@exemple.fr",
            actor=SECRETARY,
            now=scene.now,
        )
    scene.open(ACCOUNTS)
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
        line = next(line for line in poll.lines if line.member_id == member_id)
        assert line.exercised_by is not None
        assert line.exercised_by.name == "Nouvelle Titulaire"
        assert former != line.exercised_by_id


# -- decryption


def test_a_named_poll_has_no_urn_to_open(scene):
    scene.open(ACCOUNTS)
    with pytest.raises(NotFoundError, match=r"election\.unknown"):
        scene.decrypt(ACCOUNTS, "{}")
