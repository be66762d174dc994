"""The personal link, the member's page, her proxy, the desk: through the pages, with CSRF on."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import inspect

from app import create_app
from governance.db import Database
from governance.models.accounts import Role
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.models.roll import RollLine
from governance.services.convening import meetings
from governance.services.electorate import roll
from governance.services.entry import accounts, links, tour
from governance.services.entry.throttle import LINK_OPENING
from governance.services.sitting import attendance
from tests.integration.called_members import (
    CONVENED,
    INES,
    STARTS,
    UNPAID,
    UNREACHED,
    Called,
    call_members,
)
from tests.simulators.databases import settings_for
from tests.web.visits import Visit, csrf_token

Row = TypeVar("Row", Meeting, RollLine)
PAPER = {"form": "signed_paper"}


class Clock:
    """The application's clock, moved by the test."""

    def __init__(self) -> None:
        self.at: datetime = CONVENED

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr("governance.clock.now", moved)
    return moved


@pytest.fixture(scope="module")
def template(sqlite_template: Path, tmp_path_factory) -> tuple[Path, Called]:
    """The assembly convened once; each test gets a copy of its files."""
    folder = tmp_path_factory.mktemp("called")
    shutil.copyfile(sqlite_template, folder / "pleniere.sqlite")
    settings = settings_for(f"sqlite:///{folder / 'pleniere.sqlite'}", folder, PLENIERE_DEMO="1")
    called = call_members(settings)
    with called.database.transaction() as session:
        for role in tour.NAMES:
            tour.account_of(session, role)
    called.database.engine.dispose()
    return folder, called


@pytest.fixture
def called(template, tmp_path, clock) -> Called:
    folder, made = template
    shutil.copytree(folder, tmp_path / "house")
    url = f"sqlite:///{tmp_path / 'house' / 'pleniere.sqlite'}"
    settings = settings_for(url, tmp_path / "house", PLENIERE_DEMO="1")
    return replace(made, database=Database(settings))


@pytest.fixture
def app(called, tmp_path) -> Flask:
    house = tmp_path / "house"
    return create_app(
        settings_for(f"sqlite:///{house / 'pleniere.sqlite'}", house, PLENIERE_DEMO="1")
    )


@pytest.fixture
def enter(app, called) -> Callable[[str | Role], Visit]:
    """Come in by the mailed link of a person, or as an officer."""

    def enter(who: str | Role, visit: Visit | None = None) -> Visit:
        visit = visit or Visit(app)
        if isinstance(who, Role):
            visit.post(f"/demo/role/{who.value}", page="/demo")
        else:
            answer = visit.post(here(called, "/lien"), token=called.last_link(who)[0])
            assert answer.headers["Location"] == here(called, "/ma-page")
        return visit

    return enter


def here(called: Called, rest: str = "") -> str:
    return f"/assemblees/{called.number}{rest}"


def places(called: Called) -> dict[str, Movement]:
    names = {number: name for name, number in called.members.items()}
    with called.acting() as (session, meeting):
        found = attendance.places(session, meeting.id)
    return {names[number]: place for number, place in found.items()}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_opening_the_page_of_a_link_uses_nothing_and_tells_nothing_of_the_meeting(
    app, called, clock
):
    clock.at = STARTS
    visit = Visit(app)
    for path in ("/lien", f"/lien?t={called.last_link('Titulaire Lyon')[0]}"):
        page = visit.get(here(called, path))
        assert page.status_code == 200
        assert "Assemblée 2026" not in page.text
    assert visit.get("/assemblees/999/lien").status_code == 200
    assert visit.get(here(called, "/ma-page")).status_code == 302
    assert places(called) == {}


def test_the_page_of_a_link_brings_what_its_script_attaches_to(app, called):
    page = Visit(app).get(here(called, "/lien")).text
    assert f'id="personal-link-form" method="post" data-meeting="{called.number}"' in page
    assert '<input type="hidden" name="token">' in page
    assert "data-link-complete hidden" in page and "data-link-incomplete" in page
    assert "data-auto" not in page  # a scanner of mail that runs scripts presses nothing


def test_a_member_enters_by_her_link_as_often_as_she_likes(app, called, enter):
    for _ in range(2):
        page = enter("Titulaire Lyon").get(here(called, "/ma-page")).text
        assert "Assemblée 2026" in page and "Lyon" in page


def test_a_whole_link_may_be_pasted_and_its_codes_are_not_shown_again(app, called):
    token, codes = called.last_link("Titulaire Lyon")
    pasted = f"http://localhost/assemblees/1/lien#t={token}&c=1:{codes['Lyon']}"
    done = Visit(app).post(here(called, "/lien"), token=pasted)
    assert done.status_code == 302
    wrong = Visit(app).post(here(called, "/lien"), token=f"#t=wrong&c=1:{codes['Lyon']}")
    assert wrong.status_code == 403
    assert codes["Lyon"] not in wrong.text and "wrong" not in plain(wrong.text)


def test_a_link_that_was_replaced_expired_or_never_was_is_refused(app, called):
    old, _ = called.last_link("Titulaire Lyon")
    with called.database.transaction() as session:
        links.revoke_links(session, called.number, called.person("Titulaire Lyon"), CONVENED)
    for token, says in ((old, "a été remplacé"), ("unknown", "n’est pas reconnu")):
        answer = Visit(app).post(here(called, "/lien"), token=token)
        assert answer.status_code == 403
        assert says in answer.text and "Demander un lien de connexion" in answer.text

    called.move("Lyon", Movement.ONSITE)
    called.open_meeting()
    late, _ = called.last_link("Titulaire Metz")
    with called.database.transaction() as session:
        meetings.close_meeting(session, called.number, actor=INES, now=STARTS)
    answer = Visit(app).post(here(called, "/lien"), token=late)
    assert answer.status_code == 403 and "plus valable" in answer.text


def test_guessing_personal_links_is_throttled(app, called):
    visit = Visit(app)
    page = csrf_token(visit.get(here(called, "/lien")).text)
    tries = (LINK_OPENING.per_network or 0) + 1
    answers = [
        visit.send(here(called, "/lien"), csrf_token=page, token=f"guess-{number}").status_code
        for number in range(tries)
    ]
    assert answers[0] == 403 and answers[-1] == 429


def test_without_the_token_of_the_form_nothing_changes(app, called, enter):
    assert Visit(app).send(here(called, "/lien"), token="x").status_code == 400
    visit, number = enter("Titulaire Lyon"), called.members["Lyon"]
    before = called.kinds()
    for path, fields in (
        ("/ma-page/reponse", {"member_id": number, "answer": "present"}),
        ("/ma-page/presence", {"member_id": number, "movement": "online"}),
        (f"/ma-page/pouvoir/{number}", {"holder_id": called.members["Metz"]}),
        ("/ma-page/nouveau-lien", {}),
    ):
        assert visit.send(here(called, path), **fields).status_code == 400
    assert called.kinds() == before


def test_before_the_day_the_link_marks_no_presence(called, enter):
    enter("Titulaire Lyon")
    assert places(called) == {}


def test_on_the_day_the_link_marks_her_online_and_says_so(called, enter, clock):
    clock.at = STARTS - timedelta(minutes=30)
    page = enter("Titulaire Lyon").get(here(called, "/ma-page")).text
    assert places(called) == {"Lyon": Movement.ONLINE}
    assert "Présence à distance notée pour Lyon" in plain(page)


def test_the_link_of_a_principal_leaves_her_proxy_until_she_takes_it_back(called, enter, clock):
    called.give("Metz", "Lyon")
    clock.at = STARTS
    visit = enter("Titulaire Metz")
    page = visit.get(here(called, "/ma-page")).text
    assert places(called) == {}
    assert "Vous avez donné pouvoir à Lyon" in plain(page)

    number = called.members["Metz"]
    back = visit.post(
        here(called, f"/ma-page/pouvoir/{number}/reprise"), page=here(called, "/ma-page")
    )
    token, codes = called.last_link("Titulaire Metz")
    carried = here(called, f"/lien#t={token}&c={called.lines['Metz']}:{codes['Metz']}")
    assert back.headers["Location"].partition("&n=")[0] == carried
    assert called.rights("Titulaire Metz") == [("Metz", True)]
    assert places(called) == {"Metz": Movement.ONLINE}


def test_another_person_s_link_switches_the_session_and_says_so(called, enter):
    visit = enter("Titulaire Lyon")
    page = enter("Titulaire Metz", visit).get(here(called, "/ma-page")).text
    assert "Vous étiez identifié·e comme Titulaire Lyon" in page
    assert "agissez maintenant comme Titulaire Metz" in plain(page)
    assert f'id="membre-{called.members["Lyon"]}"' not in page


def test_an_officer_who_follows_her_own_link_keeps_her_account(app, called, enter, clock):
    clock.at = STARTS
    with called.database.transaction() as session:
        account = accounts.first_with_role(session, Role.SECRETARY)
        assert account is not None
        account.person_id = called.person("Titulaire Lyon")
    visit = enter("Titulaire Lyon", enter(Role.SECRETARY))
    assert visit.get(here(called, "/presence")).status_code == 200
    assert places(called) == {"Lyon": Movement.ONLINE}


def test_whoever_was_not_called_finds_no_such_meeting(app, called, enter):
    for who in (Role.SECRETARY, Role.AUDITOR):
        for path in ("/ma-page", "/ma-page/en-direct", "/ma-page/convocation.pdf"):
            assert enter(who).get(here(called, path)).status_code == 404
    assert Visit(app).get(here(called, "/ma-page")).status_code == 302


def test_a_member_does_nothing_in_the_name_of_another(called, enter):
    visit, other = enter("Titulaire Lyon"), called.members["Metz"]
    assert visit.get(here(called, f"/ma-page/pouvoir/{other}")).status_code == 404
    page, before = here(called, "/ma-page"), called.kinds()
    for path, fields in (
        ("/ma-page/reponse", {"member_id": other, "answer": "absent"}),
        ("/ma-page/presence", {"member_id": other, "movement": "online"}),
        (f"/ma-page/pouvoir/{other}", {"holder_id": called.members["Lyon"]}),
        (f"/ma-page/pouvoir/{other}/reprise", {}),
    ):
        assert visit.post(here(called, path), page=page, **fields).status_code == 404
    assert called.kinds() == before
    assert visit.get(here(called, "/presence")).status_code == 403


@pytest.mark.parametrize("answer", ["proxy", "maybe", ""])
def test_an_answer_that_the_form_does_not_offer_is_refused(called, enter, answer):
    visit, page = enter("Titulaire Lyon"), here(called, "/ma-page")
    fields = {"member_id": called.members["Lyon"], "answer": answer}
    assert visit.post(here(called, "/ma-page/reponse"), page=page, **fields).status_code == 400


def test_she_answers_and_changes_her_mind(called, enter):
    visit, page = enter("Titulaire Lyon"), here(called, "/ma-page")
    for answer, says in (("absent", "absence"), ("present", "présence sur place")):
        fields = {"member_id": called.members["Lyon"], "answer": answer}
        visit.post(here(called, "/ma-page/reponse"), page=page, **fields)
        assert f"Réponse notée pour Lyon : {says}" in plain(visit.get(page).text)


def test_she_gives_a_proxy_after_seeing_what_it_commits_her_to(called, enter):
    visit, mine = enter("Titulaire Metz"), called.members["Metz"]
    choose = here(called, f"/ma-page/pouvoir/{mine}")
    page = plain(visit.get(choose).text)
    assert f'value="{called.members["Lyon"]}"' in page
    assert f'value="{called.members["Anne Sorel"]}"' not in page
    assert "Anne Sorel" in page and "N’est pas du même collège. Règle : hypothèse" in plain(page)
    assert UNPAID in page and "Ne vote pas à cette assemblée" in page

    holder = called.members["Lyon"]
    confirm = plain(visit.get(f"{choose}?mandataire={holder}").text)
    assert "Lyon votera pour Metz." in confirm and "Se reprend à tout moment" in confirm
    assert called.rights("Titulaire Metz")  # reading the page gave nothing
    done = visit.post(choose, page=f"{choose}?mandataire={holder}", holder_id=holder)
    assert done.status_code == 302
    assert called.rights("Titulaire Metz") == []
    assert "Metz" in visit_page(enter("Titulaire Lyon"), called)


def test_a_refused_proxy_shows_reason_and_clause_and_loses_nothing(called, enter):
    called.give("Nantes", "Lyon")
    visit, mine = enter("Titulaire Metz"), called.members["Metz"]
    choose = here(called, f"/ma-page/pouvoir/{mine}")
    answer = visit.post(choose, holder_id=called.members["Nantes"])
    assert answer.status_code == 409
    said = plain(answer.text)
    assert "Le pouvoir n’est pas donné" in said and "ne peut pas transmettre" in said
    assert "Règle : hypothèse de travail" in said
    assert called.rights("Titulaire Metz") == [("Metz", True)]


def test_the_names_one_may_choose_are_searched_without_accents(called, enter):
    choose = here(called, f"/ma-page/pouvoir/{called.members['Metz']}?q=isere")
    page = enter("Titulaire Metz").get(choose).text
    assert re.findall(r'name="mandataire" value="(\d+)"', page) == [str(called.members["Isère"])]


def test_a_personal_link_opens_its_meeting_and_no_other(app, called, enter, clock):
    other = call_again(called)
    page = f"/assemblees/{other}/ma-page"
    by_link, lyon = enter("Titulaire Lyon"), called.person("Titulaire Lyon")
    assert by_link.get(here(called, "/ma-page")).status_code == 200
    assert by_link.get(page).status_code == 404
    with called.database.transaction() as session:
        token = links.make_sign_in_link(session, lyon, clock.at)
    signed_in = Visit(app)
    signed_in.post("/connexion/lien", token=token)
    assert signed_in.get(page).status_code == 200


def call_again(called: Called) -> int:
    """Call the same members to a second meeting; return its number."""
    with called.database.transaction() as session:
        meeting = copy_of(session.get_one(Meeting, called.number))
        session.add(meeting)
        session.flush()
        for line in roll.lines_of(session, called.number):
            session.add(copy_of(line, meeting_id=meeting.id))
        return meeting.id


def copy_of(row: Row, **changes: object) -> Row:
    kept = {
        column.key: getattr(row, column.key)
        for column in inspect(type(row)).columns
        if column.key != "id"
    }
    return type(row)(**kept | changes)


def test_an_open_poll_appears_by_polling_and_304_means_that_nothing_moved(called, enter, clock):
    clock.at = STARTS
    visit = enter("Titulaire Lyon")
    called.open_meeting()
    first = visit.get(here(called, "/ma-page/en-direct"))
    assert "Aucun scrutin n’est ouvert" in first.text
    tag = {"If-None-Match": first.headers["ETag"]}
    assert visit.get(here(called, "/ma-page/en-direct"), headers=tag).status_code == 304

    poll_id = called.open_poll(0)
    moved = visit.get(here(called, "/ma-page/en-direct"), headers=tag)
    assert moved.status_code == 200
    assert here(called, f"/scrutins/{poll_id}/vote") in moved.text


def test_the_notice_is_there_to_read(called, enter):
    answer = enter("Titulaire Lyon").get(here(called, "/ma-page/convocation.pdf"))
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")


def test_a_new_link_is_mailed_and_not_shown(called, enter):
    visit, page = enter("Titulaire Lyon"), here(called, "/ma-page")
    before = called.codes("Lyon")
    done = visit.post(here(called, "/ma-page/nouveau-lien"), page=page)
    token, codes = called.last_link("Titulaire Lyon")
    assert not called.codes("Lyon") & before
    assert done.headers["Location"] == page
    assert token not in visit.get(page).text and codes["Lyon"] not in visit.get(page).text


def test_while_a_secret_poll_is_open_no_new_link_displaces_its_code(called, enter, clock):
    clock.at = STARTS
    visit, page = enter("Titulaire Lyon"), here(called, "/ma-page")
    called.open_meeting()
    called.open_poll(1)
    visit.post(here(called, "/ma-page/nouveau-lien"), page=page)
    assert "votre lien actuel reste le bon" in visit.get(page).text
    assert called.mails("Titulaire Lyon") == ["notice"]


def test_the_desk_notes_an_arrival_and_says_that_the_proxy_is_cancelled(called, enter, clock):
    called.give("Metz", "Lyon")
    clock.at = STARTS
    visit, desk = enter(Role.SECRETARY), here(called, "/presence")
    number = called.members["Metz"]
    done = visit.post(f"{desk}/{number}?q=metz", page=desk, movement="onsite")
    assert done.headers["Location"] == f"{desk}?q=metz#membre-{number}"
    page = plain(visit.get(f"{desk}?q=metz").text)
    assert "Le pouvoir que Metz avait donné à Lyon est annulé par son arrivée." in page
    assert "Nantes" not in page.split("Émargement")[1]


def test_the_desk_leads_a_treasurer_to_the_dues_of_the_meetings_year(called, enter, clock):
    clock.at = STARTS
    page = enter(Role.ADMINISTRATOR).get(here(called, "/presence"))
    assert page.status_code == 200
    assert f"/registre/{called.members[UNPAID]}/cotisations/{STARTS.year}" in page.text


def test_the_desk_chooses_who_came_and_refuses_a_stranger(called, enter, clock):
    clock.at = STARTS
    visit, desk = enter(Role.SECRETARY), here(called, "/presence")
    path, person = f"{desk}/{called.members['Lyon']}", called.person("Suppléant Lyon")
    visit.post(path, page=desk, movement="onsite", person_id=person)
    assert called.rights("Suppléant Lyon") == [("Lyon", True)]

    stranger = called.person("Titulaire Metz")
    visit.post(path, page=desk, movement="online", person_id=stranger)
    assert "n’est pas nommée pour agir au nom de Lyon" in visit.get(desk).text
    assert called.rights("Suppléant Lyon") == [("Lyon", True)]


def test_the_desk_flags_who_does_not_vote_with_reason(called, enter):
    page = plain(enter(Role.SECRETARY).get(here(called, f"/presence?q={UNPAID}")).text)
    assert "Ne vote pas" in page and "la cotisation 2026 est appelée et n’est pas payée" in page


def test_the_counters_follow_and_304_means_that_nothing_moved(called, enter, clock):
    clock.at = STARTS
    visit = enter(Role.CHAIR)
    first = visit.get(here(called, "/presence/en-direct"))
    tag = {"If-None-Match": first.headers["ETag"]}
    assert visit.get(here(called, "/presence/en-direct"), headers=tag).status_code == 304
    called.move("Lyon", Movement.ONSITE)
    moved = visit.get(here(called, "/presence/en-direct"), headers=tag)
    assert moved.status_code == 200 and "Comptes 2025" in moved.text


def test_a_link_handed_out_is_a_drawing_shown_once(called, enter):
    visit, path = enter(Role.SECRETARY), here(called, f"/presence/{called.members['Lyon']}/lien")
    before = called.codes("Lyon")
    asked = visit.get(path)
    assert "ne votent plus dans les scrutins" in asked.text and called.codes("Lyon") == before

    shown = visit.post(path)
    token, codes = called.last_link("Titulaire Lyon")
    assert shown.status_code == 200 and "<svg role=" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert "style=" not in shown.text.split('class="qr"')[1].split("</svg>")[0]
    assert token not in shown.text and codes["Lyon"] not in shown.text
    assert not called.codes("Lyon") & before


def test_who_has_no_address_gets_her_link_at_the_desk(called, enter):
    path = here(called, f"/presence/{called.members[UNREACHED]}/lien")
    shown = enter(Role.SECRETARY).post(path)
    assert "n’a pas d’adresse" in shown.text and "<svg" in shown.text
    assert called.mails(f"Titulaire {UNREACHED}") == ["notice"]


def test_the_sheet_is_a_pdf(called, enter):
    answer = enter(Role.AUDITOR).get(here(called, "/presence/feuille.pdf"))
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")


def test_the_auditor_reads_the_desk_and_the_proxies_and_changes_nothing(called, enter):
    called.give("Metz", "Lyon")
    visit, number = enter(Role.AUDITOR), called.members["Metz"]
    pages = (here(called, "/presence"), here(called, "/pouvoirs"))
    for page in pages:
        text = visit.get(page).text
        assert "Metz" in text and f"/{number}/reprise" not in text
    before = called.kinds()
    for path in (f"/presence/{number}", f"/presence/{number}/lien", "/pouvoirs",
                 f"/pouvoirs/{number}/reprise"):  # fmt: skip
        answer = visit.post(here(called, path), page=pages[0], movement="onsite")
        assert answer.status_code == 403
    assert called.kinds() == before


def test_the_secretary_records_a_proxy_and_withdraws_it(called, enter):
    visit, page = enter(Role.SECRETARY), here(called, "/pouvoirs")
    fields = {"principal_id": called.members["Metz"], "holder_id": called.members["Lyon"], **PAPER}
    visit.post(page, **fields)
    said = plain(visit.get(page).text)
    assert "Pouvoir noté : Lyon votera pour Metz." in said and "1 sur 2 au plus" in said

    visit.post(f"{page}/{called.members['Metz']}/reprise", page=page)
    said = visit.get(page).text
    assert "Aucun pouvoir n’est en cours" in said and "Repris ou annulés" in said


def test_a_proxy_that_the_bylaws_refuse_keeps_the_choice_and_names_the_clause(called, enter):
    visit, page = enter(Role.SECRETARY), here(called, "/pouvoirs")
    fields = {
        "principal_id": called.members["Metz"],
        "holder_id": called.members["Anne Sorel"],
        **PAPER,
    }
    answer = visit.post(page, **fields)
    assert answer.status_code == 409
    assert "N’est pas du même collège. Règle : hypothèse de travail" in plain(answer.text)
    assert f'selected value="{called.members["Metz"]}"' in answer.text
    nothing = visit.post(page, principal_id=0, holder_id=0)
    assert nothing.status_code == 422 and "Choisissez qui donne pouvoir" in nothing.text


def visit_page(visit: Visit, called: Called) -> str:
    return visit.get(here(called, "/ma-page")).text
