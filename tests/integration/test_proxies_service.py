"""Proxies on both databases: who may give one, whose codes move, what an arrival cancels."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from governance.errors import NotFoundError, RuleBrokenError, StateError
from governance.models.attendance import Movement
from governance.services.convening import meetings
from governance.services.post import own_links
from governance.services.proxies import proxies
from governance.services.sitting import arrivals
from tests.integration.called_members import (
    CONVENED,
    INES,
    STARTS,
    UNPAID,
    UNREACHED,
    Called,
    call_members,
)


@pytest.fixture
def called(any_settings) -> Iterator[Called]:
    made = call_members(any_settings)
    yield made
    made.database.engine.dispose()


def test_a_proxy_moves_the_right_and_voids_the_code_of_its_principal(called):
    before = called.codes("Metz")
    called.give("Metz", "Lyon")

    assert called.rights("Titulaire Metz") == []
    assert called.rights("Titulaire Lyon") == [("Lyon", True), ("Metz", False)]
    after = called.codes("Metz")
    assert len(after) == len(before) and not after & before
    assert "proxy.given" in called.kinds()


def test_the_holder_is_mailed_one_link_that_votes_for_both(called):
    called.give("Metz", "Lyon")

    assert called.mails("Titulaire Lyon") == ["notice", "proxy_given"]
    token, codes = called.last_link("Titulaire Lyon")
    assert token and set(codes) == {"Lyon", "Metz"}
    assert called.mails("Titulaire Metz") == ["notice"]


def test_the_holder_keeps_her_code_while_a_secret_poll_is_open(called):
    called.move("Lyon", Movement.ONSITE)
    called.open_meeting()
    called.open_poll(1)
    before = called.codes("Lyon")
    called.give("Metz", "Lyon", STARTS)

    _, codes = called.last_link("Titulaire Lyon")
    assert set(codes) == {"Metz"}
    assert called.codes("Lyon") == before


def test_a_proxy_to_someone_without_address_voids_the_code_and_mails_nobody(called):
    called.give("Metz", UNREACHED)

    assert called.codes("Metz") == set()
    assert called.rights(f"Titulaire {UNREACHED}") == [(UNREACHED, True), ("Metz", False)]


def test_a_withdrawn_proxy_gives_right_and_a_new_code_back(called):
    called.give("Metz", "Lyon")
    held = called.codes("Metz")
    link = called.withdraw("Metz")

    assert called.rights("Titulaire Metz") == [("Metz", True)]
    assert called.rights("Titulaire Lyon") == [("Lyon", True)]
    assert not called.codes("Metz") & held
    assert called.mails("Titulaire Metz") == ["notice", "code_reissued"]
    token, codes = called.last_link("Titulaire Metz")
    assert link is not None and token in link and codes["Metz"] in link
    assert "proxy.withdrawn" in called.kinds()


def test_a_proxy_that_was_withdrawn_is_not_withdrawn_twice(called):
    called.give("Metz", "Lyon")
    called.withdraw("Metz")
    with pytest.raises(NotFoundError) as refusal:
        called.withdraw("Metz")
    assert refusal.value.code == "proxy.none"


@pytest.mark.parametrize(
    ("standing", "principal", "holder", "code"),
    [
        ([], "Metz", "Metz", "proxy.to-oneself"),
        ([], "Metz", "Anne Sorel", "proxy.other-college"),
        ([], "Metz", UNPAID, "proxy.holder-not-entitled"),
        ([], UNPAID, "Metz", "proxy.principal-not-entitled"),
        ([("Metz", "Lyon")], "Metz", "Nantes", "proxy.already-given"),
        ([("Metz", "Lyon")], "Nantes", "Metz", "proxy.chained"),
        ([("Metz", "Lyon")], "Lyon", "Nantes", "proxy.principal-holds"),
        ([("Metz", "Lyon"), ("Nantes", "Lyon")], "Corse", "Lyon", "proxy.too-many"),
    ],
)
def test_the_bylaws_refuse_with_a_clause_and_nothing_is_lost(
    called, standing, principal, holder, code
):
    for pair in standing:
        called.give(*pair)
    before = called.codes(principal), called.mails("Titulaire Lyon"), len(called.kinds())
    with pytest.raises(RuleBrokenError) as refusal:
        called.give(principal, holder)

    assert refusal.value.code == code
    assert refusal.value.facts["clause"]
    after = called.codes(principal), called.mails("Titulaire Lyon"), len(called.kinds())
    assert after == before


def test_who_is_there_gives_no_proxy_and_who_has_left_does(called):
    called.move("Metz", Movement.ONSITE)
    with pytest.raises(RuleBrokenError) as refusal:
        called.give("Metz", "Lyon", STARTS)
    assert refusal.value.code == "proxy.principal-present"

    called.move("Metz", Movement.LEFT)
    called.give("Metz", "Lyon", STARTS)
    assert ("Metz", False) in called.rights("Titulaire Lyon")


def test_possible_holders_say_why_not_and_leave_the_own_proxy_aside(called):
    called.give("Nantes", "Lyon")
    called.give("Metz", "Lyon")
    with called.acting() as (session, meeting):
        found = proxies.possible_holders(session, meeting, called.members["Metz"], CONVENED)
    why = {name: refusal.code if refusal else None for _, name, refusal in found}

    assert "Metz" not in why
    assert why["Corse"] is None
    assert why["Lyon"] is None  # of her two proxies one is this member's own
    assert why["Nantes"] == "proxy.chained"
    assert why["Anne Sorel"] == "proxy.other-college"
    assert why[UNPAID] == "proxy.holder-not-entitled"


def test_an_arrival_cancels_the_proxy_at_the_minute(called):
    called.give("Metz", "Lyon")
    arrival = called.move("Metz", Movement.ONSITE)

    assert arrival == arrivals.Arrival(True, "Lyon", "Titulaire Metz")
    assert called.rights("Titulaire Metz") == [("Metz", True)]
    assert called.kinds()[-3:] == ["attendance.arrived", "proxy.withdrawn", "credential.issued"]


def test_an_open_poll_keeps_the_electorate_it_was_opened_with(called):
    called.give("Metz", "Lyon")
    called.move("Lyon", Movement.ONSITE)
    called.open_meeting()
    named, secret = called.open_poll(0), called.open_poll(1)
    called.move("Metz", Movement.ONSITE)

    holder = called.person("Titulaire Lyon")
    assert called.voters(named)["Metz"] == holder
    assert called.voters(secret)["Metz"] == holder
    assert called.rights("Titulaire Metz") == [("Metz", True)]


def test_two_proxies_at_once_do_not_pass_the_limit_together(called):
    called.give("Nantes", "Lyon")
    barrier = Barrier(2)

    def give(principal: str) -> str:
        barrier.wait()
        try:
            called.give(principal, "Lyon")
        except RuleBrokenError as refusal:
            return refusal.code
        return "given"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(give, ("Metz", "Corse")))
    assert sorted(outcomes) == ["given", "proxy.too-many"]


def test_after_the_close_no_proxy_changes(called):
    called.move("Lyon", Movement.ONSITE)
    called.give("Metz", "Lyon")
    called.open_meeting()
    with called.database.transaction() as session:
        meetings.close_meeting(session, called.number, actor=INES, now=STARTS)
    for act in (lambda: called.give("Nantes", "Lyon"), lambda: called.withdraw("Metz")):
        with pytest.raises(StateError) as refusal:
            act()
        assert refusal.value.code == "meeting.not-now"


def test_a_replaced_link_revokes_the_earlier_ones(called):
    from governance.errors import NotAllowedError
    from governance.models.members import Person
    from governance.services.entry import links

    old, _ = called.last_link("Titulaire Metz")
    with called.acting() as (session, meeting):
        person = session.get_one(Person, called.person("Titulaire Metz"))
        own_links.replace_link(session, called.post, meeting, person, actor=INES, now=CONVENED)
    new, codes = called.last_link("Titulaire Metz")
    with called.database.transaction() as session:
        with pytest.raises(NotAllowedError) as refusal:
            links.open_link(session, old, CONVENED)
        assert refusal.value.code == "accounts.link-revoked"
        assert links.open_link(session, new, CONVENED).person_id == person.id
    assert set(codes) == {"Metz"}
