"""Personal data on both databases: gathered for the person, erased in time, nowhere left behind."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

from governance.db import Database
from governance.errors import NotFoundError
from governance.jobs import Jobs
from governance.models.accounts import Account
from governance.models.base import Base
from governance.models.journal import JournalLine
from governance.models.members import ActsAs, Member, Person
from governance.models.outbox import DeliveryState, OutboxMessage
from governance.models.privacy import Destruction
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.electorate import contests
from governance.services.entry import links
from governance.services.membership import (
    change_requests,
    members,
    person_merges,
    persons,
    register_at,
)
from governance.services.membership.history import Because
from governance.services.records import access_requests, journal, own_rows, retention
from governance.services.records.journal import SYSTEM
from tests.integration.called_members import CONVENED, Called, call_members
from tests.integration.registers import INES, NOW, TODAY, TOLD, enter, enter_individual, name

GONE, ADDRESS, SECOND = "Zelie Quatrefages", "zelie@quatrefages.example", "z.q@autre.example"
LEFT = TODAY
DUE = datetime(2031, 6, 2, 6, tzinfo=UTC)  # five years to the day
JOURNAL_KEPT = {"journal_line", "destruction", "erasure"}


@pytest.fixture
def database(any_settings) -> Iterator[Database]:
    made = Database(any_settings)
    with made.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
    yield made
    made.dispose()


def live_and_leave(database: Database) -> tuple[int, int]:
    """A person's whole life in the register: imported, corrected, replaced; and an individual's."""
    with database.transaction() as session:
        raw = (
            "type;categorie;nom;region;titulaire;titulaire_email\n"
            f"institution;region;Aquitaine;Aquitaine;{GONE};{ADDRESS}\n"
        )
        imports.import_file(session, "r.csv", raw.encode(), **TOLD)
        member = session.scalars(select(Member)).one()
        person = session.scalars(select(Person)).one()
        change_requests.ask(
            session, member.id, person.id, {"email": SECOND}, f"{GONE} change", now=NOW
        )
        links.make_sign_in_link(session, person.id, NOW)
        persons.correct_person(
            session,
            member,
            person,
            GONE,
            SECOND,
            because=Because(),
            **TOLD,
        )
        name(session, member, "Nour Belkacem", "nour@m.example")
        alone = enter_individual(session, "Yvonne Zweig", "yvonne@zweig.example")
        members.mark_left(session, alone.id, LEFT, **TOLD)
        return person.id, alone.id


def held_anywhere(database: Database, *words: str) -> list[str]:
    """Return the tables where one of these words still stands, but for what is kept on purpose."""
    found = []
    with database.session(read_only=True) as session:
        for table in Base.metadata.sorted_tables:
            if table.name in JOURNAL_KEPT:
                continue
            mapper = {"bind_arguments": {"mapper": Person}}
            rows = session.execute(text(f'SELECT * FROM "{table.name}"'), **mapper).all()
            told = json.dumps([[str(cell) for cell in row] for row in rows], ensure_ascii=False)
            if any(word.casefold() in told.casefold() for word in words):
                found.append(table.name)
    return found


def destroy(database: Database, now: datetime = DUE) -> dict[str, int]:
    with database.transaction() as session:
        record = retention.destroy(session, actor=SYSTEM, now=now)
        return dict(record.counts) if record else {}


def test_nothing_of_a_person_is_left_five_years_after_her_last_mandate(database):
    live_and_leave(database)
    assert held_anywhere(database, GONE, ADDRESS, SECOND)
    told = destroy(database)
    assert told["person"] >= 1
    assert told["individual"] == 1
    assert held_anywhere(database, "Quatrefages", ADDRESS, SECOND) == []
    assert held_anywhere(database, "Zweig") == []


def test_the_day_before_she_is_still_there(database):
    person, alone = live_and_leave(database)
    told = destroy(database, DUE - timedelta(days=1))
    assert "person" not in told
    assert "individual" not in told
    with database.session(read_only=True) as session:
        assert session.get_one(Person, person).name == GONE
        assert session.get_one(Member, alone).name == "Yvonne Zweig"


def test_who_still_acts_for_a_member_is_not_erased(database):
    live_and_leave(database)
    destroy(database)
    assert "person" in held_anywhere(database, "Nour Belkacem")


def test_rows_and_replay_still_agree_after_an_erasure(database):
    _, alone = live_and_leave(database)
    destroy(database)
    with database.session(read_only=True) as session:
        now = session.get_one(Member, alone).name
        then = {row.id: row.name for row in register_at.register_as_of(session, TODAY)}
        assert then[alone] == now


def test_nothing_is_destroyed_twice_and_no_record_is_made_of_nothing(database):
    live_and_leave(database)
    assert destroy(database)
    assert destroy(database) == {}
    with database.session(read_only=True) as session:
        assert len(session.scalars(select(Destruction)).all()) == 1


def test_the_record_and_the_journal_count_and_name_nobody(database):
    live_and_leave(database)
    destroy(database)
    with database.session(read_only=True) as session:
        record = session.scalars(select(Destruction)).one()
        line = session.scalars(
            select(JournalLine).where(JournalLine.kind == "privacy.destroyed")
        ).one()
        assert line.facts["destruction"] == record.id
        assert line.facts["count"] == sum(record.counts.values())
        assert "Quatrefages" not in json.dumps([line.facts, record.counts], ensure_ascii=False)
        assert journal.is_intact(session)


def test_an_officer_with_an_open_account_is_kept(database):
    person, _ = live_and_leave(database)
    with database.transaction() as session:
        session.add(Account(email="z@x.example", name=GONE, person_id=person))
    destroy(database)
    with database.session(read_only=True) as session:
        assert session.get_one(Person, person).name == GONE


def test_a_merge_of_an_erased_person_keeps_no_address(database):
    with database.transaction() as session:
        member = enter(session, "Bretagne", GONE, ADDRESS)
        twin = enter(session, "Corse", "Zelie Quatrefages", SECOND)
        first, second = (
            persons.current(one, ActsAs.REPRESENTATIVE).person.id for one in (member, twin)
        )
        person_merges.merge_persons(session, first, second, "La même.", **TOLD)
        for one in (member, twin):
            name(session, one, "Nour Belkacem", "nour@m.example")
    destroy(database)
    assert held_anywhere(database, "Quatrefages", ADDRESS, SECOND) == []


def test_links_letters_and_imports_go_in_their_own_time(database):
    live_and_leave(database)
    month = destroy(database, NOW + timedelta(days=31, minutes=30))
    assert set(month) == {"link"}
    year = destroy(database, NOW + timedelta(days=366))
    assert set(year) == {"import"}


def test_everything_held_on_a_person_is_hers_and_holds_no_secret(any_settings):
    called = call_members(any_settings)
    person = called.person("Titulaire Lyon")
    with called.acting() as (session, meeting):
        contests.raise_contest(session, meeting, called.members["Lyon"], person, "Erreur.", now=NOW)
        told = access_requests.as_json(access_requests.everything_on(session, person))
    raw = json.dumps(told, ensure_ascii=False)
    assert told["person"][0]["name"] == "Titulaire Lyon"
    assert told["representation"][0]["member"] == "Lyon"
    assert told["roll_contest"][0]["ground"] == "Erreur."
    assert told["outbox_message"]
    assert told["access_link"]
    assert {"value": "Titulaire Lyon"}.items() <= next(
        row.items() for row in told["register_fact"] if row["field"] == "name"
    )
    assert "Titulaire Metz" not in raw
    assert "token_hash" not in raw
    assert "sealed_body" not in raw
    called.database.dispose()


def test_a_member_who_acts_for_herself_is_given_all_that_is_held_on_the_member(any_settings):
    called = call_members(any_settings)
    person = called.person("Anne Sorel")
    called.give("Anne Sorel", "Paul Estève")
    with called.acting() as (session, _):
        told = access_requests.everything_on(session, person)
    own = called.members["Anne Sorel"]
    assert [row["id"] for row in told["member"]] == [own]
    assert {row["member_id"] for row in told["dues"]} == {own}
    assert [row["name"] for row in told["roll_line"]] == ["Anne Sorel"]
    assert [row["principal_id"] for row in told["proxy"]] == [own]
    assert told["register_act"]
    raw = str(told)
    assert "Titulaire Metz" not in raw
    assert "Paul Estève" not in raw
    called.database.dispose()


def test_what_was_held_on_a_duplicate_is_given_with_the_rest(database):
    with database.transaction() as session:
        member = enter(session, "Bretagne", GONE, ADDRESS)
        twin = enter(session, "Corse", GONE, SECOND)
        first, second = (
            persons.current(one, ActsAs.REPRESENTATIVE).person.id for one in (member, twin)
        )
        change_requests.ask(session, twin.id, second, {"email": "z3@x.example"}, "", now=NOW)
        person_merges.merge_persons(session, first, second, "La même.", **TOLD)
        told = access_requests.everything_on(session, first)
    assert {row["id"] for row in told["person"]} == {first, second}
    assert [row["person_id"] for row in told["change_request"]] == [second]
    assert SECOND in {row["value"] for row in told["register_fact"]}


def test_every_table_with_a_key_to_a_person_or_a_member_is_given_or_left_out_by_name():
    known = {*own_rows.tables(), *own_rows.NEVER}
    for table in Base.metadata.sorted_tables:
        parents = {key.column.table.name for key in table.foreign_keys}
        if parents & {"person", "member", "account"}:
            assert table.name in known, table.name


def test_an_unknown_person_is_refused(database):
    with database.session(read_only=True) as session, pytest.raises(NotFoundError):
        access_requests.everything_on(session, 404)


def test_the_nightly_job_destroys_what_is_due(any_settings, database, monkeypatch):
    live_and_leave(database)
    monkeypatch.setattr("governance.clock.clock_of", lambda _settings: DUE)
    Jobs(any_settings, database).destroy()
    assert held_anywhere(database, "Quatrefages") == []


def test_a_notice_keeps_its_address_five_years_and_a_queued_letter_is_not_touched(any_settings):
    called: Called = call_members(any_settings)
    with called.database.transaction() as session:
        for one in session.scalars(select(OutboxMessage)):
            one.state = DeliveryState.SENT
        first = session.scalars(select(OutboxMessage).limit(1)).one()
        first.state = DeliveryState.QUEUED
        assert not [
            one.numbers
            for one in retention.due(session, CONVENED + timedelta(days=366))
            if one.keeping.code == "notice" and one.numbers
        ]
        late = retention.due(session, datetime(2031, 6, 4, tzinfo=UTC))
        notices = next(one for one in late if one.keeping.code == "notice")
        assert notices.cutoff == date(2026, 6, 4)
        assert first.id not in notices.numbers
        assert notices.numbers
    called.database.dispose()
