"""Erasure of what is noted beside the register, on both databases: points, contacts, accounts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.models.accounts import Account, AccountRole
from governance.models.contacts import Contact
from governance.models.dues import Dues
from governance.models.dues_calls import DuesCall, DuesPaper, DuesReminder
from governance.models.followups import FollowUp
from governance.models.members import Member, Person
from governance.models.register_history import RegisterAct, RegisterFact
from governance.services.bylaws import rulesets
from governance.services.entry import accounts
from governance.services.membership import members
from governance.services.records import access_requests, retention
from governance.services.relations import contacts, expectations, followups, regions
from governance.services.relations.contacts import Card
from governance.services.relations.followups import Step, Told
from tests.integration.registers import INES, NOW, TODAY, TOLD, acting, enter, name
from tests.integration.test_retention_service import ADDRESS, DUE, GONE, destroy, held_anywhere

OTHER = "Ondine Vaucouleurs"
PASSWORD = "une longue phrase de passe 42"
LATER = NOW + timedelta(days=365)
SAID = f"Visite de la fabrique. {GONE} quitte la région. {OTHER} reste."


@pytest.fixture
def database(any_settings) -> Iterator[Database]:
    made = Database(any_settings)
    with made.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
    yield made
    made.dispose()


@pytest.fixture
def noted(database) -> int:
    """A member with its representative, a contact, a point, an expectation, a note; its number."""
    with database.transaction() as session:
        member = enter(session, "Bretagne", GONE, ADDRESS)
        card = Card(OTHER, "Directrice", "ondine@vaucouleurs.example", "02 99 00 11 22")
        contacts.add_contact(session, member.id, card, TODAY, permanent=True, **TOLD)
        steps = (Step(f"Écrire à {ADDRESS}", carried_by=GONE),)
        told = Told(TODAY, f"{GONE}, {OTHER}", SAID, steps)
        followups.record_point(session, member.id, told, **TOLD)
        expectations.note_expectation(session, member.id, f"{OTHER} veut un pair.", **TOLD)
        regions.write_note(session, "53", f"{GONE} y anime un réseau.", **TOLD)
        remind(session, member.id)
        return member.id


def remind(session: Session, member_id: int) -> None:
    """Leave a call for dues with one reminder of it."""
    dues = Dues(member_id=member_id, year=2026, amount_eur=100, status="called")
    session.add(dues)
    session.flush()
    made = {"filename": "appel.pdf", "content": b"x", "sha256": "0" * 64, "created_at": NOW}
    call = DuesCall(
        dues=dues,
        year=2026,
        number=1,
        amount_eur=100,
        issued_on=TODAY,
        due_on=TODAY,
        issued_at=NOW,
        issued_by=INES.name,
        paper=DuesPaper(dues_id=dues.id, kind="call", **made),
    )
    sent = {"sent_at": NOW, "sent_by": INES.name, "recipient": ADDRESS}
    call.reminders = [DuesReminder(number=1, words=f"Bonjour {GONE}", **sent)]
    session.add(call)


def test_nothing_noted_of_a_member_gone_five_years_names_anybody(database, noted):
    with database.transaction() as session:
        members.mark_left(session, noted, TODAY, **TOLD)
    assert {"contact", "follow_up", "next_step"} <= set(held_anywhere(database, GONE, OTHER))
    told = destroy(database)
    assert {"contact", "attendees", "point", "expectation"} <= set(told)
    words = ("Quatrefages", "Vaucouleurs", ADDRESS, "02 99 00 11 22", "fabrique")
    assert held_anywhere(database, *words) == []


def test_the_day_before_the_points_still_say_it(database, noted):
    with database.transaction() as session:
        members.mark_left(session, noted, TODAY, **TOLD)
    destroy(database, DUE - timedelta(days=1))
    assert {"contact", "follow_up", "next_step"} <= set(held_anywhere(database, GONE, OTHER))


def test_a_member_who_stays_keeps_what_was_said_without_who_is_gone(database, noted):
    with database.transaction() as session:
        member = session.get_one(Member, noted)
        name(session, member, "Nour Belkacem", "nour@m.example")
    destroy(database)
    assert held_anywhere(database, "Quatrefages", ADDRESS) == []
    with database.session(read_only=True) as session:
        said = session.scalars(select(FollowUp)).one().said
        assert "Visite de la fabrique." in said
        assert OTHER in said
        assert session.scalars(select(Contact)).one().name == OTHER


def test_a_name_that_another_still_bears_stays_in_the_texts(database, noted):
    with database.transaction() as session:
        member = session.get_one(Member, noted)
        name(session, member, "Nour Belkacem", "nour@m.example")
        enter(session, "Corse", GONE, "homonyme@autre.example")
    destroy(database)
    with database.session(read_only=True) as session:
        assert GONE in session.scalars(select(FollowUp)).one().said


def test_a_closed_account_is_emptied_five_years_later_and_its_person_with_it(database):
    with database.transaction() as session:
        account = accounts.add_account(session, ADDRESS, GONE, ["secretary"], PASSWORD, **TOLD)
        act = RegisterAct(kind="entry", recorded_at=NOW, recorded_by=INES.name)
        person = Person(name=GONE, email=ADDRESS)
        session.add_all([act, person])
        session.flush()
        session.add(RegisterFact(person_id=person.id, field="name", value=GONE, act_id=act.id))
        account.person_id, account.password_hash, account.sealed_totp = person.id, "h", b"s"
        accounts.disable_account(session, account, actor=INES, now=LATER)
    assert "account" not in destroy(database, DUE)
    told = destroy(database, datetime(2032, 6, 2, 6, tzinfo=UTC))
    assert told["account"] == told["person"] == 1
    assert held_anywhere(database, "Quatrefages", ADDRESS) == []
    with database.session(read_only=True) as session:
        emptied = session.scalars(select(Account)).one()
        assert emptied.password_hash is emptied.sealed_totp is emptied.person_id is None
        assert session.scalars(select(AccountRole)).one().role == "secretary"


def test_an_open_account_is_never_due(database):
    with database.transaction() as session:
        accounts.add_account(session, ADDRESS, GONE, ["secretary"], PASSWORD, **TOLD)
        late = retention.due(session, datetime(2050, 1, 1, tzinfo=UTC))
        assert not next(one for one in late if one.keeping.code == "account").numbers


def test_she_is_given_her_contact_card_and_only_the_passages_that_name_her(database, noted):
    with database.transaction() as session:
        member = session.get_one(Member, noted)
        own = Card(GONE, "Élue", "", "02 99 33 44 55")
        contacts.add_contact(session, noted, own, TODAY, **TOLD)
        person = acting(session, member).id
        told = access_requests.as_json(access_requests.everything_on(session, person))
    assert [card["phone"] for card in told["contact"]] == ["02 99 33 44 55"]
    (point,) = told["passages"]
    assert point["member"] == "Bretagne"
    assert point["passages"] == f"{GONE} · {GONE} quitte la région. · {GONE}"
    assert [row["recipient"] for row in told["dues_reminder"]] == [ADDRESS]
    assert OTHER not in str(told)
