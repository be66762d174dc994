"""The electorate on both databases: explained, frozen with a fingerprint, contested, changed."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from governance.models.dues import DuesStatus
from governance.models.electorate import ContestState, RollContest
from governance.models.members import ActsAs, Member
from governance.models.outbox import OutboxMessage
from governance.models.register_history import Membership
from governance.models.roll import RollLine
from governance.rules.calendar import day_of
from governance.services.bylaws import rulesets
from governance.services.dues import dues_lines
from governance.services.electorate import contests, electorate, roll
from governance.services.electorate.electorate import Wanted
from governance.services.electorate.electorate_changes import changes_since
from governance.services.electorate.roll_fingerprint import canonical_roll
from governance.services.files.days import local_day
from governance.services.membership import members, persons, register_at
from governance.services.minutes import minutes_facts
from governance.services.records import journal
from tests.integration.called_members import (
    CONVENED,
    INES,
    STARTS,
    UNPAID,
    Called,
    call_members,
)
from tests.integration.registers import code_of

LATER = CONVENED + timedelta(days=2)
GROUND = "La cotisation 2026 a été virée le 3 juin."


@pytest.fixture
def called(any_settings) -> Iterator[Called]:
    made = call_members(any_settings)
    yield made
    made.database.engine.dispose()


def seen(called: Called, now=LATER) -> electorate.Electorate:
    with called.acting() as (session, meeting):
        return electorate.of_meeting(session, meeting, now)


def line(called: Called, name: str, now=LATER) -> electorate.Line:
    found = seen(called, now).line_of(called.members[name])
    assert found is not None
    return found


def contest(called: Called, name: str = UNPAID, person: str = "", now=LATER) -> int:
    person_id = called.person(person or f"Titulaire {name}")
    with called.acting() as (session, meeting):
        return contests.raise_contest(
            session, meeting, called.members[name], person_id, GROUND, now=now
        ).id


def test_each_member_votes_or_not_with_a_reason_a_clause_and_who_acts(called):
    unpaid, lyon = line(called, UNPAID), line(called, "Lyon")
    assert (unpaid.votes, unpaid.standing.code) == (False, "standing.unpaid")
    assert unpaid.standing.clause
    assert (lyon.votes, lyon.standing.code) == (True, "standing.good")
    assert lyon.voices.value >= 1
    assert lyon.voices.clause
    assert lyon.acting is not None
    assert (lyon.acting.name, lyon.acting.acts_as) == ("Titulaire Lyon", ActsAs.REPRESENTATIVE)


def test_totals_are_those_of_the_lines_that_vote(called):
    found = seen(called)
    voting = [one for one in found.lines if one.votes]
    assert found.heads == len(voting) == sum(heads for _, heads, _ in found.by_college())
    assert found.voices == sum(one.voices.value for one in voting)
    assert found.voices == sum(voices for _, _, voices in found.by_college())
    assert found.heads + sum(count for _, count in found.reasons()) == len(found.lines)


def test_the_electorate_of_a_meeting_is_the_roll_that_a_poll_opens_with(called):
    found = seen(called)
    with called.acting() as (session, meeting):
        drawn = roll.roll_at(session, meeting, LATER)
    assert found.heads == drawn.heads
    assert found.voices == drawn.total_voices


def test_filters_find_by_vote_reason_college_capacity_and_name(called):
    found = seen(called)
    names = {one.name for one in electorate.found(found, Wanted(votes="non"))}
    assert UNPAID in names
    assert "Lyon" not in names
    assert [one.name for one in electorate.found(found, Wanted(text="titulaire lyon"))] == ["Lyon"]
    by_reason = electorate.found(found, Wanted(reason="standing.unpaid"))
    assert {one.standing.code for one in by_reason} == {"standing.unpaid"}
    alone = electorate.found(found, Wanted(acts_as="self"))
    assert {one.acting.acts_as for one in alone if one.acting} == {ActsAs.SELF}
    college = alone[0].college
    assert all(one.college == college for one in electorate.found(found, Wanted(college=college)))


@pytest.mark.parametrize("text", ["lyon", "titulaire lyon", "TITULAIRE", "nobody", "metz", ""])
def test_a_name_is_found_alike_when_only_the_people_who_may_bear_it_are_read(called, text):
    with called.acting() as (session, meeting):
        day = day_of(LATER)
        _, rules = rulesets.current(session)
        some = register_at.members_of_people_named(session, day, text)
        wanted = Wanted(text=text)
        for read in (
            lambda **more: electorate.of_meeting(session, meeting, LATER, **more),
            lambda **more: electorate.on_day(session, rules, day, **more),
        ):
            whole = electorate.found(read(), wanted)
            found = electorate.found(read(people_of=some), wanted)
            assert [one.member_id for one in found] == [one.member_id for one in whole]


def test_only_the_people_who_may_bear_a_name_are_read_for_it(called):
    with called.database.session(read_only=True) as session:
        some = register_at.members_of_people_named(session, day_of(LATER), "LYON")
        assert called.members["Lyon"] in (some or ())
        assert called.members[UNPAID] not in (some or ())
        assert not register_at.members_of_people_named(session, day_of(LATER), "nobody")


def test_without_a_meeting_the_register_of_the_day_is_explained(called):
    with called.database.session(read_only=True) as session:
        _, rules = rulesets.current(session)
        found = electorate.on_day(session, rules, local_day(CONVENED))
    assert {one.name for one in found.lines} == set(called.members)
    told = found.line_of(called.members[UNPAID])
    assert told is not None
    assert told.standing.code == "standing.unpaid"


def test_the_fingerprint_in_the_journal_is_that_of_the_lines_and_anyone_can_compute_it(called):
    with called.acting() as (session, meeting):
        frozen = electorate.frozen_of(session, meeting)
        raw = canonical_roll(roll.lines_of(session, meeting.id))
    assert frozen is not None
    assert frozen.is_intact
    assert frozen.digest == hashlib.sha256(raw).hexdigest()
    assert len(json.loads(raw)["lines"]) == frozen.lines


@pytest.mark.parametrize(
    "tampering", [{"voices": RollLine.voices + 1}, {"name": "Autre"}, {"college": "X"}]
)
def test_a_line_changed_behind_the_pages_breaks_the_fingerprint(called, tampering):
    with called.database.transaction() as session:
        one = called.lines["Lyon"]
        session.execute(update(RollLine).where(RollLine.id == one).values(**tampering))
    with called.acting() as (session, meeting):
        frozen = electorate.frozen_of(session, meeting)
    assert frozen is not None
    assert not frozen.is_intact


def test_a_payment_after_the_notice_gives_the_vote_and_is_told_with_its_journal_line(called):
    pay(called)
    found = seen(called)
    told = changed(called)
    assert found.line_of(called.members[UNPAID]).votes
    assert told[UNPAID].is_of_vote
    assert [act.kind for act in told[UNPAID].acts] == ["dues.changed"]
    assert "Lyon" not in told


def test_a_resignation_takes_the_vote_and_stays_on_the_list(called):
    with called.database.transaction() as session:
        day = local_day(LATER)
        number = called.members["Metz"]
        members.mark_left(session, number, day, how=Membership.RESIGNATION, actor=INES, now=LATER)
    metz = line(called, "Metz")
    assert (metz.votes, metz.on_roll, metz.standing.code) == (False, True, "standing.left")
    assert changed(called)["Metz"].is_of_vote


def test_a_replaced_representative_changes_who_acts_and_not_the_vote(called):
    with called.database.transaction() as session:
        member = session.get_one(Member, called.members["Brest"])
        persons.name_person(
            session,
            member,
            ActsAs.REPRESENTATIVE,
            "Nour Belkacem",
            "nour@m.example",
            actor=INES,
            now=LATER,
        )
    told = changed(called)["Brest"]
    assert (told.is_of_person, told.is_of_vote) == (True, False)
    assert told.acted == "Titulaire Brest"
    assert told.line.acting.name == "Nour Belkacem"


def test_who_is_admitted_after_the_freezing_is_told_and_does_not_vote(called):
    with called.database.transaction() as session:
        plain = members.Particulars("Quimper", "ville-metropole", "", None, local_day(LATER))
        kind = session.get_one(Member, called.members["Lyon"]).kind
        added = members.add_member(session, kind, plain, "", "", actor=INES, now=LATER)
        dues_of(session, added.id)
        called.members["Quimper"] = added.id
    quimper = line(called, "Quimper")
    assert (quimper.votes, quimper.on_roll) == (False, False)
    assert quimper.standing.code == "electorate.entered-after"
    assert changed(called)["Quimper"].acts[0].kind == "member.added"


def test_a_member_contests_and_the_journal_says_so_without_her_words(called):
    number = contest(called)
    with called.database.session(read_only=True) as session:
        told = journal.lines_of(session, called.number)[-1]
        assert told.kind == "contest.raised"
        assert told.actor == f"Titulaire {UNPAID}"
        assert GROUND not in json.dumps(told.facts)
        assert contests.count_open(session, called.number) == 1
        assert session.get_one(RollContest, number).ground == GROUND


def test_a_contest_is_refused_for_another_member_twice_without_words_or_out_of_time(called):
    assert code_of(lambda: contest(called, UNPAID, "Titulaire Lyon")) == "contest.not-yours"
    contest(called)
    assert code_of(lambda: contest(called)) == "contest.already-open"
    alternate = f"Suppléant {UNPAID}"
    assert code_of(lambda: contest(called, UNPAID, alternate)) == "contest.already-open"

    def write(text: str) -> str:
        with called.acting() as (session, meeting):
            number, person = called.members["Lyon"], called.person("Titulaire Lyon")
            return code_of(
                lambda: contests.raise_contest(session, meeting, number, person, text, now=LATER)
            )

    assert write("  \n ") == "contest.no-ground"
    assert write("x" * 1001) == "contest.too-long"
    assert write("vu\u202e") == "members.invisible-character"
    called.open_meeting()
    assert write("Trop tard.") == "contest.not-now"


def test_a_member_may_contest_five_times_and_no_more(called):
    for _ in range(contests.MOST):
        withdraw(called, contest(called))
    assert code_of(lambda: contest(called)) == "contest.too-many"


def test_only_who_contested_takes_it_back(called):
    number = contest(called)
    with called.database.transaction() as session:
        other = called.person("Titulaire Lyon")
        found = code_of(lambda: contests.withdraw(session, number, other, now=LATER))
    assert found == "contest.unknown"
    withdraw(called, number)
    assert states(called) == [ContestState.WITHDRAWN]


def test_a_granted_contest_is_journaled_and_answered_by_mail(called):
    number = contest(called)
    with called.database.transaction() as session:
        contests.accept(session, called.post, number, "Reçu.", actor=INES, now=LATER)
    assert states(called) == [ContestState.ACCEPTED]
    assert letter(called) == ["Reçu.", "admise"]
    assert called.kinds()[-1] == "contest.accepted"


def test_a_refusal_needs_a_reason_and_a_clause_and_says_both(called):
    number = contest(called)

    def refuse(answer: str, clause: str) -> str:
        with called.database.transaction() as session:
            return code_of(
                lambda: contests.refuse(
                    session, called.post, number, answer, clause, actor=INES, now=LATER
                )
            )

    assert refuse("", "statuts, art. 6") == "contest.no-reason"
    assert refuse("Rien reçu.", " ") == "contest.no-clause"
    assert refuse("Rien reçu.", "statuts, art. 6") == ""
    assert refuse("Encore.", "statuts, art. 6") == "contest.decided"
    text = mail_text(called)
    assert "Rien reçu." in text
    assert "statuts, art. 6" in text
    with called.database.session(read_only=True) as session:
        told = journal.lines_of(session, called.number)[-1]
    assert told.facts["clause"] == "statuts, art. 6"
    assert "Rien reçu" not in json.dumps(told.facts, ensure_ascii=False)


def test_the_minutes_tell_each_contest_and_what_came_of_it(called):
    contest(called)
    with called.acting() as (session, meeting):
        facts, _ = minutes_facts.gather(session, meeting)
    assert [(row.member, row.state) for row in facts.contests] == [(UNPAID, "open")]


def pay(called: Called) -> None:
    with called.database.transaction() as session:
        dues_of(session, called.members[UNPAID])


def dues_of(session, member_id: int) -> None:
    dues_lines.set_status(session, member_id, 2026, DuesStatus.PAID, 100, actor=INES, now=LATER)


def changed(called: Called) -> dict[str, object]:
    with called.acting() as (session, meeting):
        found = changes_since(
            session, meeting, electorate.of_meeting(session, meeting, LATER), STARTS
        )
        return {one.line.name: one for one in found}


def withdraw(called: Called, number: int) -> None:
    with called.database.transaction() as session:
        person = session.get_one(RollContest, number).person_id
        contests.withdraw(session, number, person, now=LATER)


def states(called: Called) -> list[str]:
    with called.database.session(read_only=True) as session:
        return list(session.scalars(select(RollContest.state).order_by(RollContest.id)))


def mail_text(called: Called) -> str:
    with called.database.session(read_only=True) as session:
        wanted = select(OutboxMessage).where(OutboxMessage.kind == "contest_answered")
        sealed = session.scalars(wanted).one().sealed_body
    return json.loads(called.post.vault.open(sealed))["text"]


def letter(called: Called) -> list[str]:
    text = mail_text(called)
    return [word for word in ("Reçu.", "admise") if word in text]
