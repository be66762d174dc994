"""A quorum that fails, and the meeting called in its place, on both databases."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from threading import Thread

import pytest

from governance.errors import InvalidInputError, RuleBrokenError, StateError
from governance.models.attendance import Movement
from governance.models.proxies import Proxy
from governance.rules.ruleset import (
    QuorumRule,
    Ruled,
    RuleSet,
    SecondCall,
    Source,
    preset,
    with_value,
)
from governance.services.convening import agenda, meetings, notices, second_calls
from governance.services.convening.agenda import Draft
from governance.services.convening.meetings import Plan
from governance.services.convening.notices import Convener
from governance.services.electorate import roll
from governance.services.minutes import minutes
from governance.services.polls import poll_opening, polls
from governance.services.proxies import proxies
from governance.services.proxies.deposits import Deposit
from governance.services.sitting import attendance
from tests.integration.called_members import CONVENED, INES, STARTS, Called, call_members

HALF, TENTH = Fraction(1, 2), Fraction(1, 10)
AFTER = STARTS + timedelta(minutes=20)
SECOND = datetime(2026, 7, 16, 12, tzinfo=UTC)
NEXT_DAY = datetime(2026, 6, 27, 8, tzinfo=UTC)
CLAUSE = "statuts, art. 12"


def ruled(**values: object) -> RuleSet:
    """Return the association's bylaws with some values set by a text."""
    rules = preset("la27eregion")
    asked = {
        "quorum.first": QuorumRule(HALF),
        "quorum.second": QuorumRule(TENTH),
        "second_call": SecondCall(8, 30),
        **values,
    }
    for path, value in asked.items():
        rules = with_value(rules, path, Ruled(value, Source.STATUTS, CLAUSE))
    return rules


@pytest.fixture
def called(any_settings) -> Iterator[Called]:
    made = call_members(any_settings, ruled())
    yield made
    made.database.engine.dispose()


def fail(called: Called, *there: str) -> None:
    """Open the meeting with a few members, and note that the quorum fails."""
    for name in there:
        called.move(name, Movement.ONSITE)
    called.open_meeting()
    with called.database.transaction() as session:
        second_calls.note_failure(session, called.number, actor=INES, now=AFTER)


def prepare(called: Called, starts_at: datetime = SECOND, *, kept: bool | None = None) -> int:
    with called.database.transaction() as session:
        plan = Plan("Assemblée 2026, deuxième convocation", starts_at, "Oasis 21, Paris", "")
        made = second_calls.prepare(
            session, called.number, plan, keeps_proxies=kept, actor=INES, now=NEXT_DAY
        )
        return made.id


def convene(called: Called, number: int) -> None:
    with called.database.transaction() as session:
        meeting = meetings.get_meeting(session, number)
        convener = Convener(INES.name, "secretary")
        notices.convene(session, called.post, meeting, convener, actor=INES, now=NEXT_DAY)


def told(called: Called, number: int) -> str:
    """Return the drafted minutes as one text."""
    with called.database.session(read_only=True) as session:
        drafted = minutes.draft(session, meetings.get_meeting(session, number))
    return "\n".join(
        f"{part.title}: {one.text} {one.table or ''}" for part in drafted for one in part.paragraphs
    )


def test_a_failed_quorum_closes_the_meeting_and_its_minutes_say_why(called):
    fail(called, "Lyon", "Metz")
    with called.acting() as (session, meeting):
        assert meeting.closed_at == AFTER
        assert second_calls.failure_of(session, meeting.id).statement["counted"] == 2
    said = told(called, called.number)
    assert "Constat de carence" in said
    assert "Comptes 2025" in said.split("Constat de carence", 1)[1]
    assert "au moins 8" in said and CLAUSE in said


def test_a_quorum_that_holds_is_no_failure(called):
    for name in ("Lyon", "Metz", "Nantes", "Corse", "Isère"):
        called.move(name, Movement.ONSITE)
    called.open_meeting()
    with called.acting() as (session, _), pytest.raises(StateError, match="is-met"):
        second_calls.note_failure(session, called.number, actor=INES, now=AFTER)


def test_the_second_call_has_the_same_points_its_own_roll_and_its_own_quorum(called):
    fail(called, "Lyon", "Metz")
    number = prepare(called)
    convene(called, number)
    with called.database.transaction() as session:
        meeting = meetings.get_meeting(session, number)
        titles = [item.title for item in agenda.items_of(session, number)]
        assert titles == ["Comptes 2025", "Conseil"]
        assert [one.name for one in agenda.items_of(session, number)[1].candidates] == [
            "A. B.",
            "C. D.",
        ]
        assert meeting.rule_set_id == meetings.get_meeting(session, called.number).rule_set_id
        line = roll.lines_of(session, number)[0]
        attendance.note_movement(
            session, meeting, line.member_id, Movement.ONSITE, actor=INES, now=SECOND
        )
        meetings.open_meeting(session, number, "G. O.", INES.name, actor=INES, now=SECOND)
        poll = polls.polls_of(session, number)[0]
        poll_opening.open_poll(session, poll, actor=INES, now=SECOND)
        assert poll.quorum_at_opening["call"] == "second"
        assert (poll.quorum_at_opening["required"], poll.quorum_at_opening["met"]) == (1, True)
        assert poll.quorum_at_opening["clause"] == CLAUSE
        assert poll.quorum_basis is None
    assert "Sur deuxième convocation" in told(called, number)
    assert "n’avait pas réuni le quorum" in told(called, number)


def test_the_agenda_of_a_second_call_is_not_touched(called):
    fail(called)
    number = prepare(called)
    with called.database.transaction() as session:
        meeting = meetings.get_meeting(session, number)
        item, other = agenda.items_of(session, number)[0], Draft("debate", "Autre")
        for act in (
            lambda: agenda.add_item(session, meeting, other, actor=INES, now=NEXT_DAY),
            lambda: agenda.remove_item(session, meeting, item.id, actor=INES, now=NEXT_DAY),
            lambda: agenda.edit_item(session, meeting, item.id, other, actor=INES, now=NEXT_DAY),
        ):
            with pytest.raises(RuleBrokenError) as refusal:
                act()
            assert refusal.value.code == "second-call.same-agenda"
            assert refusal.value.facts["clause"] == CLAUSE


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        (datetime(2026, 7, 3, 12, tzinfo=UTC), "second-call.too-soon"),
        (datetime(2026, 7, 27, 12, tzinfo=UTC), "second-call.too-late"),
    ],
)
def test_a_day_outside_the_clause_is_refused(called, starts_at, code):
    fail(called)
    with pytest.raises(RuleBrokenError) as refusal:
        prepare(called, starts_at)
    assert refusal.value.code == code


def test_there_is_one_second_call_and_no_third(called):
    fail(called)
    number = prepare(called)
    with pytest.raises(StateError, match="already-called"):
        prepare(called)
    convene(called, number)
    with called.database.transaction() as session:
        meetings.open_meeting(session, number, "G. O.", INES.name, actor=INES, now=SECOND)
        second_calls.note_failure(session, number, actor=INES, now=SECOND)
        second = meetings.get_meeting(session, number)
        with pytest.raises(StateError, match="third"):
            second_calls.plan_of(session, second, SECOND)
    assert "déjà sur deuxième convocation" in told(called, number)


def test_bylaws_without_a_second_call_offer_none(any_settings):
    called = call_members(any_settings, ruled(second_call=None))
    fail(called)
    with called.acting() as (session, meeting):
        assert not second_calls.is_wanted(session, meeting)
        with pytest.raises(RuleBrokenError) as refusal:
            second_calls.plan_of(session, meeting, NEXT_DAY)
    assert refusal.value.code == "second-call.not-provided"
    assert "ne prévoient pas de deuxième convocation" in told(called, called.number)
    called.database.engine.dispose()


def test_proxies_of_the_first_meeting_are_asked_about_and_never_kept_silently(called):
    called.give("Lyon", "Metz")
    fail(called)
    with pytest.raises(InvalidInputError, match="say-proxies"):
        prepare(called)
    number = prepare(called, kept=False)
    convene(called, number)
    with called.database.session(read_only=True) as session:
        assert session.query(Proxy).filter_by(meeting_id=number).count() == 0


def test_proxies_taken_up_are_judged_anew_and_mailed(called):
    called.give("Lyon", "Metz")
    fail(called)
    number = prepare(called, kept=True)
    convene(called, number)
    with called.database.session(read_only=True) as session:
        (proxy,) = session.query(Proxy).filter_by(meeting_id=number)
        assert (proxy.principal.name, proxy.holder.name) == ("Lyon", "Metz")
    assert called.mails("Titulaire Metz")[-1] == "proxy_given"


def test_a_proxy_taken_up_keeps_its_form_and_what_it_asks(called):
    with called.acting() as (session, meeting):
        accounts = agenda.items_of(session, meeting.id)[0].id
        pair = called.members["Lyon"], called.members["Metz"]
        paper = Deposit("signed_paper", {accounts: "Contre"})
        proxies.give_proxy(
            session, called.post, meeting, *pair, deposit=paper, actor=INES, now=CONVENED
        )
    fail(called)
    number = prepare(called, kept=True)
    convene(called, number)
    with called.database.session(read_only=True) as session:
        (proxy,) = session.query(Proxy).filter_by(meeting_id=number)
        again = agenda.items_of(session, number)[0].id
        assert (proxy.form, proxy.instructions) == ("signed_paper", {str(again): "Contre"})


def test_a_window_too_short_for_the_usual_notice_sets_the_notice_itself(any_settings):
    called = call_members(any_settings, ruled(second_call=SecondCall(1, 8)))
    fail(called)
    soon = datetime(2026, 7, 2, 12, tzinfo=UTC)
    number = prepare(called, soon)
    with called.database.session(read_only=True) as session:
        meeting = meetings.get_meeting(session, number)
        checks = {one.code: one for one in notices.examine(session, meeting, "secretary", NEXT_DAY)}
        assert checks["notice.days"].ok and checks["notice.days"].clause == CLAUSE
        assert checks["notice.days"].facts["required"] == 0
        assert checks["notice.second-call"].ok
    called.database.engine.dispose()


def text_of(pdf: bytes, folder) -> str:
    """Return what a reader sees of a PDF."""
    (folder / "paper.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(folder / "paper.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.needs("pdftotext")
def test_the_papers_of_both_meetings_say_what_they_are(called, tmp_path):
    fail(called)
    number = prepare(called)
    with called.database.session(read_only=True) as session:
        first, second = (meetings.get_meeting(session, one) for one in (called.number, number))
        raw = minutes.preview_draft(session, first, AFTER)
        paper = notices.preview(session, second, Convener(INES.name, "secretary"), NEXT_DAY)
    assert "carence" in text_of(raw, tmp_path)
    said = text_of(paper, tmp_path)
    assert "Deuxième convocation" in said
    assert "0 sur les 5 nécessaires" in " ".join(said.split())


def pressed(times: int, act: Callable[[], object]) -> list[str]:
    """Press the same button at once from several windows; return what was refused."""
    refused: list[str] = []

    def press() -> None:
        try:
            act()
        except StateError as refusal:
            refused.append(refusal.code)

    presses = [Thread(target=press) for _ in range(times)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    return refused


def test_of_two_presses_one_notes_the_failure_and_one_makes_the_second_call(called):
    called.open_meeting()

    def note() -> None:
        with called.database.transaction() as session:
            second_calls.note_failure(session, called.number, actor=INES, now=AFTER)

    assert pressed(2, note) == ["meeting.not-now"]
    assert pressed(2, lambda: prepare(called)) == ["second-call.already-called"]
