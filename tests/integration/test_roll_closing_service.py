"""The day on which the roll is closed: before the notice, at it, or after, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from governance.models.attendance import Movement
from governance.models.members import Member, MemberKind
from governance.rules.ruleset import RollClosing, Ruled, Source, preset, with_value
from governance.services.bylaws import rulesets
from governance.services.convening import meetings
from governance.services.electorate import electorate, roll, roll_closing
from governance.services.membership import members
from governance.services.membership.members import Particulars
from governance.services.polls import poll_opening, polls
from governance.services.records import journal
from tests.integration.called_members import CONVENED, INES, STARTS, Called, call_members

CLAUSE = "règlement intérieur, art. 4"


@contextmanager
def under(settings, closing: RollClosing) -> Iterator[Called]:
    ruled = Ruled(closing, Source.RI, CLAUSE)
    called = call_members(settings, with_value(preset("la27eregion"), "roll.closing", ruled))
    yield called
    called.database.engine.dispose()


def join(called: Called, name: str, joined_on: date) -> int:
    """Let an institution enter the register."""
    with called.database.transaction() as session:
        wanted = Particulars(name, "ville-metropole", "", None, joined_on)
        member = members.add_member(
            session, MemberKind.INSTITUTION, wanted, "", "", actor=INES, now=STARTS
        )
        return member.id


def names(called: Called) -> set[str]:
    with called.database.session(read_only=True) as session:
        return {line.name for line in roll.lines_of(session, called.number)}


def test_a_roll_closed_at_the_opening_takes_in_who_joined_since_the_notice(any_settings):
    with under(any_settings, RollClosing("opening")) as called:
        join(called, "Quimper", date(2026, 6, 15))
        assert "Quimper" not in names(called)
        called.move("Lyon", Movement.ONSITE)
        called.open_meeting()
        assert "Quimper" in names(called)
        with called.acting() as (session, meeting):
            closed = [x for x in journal.lines_of(session, meeting.id) if x.kind == "roll.closed"]
            assert [(one.facts["added"], one.facts["clause"]) for one in closed] == [(1, CLAUSE)]
            frozen = electorate.frozen_of(session, meeting)
            assert frozen.journal_hash == closed[0].hash
            assert frozen.is_intact
            poll = polls.polls_of(session, meeting.id)[0]
            poll_opening.open_poll(session, poll, actor=INES, now=STARTS)
            assert {line.name for line in poll.lines} <= names(called)


def test_a_roll_closed_at_the_notice_is_not_written_again(any_settings):
    with under(any_settings, RollClosing("notice")) as called:
        join(called, "Quimper", date(2026, 6, 15))
        called.open_meeting()
        assert "Quimper" not in names(called)
        assert "roll.closed" not in called.kinds()


@pytest.mark.parametrize(
    ("joined_on", "is_on"), [(date(2026, 6, 15), True), (date(2026, 6, 22), False)]
)
def test_a_roll_closed_some_days_before_looks_at_that_day(any_settings, joined_on, is_on):
    with under(any_settings, RollClosing("days_before", days=5)) as called:  # on 21 June
        join(called, "Quimper", joined_on)
        called.open_meeting()
        assert ("Quimper" in names(called)) is is_on


def test_a_roll_closed_on_the_first_of_january_leaves_out_who_joined_since(any_settings):
    with under(any_settings, RollClosing("fixed_day", month_day="01-01")) as called:
        before = names(called)
        join(called, "Quimper", date(2026, 2, 1))
        join(called, "Rennes", date(2025, 2, 1))
        with called.database.transaction() as session:
            plan = meetings.Plan("Suivante", STARTS, "Paris")
            meeting = meetings.create_meeting(session, "AGO", plan, actor=INES, now=CONVENED)
            lines = roll_closing.freeze_roll(session, meeting, actor=INES, now=STARTS)
            assert {line.name for line in lines} == before | {"Rennes"}
        called.open_meeting()
        assert "roll.closed" not in called.kinds()


def test_who_left_after_the_closing_day_is_not_called(any_settings):
    closing = RollClosing("fixed_day", month_day="01-01")
    with under(any_settings, closing) as called, called.acting() as (session, meeting):
        session.get_one(Member, called.members["Metz"]).left_on = date(2026, 6, 1)
        rules = rulesets.of_meeting(session, meeting)
        then = roll_closing.members_on(session, rules, date(2026, 1, 1), date(2026, 6, 26))
        assert "Metz" not in {one.name for one in then}
        assert "Lyon" in {one.name for one in then}
