"""What the notice prints of its own call, and the list that goes with it, on both databases."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from governance.errors import InvalidInputError, RuleBrokenError, StateError
from governance.rules.ruleset import Caller, Ruled, Source, preset, with_value
from governance.services.bylaws import rulesets
from governance.services.convening import calls, meetings, notices
from governance.services.convening.call_words import call_words
from governance.services.convening.calls import Askers
from governance.services.convening.meetings import Plan
from tests.integration.called_members import CONVENED, INES, STARTS, call_members

CLAUSE = "statuts, art. 7"
ASKED = (Caller(role="secretary"), Caller(share=Fraction(1, 4)))


@pytest.fixture
def called(any_settings):
    rules = preset("la27eregion")
    for path, value in (("notice.urgent_days", 5), ("body.can_be_called_by", ASKED)):
        rules = with_value(rules, path, Ruled(value, Source.STATUTS, CLAUSE))
    made = call_members(any_settings, rules)
    yield made
    made.database.engine.dispose()


def test_reason_and_names_are_printed_with_their_clause_and_read_in_the_list(called):
    with called.database.transaction() as session:
        plan = Plan("Suivante", CONVENED + timedelta(days=8), "Paris")
        meeting = meetings.create_meeting(session, "AGO", plan, actor=INES, now=CONVENED)
        rules = rulesets.of_meeting(session, meeting)
        assert call_words(session, meeting, rules) == ""
        calls.mark_urgent(session, meeting, " Le bail expire. ", actor=INES, now=CONVENED)
        askers = Askers("Lyon, Metz et Brest", members=3)
        calls.note_askers(session, meeting, askers, date(2026, 6, 1), actor=INES, now=CONVENED)
        said = " ".join(call_words(session, meeting, rules).split())
        assert f"à la demande de : Lyon, Metz et Brest ({CLAUSE})" in said
        assert f"Cette convocation est urgente ({CLAUSE}) : Le bail expire." in said
        checks = {one.code: one for one in notices.examine(session, meeting, "member", CONVENED)}
        assert checks["notice.days"].ok and checks["notice.days"].facts["required"] == 5
        assert checks["notice.asked"].ok and checks["notice.convener"].ok
        calls.note_askers(session, meeting, None, date(2026, 6, 1), actor=INES, now=CONVENED)
        again = {one.code: one for one in notices.examine(session, meeting, "member", CONVENED)}
        assert not again["notice.convener"].ok and "notice.asked" not in again


@pytest.mark.parametrize(
    ("askers", "on", "code"),
    [
        (Askers(" ", members=3), date(2026, 6, 1), "call.askers"),
        (Askers("Lyon"), date(2026, 6, 1), "call.askers"),
        (Askers("Lyon", members=-1, voices=3), date(2026, 6, 1), "call.askers"),
        (Askers("x" * 10_001, members=3), date(2026, 6, 1), "call.askers"),
        (Askers("Lyon", members=3), date(2027, 1, 1), "call.asked-later"),
    ],
)
def test_a_demand_that_is_not_sound_is_refused(called, askers, on, code):
    with called.database.transaction() as session:
        plan = Plan("Suivante", STARTS, "Paris")
        meeting = meetings.create_meeting(session, "AGO", plan, actor=INES, now=CONVENED)
        with pytest.raises(InvalidInputError) as refusal:
            calls.note_askers(session, meeting, askers, on, actor=INES, now=CONVENED)
        assert refusal.value.code == code


def test_once_the_notice_has_left_its_call_stays_as_it_was(called):
    with called.acting() as (session, meeting):
        with pytest.raises(StateError, match="not-now"):
            calls.mark_urgent(session, meeting, "Vite", actor=INES, now=CONVENED)
        with pytest.raises(StateError, match="not-now"):
            calls.note_askers(session, meeting, None, STARTS.date(), actor=INES, now=CONVENED)


def test_no_urgency_is_invented(any_settings):
    called = call_members(any_settings)
    with called.database.transaction() as session:
        plan = Plan("Suivante", STARTS, "Paris")
        meeting = meetings.create_meeting(session, "AGO", plan, actor=INES, now=CONVENED)
        with pytest.raises(RuleBrokenError, match="no-urgency"):
            calls.mark_urgent(session, meeting, "Vite", actor=INES, now=CONVENED)
    called.database.engine.dispose()
