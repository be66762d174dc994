"""Convening, deliveries, the sitting and the demonstration's outbox through their pages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from governance.demo import seed
from governance.demo.assembly import DAY, START
from governance.jobs import Jobs
from governance.models.accounts import AccountRole
from governance.models.agenda import AgendaItem
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.models.outbox import OutboxMessage
from governance.rules.codes import CALLED_CHECK_CODES, CHECK_CODES
from governance.rules.lifecycle import MeetingState
from governance.rules.notices import Check
from governance.rules.ruleset import Source
from governance.services.convening import meetings, notices
from governance.services.electorate import roll
from governance.services.entry import links
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import attendance
from governance.settings import Settings
from governance.web.convening.notice_checks import (
    CHECK_WORDS,
    RETIRED_WORDS,
    check_sentence,
    read_kept,
)
from tests.simulators.smtp import Mailboxes
from tests.web.visits import Visit

MEMBERS = 20
HOUSE = "/assemblees/1"


class Clock:
    """The application's clock, moved by the test."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr("governance.clock.now", moved)
    monkeypatch.setattr("governance.clock.clock_of", lambda _settings: moved.at)
    return moved


@pytest.fixture
def demo_settings(sqlite_settings: Settings) -> Settings:
    return replace(sqlite_settings, demo=True)


@pytest.fixture
def app(demo_settings: Settings, clock: Clock) -> Iterator[Flask]:
    """The application over the demonstration: twenty members, an assembly to convene."""
    app = create_app(demo_settings)
    database = app.extensions["database"]
    with database.transaction() as session:
        seed.load(session, START, MEMBERS)
    yield app
    database.engine.dispose()


def reading(app: Flask) -> Session:
    session: Session = app.extensions["database"].session(read_only=True)
    return session


def enter(app: Flask, role: str) -> Visit:
    """A visitor who signed in with the account of this role."""
    with reading(app) as session:
        wanted = select(AccountRole.account_id).where(AccountRole.role == role)
        account_id = session.scalars(wanted).first()
    return enter_as(app, f"account:{account_id}")


def enter_as(app: Flask, key: str) -> Visit:
    visit = Visit(app)
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie["_fresh"] = True
    return visit


@pytest.fixture
def secretary(app: Flask) -> Visit:
    return enter(app, "secretary")


@pytest.fixture
def convened(secretary: Visit) -> Visit:
    """The secretary, once the notice has left."""
    assert secretary.post(f"{HOUSE}/convocation/envoyer").status_code == 302
    return secretary


def plan(**fields: str) -> dict[str, str]:
    usual = {"title": "AGE 2026", "day": "2026-07-10", "hour": "18:30", "place": "Lyon"}
    return usual | fields


def items_of(app: Flask, meeting_id: int = 1) -> list[AgendaItem]:
    wanted = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    with reading(app) as session:
        return list(session.scalars(wanted.order_by(AgendaItem.position)))


def test_the_five_steps_lead_from_the_last_assembly_to_the_members_mailboxes(app, secretary):
    first = secretary.get("/assemblees/nouvelle")
    assert "Reprendre la dernière" in first.text
    assert 'value="copie-1"' in first.text

    second = secretary.get("/assemblees/nouvelle/date?depart=copie-1")
    assert 'value="Assemblée générale ordinaire 2026"' in second.text
    assert "Oasis 21" in second.text
    made = secretary.post("/assemblees/nouvelle/date?depart=copie-1", **plan())
    assert made.headers["Location"] == "/assemblees/2/ordre-du-jour"

    third = secretary.get(made.headers["Location"])
    assert "Approbation des comptes 2025" in third.text
    assert "Étape 3 sur 5" in third.text
    fourth = secretary.get("/assemblees/2/convocation")
    assert "La convocation peut partir" in fourth.text
    assert "37 jours francs" in fourth.text
    fifth = secretary.get("/assemblees/2/convocation/envoyer")
    assert f"Convoquer {MEMBERS} membres" in fifth.text
    for page, back in (
        (third, "/assemblees/2/modifier"),
        (fourth, "/assemblees/2/ordre-du-jour"),
        (fifth, "/assemblees/2/convocation"),
    ):
        assert f'<a href="{back}">' in page.text

    sent = secretary.post("/assemblees/2/convocation/envoyer")
    assert sent.headers["Location"] == "/assemblees/2/envois"
    with reading(app) as session:
        assert session.get_one(Meeting, 2).state is MeetingState.CONVENED
        assert len(session.scalars(select(OutboxMessage)).all()) == MEMBERS


def test_a_red_list_blocks_the_sending_and_says_why(app, secretary, clock):
    clock.at = START + timedelta(days=12)

    listed = secretary.get(f"{HOUSE}/convocation").text
    assert "1 ligne rouge empêche l’envoi" in listed
    assert "ne laisserait que 11 jours francs" in listed
    assert "Continuer vers l’envoi" not in listed
    assert secretary.get(f"{HOUSE}/convocation/envoyer").status_code == 302
    refused = secretary.post(f"{HOUSE}/convocation/envoyer", page=f"{HOUSE}/convocation")

    assert refused.status_code == 409
    assert "ne laisserait que 11 jours francs" in refused.text
    assert "La convocation n’est pas partie" in refused.text
    with reading(app) as session:
        assert session.get_one(Meeting, 1).state is MeetingState.DRAFT
        assert session.scalars(select(OutboxMessage)).all() == []


def test_each_line_of_the_list_carries_its_clause_and_its_hypothesis(secretary):
    listed = secretary.get(f"{HOUSE}/convocation").text

    assert listed.count('class="check check-') == len(CHECK_CODES)
    assert listed.count("badge-assumed") >= 10
    assert "il en faut 15" in listed
    assert "mercredi 10 juin 2026" in listed


def test_an_assembly_is_not_convened_twice(app, convened):
    again = convened.post(f"{HOUSE}/convocation/envoyer", page=HOUSE)

    assert again.status_code == 409
    with reading(app) as session:
        assert len(session.scalars(select(OutboxMessage)).all()) == MEMBERS
    assert "telle qu’elle était à l’envoi" in convened.get(f"{HOUSE}/convocation").text


@pytest.mark.parametrize("role", ["treasurer", "auditor", "scrutineer"])
def test_only_secretary_and_chair_may_convene(app, role):
    visit = enter(app, role)

    assert visit.get(HOUSE).status_code == 200
    for path in ("/assemblees/nouvelle", f"{HOUSE}/modifier", f"{HOUSE}/convocation/envoyer"):
        assert visit.get(path).status_code == 403
    assert visit.post(f"{HOUSE}/convocation/envoyer", page=HOUSE).status_code == 403
    assert visit.post(f"{HOUSE}/ordre-du-jour/1/retirer", page=HOUSE).status_code == 403
    with reading(app) as session:
        assert session.get_one(Meeting, 1).state is MeetingState.DRAFT


def test_a_stranger_is_sent_to_sign_in_and_a_member_sees_her_own_assemblies(app, convened):
    assert Visit(app).get("/assemblees").headers["Location"].startswith("/connexion")
    with reading(app) as session:
        person = roll.acting_persons(session)[1]
    with app.extensions["database"].transaction() as session:
        link = links.open_link(
            session, links.make_meeting_link(session, person.id, 1, START), START
        )
    member = enter_as(app, f"link:{link.id}")

    page = member.get("/assemblees")
    assert "Vos convocations" in page.text
    assert "Assemblée générale ordinaire 2026" in page.text
    assert "Préparer une assemblée" not in page.text
    assert member.get(HOUSE).status_code == 403


def test_nothing_is_sent_without_the_token_of_the_form(app, secretary):
    assert secretary.send(f"{HOUSE}/convocation/envoyer").status_code == 400
    with reading(app) as session:
        assert session.scalars(select(OutboxMessage)).all() == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"day": ""}, "Choisissez une date"),
        ({"day": "31/02/2026"}, "Rien n’a été enregistré"),
        ({"remote_url": "http://visio.example"}, "https://"),
    ],
)
def test_a_plan_that_is_not_sound_comes_back_with_what_was_typed(app, secretary, fields, words):
    answer = secretary.post(
        "/assemblees/nouvelle/date?depart=AGE", **plan(place="Salle Jaurès", **fields)
    )

    assert answer.status_code == 422
    assert words in answer.text
    assert "Salle Jaurès" in answer.text
    with reading(app) as session:
        assert session.get(Meeting, 2) is None


@pytest.mark.parametrize("start", ["", "copie-99", "copie-", "copie-1x", "XYZ", "copie-9999999999"])
def test_an_unknown_point_of_departure_is_not_found(secretary, start):
    assert secretary.get(f"/assemblees/nouvelle/date?depart={start}").status_code == 404


def test_items_are_added_moved_edited_and_removed(app, secretary):
    base = f"{HOUSE}/ordre-du-jour"
    added = secretary.post(
        f"{base}/nouveau/resolution",
        title="Siège social",
        resolution="Le siège est transféré.",
        majority="extraordinary",
    )
    item = items_of(app)[-1]
    assert added.headers["Location"] == f"{base}#point-{item.id}"
    assert (item.title, item.majority, item.secret) == ("Siège social", "extraordinary", False)

    secretary.post(f"{base}/{item.id}/place", page=base, sens="haut")
    assert items_of(app)[-2].id == item.id
    secretary.post(
        f"{base}/{item.id}", title="Siège", resolution="Texte", majority="ordinary", secret="y"
    )
    assert (items_of(app)[-2].title, items_of(app)[-2].secret) == ("Siège", True)
    secretary.post(f"{base}/{item.id}/retirer", page=base)
    assert item.id not in [one.id for one in items_of(app)]


def test_an_election_form_says_that_the_bylaws_want_it_secret(app, secretary):
    path = f"{HOUSE}/ordre-du-jour/nouveau/election"
    form = secretary.get(path).text
    assert re.search(r'name="secret"[^>]*', form)
    assert "ne peut pas être décochée" in form

    refused = secretary.post(path, title="Bureau", seats="1", candidates="Anne\nBob\nanne")
    assert refused.status_code == 422
    assert "un nom par ligne" in refused.text
    secretary.post(path, title="Bureau", seats="1", candidates="Anne\n\n Bob \n")
    assert items_of(app)[-1].secret


def test_the_paper_is_shown_before_and_kept_after_the_sending(app, secretary):
    before = secretary.get(f"{HOUSE}/convocation.pdf")
    assert before.mimetype == "application/pdf"
    assert before.data.startswith(b"%PDF-")
    assert before.headers["Content-Disposition"].startswith("inline")

    secretary.post(f"{HOUSE}/convocation/envoyer")
    kept = secretary.get(f"{HOUSE}/convocation.pdf").data
    with reading(app) as session:
        sent = notices.notice_of(session, 1)
        assert sent is not None
        assert sent.document.content == kept
        assert sent.document.sha256 in secretary.get(f"{HOUSE}/envois").text.replace(
            '</span><span class="tracker-group">', ""
        )


def test_deliveries_tell_refusals_first_and_lead_to_a_second_sending(
    app, demo_settings, convened, smtp_server: Mailboxes
):
    with app.extensions["database"].transaction() as session:
        person = roll.acting_persons(session)[5]
        smtp_server.refuse(person.email)
    before = convened.get(f"{HOUSE}/envois/etat")
    _work_off(app, demo_settings, smtp_server)

    page = convened.get(f"{HOUSE}/envois").text
    assert page.index("Refusé") < page.index("Remis au serveur")
    assert "cette boîte n’existe pas" in page
    assert "(code 550)" in page
    assert "Corriger l’adresse" in page
    moved = convened.get(f"{HOUSE}/envois/etat", headers={"If-None-Match": before.headers["ETag"]})
    assert moved.status_code == 200
    same = convened.get(f"{HOUSE}/envois/etat", headers={"If-None-Match": moved.headers["ETag"]})
    assert same.status_code == 304

    with app.extensions["database"].transaction() as session:
        roll.acting_persons(session)[5].email = "nouvelle@example.org"
    assert "Renvoyer à nouvelle@example.org" in convened.get(f"{HOUSE}/envois").text
    convened.post(f"{HOUSE}/envois/5/renvoyer", page=f"{HOUSE}/envois")
    _work_off(app, demo_settings, smtp_server)
    assert len(smtp_server.of("nouvelle@example.org")) == 1
    assert "envoi n° 2" in convened.get(f"{HOUSE}/envois").text


def _work_off(app: Flask, settings: Settings, server: Mailboxes) -> None:
    """Let the worker's jobs hand over everything that is owed."""
    database = app.extensions["database"]
    jobs = Jobs(replace(settings, mail=server.url), database)
    with database.transaction() as session:
        owed = [
            message.id
            for message in session.scalars(select(OutboxMessage))
            if message.state == "queued"
        ]
    jobs.deliver(owed)


def test_a_sitting_is_opened_conducted_and_closed_from_its_page(app, convened, clock):
    assert "Pas avant le vendredi 26 juin 2026" in convened.get(f"{HOUSE}/seance").text
    early = convened.post(
        f"{HOUSE}/ouverture", page=f"{HOUSE}/seance", chair="Gabriel", secretary="Inès"
    )
    assert early.status_code == 409

    clock.at = DAY
    nobody = convened.post(f"{HOUSE}/ouverture", page=f"{HOUSE}/seance", chair="", secretary="I")
    assert nobody.status_code == 422
    assert "Indiquez qui préside" in nobody.text
    convened.post(f"{HOUSE}/ouverture", page=f"{HOUSE}/seance", chair="Gabriel", secretary="Inès")
    item = items_of(app)[2]
    convened.post(f"{HOUSE}/points/{item.id}/notes", page=f"{HOUSE}/seance", text="Deux questions.")
    convened.post(f"{HOUSE}/incidents", page=f"{HOUSE}/seance", text="Coupure de la visio.")
    page = convened.get(f"{HOUSE}/seance").text
    assert "Deux questions." in page
    assert "Coupure de la visio." in page
    assert "Gabriel" in page

    closed = convened.post(f"{HOUSE}/cloture", page=f"{HOUSE}/seance")
    assert closed.headers["Location"] == HOUSE
    assert convened.get(f"{HOUSE}/seance").headers["Location"] == HOUSE
    assert convened.get(f"{HOUSE}/seance/compteurs").status_code == 409
    with reading(app) as session:
        assert session.get_one(Meeting, 1).state is MeetingState.CLOSED


def test_an_empty_note_changes_nothing(app, convened):
    convened.post(f"{HOUSE}/incidents", page=f"{HOUSE}/seance", text="  ")

    assert "Écrivez quelques mots" in convened.get(f"{HOUSE}/seance").text
    with reading(app) as session:
        assert "incident.noted" not in [line.kind for line in journal.lines_of(session, 1)]


def test_the_counters_move_with_the_arrivals_and_answer_304_until_then(app, convened, clock):
    clock.at = DAY
    first = convened.get(f"{HOUSE}/seance/compteurs")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert 'id="compteurs"' in first.text
    assert convened.get(f"{HOUSE}/seance/compteurs", headers=tag).status_code == 304

    with app.extensions["database"].transaction() as session:
        meeting = meetings.get_meeting(session, 1)
        drawn = roll.roll_at(session, meeting, DAY)
        there = drawn.entitled_lines()[0].member_id
        attendance.note_movement(
            session, meeting, there, Movement.ONSITE, actor=Actor("Inès"), now=DAY
        )
    moved = convened.get(f"{HOUSE}/seance/compteurs", headers=tag)
    assert moved.status_code == 200
    assert "1 voix présente ou représentée" in moved.text


def test_the_page_of_a_meeting_says_what_comes_next(app, secretary, clock):
    assert "Vérifier et envoyer la convocation" in secretary.get(HOUSE).text
    secretary.post(f"{HOUSE}/convocation/envoyer")
    page = secretary.get(HOUSE).text
    assert "Suivre les envois et les réponses" in page
    assert f"{MEMBERS} membres n’ont pas encore répondu" in page
    clock.at = DAY
    assert "Accueillir et ouvrir la séance" in secretary.get(HOUSE).text


def test_a_meeting_that_does_not_exist_is_not_found(secretary):
    assert secretary.get("/assemblees/99").status_code == 404
    assert secretary.get(f"{HOUSE}/ordre-du-jour/999").status_code == 404
    assert secretary.get(f"{HOUSE}/ordre-du-jour/nouveau/ballet").status_code == 404


def test_the_outbox_shows_a_mail_with_its_link_and_its_files(app, demo_settings, convened):
    jobs = Jobs(demo_settings, app.extensions["database"])
    jobs.deliver((1, 2))
    stranger = Visit(app)

    listed = stranger.get("/boite-d-envoi").text
    assert "2 messages" in listed
    path = re.search(r'href="(/boite-d-envoi/[^"]+\.eml)"', listed)[1]
    mail = stranger.get(path).text
    assert re.search(r'<a href="http://127\.0\.0\.1:8000/assemblees/1/lien#t=[\w-]+&amp;c=', mail)
    assert stranger.get(f"{path}/pieces/1").data.startswith(b"%PDF-")
    assert stranger.get(f"{path}/pieces/1").headers["Content-Disposition"].startswith("attachment")
    assert stranger.get(f"{path}/source").data.startswith(b"Message-ID:")
    assert "0 message" in stranger.get("/boite-d-envoi?pour=personne-de-ce-nom").text
    for missing in ("nothing.eml", "..%2fsecrets.json", ".part"):
        assert stranger.get(f"/boite-d-envoi/{missing}").status_code == 404
    assert stranger.get(f"{path}/pieces/9").status_code == 404


@pytest.mark.parametrize(
    "changes", [{"demo": False}, {"demo": True, "mail": "smtp://127.0.0.1:2525"}]
)
def test_there_is_no_outbox_outside_the_demonstration(sqlite_settings, changes):
    app = create_app(replace(sqlite_settings, **changes))

    assert "outbox.index" not in app.view_functions
    assert Visit(app).get("/boite-d-envoi").status_code == 404


def test_every_check_can_be_said_green_and_red(app):
    every = CHECK_CODES | CALLED_CHECK_CODES
    assert set(CHECK_WORDS) == every
    facts = {
        "given": 1, "required": 15, "counting": "clear", "latest_day": "2026-06-10",
        "sending_on": "2026-06-12", "meeting_on": "2026-06-26", "role": "treasurer",
        "allowed": ["chair", "secretary"], "has_link": True, "items": 1, "positions": [2, 3],
        "recipients": 1, "names": ["Lyon"], "count": 1, "papers": ["comptes.pdf"],
        "path": "quorum.second", "reason": "Le bail expire.", "members": 3, "votes": 4,
        "first_on": "2026-06-01", "refusal": "second-call.too-soon", "why": "weight.too-many",
        "told": {}, "figures_on": "2026-01-01",
    }  # fmt: skip
    with app.test_request_context():
        for code in every:
            said = {
                check_sentence(Check(code, ok, True, "art. 9", Source.STATUTS, facts), "Lyon")
                for ok in (True, False)
            }
            assert len(said) == 2
            assert not any("{" in sentence or sentence == code for sentence in said)
            assert not any("…" in sentence for sentence in said)


def test_a_check_that_is_no_longer_looked_at_is_still_told_of_notices_sent_then(app):
    assert not set(RETIRED_WORDS) & set(CHECK_WORDS)
    for code in RETIRED_WORDS:
        kept = {"code": code, "ok": True, "blocking": True, "clause": "", "facts": {}}
        with app.test_request_context():
            assert check_sentence(read_kept(kept | {"source": "statuts"})) == RETIRED_WORDS[code][0]


def test_a_fact_that_a_notice_did_not_keep_yet_is_left_open(app):
    kept = {"code": "notice.figures", "ok": False, "blocking": True, "clause": "", "facts": {}}
    with app.test_request_context():
        assert "…" in check_sentence(read_kept(kept | {"source": "statuts"}))
