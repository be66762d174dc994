"""Personal interests on both databases: who is kept from a vote, from its quorum, until when."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from fractions import Fraction
from threading import Barrier

import pytest

from governance.errors import GovernanceError, InvalidInputError, NotFoundError, StateError
from governance.models.attendance import Movement
from governance.rules.minutes import InterestRow
from governance.rules.ruleset import QuorumRule
from governance.rules.weights.voices import Amount
from governance.services.convening import agenda
from governance.services.minutes import minutes_facts
from governance.services.polls import poll_rights, poll_rolls, polls
from governance.services.sitting import interests
from tests.integration.called_members import CONVENED, INES, STARTS, Called
from tests.integration.own_bylaws import CLAUSE, called_under

ACCOUNTS, COUNCIL = 0, 1  # the named vote, the secret one
REASON = "Ses comptes sont tenus par le candidat."


@pytest.fixture
def call(any_settings) -> Iterator[Callable[..., Called]]:
    with ExitStack() as stack:

        def call(**values: object) -> Called:
            told = {path.replace("__", "."): value for path, value in values.items()}
            return stack.enter_context(called_under(any_settings, told))

        yield call


def declare(called: Called, name: str, place: int, reason: str = REASON) -> int:
    with called.acting() as (session, meeting):
        item = agenda.items_of(session, meeting.id)[place]
        member = called.members[name]
        return interests.declare(
            session, meeting, item.id, member, reason, actor=INES, now=CONVENED
        ).id


def gathered(called: Called, *names: str) -> None:
    for name in names:
        called.move(name, Movement.ONSITE)
    called.open_meeting()


def quorum(called: Called, place: int) -> tuple[Amount, Amount]:
    with called.acting() as (session, meeting):
        poll = polls.polls_of(session, meeting.id)[place]
        stated = poll_rolls.quorum_of(session, poll, STARTS)
        return stated.counted, stated.base


def test_who_is_interested_has_no_line_in_this_poll_and_one_in_the_others(call):
    called = call(conflict__blocks_vote=True)
    declare(called, "Metz", ACCOUNTS)
    gathered(called, "Metz", "Lyon", "Nantes")

    assert "Metz" not in called.voters(called.open_poll(ACCOUNTS))
    assert "Metz" in called.voters(called.open_poll(COUNCIL))
    assert "interest.declared" in called.kinds()


def test_a_secret_poll_freezes_its_roll_without_who_is_interested(call):
    called = call(conflict__blocks_vote=True)
    declare(called, "Metz", COUNCIL)
    gathered(called, "Metz", "Lyon", "Nantes")

    assert "Metz" not in called.voters(called.open_poll(COUNCIL))


def test_she_reads_why_with_the_clause(call):
    called = call(conflict__blocks_vote=True)
    declare(called, "Metz", ACCOUNTS)
    gathered(called, "Metz", "Lyon")
    number = called.open_poll(ACCOUNTS)
    with called.acting() as (session, meeting):
        poll = polls.get_poll(session, meeting.id, number)
        (found,) = poll_rights.obstacles(session, poll, called.person("Titulaire Metz"))

    assert (found.member, found.code, found.clause) == ("Metz", "standing.conflict", CLAUSE)


def test_bylaws_that_let_her_vote_are_followed(call):
    called = call(conflict__blocks_vote=False)
    declare(called, "Metz", ACCOUNTS)
    gathered(called, "Metz", "Lyon")

    assert "Metz" in called.voters(called.open_poll(ACCOUNTS))


@pytest.mark.parametrize(("leaves", "stated"), [(False, (3, 7)), (True, (2, 6))])
def test_she_leaves_the_quorum_of_this_poll_where_the_bylaws_say_so(call, leaves, stated):
    called = call(
        conflict__blocks_vote=True,
        conflict__leaves_quorum=leaves,
        quorum__first=QuorumRule(Fraction(1, 10)),
    )
    declare(called, "Metz", ACCOUNTS)
    gathered(called, "Metz", "Lyon", "Nantes")
    whole = quorum(called, COUNCIL)

    assert quorum(called, ACCOUNTS) == (whole[0] - leaves, whole[1] - leaves)
    assert whole[0] == stated[0] + leaves
    number = called.open_poll(ACCOUNTS)
    with called.acting() as (session, meeting):
        kept = polls.get_poll(session, meeting.id, number).quorum_at_opening
        assert kept["counted"] == whole[0] - leaves


def test_the_proxies_in_the_hand_of_who_is_interested_are_not_hers_to_cast(call):
    called = call(conflict__blocks_vote=True, proxy__forbidden_holders=("person_concerned",))
    called.give("Nantes", "Metz")
    declare(called, "Metz", ACCOUNTS)
    gathered(called, "Metz", "Lyon")
    holder = called.person("Titulaire Metz")

    assert called.voters(called.open_poll(ACCOUNTS))["Nantes"] != holder
    assert called.voters(called.open_poll(COUNCIL))["Nantes"] == holder


def test_a_holder_whom_no_rule_forbids_votes_for_others_all_the_same(call):
    called = call(conflict__blocks_vote=True, proxy__forbidden_holders=())
    called.give("Nantes", "Metz")
    declare(called, "Metz", ACCOUNTS)
    gathered(called, "Metz", "Lyon")

    voters = called.voters(called.open_poll(ACCOUNTS))
    assert voters["Nantes"] == called.person("Titulaire Metz")
    assert "Metz" not in voters


@pytest.mark.parametrize("place", [ACCOUNTS, COUNCIL])
def test_once_the_vote_has_opened_it_is_too_late_with_a_sentence(call, place):
    called = call(conflict__blocks_vote=True)
    before = declare(called, "Lyon", place)
    gathered(called, "Metz", "Nantes")
    called.open_poll(place)

    with pytest.raises(StateError) as refusal:
        declare(called, "Metz", place)
    assert refusal.value.code == "interest.too-late"
    with called.acting() as (session, meeting), pytest.raises(StateError) as refusal:
        interests.withdraw(session, meeting, before, actor=INES, now=STARTS)
    assert refusal.value.code == "interest.too-late"


def test_a_declaration_made_by_mistake_is_withdrawn_before_the_vote(call):
    called = call(conflict__blocks_vote=True)
    number = declare(called, "Metz", ACCOUNTS)
    with called.acting() as (session, meeting):
        interests.withdraw(session, meeting, number, actor=INES, now=CONVENED)
    with called.acting() as (session, meeting), pytest.raises(NotFoundError) as refusal:
        interests.withdraw(session, meeting, number, actor=INES, now=CONVENED)
    assert refusal.value.code == "interest.unknown"
    gathered(called, "Metz", "Lyon")

    assert "Metz" in called.voters(called.open_poll(ACCOUNTS))
    assert "interest.withdrawn" in called.kinds()


@pytest.mark.parametrize(
    ("name", "reason", "kind", "code"),
    [
        ("Metz", "  ", InvalidInputError, "interest.no-reason"),
        ("Metz", "x" * 501, InvalidInputError, "interest.reason-too-long"),
        ("Lyon", REASON, StateError, "interest.twice"),
    ],
)
def test_what_is_not_sound_is_refused(call, name, reason, kind, code):
    called = call(conflict__blocks_vote=True)
    declare(called, "Lyon", ACCOUNTS)
    with pytest.raises(kind) as refusal:
        declare(called, name, ACCOUNTS, reason)
    assert refusal.value.code == code


def test_an_interest_declared_while_the_vote_opens_is_in_its_roll_or_refused(call):
    called = call(conflict__blocks_vote=True)
    gathered(called, "Metz", "Lyon", "Nantes")
    barrier = Barrier(2)

    def declared() -> str:
        barrier.wait()
        try:
            declare(called, "Metz", ACCOUNTS)
        except GovernanceError as refusal:
            return refusal.code
        return "declared"

    def opened() -> int:
        barrier.wait()
        return called.open_poll(ACCOUNTS)

    with ThreadPoolExecutor(2) as pool:
        told, number = pool.submit(declared), pool.submit(opened)
        outcome, voters = told.result(), called.voters(number.result())
    assert outcome in ("declared", "interest.too-late")
    assert ("Metz" in voters) == (outcome == "interest.too-late")


def test_the_minutes_say_who_takes_no_part_with_the_clause(call):
    called = call(conflict__blocks_vote=True, conflict__leaves_quorum=True)
    declare(called, "Metz", ACCOUNTS)
    gathered(called, "Metz", "Lyon")
    with called.acting() as (session, meeting):
        facts, _ = minutes_facts.gather(session, meeting)
    assert facts.items[ACCOUNTS].interests == (InterestRow("Metz", True, True, CLAUSE),)
    assert facts.items[COUNCIL].interests == ()
