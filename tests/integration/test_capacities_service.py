"""One person for several members, on both databases: she votes at all her titles, or at one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import select

from governance.errors import NotFoundError, RuleBrokenError, StateError
from governance.models.attendance import Movement
from governance.models.members import Representation
from governance.services.polls import poll_rights, poll_rolls, polls
from governance.services.proxies import capacities
from tests.integration.called_members import INES, STARTS, Called
from tests.integration.own_bylaws import CLAUSE, called_under

ANNE, ALTERNATE = "Anne Sorel", "Suppléant Metz"


@pytest.fixture
def call(any_settings) -> Iterator[Callable[[str], Called]]:
    """Call the members where Anne Sorel, a member herself, is also the titulaire of Metz."""
    with ExitStack() as stack:

        def call(rule: str) -> Called:
            called = stack.enter_context(called_under(any_settings, {"roll.two_capacities": rule}))
            with called.acting() as (session, _):
                wanted = select(Representation).where(
                    Representation.member_id == called.members["Metz"],
                    Representation.acts_as == "representative",
                )
                session.scalars(wanted).one().person_id = called.person(ANNE)
            return called

        yield call


def choose(called: Called, name: str, person: str = ANNE) -> None:
    with called.acting() as (session, meeting):
        capacities.choose(
            session, meeting, called.person(person), called.members[name], actor=INES, now=STARTS
        )


def titles(called: Called) -> dict[str, bool] | None:
    with called.acting() as (session, meeting):
        found = capacities.titles_of(session, meeting, called.person(ANNE), STARTS)
        return {one.name: one.votes for one in found.titles} if found else None


def opened(called: Called) -> dict[str, int | None]:
    for name in (ANNE, "Metz", "Lyon"):
        called.move(name, Movement.ONSITE)
    called.open_meeting()
    return called.voters(called.open_poll(0))


def test_where_capacities_are_apart_she_votes_at_both_titles(call):
    called = call("separate")
    assert titles(called) is None
    voters = opened(called)
    assert voters[ANNE] == voters["Metz"] == called.person(ANNE)


def test_where_she_must_choose_she_votes_for_herself_until_she_has(call):
    called = call("choose_one")
    assert titles(called) == {"Metz": False, ANNE: True}
    voters = opened(called)
    assert ANNE in voters and "Metz" not in voters


def test_the_capacity_she_chooses_is_the_one_that_votes_and_the_quorum_counts(call):
    called = call("choose_one")
    choose(called, "Metz")
    assert titles(called) == {"Metz": True, ANNE: False}
    voters = opened(called)
    assert "Metz" in voters and ANNE not in voters
    assert "capacity.chosen" in called.kinds()
    with called.acting() as (session, meeting):
        stated = poll_rolls.quorum_of(session, polls.polls_of(session, meeting.id)[0], STARTS)
    assert stated.onsite_heads == 2  # Metz and Lyon, not Anne beside Metz


def test_she_reads_for_which_member_she_votes_and_why_not_for_the_other(call):
    called = call("choose_one")
    opened(called)
    with called.acting() as (session, meeting):
        poll = polls.polls_of(session, meeting.id)[0]
        (found,) = poll_rights.obstacles(session, poll, called.person(ANNE))
    assert (found.member, found.code, found.clause) == ("Metz", "standing.other-capacity", CLAUSE)
    assert found.facts["chosen"] == ANNE


def test_the_alternate_who_comes_gives_the_member_its_vote_back(call):
    called = call("choose_one")
    called.move("Metz", Movement.ONSITE, ALTERNATE)
    called.move(ANNE, Movement.ONSITE)
    called.open_meeting()
    voters = called.voters(called.open_poll(0))
    assert (voters[ANNE], voters["Metz"]) == (called.person(ANNE), called.person(ALTERNATE))


def test_a_member_set_aside_gives_no_proxy_to_get_its_vote_back(call):
    called = call("choose_one")
    with pytest.raises(RuleBrokenError) as refusal:
        called.give("Metz", "Lyon")
    assert (refusal.value.code, refusal.value.facts["clause"]) == ("proxy.other-capacity", CLAUSE)


def test_nobody_chooses_for_another_nor_after_a_vote_nor_without_need(call):
    called = call("choose_one")
    with pytest.raises(NotFoundError) as unknown:
        choose(called, "Lyon")
    assert unknown.value.code == "capacity.not-yours"
    opened(called)
    with pytest.raises(StateError) as late:
        choose(called, "Metz")
    assert late.value.code == "capacity.too-late"


def test_where_capacities_are_apart_there_is_nothing_to_choose(call):
    called = call("separate")
    with pytest.raises(RuleBrokenError) as refusal:
        choose(called, "Metz")
    assert refusal.value.code == "capacity.no-choice"
