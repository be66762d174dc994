"""The electorate, its fingerprint, its changes and contests, through their pages."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app import create_app
from governance.models.accounts import Role
from governance.services.electorate import contests
from governance.services.entry import links
from governance.services.files import sheets, spreadsheets
from governance.services.files.days import local_day
from governance.services.membership import members
from tests.integration.called_members import CONVENED, INES, UNPAID, Called, call_members
from tests.web.visits import Visit

LATER = CONVENED + timedelta(days=2)
GROUND = "La cotisation 2026 a été virée le 3 juin."


@pytest.fixture
def called(sqlite_settings) -> Iterator[Called]:
    made = call_members(sqlite_settings)
    yield made
    made.database.engine.dispose()


@pytest.fixture
def app(called, sqlite_settings, monkeypatch) -> Flask:
    monkeypatch.setattr("governance.clock.now", lambda: LATER)
    monkeypatch.setattr("governance.clock.clock_of", lambda _settings: LATER)
    return create_app(replace(sqlite_settings, demo=True))


@pytest.fixture
def visit(app, called) -> Callable[[str | Role], Visit]:
    """Come in as an officer, or as a person by her personal link."""

    def visit(who: str | Role) -> Visit:
        came = Visit(app)
        if isinstance(who, Role):
            came.post(f"/demo/role/{who.value}", page="/demo")
            return came
        with called.database.transaction() as session:
            token = links.make_meeting_link(session, called.person(who), called.number, LATER)
        came.post(f"/assemblees/{called.number}/lien", token=token)
        return came

    return visit


def house(called: Called) -> str:
    return f"/assemblees/{called.number}/corps-electoral"


def contested(called: Called) -> int:
    person = called.person(f"Titulaire {UNPAID}")
    with called.acting() as (session, meeting):
        return contests.raise_contest(
            session, meeting, called.members[UNPAID], person, GROUND, now=LATER
        ).id


def test_every_member_stands_there_with_its_reason_and_the_hash_can_be_verified(visit, called):
    secretary = visit(Role.SECRETARY)
    page = secretary.get(house(called)).text
    assert all(name in page for name in called.members)
    assert "est appelée et n’est pas payée" in page
    only = secretary.get(f"{house(called)}?motif=standing.unpaid").text
    assert UNPAID in only
    assert "Titulaire Lyon" not in only
    raw = secretary.get(f"{house(called)}/lignes").data
    digest = hashlib.sha256(raw).hexdigest()
    verified = secretary.get(f"{house(called)}/empreinte").text
    assert digest in verified
    assert "Les lignes sont celles qui ont été arrêtées" in verified


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_the_electorate_leaves_as_a_file_of_text_cells(visit, called, extension):
    sent = visit(Role.AUDITOR).get(f"{house(called)}/export/{extension}")
    assert sent.status_code == 200
    assert sent.mimetype == spreadsheets.FORMATS[extension].media_type
    rows = sheets.read_table(sent.data).rows
    by_name = {row.cells[0]: row.cells for row in rows}
    assert set(by_name) == set(called.members)
    assert by_name[UNPAID][3:5] == ("non", "0")


def test_the_register_tells_the_electorate_of_a_past_day(visit, called):
    secretary = visit(Role.SECRETARY)
    assert UNPAID in secretary.get("/registre/corps-electoral").text
    assert secretary.get("/registre/corps-electoral?au=2026-06-02").status_code == 200
    assert secretary.get("/registre/corps-electoral/export/csv?au=2026-06-02").status_code == 200


def test_a_member_is_not_let_into_the_whole_electorate(visit, called):
    member = visit("Titulaire Lyon")
    for path in ("", "/empreinte", "/changements", "/lignes", "/export/csv"):
        assert member.get(house(called) + path).status_code == 403
    assert member.get("/registre/corps-electoral").status_code == 403


def test_a_member_contests_from_her_page_and_the_meeting_shows_it_in_red(visit, called):
    member = visit(f"Titulaire {UNPAID}")
    form = f"{house(called)}/contestations/membre/{called.members[UNPAID]}"
    assert form in member.get(f"/assemblees/{called.number}/ma-page").text
    assert member.post(form, ground="").status_code == 422
    assert member.post(form, ground=GROUND).status_code == 302
    assert GROUND in member.get(form).text
    seen = visit(Role.SECRETARY).get(f"/assemblees/{called.number}").text
    assert "1 contestation de la liste électorale attend une réponse" in seen


def test_nobody_contests_for_a_member_that_is_not_hers(visit, called):
    other = visit("Titulaire Lyon")
    form = f"{house(called)}/contestations/membre/{called.members[UNPAID]}"
    assert other.get(form).status_code == 403
    number = contested(called)
    token_page = f"{house(called)}/contestations/membre/{called.members['Lyon']}"
    taken = other.post(f"{house(called)}/contestations/{number}/retirer", page=token_page)
    assert taken.status_code == 404
    assert other.get(f"{house(called)}/contestations/{number}").status_code == 403


def test_granting_leads_to_the_page_where_the_register_is_corrected(visit, called):
    number = contested(called)
    secretary = visit(Role.SECRETARY)
    page = f"{house(called)}/contestations/{number}"
    assert GROUND in secretary.get(page).text
    done = secretary.post(page, answer="Reçu.", reponse="oui")
    assert done.location == f"/registre/{called.members[UNPAID]}"
    assert "attend une réponse" not in secretary.get(house(called)).text


def test_refusing_asks_for_a_reason_and_a_clause(visit, called):
    number = contested(called)
    page = f"{house(called)}/contestations/{number}"
    secretary = visit(Role.SECRETARY)
    assert secretary.post(page, answer="", reponse="non").status_code == 422
    refused = secretary.post(page, answer="Rien reçu.", reponse="non")
    assert refused.status_code == 422
    assert "Indiquez la règle" in refused.text
    done = secretary.post(page, answer="Rien reçu.", clause="statuts, art. 6", reponse="non")
    assert done.location == house(called)
    mine = visit(f"Titulaire {UNPAID}").get(
        f"{house(called)}/contestations/membre/{called.members[UNPAID]}"
    )
    assert "statuts, art. 6" in mine.text


def test_the_chair_reads_a_contest_and_does_not_answer_it(visit, called):
    number = contested(called)
    chair = visit(Role.CHAIR)
    page = f"{house(called)}/contestations/{number}"
    assert "Le secrétariat doit répondre" in chair.get(page).text
    sent = chair.post(page, page="/demo", answer="Non.", clause="art. 6", reponse="non")
    assert sent.status_code == 403


def test_what_changed_since_the_notice_is_told_with_the_journal(visit, called):
    secretary = visit(Role.SECRETARY)
    contested(called)
    assert "Rien n’a changé" in secretary.get(f"{house(called)}/changements").text
    with called.database.transaction() as session:
        number = called.members["Metz"]
        members.mark_left(session, number, local_day(LATER), actor=INES, now=LATER)
    told = secretary.get(f"{house(called)}/changements").text
    assert "Metz a quitté l’association." in told
    assert "ne vote plus" in told


def test_ten_thousand_characters_are_refused_at_the_form(visit, called):
    member = visit(f"Titulaire {UNPAID}")
    form = f"{house(called)}/contestations/membre/{called.members[UNPAID]}"
    assert member.post(form, ground="x" * 10_000).status_code == 422
    assert "x" * 100 not in member.get(form).text
