"""Attendance on both databases: who is where, who came for whom, and the quorum that follows."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from governance.errors import InvalidInputError, NotFoundError, RuleBrokenError, StateError
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import digest, encode_ruleset, parse_ruleset
from governance.services.convening import meetings
from governance.services.sitting import attendance, attendance_sheet, desk, participation
from tests.integration.called_members import (
    CONVENED,
    INES,
    STARTS,
    UNPAID,
    UNREACHED,
    Called,
    call_members,
)

CLAUSE = "statuts, art. 9"
ONSITE, ONLINE, LEFT = Movement.ONSITE, Movement.ONLINE, Movement.LEFT


@pytest.fixture
def called(any_settings) -> Iterator[Called]:
    made = call_members(any_settings)
    yield made
    made.database.engine.dispose()


def counted(called: Called) -> tuple[int, int, int]:
    with called.acting() as (session, meeting):
        stated = attendance.quorum_now(session, meeting, STARTS)
        return stated.onsite_heads, stated.online_heads, stated.represented_heads


def follow(called: Called, person: str, now=STARTS) -> list[str]:
    with called.acting() as (session, meeting):
        number = called.person(person)
        return attendance.arrive_online(session, meeting, number, actor=INES, now=now)


def test_arrivals_and_departures_move_the_count(called):
    called.give("Nantes", "Metz")
    assert counted(called) == (0, 0, 0)
    called.move("Lyon", ONSITE)
    called.move("Metz", ONLINE)
    assert counted(called) == (1, 1, 1)
    called.move("Metz", LEFT)
    assert counted(called) == (1, 0, 0)
    called.move("Metz", ONSITE)
    assert counted(called) == (2, 0, 1)


def test_a_member_not_in_good_standing_may_come_and_is_not_counted(called):
    called.move(UNPAID, ONSITE)
    assert counted(called) == (0, 0, 0)


def test_the_same_movement_twice_is_one(called):
    assert called.move("Lyon", ONSITE).changed
    assert not called.move("Lyon", ONSITE).changed
    assert called.kinds().count("attendance.arrived") == 1


def test_the_suppleant_who_comes_gets_the_right_and_its_code_by_mail(called):
    before = called.codes("Lyon")
    arrival = called.move("Lyon", ONSITE, "Suppléant Lyon")

    assert arrival.mailed == "Suppléant Lyon"
    assert called.rights("Suppléant Lyon") == [("Lyon", True)]
    assert called.rights("Titulaire Lyon") == []
    assert called.mails("Suppléant Lyon") == ["code_reissued"]
    assert not called.codes("Lyon") & before


def test_with_the_suppleant_come_the_proxies_that_the_member_holds(called):
    called.give("Metz", "Lyon")
    called.move("Lyon", ONSITE, "Suppléant Lyon")

    assert called.rights("Suppléant Lyon") == [("Lyon", True), ("Metz", False)]
    assert set(called.last_link("Suppléant Lyon")[1]) == {"Lyon", "Metz"}


def test_naming_the_usual_person_moves_no_code(called):
    before = called.codes("Lyon")
    assert called.move("Lyon", ONSITE, "Titulaire Lyon").mailed == ""
    assert called.codes("Lyon") == before


@pytest.mark.parametrize(
    ("name", "movement", "person", "kind", "code"),
    [
        ("Lyon", LEFT, None, InvalidInputError, "attendance.not-there"),
        ("Lyon", ONSITE, "Titulaire Metz", InvalidInputError, "attendance.not-its-person"),
    ],
)
def test_a_movement_is_refused(called, name, movement, person, kind, code):
    with pytest.raises(kind) as refusal:
        called.move(name, movement, person)
    assert refusal.value.code == code
    assert "attendance.arrived" not in called.kinds()


def test_a_member_that_was_not_called_is_not_noted(called):
    called.members["stranger"] = 999
    with pytest.raises(NotFoundError) as refusal:
        called.move("stranger", ONSITE)
    assert refusal.value.code == "attendance.not-called"


def test_after_the_close_nobody_arrives(called):
    called.move("Lyon", ONSITE)
    called.open_meeting()
    with called.database.transaction() as session:
        meetings.close_meeting(session, called.number, actor=INES, now=STARTS)
    with pytest.raises(StateError):
        called.move("Metz", ONSITE)
    assert follow(called, "Titulaire Metz") == []


def test_following_the_link_marks_a_presence_online_once(called):
    assert follow(called, "Titulaire Lyon") == ["Lyon"]
    assert follow(called, "Titulaire Lyon") == ["Lyon"]
    assert called.kinds().count("attendance.arrived") == 1


def test_following_the_link_before_the_hour_marks_nothing(called):
    for early in (CONVENED, STARTS - timedelta(hours=3)):
        assert follow(called, "Titulaire Lyon", early) == []
    assert follow(called, "Titulaire Lyon", STARTS - timedelta(hours=1)) == ["Lyon"]


def test_following_the_link_leaves_in_the_room_who_is_there_and_the_proxy_that_was_given(called):
    called.move("Lyon", ONSITE)
    called.give("Metz", "Lyon")

    assert follow(called, "Titulaire Lyon") == []
    assert follow(called, "Titulaire Metz") == []
    assert follow(called, "Suppléant Nantes") == []
    assert counted(called) == (1, 0, 1)


def test_bylaws_that_want_everybody_in_the_room_refuse_a_presence_online(called):
    with called.database.transaction() as session:
        version = session.get_one(
            RuleSetVersion, session.get_one(Meeting, called.number).rule_set_id
        )
        changed = json.loads(version.document)
        changed["vote.remote_allowed"] = {"clause": CLAUSE, "source": "statuts", "value": False}
        rules = parse_ruleset(json.dumps(changed).encode())
        version.document, version.sha256 = encode_ruleset(rules).decode(), digest(rules)

    assert follow(called, "Titulaire Lyon") == []
    with pytest.raises(RuleBrokenError) as refusal:
        called.move("Lyon", ONLINE)
    assert refusal.value.code == "attendance.no-remote"
    assert refusal.value.facts["clause"] == CLAUSE


def test_the_desk_shows_and_finds_each_member(called):
    called.give("Metz", "Lyon")
    called.give("Nantes", UNREACHED)
    called.move("Lyon", ONSITE)
    with called.acting() as (session, meeting):
        seen = desk.read_desk(session, meeting, STARTS)
    line = {one.name: one for one in seen.lines}

    assert [one.name for one in desk.search(seen.lines, "isere")] == ["Isère"]
    assert [one.name for one in desk.search(seen.lines, "suppleant metz")] == ["Metz"]
    assert [one.name for one in desk.search(seen.lines, "", "there")] == ["Lyon"]
    assert [one.name for one in desk.search(seen.lines, "", "unpaid")] == [UNPAID]
    assert [one.name for one in desk.search(seen.lines, "", "gave")] == ["Metz", "Nantes"]
    assert line["Lyon"].holds == ("Metz",)
    assert line["Metz"].represented and not line["Nantes"].represented
    assert seen.quorum.represented_heads == 1


def test_the_sheet_lists_every_member_college_by_college(called):
    called.give("Metz", "Lyon")
    called.move("Lyon", ONSITE)
    called.move("Anne Sorel", ONLINE)
    with called.acting() as (session, meeting):
        sheet = attendance_sheet.sheet_of(session, meeting, STARTS)
    rows = {row.name: row for row in sheet.rows}

    assert len(rows) == len(called.members)
    assert [row.college for row in sheet.rows] == sorted(row.college for row in sheet.rows)
    assert rows["Lyon"].mode == "onsite" and rows["Lyon"].proxies_from == ("Metz",)
    assert rows["Metz"].mode == "represented" and rows["Metz"].represented_by == "Lyon"
    assert rows["Anne Sorel"].mode == "online" and "connexion" in rows["Anne Sorel"].proof
    assert rows["Nantes"].mode == "expected"
    assert rows[UNPAID].voices == 0


def test_the_member_s_page_says_for_whom_she_acts_and_whom_she_carries(called):
    called.give("Metz", "Lyon")
    with called.acting() as (session, meeting):
        mine = participation.my_page(session, meeting, called.person("Titulaire Lyon"), STARTS)
        given = participation.my_page(session, meeting, called.person("Titulaire Metz"), STARTS)
        other = participation.my_page(session, meeting, called.person("Suppléant Lyon"), STARTS)

    assert [seat.name for seat in mine.mine] == ["Lyon"]
    assert [line.name for line in mine.held] == ["Metz"]
    assert given.seats[0].given_to == "Lyon"
    assert other.seats[0].acting == "Titulaire Lyon" and not other.mine and not other.held
