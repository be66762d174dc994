"""The life of members on both databases: dates, ways of leaving, mandates, papers, proposals."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from governance.db import Database
from governance.models.association import Association
from governance.models.change_requests import RequestState
from governance.models.journal import JournalLine
from governance.models.members import ActsAs, Representation
from governance.models.outbox import OutboxMessage
from governance.models.register_history import Membership
from governance.services.bylaws import rulesets
from governance.services.electorate import roll
from governance.services.membership import (
    change_requests,
    history,
    mandates,
    member_documents,
    member_story,
    members,
    persons,
    register_at,
)
from governance.services.membership.history import Because
from governance.services.membership.member_documents import Paper
from governance.settings import Settings
from governance.web.post.post import post_of
from tests.integration.registers import (
    INES,
    NOW,
    SIRET,
    TODAY,
    TOLD,
    Transaction,
    acting,
    acting_if_any,
    acting_on,
    code_of,
    enter,
    enter_individual,
    find,
    name,
)

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
    yield database.transaction
    database.engine.dispose()


@pytest.fixture
def post(any_settings: Settings):
    return post_of(any_settings)


def on(session, day: date, wanted: str):
    return next(
        (row for row in register_at.register_as_of(session, day) if row.name == wanted), None
    )


def change(session, member, since: date | None = None, because: Because = history.UNSAID, **more):
    told = {
        "name": member.name,
        "category": member.category,
        "region": member.region,
        "tier_code": member.tier_code,
        "joined_on": member.joined_on,
        "department": member.department,
        "siren": member.siren,
        "siret": member.siret,
        "population": member.population,
    } | more
    wanted = members.Particulars(**told)
    members.change_member(session, member.id, wanted, since=since, because=because, **TOLD)


def test_a_change_keeps_what_was_before_its_day_and_a_correction_does_not(transaction: Transaction):
    with transaction() as session:
        member = enter(session, "Bretagne", region="Bretagne")
        change(session, member, date(2026, 3, 1), name="Région Bretagne")
        change(session, member, region="Armorique")
    with transaction() as session:
        before, after = date(2026, 2, 28), date(2026, 3, 1)

        assert on(session, before, "Bretagne").region == "Armorique"
        assert on(session, after, "Bretagne") is None
        assert on(session, after, "Région Bretagne").region == "Armorique"


def test_the_history_tells_value_day_reason_and_paper(transaction: Transaction):
    with transaction() as session:
        member = enter(session, "Bretagne", region="Bretagne")
        paper = member_documents.add_paper(
            session, member.id, Paper("statutes", "Statuts"), PDF, **TOLD
        )
        why = Because("nouvelle loi", "Bureau du 12 mai", "n° 3", paper.id)
        change(session, member, date(2026, 3, 1), why, department="35")
        change(session, member, department="29")
    with transaction() as session:
        corrected, changed, entered = member_story.story(session, find(session, "Bretagne"))

    assert [line.field for line in entered.lines if line.field == "membership"]
    assert (changed.act.reason, changed.act.decided_by) == ("nouvelle loi", "Bureau du 12 mai")
    assert (changed.act.recorded_by, changed.act.document_id) == (INES.name, paper.id)
    line = changed.lines[0]
    assert (line.before, line.after, line.holds_from) == ("", "35", date(2026, 3, 1))
    assert line.is_retracted  # by the correction that follows
    assert (corrected.lines[0].before, corrected.lines[0].after) == ("35", "29")


@pytest.mark.parametrize(
    ("since", "more", "code"),
    [
        (TODAY + timedelta(days=1), {"region": "x"}, "members.from-in-future"),
        (date(1900, 1, 1), {"region": "x"}, "members.too-early"),
        (date(2026, 1, 1), {"region": "x"}, "members.later-change"),
        (None, {"siret": "24440040400128"}, "members.bad-siret"),
        (None, {"siren": "123456789"}, "members.bad-siren"),
        (None, {"siret": SIRET, "siren": "552100554"}, "members.siren-not-of-siret"),
        (None, {"department": "99"}, "members.bad-department"),
        (None, {"department": "=cmd"}, "members.bad-department"),
        (None, {"population": -1}, "members.bad-population"),
        (None, {"population": 10**12}, "members.bad-population"),
        (None, {"joined_on": date(1789, 7, 14)}, "members.too-early"),
        (None, {"name": "x" * 10_000_000}, "members.too-long"),
        (None, {"region": "Bre\u200btagne"}, "members.invisible-character"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_written(
    transaction: Transaction, since, more, code
):
    with transaction() as session:
        member = enter(session, "Bretagne")
        change(session, member, date(2026, 2, 1), region="Bretagne")
        facts = len(history.facts_about(session, member))
        with session.begin_nested() as attempt:
            assert code_of(lambda: change(session, member, since, **more)) == code
            attempt.rollback()
        assert len(history.facts_about(session, member)) == facts
        session.refresh(member)
        assert (member.name, member.region) == ("Bretagne", "Bretagne")


def test_a_siret_gives_the_siren_and_a_lone_siren_is_kept(transaction: Transaction):
    with transaction() as session:
        whole = enter(session, "Nantes", siret="244 400 404 00129", department="1")
        alone = enter(session, "Rennes", siren="243 500 139")

        assert (whole.siret, whole.siren, whole.department) == (SIRET, "244400404", "01")
        assert (alone.siret, alone.siren) == ("", "243500139")


def test_an_exclusion_says_who_decided_and_why(transaction: Transaction):
    with transaction() as session:
        member = enter(session, "Bretagne", joined_on=date(2020, 1, 1))
        how = Membership.EXCLUSION

        def exclude(because: Because = history.UNSAID):
            members.mark_left(
                session, member.id, date(2026, 2, 1), how=how, because=because, **TOLD
            )

        assert code_of(exclude) == "members.exclusion-unsaid"
        exclude(Because("impayés", "CA du 30 janvier"))
    with transaction() as session:
        line = session.scalars(select(JournalLine).where(JournalLine.kind == "member.left")).one()
        gone = on(session, TODAY, "Bretagne")

        assert (line.facts["how"], line.facts["decided_by"]) == ("exclusion", "CA du 30 janvier")
        assert (gone.state, gone.left_on) == ("exclusion", date(2026, 2, 1))
        assert on(session, date(2026, 1, 31), "Bretagne").is_member


def test_who_comes_back_was_absent_in_between(transaction: Transaction):
    with transaction() as session:
        member = enter(session, "Bretagne", joined_on=date(2020, 1, 1))
        members.mark_left(session, member.id, date(2024, 1, 1), **TOLD)
        back = date(2025, 1, 1)

        def come_back(day: date):
            return members.readmit(session, member.id, day, **TOLD)

        assert code_of(lambda: come_back(date(2023, 1, 1))) == "members.back-too-soon"
        come_back(back)
        assert code_of(lambda: come_back(back)) == "members.not-left"
        wrong = date(2023, 6, 1)
        assert code_of(lambda: change(session, member, joined_on=wrong)) == (
            "members.dates-out-of-order"
        )
    with transaction() as session:
        states = [
            (row.is_member, row.joined_on)
            for day in (date(2021, 1, 1), date(2024, 6, 1), TODAY)
            if (row := on(session, day, "Bretagne"))
        ]
        assert states == [(True, date(2020, 1, 1)), (False, date(2020, 1, 1)), (True, back)]
        assert on(session, date(2019, 12, 31), "Bretagne") is None


def test_an_alternate_acts_when_the_representative_has_no_mandate(transaction: Transaction):
    with transaction() as session:
        member = enter(session, "Bretagne")
        name(session, member, "Anne", since=date(2025, 1, 1), ends_on=date(2026, 5, 1))
        name(session, member, "Bob", acts_as=ActsAs.ALTERNATE, since=date(2025, 6, 1))
        acted = [
            acting_if_any(session, member, day)
            for day in (date(2024, 1, 1), date(2026, 1, 1), date(2026, 5, 1))
        ]
        assert [person and person.name for person in acted] == [None, "Anne", "Bob"]

        assert mandates.end_due(session, NOW) == 1
        assert mandates.end_due(session, NOW) == 0
        session.expire_all()
        found = roll.acting_person(session, member.id)
        assert found is not None
        assert found.name == "Bob"


def test_elections_end_the_mandates_of_a_category_in_one_act(transaction: Transaction):
    with transaction() as session:
        ended = enter(session, "Lyon", category="ville-metropole")
        spared = enter(session, "Nancy", category="ville-metropole")
        other = enter(session, "Isère", category="departement")
        for member in (ended, spared, other):
            name(session, member, f"Anne {member.id}", since=date(2025, 1, 1))
        new = name(session, ended, "Zoé", since=date(2026, 4, 1), acts_as=ActsAs.ALTERNATE)
        places = mandates.places(session, ["ville-metropole"], date(2026, 3, 15))
        kept = next(row.representation_id for row in places if row.member == "Nancy")
        count = mandates.end_by_elections(
            session,
            ["ville-metropole"],
            date(2026, 3, 15),
            spared=[kept],
            reason="renouvellement municipal du 15 mars 2026",
            **TOLD,
        )
        assert (count, new.until) == (1, None)
        assert [row.member for row in mandates.vacancies(session, TODAY)] == []
        persons.end_representation(session, ended, ActsAs.ALTERNATE, **TOLD)
        assert [row.member for row in mandates.vacancies(session, TODAY)] == ["Lyon"]
        acted = acting_if_any(session, ended, date(2026, 3, 14))
        assert acted is not None


def test_elections_to_come_are_planned_and_end_mandates_on_their_day(transaction: Transaction):
    with transaction() as session:
        member = enter(session, "Isère", "Anne", category="departement")
        told = {"reason": "départementales", "actor": INES}
        day = TODAY + timedelta(days=30)
        mandates.end_by_elections(session, ["departement"], day, now=NOW, **told)
        row = session.scalars(select(Representation)).one()
        assert (row.ends_on, row.until) == (day, None)
        assert [place.member for place in mandates.ending_soon(session, TODAY)] == ["Isère"]
        assert mandates.end_due(session, NOW + timedelta(days=31)) == 1
        assert acting_if_any(session, member, day) is None


@pytest.mark.parametrize(
    ("categories", "day", "reason", "code"),
    [
        (["departement"], TODAY, " ", "mandates.no-reason"),
        (["region"], TODAY, "x", "mandates.nobody"),
        ([], TODAY, "x", "mandates.nobody"),
        (["departement"], date(2050, 1, 1), "x", "mandates.too-far"),
        (["departement"], date(1850, 1, 1), "x", "members.too-early"),
    ],
)
def test_elections_that_end_nothing_are_refused(
    transaction: Transaction, categories, day, reason, code
):
    with transaction() as session:
        enter(session, "Isère", "Anne", category="departement")
        act = mandates.end_by_elections
        assert code_of(lambda: act(session, categories, day, reason=reason, **TOLD)) == code


@pytest.mark.parametrize(
    ("mandate", "code"),
    [
        ({"since": date(2026, 5, 1), "ends_on": date(2026, 5, 1)}, "members.mandate-ends-first"),
        ({"since": TODAY + timedelta(days=1)}, "members.from-in-future"),
        ({"since": date(2024, 1, 1)}, "members.mandate-before-last"),
        ({"document_id": 999}, "papers.unknown"),
        ({"reference": "x" * 201}, "members.too-long"),
    ],
)
def test_a_mandate_out_of_order_is_refused(transaction: Transaction, mandate, code):
    with transaction() as session:
        member = enter(session, "Bretagne")
        name(session, member, "Anne", since=date(2025, 1, 1))
        assert code_of(lambda: name(session, member, "Bob", **mandate)) == code


def test_one_person_acts_for_herself_and_for_an_institution(transaction: Transaction):
    with transaction() as session:
        own = enter_individual(session, "Anne Martin", "anne@v.example")
        city = enter(session, "Lyon", "Anne Martin", "anne@v.example", "ville-metropole")
        people = {acting_on(session, member, TODAY).person_id for member in (own, city)}
        assert len(people) == 1
        mine = change_requests.members_of(session, people.pop())
        assert [row.member.name for row in mine] == ["Anne Martin", "Lyon"]


def package(*names: str, first: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if first:
            made.writestr("mimetype", first)
        for one in names:
            made.writestr(one, "x")
    return out.getvalue()


ODT = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("raw", "extension"),
    [
        (PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\nx", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (package("[Content_Types].xml", "word/document.xml"), "docx"),
        (package("content.xml", first=ODT), "odt"),
    ],
)
def test_a_paper_is_told_by_its_bytes(raw: bytes, extension: str):
    assert member_documents.extension_of(raw) == extension


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "papers.empty"),
        (b"MZ\x90\x00", "papers.unknown-type"),
        (b"<html><script>alert(1)</script>", "papers.unknown-type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "papers.unknown-type"),
        (b"\x00" + PDF, "papers.unknown-type"),
        (b"PK\x03\x04" + b"\xff" * 100, "papers.unknown-type"),
        (package("x.exe"), "papers.unknown-type"),
        (package("content.xml", first=b"application/zip"), "papers.unknown-type"),
        (
            package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "papers.unknown-type",
        ),
        (package("content.xml", "Basic/x.xml", first=ODT), "papers.unknown-type"),
        (
            package("[Content_Types].xml", "word/document.xml", *map(str, range(2001))),
            "papers.unknown-type",
        ),
        (PDF + b"\x00" * (3 * 1024 * 1024), "papers.too-large"),
    ],
)
def test_a_file_that_is_no_paper_is_refused(raw: bytes, code: str):
    assert code_of(lambda: member_documents.extension_of(raw)) == code


def test_a_paper_is_kept_withdrawn_and_never_shown_for_another_member(transaction: Transaction):
    with transaction() as session:
        first, second = enter(session, "Bretagne"), enter(session, "Corse")
        title = "../../=cmd|' /C calc'!A0"

        def add(**more):
            paper = Paper("deliberation", title, **more)
            return member_documents.add_paper(session, first.id, paper, PDF, **TOLD)

        paper = add(dated_on=date(2026, 4, 4))
        assert member_documents.download_name(paper) == "cmd-c-calc-a0.pdf"
        assert code_of(add) == "papers.there"
        assert code_of(lambda: add(dated_on=date(2027, 1, 1))) == "papers.from-future"
        asked = member_documents.get_paper
        assert code_of(lambda: asked(session, second.id, paper.id)) == "papers.unknown"
        withdraw = member_documents.withdraw
        assert code_of(lambda: withdraw(session, first.id, paper.id, " ", **TOLD)) == (
            "papers.no-reason"
        )
        withdraw(session, first.id, paper.id, "mauvais fichier", **TOLD)
        assert asked(session, first.id, paper.id).content == PDF


def proposal(transaction: Transaction, wanted: dict[str, str], note: str = "") -> int:
    with transaction() as session:
        about = {"name": "La 27e Région", "short_name": "27R", "seat": "Paris"}
        session.add(Association(**about, email="c@27.example", website=""))
        member = enter(session, "Lyon", "Anne Martin", "anne@v.example", "ville-metropole")
        person = acting(session, member, ActsAs.REPRESENTATIVE).id
        asked = change_requests.ask(session, member.id, person, wanted, note, now=NOW)
        return asked.id


def test_a_proposal_changes_nothing_until_it_is_accepted_then_tells(transaction: Transaction, post):
    number = proposal(transaction, {"region": "Auvergne-Rhône-Alpes", "email": "ANNE@lyon.example"})
    with transaction() as session:
        assert find(session, "Lyon").region == ""
        change_requests.accept(session, post, number, "merci", **TOLD)
    with transaction() as session:
        member = find(session, "Lyon")
        person = acting(session, member, ActsAs.REPRESENTATIVE)
        mails = session.scalars(select(OutboxMessage)).all()

        assert (member.region, person.email) == ("Auvergne-Rhône-Alpes", "anne@lyon.example")
        assert {mail.recipient for mail in mails} == {"anne@v.example", "anne@lyon.example"}
        assert {mail.member_id for mail in mails} == {member.id}
        again = change_requests.accept
        assert code_of(lambda: again(session, post, number, "", **TOLD)) == "requests.decided"


def test_a_refused_proposal_needs_a_reason_and_leaves_the_register(transaction: Transaction, post):
    number = proposal(transaction, {"name": "Lyon la grande"}, "urgent")
    with transaction() as session:
        refuse = change_requests.refuse
        assert code_of(lambda: refuse(session, post, number, " ", **TOLD)) == "requests.no-reason"
        refused = refuse(session, post, number, "le nom officiel est Lyon", **TOLD)

        assert refused.state == RequestState.REFUSED
        assert find(session, "Lyon").name == "Lyon"


def test_a_proposal_that_the_register_overtook_is_not_written(transaction: Transaction, post):
    number = proposal(transaction, {"region": "Rhône"})
    with transaction() as session:
        change(session, find(session, "Lyon"), region="Auvergne-Rhône-Alpes")
        accept = change_requests.accept
        assert code_of(lambda: accept(session, post, number, "", **TOLD)) == "requests.stale"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({}, "requests.nothing"),
        ({"region": ""}, "requests.nothing"),
        ({"category": "region", "tier_code": "1000"}, "requests.nothing"),
        ({"email": "pas une adresse"}, "members.bad-email"),
        ({"siret": "1"}, "members.bad-siret"),
        ({"department": "ZZ"}, "members.bad-department"),
        ({"population": "beaucoup"}, "members.bad-population"),
        ({"name": " "}, "members.empty-name"),
        ({"region": "x" * 81}, "members.too-long"),
        ({"name": "Ly\u202eon"}, "members.invisible-character"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_at_once(transaction: Transaction, wanted, code):
    assert code_of(lambda: proposal(transaction, wanted)) == code


def test_only_who_acts_for_a_member_proposes_and_takes_back(transaction: Transaction):
    number = proposal(transaction, {"region": "Rhône"})
    with transaction() as session:
        other = enter_individual(session, "Bob", "bob@v.example")
        bob = acting(session, other, ActsAs.SELF).id
        lyon = find(session, "Lyon")
        ask = change_requests.ask
        assert code_of(lambda: ask(session, lyon.id, bob, {"name": "x"}, "", now=NOW)) == (
            "requests.not-yours"
        )
        take_back = change_requests.withdraw
        assert code_of(lambda: take_back(session, number, bob, now=NOW)) == "requests.unknown"
        anne = acting(session, lyon, ActsAs.REPRESENTATIVE).id
        take_back(session, number, anne, now=NOW)
        assert change_requests.count_waiting(session) == 0
        for turn in range(change_requests.MOST_WAITING):
            ask(session, lyon.id, anne, {}, f"mot {turn}", now=NOW)
        assert code_of(lambda: ask(session, lyon.id, anne, {}, "encore", now=NOW)) == (
            "requests.too-many"
        )
