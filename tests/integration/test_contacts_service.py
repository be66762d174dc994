"""Contacts of members on both databases: one permanent at a time, a history, nothing in clear."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from governance.db import Database
from governance.models.contacts import Contact
from governance.models.imports import ImportPlan
from governance.models.journal import JournalLine
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.membership import members, merges
from governance.services.relations import contacts, relation_files
from governance.services.relations.contacts import Card
from governance.settings import Settings
from tests.integration.registers import (
    INES,
    NOW,
    TODAY,
    TOLD,
    Transaction,
    code_of,
    enter,
    enter_individual,
    find,
)

MARCH = date(2026, 3, 1)


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
        enter(session, "Bretagne")
        enter(session, "Corse")
    yield database.transaction
    database.engine.dispose()


def add(session: Session, name: str, since: date = MARCH, **more: object) -> Contact:
    """Add a contact of Bretagne."""
    card = Card(name, "Chargée de mission", "ana@contact.example", "+33 2 99 00 00 00")
    member = find(session, "Bretagne")
    return contacts.add_contact(session, member.id, card, since, **more, **TOLD)


def present(session: Session, member: str = "Bretagne") -> list[tuple[str, bool]]:
    """Return who is a contact now: name, and whether the permanent one."""
    held = contacts.contacts_of(session, find(session, member).id)
    return [(contact.name, contact.is_permanent) for contact in held]


def test_a_new_permanent_contact_takes_the_place_of_the_one_before_who_stays_in_the_history(
    transaction: Transaction,
):
    with transaction() as session:
        add(session, "Ana Inventée", permanent=True)
        add(session, "Bob Inventé", TODAY, permanent=True)

        assert present(session) == [("Bob Inventé", True)]
        (former,) = contacts.former_contacts(session, find(session, "Bretagne").id)
        assert (former.name, former.since, former.until) == ("Ana Inventée", MARCH, TODAY)
        assert former.is_permanent


def test_the_one_before_may_stay_as_one_of_the_others(transaction: Transaction):
    with transaction() as session:
        add(session, "Ana Inventée", permanent=True)
        add(session, "Bob Inventé", TODAY, permanent=True, former_stays=True)

        assert present(session) == [("Bob Inventé", True), ("Ana Inventée", False)]
        permanent = contacts.permanent_contacts(session)
        assert [contact.name for contact in permanent.values()] == ["Bob Inventé"]


def test_a_contact_becomes_the_permanent_one_from_a_day_on(transaction: Transaction):
    with transaction() as session:
        add(session, "Ana Inventée", permanent=True)
        bob = add(session, "Bob Inventé")
        member = find(session, "Bretagne").id
        contacts.make_permanent(session, member, bob.id, TODAY, former_stays=False, **TOLD)

        assert present(session) == [("Bob Inventé", True)]
        told = {(row.name, row.is_permanent) for row in contacts.former_contacts(session, member)}
        assert told == {("Ana Inventée", True), ("Bob Inventé", False)}


def test_the_database_itself_refuses_two_permanent_contacts(transaction: Transaction):
    with transaction() as session:
        add(session, "Ana Inventée", permanent=True)
        bob = add(session, "Bob Inventé")
        bob.is_permanent = True
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (Card(""), "members.empty-name"),
        (Card(" ·· "), "members.empty-name"),
        (Card("A" * 201), "members.too-long"),
        (Card("An\u202ea"), "members.invisible-character"),
        (Card("Ana", "x" * 201), "members.too-long"),
        (Card("Ana", email="ana"), "members.bad-email"),
        (Card("Ana", phone="appelez-moi"), "contacts.bad-phone"),
        (Card("Ana", phone="()()()"), "contacts.bad-phone"),
        (Card("Ana", phone="0" * 31), "contacts.bad-phone"),
        (Card("déjà  LÀ"), "contacts.there"),
    ],
)
def test_a_card_that_cannot_be_kept_is_refused(transaction: Transaction, card: Card, code: str):
    with transaction() as session:
        member = find(session, "Bretagne").id
        contacts.add_contact(session, member, Card("Déjà Là"), MARCH, **TOLD)
        assert code_of(lambda: contacts.add_contact(session, member, card, MARCH, **TOLD)) == code


def test_days_that_cannot_be_are_refused(transaction: Transaction):
    with transaction() as session:
        ana = add(session, "Ana Inventée", permanent=True)
        tomorrow, earlier = TODAY + timedelta(days=1), MARCH - timedelta(days=1)
        assert code_of(lambda: add(session, "Bob", tomorrow)) == "members.from-in-future"
        assert code_of(lambda: add(session, "Bob", date(1850, 1, 1))) == "members.too-early"
        before = code_of(lambda: add(session, "Bob", earlier, permanent=True))
        assert before == "contacts.before-present"
        member = find(session, "Bretagne").id
        end = code_of(lambda: contacts.end_contact(session, member, ana.id, earlier, **TOLD))
        assert end == "contacts.before-present"


def test_neither_an_individual_nor_a_former_member_has_contacts(transaction: Transaction):
    with transaction() as session:
        alone, gone = enter_individual(session, "Seule").id, find(session, "Corse").id
        members.mark_left(session, gone, TODAY, **TOLD)

        def code(member: int) -> str:
            return code_of(
                lambda: contacts.add_contact(session, member, Card("Ana"), MARCH, **TOLD)
            )

        assert (code(alone), code(gone)) == ("contacts.not-an-institution", "members.left-already")
        assert code(9_999) == "members.unknown"


def test_a_contact_of_one_member_is_not_reached_through_another(transaction: Transaction):
    with transaction() as session:
        ana, other = add(session, "Ana Inventée"), find(session, "Corse").id
        end = code_of(lambda: contacts.end_contact(session, other, ana.id, TODAY, **TOLD))
        assert end == "contacts.unknown"


def test_a_correction_keeps_the_place_and_what_ended_changes_no_more(transaction: Transaction):
    with transaction() as session:
        ana, member = add(session, "Ana Inventée", permanent=True), find(session, "Bretagne").id
        card = Card("Ana Inventée", "Directrice", "", "")
        contacts.correct_contact(session, member, ana.id, card, **TOLD)
        assert (ana.function, ana.email, ana.since) == ("Directrice", "", MARCH)

        contacts.end_contact(session, member, ana.id, TODAY, **TOLD)
        again = code_of(lambda: contacts.correct_contact(session, member, ana.id, card, **TOLD))
        assert (again, present(session)) == ("contacts.ended", [])


def test_the_journal_tells_each_act_and_never_a_name_an_address_or_a_number(
    transaction: Transaction,
):
    with transaction() as session:
        ana, member = add(session, "Ana Inventée", permanent=True), find(session, "Bretagne").id
        bob = add(session, "Bob Inventé")
        card = Card("Ana Inventée", "Directrice")
        contacts.correct_contact(session, member, ana.id, card, **TOLD)
        contacts.make_permanent(session, member, bob.id, TODAY, former_stays=True, **TOLD)

        told = session.scalars(select(JournalLine).where(JournalLine.kind.like("contact.%"))).all()
        assert [line.kind for line in told] == [
            "contact.added",
            "contact.added",
            "contact.corrected",
            "contact.made-permanent",
        ]
        assert told[2].facts["fields"] == ["function", "email", "phone"]
        text = " ".join(str(line.facts) for line in told)
        secrets = ("Inventé", "contact.example", "99 00", "Directrice")
        assert [word for word in secrets if word in text] == []


def test_contacts_follow_a_duplicate_that_is_merged_and_go_back_when_it_is_undone(
    transaction: Transaction,
):
    with transaction() as session:
        kept, twin = find(session, "Bretagne"), enter(session, "Région Bretagne")
        add(session, "Ana Inventée", permanent=True)
        card = Card("Bob Inventé")
        contacts.add_contact(session, twin.id, card, MARCH, permanent=True, **TOLD)
        steps = {step.what: step.facts for step in merges.preview(session, kept.id, twin.id).steps}
        assert steps["contacts"] == ("1",)

        merge = merges.merge_members(session, kept.id, twin.id, "doublon", **TOLD)
        assert present(session) == [("Ana Inventée", True), ("Bob Inventé", False)]

        merges.undo_merge(session, merge.id, "erreur", **TOLD)
        assert present(session) == [("Ana Inventée", True)]
        assert present(session, "Région Bretagne") == [("Bob Inventé", True)]


def test_an_import_is_not_undone_under_the_feet_of_a_contact(transaction: Transaction):
    file = b"type;categorie;nom;region\ninstitution;region;Normandie;Normandie\n"
    with transaction() as session:
        imports.import_file(session, "registre.csv", file, **TOLD)
        plan = session.scalars(select(ImportPlan)).one().id
        card, member = Card("Ana Inventée"), find(session, "Normandie").id
        contacts.add_contact(session, member, card, MARCH, **TOLD)
        undone = code_of(lambda: imports.undo_import(session, plan, **TOLD))
        assert undone == "import.depended-on"


def test_the_file_of_contacts_tells_present_and_former_ones_and_computes_nothing(
    transaction: Transaction,
):
    with transaction() as session:
        ana, member = add(session, "Ana Inventée", permanent=True), find(session, "Bretagne")
        contacts.end_contact(session, member.id, ana.id, TODAY, **TOLD)
        contacts.add_contact(session, member.id, Card("=1+1", "@SUM(A1)"), TODAY, **TOLD)

        lines = relation_files.contacts_file(session, "csv", NOW).decode("utf-8-sig").splitlines()
        assert lines[1].endswith(";oui;2026-03-01;2026-06-02")
        assert lines[1].startswith("Bretagne;;Ana Inventée;Chargée de mission;ana@contact.example;")
        assert lines[2] == "Bretagne;;'=1+1;'@SUM(A1);;;non;2026-06-02;"
