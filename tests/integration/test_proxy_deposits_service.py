"""How proxies are deposited, on both databases: deadline, form, instructions, withdrawal, order."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from ballots.services.signer import KeySigner, new_receipt_key
from governance.errors import InvalidInputError, RuleBrokenError
from governance.models.attendance import Movement
from governance.rules.ruleset import Deposit as Deadline
from governance.rules.ruleset import ProxyLimit
from governance.services.convening import agenda
from governance.services.electorate import roll
from governance.services.polls import open_votes, polls
from governance.services.proxies import deposits, proxies
from governance.services.proxies.deposits import Deposit
from tests.integration.called_members import CONVENED, INES, STARTS, Called
from tests.integration.own_bylaws import CLAUSE, called_under

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ACCOUNTS = 0
FOR, AGAINST = [1, 0, 0], [0, 1, 0]


@pytest.fixture
def call(any_settings) -> Iterator[Callable[..., Called]]:
    with ExitStack() as stack:

        def call(**values: object) -> Called:
            told = {path.replace("__", "."): value for path, value in values.items()}
            return stack.enter_context(called_under(any_settings, told))

        yield call


def give(called: Called, principal: str, holder: str, now=CONVENED, form="electronic", **wishes):
    with called.acting() as (session, meeting):
        items = {item.title: item.id for item in agenda.items_of(session, meeting.id)}
        told = {items[title]: wish for title, wish in wishes.items()}
        return proxies.give_proxy(
            session,
            called.post,
            meeting,
            called.members[principal],
            called.members[holder],
            deposit=Deposit(form, told),
            actor=INES,
            now=now,
        ).id


def refused(called: Called, *asked, **more) -> RuleBrokenError:
    with pytest.raises(RuleBrokenError) as refusal:
        give(called, *asked, **more)
    assert refusal.value.facts["clause"] == CLAUSE
    return refusal.value


def test_a_proxy_comes_two_days_before_or_is_refused_with_the_hour(call):
    called = call(proxy__deposit_deadline=Deadline("hours_before", 48))
    give(called, "Metz", "Lyon", STARTS - 48 * HOUR)
    late = refused(called, "Nantes", "Lyon", STARTS - 48 * HOUR + MINUTE)

    assert late.code == "proxy.too-late"
    assert late.facts["deadline"] == (STARTS - 48 * HOUR).isoformat()


def test_the_door_closes_at_the_opening_of_the_meeting_not_at_its_planned_hour(call):
    called = call(proxy__deposit_deadline=Deadline("opening"))
    called.move("Lyon", Movement.ONSITE)
    give(called, "Metz", "Lyon", STARTS + MINUTE)  # late, but nobody has opened the meeting
    called.open_meeting()

    assert refused(called, "Nantes", "Lyon", STARTS + 2 * MINUTE).code == "proxy.too-late"


def test_until_the_vote_each_vote_takes_the_proxies_of_its_opening(call):
    called = call(proxy__deposit_deadline=Deadline("vote"))
    called.move("Lyon", Movement.ONSITE)
    called.open_meeting()
    number = called.open_poll(ACCOUNTS)
    give(called, "Metz", "Lyon", STARTS + MINUTE)

    holder = called.person("Titulaire Lyon")
    assert called.voters(number)["Metz"] != holder
    assert called.voters(called.open_poll(1))["Metz"] == holder


def test_a_form_that_the_bylaws_do_not_want_is_refused_and_another_kept(call):
    called = call(proxy__form=("signed_paper", "registered_post"))
    assert refused(called, "Metz", "Lyon").code == "proxy.wrong-form"
    give(called, "Metz", "Lyon", form="registered_post")
    with called.acting() as (session, meeting):
        (proxy,) = proxies.proxies_of(session, meeting.id)
        assert proxy.form == "registered_post"


def test_once_the_meeting_is_open_a_proxy_may_be_final(call):
    called = call(proxy__revocation="until_open", proxy__on_presence="holder_keeps")
    called.give("Metz", "Lyon")
    called.move("Lyon", Movement.ONSITE)
    called.open_meeting()
    with pytest.raises(RuleBrokenError) as refusal:
        called.withdraw("Metz", STARTS + MINUTE)

    assert (refusal.value.code, refusal.value.facts["clause"]) == ("proxy.not-revocable", CLAUSE)
    assert called.rights("Titulaire Lyon") == [("Lyon", True), ("Metz", False)]


def test_who_comes_in_person_takes_her_right_back_even_when_it_is_too_late_to_revoke(call):
    called = call(proxy__revocation="until_open", proxy__on_presence="cancels")
    called.give("Metz", "Lyon")
    called.move("Lyon", Movement.ONSITE)
    called.open_meeting()
    called.move("Metz", Movement.ONSITE, now=STARTS + MINUTE)

    assert called.rights("Titulaire Metz") == [("Metz", True)]


def test_instructions_nobody_wants_are_refused(call):
    called = call(proxy__instructions="none")
    told = {"Comptes 2025": "Pour"}
    assert refused(called, "Metz", "Lyon", **told).code == "proxy.instructions-not-allowed"


def test_instructions_that_all_must_give_are_asked_for_every_vote(call):
    called = call(proxy__instructions="mandatory")
    for told in ({}, {"Comptes 2025": "Pour"}):
        assert refused(called, "Metz", "Lyon", **told).code == "proxy.instructions-missing"
    give(called, "Metz", "Lyon", **{"Comptes 2025": "Contre", "Conseil": "A. B."})


@pytest.mark.parametrize(
    "told", [{"Comptes 2025": "Peut-être"}, {"Conseil": "x" * (deposits.LONGEST_WISH + 1)}]
)
def test_an_instruction_is_an_answer_of_the_vote(call, told):
    called = call(proxy__instructions="optional")
    with pytest.raises(InvalidInputError) as refusal:
        give(called, "Metz", "Lyon", **told)
    assert refusal.value.code == "proxy.bad-instruction"


def cast(called: Called, name: str, choice: list[int]) -> None:
    """Vote for one right, by whoever exercises it."""
    with called.acting() as (session, meeting):
        poll = polls.polls_of(session, meeting.id)[ACCOUNTS]
        line = next(line for line in poll.lines if line.name == name)
        signer = KeySigner(new_receipt_key())
        person = line.exercised_by_id or 0
        open_votes.cast_all(session, signer, poll, person, {line.id: choice}, STARTS)


def voting(called: Called) -> None:
    called.move("Lyon", Movement.ONSITE)
    called.open_meeting()
    called.open_poll(ACCOUNTS)


def test_a_holder_bound_to_an_answer_cannot_give_another(call):
    called = call(proxy__instructions="mandatory")
    give(called, "Metz", "Lyon", **{"Comptes 2025": "Contre", "Conseil": "A. B."})
    voting(called)
    with pytest.raises(RuleBrokenError) as refusal:
        cast(called, "Metz", FOR)

    assert refusal.value.code == "vote.against-instructions"
    assert refusal.value.facts["wanted"] == "Contre"
    assert refusal.value.facts["clause"] == CLAUSE
    cast(called, "Metz", AGAINST)
    cast(called, "Lyon", FOR)  # her own right is not bound


def test_a_wish_is_shown_to_the_holder_and_leaves_her_free(call):
    called = call(proxy__instructions="optional")
    give(called, "Metz", "Lyon", **{"Comptes 2025": "Contre"})
    voting(called)
    with called.acting() as (session, meeting):
        poll = polls.polls_of(session, meeting.id)[ACCOUNTS]
        line = next(line for line in poll.lines if line.name == "Metz")
        wish = deposits.wishes_of(session, poll, poll.lines)[line.id]
    assert (wish.answer, wish.binding) == ("Contre", False)
    cast(called, "Metz", FOR)


def test_a_proxy_passed_on_goes_to_its_last_hand_with_all_that_it_carries(call):
    called = call(
        proxy__chain=True, proxy__limit=ProxyLimit(5), proxy__deposit_deadline=Deadline("vote")
    )
    called.give("Nantes", "Metz")
    held = called.codes("Nantes")
    called.give("Metz", "Lyon")

    assert called.rights("Titulaire Lyon") == [("Lyon", True), ("Metz", False), ("Nantes", False)]
    assert called.rights("Titulaire Metz") == []
    assert not called.codes("Nantes") & held
    assert set(called.last_link("Titulaire Lyon")[1]) == {"Lyon", "Metz", "Nantes"}
    called.move("Lyon", Movement.ONSITE)
    called.open_meeting()
    voters = called.voters(called.open_poll(ACCOUNTS))
    assert {voters["Metz"], voters["Nantes"]} == {called.person("Titulaire Lyon")}

    called.withdraw("Metz", STARTS)
    assert called.rights("Titulaire Metz") == [("Metz", True), ("Nantes", False)]


def test_of_too_many_proxies_the_first_ones_alone_are_voted(call):
    called = call(proxy__excess="keep_first", proxy__limit=ProxyLimit(1))
    called.give("Metz", "Lyon")
    called.give("Nantes", "Lyon")
    voting(called)
    with called.acting() as (session, meeting):
        (poll, _) = polls.polls_of(session, meeting.id)
        voters = {line.name: line.exercised_by_id for line in poll.lines}

    assert voters["Metz"] == called.person("Titulaire Lyon")
    assert voters["Nantes"] == called.person("Titulaire Nantes")


@pytest.mark.parametrize(
    ("order", "voter"),
    [
        (("representative", "alternate", "proxy"), "Suppléant Metz"),
        (("representative", "proxy", "alternate"), "Titulaire Lyon"),
    ],
)
def test_the_alternate_comes_before_the_proxy_or_after_as_the_bylaws_order(call, order, voter):
    called = call(proxy__substitution=order)
    called.give("Metz", "Lyon")
    called.move("Lyon", Movement.ONSITE)
    called.move("Metz", Movement.ONSITE, "Suppléant Metz")
    called.open_meeting()

    assert called.voters(called.open_poll(ACCOUNTS))["Metz"] == called.person(voter)


def test_an_alternate_whom_the_order_leaves_out_does_not_come(call):
    called = call(proxy__substitution=("representative", "proxy"))
    with pytest.raises(RuleBrokenError) as refusal:
        called.move("Metz", Movement.ONSITE, "Suppléant Metz")
    assert refusal.value.code == "proxy.alternate-not-in-order"
    called.move("Metz", Movement.ONSITE, "Titulaire Metz")


def test_an_institution_gives_no_proxy_that_the_order_leaves_out_and_a_person_does(call):
    called = call(proxy__substitution=("representative", "alternate"))
    assert refused(called, "Metz", "Lyon").code == "proxy.not-in-order"
    with called.acting() as (session, meeting):
        called.members.update(
            {line.name: line.member_id for line in roll.lines_of(session, meeting.id)}
        )
    give(called, "Anne Sorel", "Paul Estève")
