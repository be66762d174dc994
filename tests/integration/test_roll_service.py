"""The roll on both databases: frozen voices, standing as of the day, and whose right is whose."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from governance.models.dues import Dues, DuesStatus
from governance.models.members import Member
from governance.services.electorate import roll
from tests.integration.called_members import (
    INSTITUTIONS,
    PERSONS,
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


def standings(called: Called) -> dict[str, bool]:
    with called.acting() as (session, meeting):
        return {line.name: line.entitled for line in roll.roll_at(session, meeting, STARTS).lines}


def test_who_has_not_paid_is_on_the_roll_and_does_not_vote(called):
    voting = standings(called)
    assert set(voting) == set(called.members)
    assert [name for name, votes in voting.items() if not votes] == [UNPAID]


def test_dues_paid_at_the_desk_give_the_vote_back_without_touching_the_roll(called):
    lines = dict(called.lines)
    with called.database.transaction() as session:
        wanted = select(Dues).where(Dues.member_id == called.members[UNPAID], Dues.year == 2026)
        session.scalars(wanted).one().status = DuesStatus.PAID
    assert standings(called)[UNPAID]
    assert called.lines == lines


def test_the_roll_keeps_name_and_voices_of_the_day_it_was_frozen(called):
    with called.database.transaction() as session:
        session.get_one(Member, called.members["Lyon"]).name = "Grand Lyon"
    assert "Lyon" in standings(called)


def test_every_right_is_exercised_by_one_person_at_most(called):
    called.give("Metz", "Lyon")
    called.give("Nantes", "Corse")
    people = [
        f"{way} {name}"
        for name in (*INSTITUTIONS, UNPAID, UNREACHED)
        for way in ("Titulaire", "Suppléant")
    ]
    held = [name for one in (*people, *PERSONS) for name, _ in called.rights(one)]
    assert sorted(held) == sorted(called.members)


def test_asking_for_some_members_reads_them_alone(called):
    wanted = [called.members["Lyon"], called.members["Metz"]]
    with called.acting() as (session, meeting):
        found = roll.acting_persons(session, meeting.id, wanted)
        assert {member: person.name for member, person in found.items()} == {
            wanted[0]: "Titulaire Lyon",
            wanted[1]: "Titulaire Metz",
        }
