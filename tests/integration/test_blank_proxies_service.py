"""Proxies that name nobody, on both databases: refused, to the chair, with the board, shared."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

import pytest

from governance.errors import InvalidInputError, NotFoundError, RuleBrokenError
from governance.models.attendance import Movement
from governance.rules.ruleset import ProxyLimit
from governance.services.convening import agenda
from governance.services.polls import polls
from governance.services.proxies import blank_proxies, deposits
from governance.services.proxies.blank_proxies import Choices
from governance.services.records import journal
from tests.integration.called_members import CONVENED, INES, STARTS, Called
from tests.integration.own_bylaws import CLAUSE, called_under


@pytest.fixture
def call(any_settings) -> Iterator[Callable[..., Called]]:
    with ExitStack() as stack:

        def call(**values: object) -> Called:
            told = {path.replace("__", "."): value for path, value in values.items()}
            return stack.enter_context(called_under(any_settings, told))

        yield call


def blank(called: Called, *names: str) -> None:
    for name in names:
        with called.acting() as (session, meeting):
            blank_proxies.give_blank(
                session, meeting, called.members[name], actor=INES, now=CONVENED
            )


def give_out(called: Called, choices: Choices) -> dict[str, str]:
    """Give them out, and return who holds each; nobody, and why."""
    with called.acting() as (session, meeting):
        found = blank_proxies.give_out(
            session, called.post, meeting, choices, actor=INES, now=STARTS
        )
        return {
            one.blank.principal.name: one.refusal.code if one.refusal else one.holder
            for one in found
        }


def test_bylaws_that_refuse_them_say_so_with_their_clause(call):
    called = call(proxy__blank="refuse")
    with pytest.raises(RuleBrokenError) as refusal:
        blank(called, "Metz")
    assert (refusal.value.code, refusal.value.facts["clause"]) == ("proxy.no-holder", CLAUSE)


def test_until_somebody_holds_it_the_member_keeps_its_right(call):
    called = call(proxy__blank="share")
    codes = called.codes("Metz")
    blank(called, "Metz")

    assert called.rights("Titulaire Metz") == [("Metz", True)]
    assert called.codes("Metz") == codes
    for again in (lambda: blank(called, "Metz"), lambda: called.give("Metz", "Lyon")):
        with pytest.raises(RuleBrokenError) as refusal:
            again()
        assert refusal.value.code == "proxy.already-given"


def test_they_go_to_the_chair_within_the_limit_of_any_hand(call):
    called = call(proxy__blank="president", proxy__limit=ProxyLimit(1))
    blank(called, "Metz", "Nantes")
    with called.acting() as (session, meeting), pytest.raises(RuleBrokenError) as refusal:
        blank_proxies.plan(session, meeting, Choices(), STARTS)
    assert refusal.value.code == "proxy.no-president"

    found = give_out(called, Choices(president_id=called.members["Lyon"]))
    assert found == {"Metz": "Lyon", "Nantes": "proxy.too-many"}
    assert called.rights("Titulaire Lyon") == [("Lyon", True), ("Metz", False)]
    assert set(called.last_link("Titulaire Lyon")[1]) == {"Lyon", "Metz"}


@pytest.mark.parametrize(
    ("order", "holders"),
    [("roll", ["Lyon", "Isère"]), ("arrival", ["Isère", "Lyon"])],
)
def test_they_are_shared_among_those_present_in_the_order_that_the_board_sets(call, order, holders):
    called = call(proxy__blank="share")
    blank(called, "Metz", "Nantes")
    called.move("Isère", Movement.ONSITE)
    called.move("Lyon", Movement.ONSITE)
    found = give_out(called, Choices(order))

    assert [found["Metz"], found["Nantes"]] == holders
    with called.acting() as (session, meeting):
        (line,) = [
            x for x in journal.lines_of(session, meeting.id) if x.kind == "proxy.distributed"
        ]
        assert line.facts == {"given": 2, "refused": 0, "order": order}


def test_what_is_shown_before_is_what_is_done(call):
    called = call(proxy__blank="share", proxy__limit=ProxyLimit(1))
    blank(called, "Metz", "Nantes", "Corse")
    called.move("Isère", Movement.ONSITE)
    called.move("Lyon", Movement.ONSITE)
    with called.acting() as (session, meeting):
        shown = {
            one.blank.principal.name: one.refusal.code if one.refusal else one.holder
            for one in blank_proxies.plan(session, meeting, Choices(), STARTS)
        }

    assert shown == give_out(called, Choices())
    assert shown["Corse"] == "proxy.too-many"
    with called.acting() as (session, meeting):
        (left,) = blank_proxies.waiting(session, meeting.id)
        assert (left.principal.name, left.refusal) == ("Corse", "proxy.too-many")


def test_with_the_board_they_vote_for_what_it_proposes_and_against_the_rest(call):
    called = call(proxy__blank="board_recommendation")
    blank(called, "Metz")
    with called.acting() as (session, meeting):
        accounts = agenda.items_of(session, meeting.id)[0].id
    chair = called.members["Lyon"]
    give_out(called, Choices(president_id=chair, recommended=frozenset({accounts})))
    blank(called, "Nantes")
    give_out(called, Choices(president_id=chair))
    called.move("Lyon", Movement.ONSITE)
    called.open_meeting()
    number = called.open_poll(0)
    with called.acting() as (session, meeting):
        poll = polls.get_poll(session, meeting.id, number)
        wishes = deposits.wishes_of(session, poll, poll.lines)
        names = {line.id: line.name for line in poll.lines}
    told = {names[line]: (wish.answer, wish.binding, wish.clause) for line, wish in wishes.items()}
    assert told == {"Metz": ("Pour", True, CLAUSE), "Nantes": ("Contre", True, CLAUSE)}


def test_who_arrives_takes_it_back_and_who_changes_her_mind_too(call):
    called = call(proxy__blank="share")
    blank(called, "Metz", "Nantes")
    called.move("Metz", Movement.ONSITE)
    with called.acting() as (session, meeting):
        blank_proxies.withdraw_blank(
            session, meeting, called.members["Nantes"], actor=INES, now=STARTS
        )
        assert blank_proxies.waiting(session, meeting.id) == []
    assert called.kinds().count("proxy.blank-withdrawn") == 2
    with pytest.raises(InvalidInputError) as refusal:
        give_out(called, Choices())
    assert refusal.value.code == "proxy.blank-none"
    with called.acting() as (session, meeting), pytest.raises(NotFoundError):
        blank_proxies.withdraw_blank(
            session, meeting, called.members["Nantes"], actor=INES, now=STARTS
        )


def test_two_presses_at_once_give_each_of_them_out_once(call):
    called = call(proxy__blank="share")
    blank(called, "Metz", "Nantes")
    called.move("Lyon", Movement.ONSITE)
    called.move("Isère", Movement.ONSITE)
    barrier = Barrier(2)

    def press() -> str:
        barrier.wait()
        try:
            return str(len(give_out(called, Choices())))
        except InvalidInputError as refusal:
            return refusal.code

    with ThreadPoolExecutor(2) as pool:
        told = sorted(one.result() for one in [pool.submit(press), pool.submit(press)])
    assert told == ["2", "proxy.blank-none"]
    assert called.kinds().count("proxy.given") == 2
