"""Secret votes asked for in the room, on both databases: counted as the clause counts, no names."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from governance.errors import RuleBrokenError, StateError
from governance.models.attendance import Movement
from governance.models.polls import Poll
from governance.models.secrecy_demands import SecrecyDemand
from governance.rules.ruleset import SecrecyRequest
from governance.services.polls import poll_opening, polls, secrecy_demands
from governance.services.records import journal
from tests.integration.called_members import INES, STARTS, Called
from tests.integration.own_bylaws import CLAUSE, called_under

THIRD = SecrecyRequest(share=Fraction(1, 3), unit="voices")


@pytest.fixture
def call(any_settings) -> Iterator[Callable[..., Called]]:
    with ExitStack() as stack:

        def call(request: SecrecyRequest | None, *present: str) -> Called:
            told = {"vote.secret_on_request": request}
            called = stack.enter_context(called_under(any_settings, told))
            for name in present:
                called.move(name, Movement.ONSITE)
            called.open_meeting()
            return called

        yield call


def accounts(session, meeting) -> Poll:
    return polls.polls_of(session, meeting.id)[0]


def ask(called: Called, *names: str) -> None:
    for name in names:
        with called.acting() as (session, meeting):
            poll = accounts(session, meeting)
            secrecy_demands.ask(session, poll, called.person(f"Titulaire {name}"), STARTS)


def stands(called: Called) -> tuple[int, Fraction, int, bool]:
    with called.acting() as (session, meeting):
        found = secrecy_demands.demand_of(session, accounts(session, meeting), STARTS)
        assert found is not None
        verdict = found.verdict
        return verdict.asked, verdict.base, verdict.needed, verdict.is_granted


def grant(called: Called) -> None:
    with called.acting() as (session, meeting):
        secrecy_demands.grant(session, accounts(session, meeting), actor=INES, now=STARTS)


def lines(called: Called) -> list[dict]:
    with called.acting() as (session, meeting):
        told = journal.lines_of(session, meeting.id)
        return [dict(line.facts) for line in told if line.kind == "poll.secrecy-asked"]


def rows(called: Called) -> int:
    with called.acting() as (session, _):
        return session.scalar(select(func.count()).select_from(SecrecyDemand)) or 0


def test_a_third_of_the_voices_in_the_room_makes_the_vote_secret(call):
    called = call(THIRD, "Metz", "Lyon", "Nantes", "Corse")
    ask(called, "Metz")
    assert stands(called) == (1, 4, 2, False)
    ask(called, "Lyon", "Lyon")  # asking twice counts once
    assert stands(called) == (2, 4, 2, True)
    grant(called)

    with called.acting() as (session, meeting):
        poll = accounts(session, meeting)
        assert poll.secret and poll.election
    (told,) = lines(called)
    assert (told["asked"], told["base"], told["needed"], told["granted"]) == (2, 4, 2, True)
    assert told["clause"] == CLAUSE
    assert not any(name in str(told) for name in ("Metz", "Lyon"))
    assert rows(called) == 0


def test_a_public_vote_does_not_open_over_a_demand_that_is_enough(call):
    called = call(SecrecyRequest(number=1), "Metz", "Lyon")
    ask(called, "Metz")
    with pytest.raises(RuleBrokenError) as refusal:
        called.open_poll(0)

    assert (refusal.value.code, refusal.value.facts["clause"]) == ("secrecy.due", CLAUSE)
    grant(called)
    with called.acting() as (session, meeting):
        poll_opening.open_poll(
            session, accounts(session, meeting), actor=INES, now=STARTS, accept=True
        )
        assert accounts(session, meeting).opened_at


def test_too_few_leave_a_number_and_no_name_when_the_public_vote_opens(call):
    called = call(SecrecyRequest(number=3), "Metz", "Lyon")
    ask(called, "Metz")
    called.open_poll(0)

    (told,) = lines(called)
    assert (told["asked"], told["needed"], told["granted"]) == (1, 3, False)
    assert rows(called) == 0


def test_who_carries_proxies_asks_for_all_her_rights(any_settings):
    with called_under(any_settings, {"vote.secret_on_request": THIRD}) as called:
        called.give("Metz", "Lyon")
        called.move("Lyon", Movement.ONSITE)
        called.move("Nantes", Movement.ONSITE)
        called.open_meeting()
        ask(called, "Lyon")
        assert stands(called) == (2, 3, 1, True)


def test_who_has_left_asks_no_longer(call):
    called = call(SecrecyRequest(number=2), "Metz", "Lyon", "Nantes")
    ask(called, "Metz", "Lyon")
    called.move("Metz", Movement.LEFT)
    assert stands(called) == (1, 2, 2, False)


def test_a_demand_may_be_taken_back(call):
    called = call(SecrecyRequest(number=1), "Metz", "Lyon")
    ask(called, "Metz")
    with called.acting() as (session, meeting):
        poll, person = accounts(session, meeting), called.person("Titulaire Metz")
        assert secrecy_demands.open_to(session, meeting, person) == [(poll, True)]
        secrecy_demands.take_back(session, poll, person)
        assert secrecy_demands.open_to(session, meeting, person) == [(poll, False)]
    assert stands(called)[0] == 0
    called.open_poll(0)
    assert lines(called) == []


def test_nobody_asks_from_outside_the_room_or_once_it_is_too_late(call):
    called = call(SecrecyRequest(number=1), "Metz", "Lyon")
    with pytest.raises(RuleBrokenError) as absent:
        ask(called, "Nantes")
    assert absent.value.code == "secrecy.not-there"
    called.open_poll(0)
    with pytest.raises(StateError) as late:
        ask(called, "Metz")
    assert late.value.code == "poll.not-now"


def test_bylaws_that_do_not_provide_for_it_take_no_demand(call):
    called = call(None, "Metz", "Lyon")
    with pytest.raises(RuleBrokenError) as refusal:
        ask(called, "Metz")
    assert (refusal.value.code, refusal.value.facts["clause"]) == ("secrecy.not-provided", CLAUSE)
