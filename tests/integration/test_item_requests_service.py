"""Items that members ask for, and items added after the notice, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from threading import Thread
from typing import Any

import pytest

from governance.errors import GovernanceError, InvalidInputError, RuleBrokenError, StateError
from governance.models.attendance import Movement
from governance.models.item_requests import ItemRequest, ItemSupport
from governance.models.polls import Poll
from governance.rules.ruleset import Ruled, RuleSet, Source, preset, with_value
from governance.rules.ruleset.convening import MemberRequest
from governance.services.convening import (
    agenda,
    item_judging,
    item_requests,
    late_items,
    meetings,
    notices,
)
from governance.services.convening.agenda import Draft
from governance.services.convening.item_requests import Wish
from governance.services.convening.meetings import Plan
from governance.services.polls import poll_opening
from tests.integration.called_members import CONVENED, INES, STARTS, Called, call_members

CLAUSE = "statuts, art. 11"
IN_TIME = datetime(2026, 6, 10, 9, tzinfo=UTC)
LATE = datetime(2026, 6, 20, 9, tzinfo=UTC)
RULE = MemberRequest(number=3, deadline_days=10, form="email")
VOTE = Wish("resolution", "Une charte", "Pourquoi.", "L’assemblée adopte la charte.")


def ruled(**values: Any) -> RuleSet:
    rules = preset("la27eregion")
    for path, value in ({"agenda.member_request": RULE} | values).items():
        rules = with_value(rules, path, Ruled(value, Source.STATUTS, CLAUSE))
    return rules


@pytest.fixture
def called(any_settings) -> Iterator[Called]:
    made = call_members(any_settings, ruled())
    yield made
    made.database.engine.dispose()


def ask(called: Called, *names: str, now: datetime = IN_TIME, **how: Any) -> int:
    """Ask for a vote at the meeting that was called."""
    wish = Wish(VOTE.kind, VOTE.title, VOTE.body, VOTE.resolution, called.number)
    with called.database.transaction() as session:
        numbers = [called.members[name] for name in names]
        return item_requests.ask(session, wish, numbers, actor=INES, now=now, **how).id


def verdict(called: Called, request_id: int, now: datetime = IN_TIME):
    with called.acting() as (session, meeting):
        found = {one.request.id: one for one in item_judging.before(session, meeting, now)}
        return found[request_id].verdict


def add(called: Called, request_id: int, now: datetime = IN_TIME) -> None:
    with called.acting() as (session, meeting):
        item_judging.add_to_agenda(session, called.post, meeting, request_id, actor=INES, now=now)


def test_enough_members_in_time_put_an_item_on_an_agenda_that_is_locked(called):
    number = ask(called, "Lyon", "Metz")
    assert verdict(called, number).refusal.code == "item-request.too-few"
    with pytest.raises(RuleBrokenError, match=r"agenda\.locked"):
        add(called, number)
    with called.database.transaction() as session:
        item_requests.support(session, number, [called.members["Brest"]], actor=INES, now=IN_TIME)
    assert verdict(called, number).is_due
    add(called, number)
    with called.database.session(read_only=True) as session:
        item = agenda.items_of(session, called.number)[-1]
        assert (item.title, item.resolution) == (VOTE.title, VOTE.resolution)
        assert session.query(Poll).filter_by(item_id=item.id).one().secret is False
        assert session.get(ItemRequest, number).item_id == item.id
    assert called.mails("Titulaire Metz")[-1] == "agenda_completed"
    with pytest.raises(StateError, match="closed"):
        add(called, number)


def test_who_comes_too_late_is_told_the_last_day_and_the_clause(called):
    number = ask(called, "Lyon", "Metz", "Brest", now=LATE)
    refusal = verdict(called, number, LATE).refusal
    assert refusal.code == "item-request.too-late"
    assert refusal.facts["latest_day"] == "2026-06-16"
    assert refusal.facts["clause"] == CLAUSE


def test_paper_received_in_time_counts_from_the_day_it_came(called):
    number = ask(
        called, "Lyon", "Metz", "Brest", now=LATE, form="email", received_on=date(2026, 6, 12)
    )
    assert verdict(called, number, LATE).is_due


def test_an_item_that_is_due_cannot_be_set_aside_another_can_with_a_reason(called):
    due, few = ask(called, "Lyon", "Metz", "Brest"), ask(called, "Corse")
    with called.acting() as (session, meeting):
        with pytest.raises(StateError, match="is-due"):
            item_judging.set_aside(session, meeting, due, "non", actor=INES, now=IN_TIME)
        with pytest.raises(InvalidInputError, match="no-reason"):
            item_judging.set_aside(session, meeting, few, " ", actor=INES, now=IN_TIME)
        item_judging.set_aside(session, meeting, few, "Hors sujet.", actor=INES, now=IN_TIME)
        assert session.get(ItemRequest, few).reason == "Hors sujet."


def test_an_item_that_is_due_and_missing_stops_the_notice(called):
    with called.database.transaction() as session:
        plan = Plan("Assemblée suivante", datetime(2026, 9, 30, 12, tzinfo=UTC), "Paris", "")
        meeting = meetings.create_meeting(session, "AGO", plan, actor=INES, now=IN_TIME)
        agenda.add_item(session, meeting, Draft("debate", "Bilan"), actor=INES, now=IN_TIME)
        numbers = [called.members[name] for name in ("Lyon", "Metz", "Brest")]
        request = item_requests.ask(session, VOTE, numbers, actor=INES, now=IN_TIME)

        def due() -> list[Any]:
            found = notices.examine(session, meeting, "secretary", IN_TIME)
            return [check for check in found if check.code == "notice.due"]

        assert [(one.ok, one.blocking, one.facts["names"]) for one in due()] == [
            (False, True, [VOTE.title])
        ]
        item_judging.add_to_agenda(
            session, called.post, meeting, request.id, actor=INES, now=IN_TIME
        )
        assert due() == []
        item = agenda.items_of(session, meeting.id)[-1]
        agenda.remove_item(session, meeting, item.id, actor=INES, now=IN_TIME)
        assert len(due()) == 1  # taken off again, it is due again


def test_support_is_taken_back_and_a_request_without_any_is_withdrawn(called):
    number = ask(called, "Lyon", "Metz")
    for name, state in (("Lyon", "waiting"), ("Metz", "withdrawn")):
        with called.database.transaction() as session:
            item_requests.take_back(session, number, called.members[name], actor=INES, now=IN_TIME)
            assert session.get(ItemRequest, number).state == state


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "item-request.empty"),
        ({"kind": "election"}, "item-request.empty"),
        ({"resolution": ""}, "item-request.no-text"),
        ({"title": "x" * 201}, "item-request.too-long"),
        ({"body": "x" * 20_001}, "item-request.too-long"),
        ({"meeting_id": 999}, "item-request.no-such-meeting"),
    ],
)
def test_a_wish_that_is_not_sound_is_refused(called, change, code):
    wish = Wish(**{"kind": VOTE.kind, "title": "T", "body": "", "resolution": "R"} | change)
    with called.database.transaction() as session, pytest.raises(GovernanceError) as refusal:
        item_requests.ask(session, wish, [called.members["Lyon"]], actor=INES, now=IN_TIME)
    assert refusal.value.code == code


def test_one_member_does_not_fill_the_list(called):
    for _ in range(item_requests.MOST_WAITING):
        ask(called, "Lyon")
    with pytest.raises(InvalidInputError, match="too-many"):
        ask(called, "Lyon")
    ask(called, "Metz")


def test_names_that_the_register_does_not_know_are_said(called):
    with called.database.session(read_only=True) as session:
        assert item_requests.numbers_named(session, "lyon\n\nMETZ\n") == [
            called.members["Lyon"],
            called.members["Metz"],
        ]
        with pytest.raises(InvalidInputError) as refusal:
            item_requests.numbers_named(session, "Lyon\nAtlantide")
    assert refusal.value.facts["names"] == "Atlantide"


def test_two_presses_on_one_support_leave_one(called):
    number, member = ask(called, "Lyon"), [called.members["Metz"]]

    def press() -> None:
        with called.database.transaction() as session:
            item_requests.support(session, number, member, actor=INES, now=IN_TIME)

    presses = [Thread(target=press) for _ in range(3)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    with called.database.session(read_only=True) as session:
        assert session.query(ItemSupport).filter_by(request_id=number).count() == 2


def test_two_presses_on_one_item_add_it_once(called):
    number = ask(called, "Lyon", "Metz", "Brest")
    refused: list[str] = []

    def press() -> None:
        try:
            add(called, number)
        except StateError as refusal:
            refused.append(refusal.code)

    presses = [Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert refused == ["item-request.closed"]
    with called.database.session(read_only=True) as session:
        assert len(agenda.items_of(session, called.number)) == 3


@pytest.mark.parametrize(
    ("path", "value", "opens"),
    [("agenda.locked", False, False), ("agenda.diverse", "decide", True)],
)
def test_a_vote_added_late_as_the_bylaws_let_it_can_be_opened(any_settings, path, value, opens):
    called = call_members(any_settings, ruled(**{path: value}))
    draft = Draft("resolution", "Un vœu", "", "L’assemblée émet ce vœu.")
    if opens:
        with called.acting() as (session, meeting), pytest.raises(RuleBrokenError):
            late_items.add_item(session, called.post, meeting, draft, actor=INES, now=CONVENED)
        called.move("Lyon", Movement.ONSITE)
        called.open_meeting()
    with called.acting() as (session, meeting):
        item = late_items.add_item(
            session, called.post, meeting, draft, actor=INES, now=STARTS if opens else CONVENED
        )
        number = item.id
    if not opens:
        assert called.mails("Titulaire Metz")[-1] == "agenda_completed"
        called.move("Lyon", Movement.ONSITE)
        called.open_meeting()
    with called.acting() as (session, meeting):
        poll = session.query(Poll).filter_by(item_id=number).one()
        poll_opening.open_poll(session, poll, actor=INES, now=STARTS)
        assert poll.opened_at == STARTS
    called.database.engine.dispose()


def test_a_share_of_the_members_is_counted_on_those_of_the_day(any_settings):
    request = MemberRequest(share=Fraction(1, 5), deadline_days=10, form="email")
    called = call_members(any_settings, ruled(**{"agenda.member_request": request}))
    with called.acting() as (session, meeting):
        found = item_judging.needed(session, meeting, IN_TIME)
    assert (found.number, found.clause, found.latest_day) == (2, CLAUSE, date(2026, 6, 16))
    called.database.engine.dispose()
