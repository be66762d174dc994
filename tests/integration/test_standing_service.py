"""Standing in a meeting on both databases: dues judged on the day and moment the bylaws say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from governance.models.attendance import Movement
from governance.models.dues import DuesStatus
from governance.models.rulesets import RuleSetVersion
from governance.rules.dues import Cutoff
from governance.rules.ruleset import digest, encode_ruleset, parse_ruleset, with_value
from governance.services.bylaws import rulesets
from governance.services.dues import dues_history, dues_lines
from governance.services.dues.dues_lines import Decision
from governance.services.polls import poll_opening, poll_rights, polls
from tests.integration.called_members import (
    CONVENED,
    INES,
    STARTS,
    UNPAID,
    Called,
    call_members,
)

AFTER, POLL = STARTS + timedelta(minutes=20), STARTS + timedelta(minutes=40)
BEFORE = STARTS - timedelta(days=3)


@pytest.fixture
def called(any_settings) -> Iterator[Called]:
    made = call_members(any_settings)
    yield made
    made.database.engine.dispose()


def under(called: Called, **values: object) -> None:
    """Pin bylaws with these values to the meeting."""
    with called.acting() as (session, meeting):
        rules = rulesets.of_meeting(session, meeting)
        for name, value in values.items():
            group = getattr(rules, name.split("_", 1)[0])
            ruled = replace(getattr(group, name.split("_", 1)[1]), value=value)
            rules = with_value(rules, name.replace("_", ".", 1), ruled)
        rules = replace(rules, version=rules.version + 90)
        raw = encode_ruleset(rules)
        parse_ruleset(raw)
        version = RuleSetVersion(
            name=rules.name,
            version=rules.version,
            document=raw.decode(),
            sha256=digest(rules),
            created_at=CONVENED,
        )
        session.add(version)
        session.flush()
        meeting.rule_set_id = version.id


def pay(called: Called, at: datetime, since: date | None = None) -> None:
    """The treasurer notes that the member of the test has paid, as of a day."""
    with called.database.transaction() as session:
        dues_lines.set_status(
            session,
            called.members[UNPAID],
            2026,
            DuesStatus.PAID,
            1000,
            Decision(since, reason="virement"),
            actor=INES,
            now=at,
        )


def open_poll(called: Called, at: datetime = POLL) -> tuple[bool, str]:
    """Open the named vote; say whether the member is on its roll, and if not, why."""
    with called.acting() as (session, meeting):
        poll = polls.polls_of(session, meeting.id)[0]
        poll_opening.open_poll(session, poll, actor=INES, now=at, accept=True)
        number = poll.id
    person = called.person(f"Titulaire {UNPAID}")
    with called.acting() as (session, meeting):
        poll = polls.get_poll(session, meeting.id, number)
        told = poll_rights.obstacles(session, poll, person)
        return UNPAID in {line.name for line in poll.lines}, told[0].code if told else ""


def play(called: Called, paid_at: datetime, since: date | None = None) -> tuple[bool, str]:
    """Gather, open, pay at a moment; return what the next poll makes of the member."""
    if paid_at < STARTS:
        pay(called, paid_at, since)
    for name in ("Lyon", "Metz", "Nantes"):
        called.move(name, Movement.ONSITE)
    called.open_meeting()
    if paid_at >= STARTS:
        pay(called, paid_at, since)
    return open_poll(called)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("opening", (False, "standing.settled-late")),
        ("vote", (True, "")),
        ("roll_closing", (False, "standing.settled-late")),
    ],
)
def test_who_pays_after_the_opening_votes_in_the_next_poll_only_where_dues_are_seen_at_the_vote(
    called, at, expected
):
    under(called, standing_at=at)
    assert play(called, AFTER) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("opening", (True, "")),
        ("vote", (True, "")),
        ("roll_closing", (False, "standing.settled-late")),
    ],
)
def test_who_pays_between_the_notice_and_the_opening_votes_unless_the_list_was_closed(
    called, at, expected
):
    under(called, standing_at=at)
    assert play(called, BEFORE) == expected


def test_a_transfer_of_the_day_before_counts_though_it_is_noted_after_the_opening(called):
    under(called, standing_at="opening")
    assert play(called, AFTER, since=STARTS.date() - timedelta(days=1)) == (True, "")


def test_days_of_grace_let_dues_come_in_until_the_vote(called):
    under(called, standing_at="roll_closing", standing_grace_days=60)
    assert play(called, AFTER) == (True, "")


def test_days_of_grace_end(called):
    under(called, standing_at="roll_closing", standing_grace_days=5)
    assert play(called, BEFORE) == (False, "standing.settled-late")


def test_who_never_paid_is_told_so(called):
    under(called, standing_at="opening")
    for name in ("Lyon", "Metz", "Nantes"):
        called.move(name, Movement.ONSITE)
    called.open_meeting()
    assert open_poll(called) == (False, "standing.unpaid")


def test_the_dues_of_any_day_are_known_though_lines_say_today(called):
    member = called.members[UNPAID]
    paid_on = STARTS.date()
    pay(called, AFTER)
    with called.database.session(read_only=True) as session:
        assert dues_history.dues_status_as_of(session, member, paid_on)[2026] == "paid"
        before = dues_history.dues_status_as_of(session, member, paid_on - timedelta(days=1))
        assert before == {2025: "called", 2026: "called"}
        at_opening = dues_history.dues_at(session, Cutoff(paid_on, STARTS), [member])
        assert at_opening[member][2026] == "called"


def test_an_act_before_one_that_is_known_is_refused(called):
    pay(called, AFTER)
    with (
        pytest.raises(Exception, match=r"dues\.later-change"),
        called.database.transaction() as session,
    ):
        dues_lines.set_status(
            session,
            called.members[UNPAID],
            2026,
            DuesStatus.EXEMPT,
            None,
            Decision(date(2026, 3, 1), "le bureau", "difficulté"),
            actor=INES,
            now=datetime(2026, 6, 27, tzinfo=UTC),
        )
