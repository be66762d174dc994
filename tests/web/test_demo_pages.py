"""The demonstration: one click per role, its clock, its tour."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from governance import clock
from governance.models.accounts import Account
from governance.models.meetings import Meeting
from governance.models.members import Member, Person, Representation
from governance.models.roll import RollLine
from governance.models.rulesets import RuleSetVersion
from tests.simulators.databases import settings_for
from tests.web.visits import Visit

STARTS = datetime(2026, 6, 26, 12, tzinfo=UTC)
CREATED = datetime(2026, 6, 2, 7, tzinfo=UTC)


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Flask:
    """The demonstration with one member, one person and one assembly in preparation."""
    app = create_app(settings_for(sqlite_url, tmp_path / "instance", PLENIERE_DEMO="1"))
    clock.move_demo_clock(app.extensions["settings"], CREATED)
    with app.extensions["database"].transaction() as session:
        rules = RuleSetVersion(name="s", version=1, document="{}", sha256="0", created_at=CREATED)
        person = Person(name="Anne Sorel", email="anne@example.org")
        member = Member(
            kind="institution",
            name="Ville de Metz",
            name_key="ville de metz",
            category="ville",
            created_at=CREATED,
        )
        session.add_all([rules, person, member])
        session.flush()
        session.add_all(
            [
                Representation(
                    member_id=member.id,
                    person_id=person.id,
                    acts_as="representative",
                    since=date(2025, 1, 1),
                ),
                Meeting(
                    body="AGO",
                    title="Assemblée générale 2026",
                    starts_at=STARTS,
                    rule_set_id=rules.id,
                    created_at=CREATED,
                ),
            ]
        )
    return app


@pytest.fixture
def visit(app: Flask) -> Visit:
    return Visit(app)


def convene(app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        session.get_one(Meeting, 1).convened_at = CREATED
        session.add(RollLine(meeting_id=1, member_id=1, name="Ville de Metz", college="", voices=1))


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("secretary", "Secrétariat"),
        ("chair", "Présidence"),
        ("treasurer", "Trésorerie"),
        ("scrutineer", "Scrutateur"),
        ("auditor", "Contrôle"),
        ("administrator", "Administration"),
    ],
)
def test_one_click_enters_as(visit, role, name):
    page = visit.get("/demo").text
    assert f'action="/demo/role/{role}"' in page
    assert visit.post(f"/demo/role/{role}", page="/demo").headers["Location"] == "/"

    assert name in visit.get("/compte").text


def test_a_role_is_played_by_one_account_however_often(app, visit):
    for role in ("chair", "secretary", "chair"):
        visit.post(f"/demo/role/{role}", page="/demo")

    assert "chair@demonstration.example" in visit.get("/compte").text
    with app.extensions["database"].transaction() as session:
        assert session.query(Account).count() == 2


def test_a_click_is_a_post_with_its_token(visit):
    assert visit.get("/demo/role/secretary").status_code == 405
    assert visit.send("/demo/role/secretary").status_code == 400


@pytest.mark.parametrize("role", ["member", "nobody", "Secretary"])
def test_there_is_no_click_for_another_role(visit, role):
    assert visit.post(f"/demo/role/{role}", page="/demo").status_code == 404


def test_a_member_is_chosen_from_the_register(visit):
    assert "Ville de Metz – Anne Sorel" in visit.get("/demo").text
    visit.post("/demo/membre", page="/demo", person_id=1)

    assert "Bonjour Anne Sorel" in visit.get("/").text


def test_a_member_of_a_convened_assembly_comes_by_its_personal_link(app, visit):
    convene(app)
    location = visit.post("/demo/membre", page="/demo", person_id=1).headers["Location"]
    path, _, fragment = location.partition("#")
    if path != "/":  # the page behind the link is plugged in: press its button
        assert path == "/assemblees/1/lien"
        visit.post(path, token=fragment.removeprefix("t=").partition("&")[0])

    assert "Assemblée générale 2026" in visit.get("/").text


@pytest.mark.parametrize("person", ["", "999", "x"])
def test_only_a_person_of_the_register_can_be_played(visit, person):
    assert visit.post("/demo/membre", page="/demo", person_id=person).status_code == 404


def test_the_clock_goes_to_the_assembly_and_back_while_nothing_is_convened(app, visit):
    visit.post("/demo/horloge/assemblee", page="/demo")
    there = clock.clock_of(app.extensions["settings"])
    assert 0 <= (there - STARTS).total_seconds() < 60

    visit.post("/demo/horloge/debut", page="/demo")
    back = clock.clock_of(app.extensions["settings"])
    assert back.date() == date(2026, 6, 2)


def test_the_clock_does_not_go_back_once_the_assembly_is_convened(app, visit):
    convene(app)
    refused = visit.post("/demo/horloge/debut", page="/demo")

    assert refused.status_code == 409
    assert "ne peut plus reculer" in refused.text
    assert "Revenir au" not in visit.get("/demo").text


def test_the_tour_shows_what_is_done_and_what_comes_next(app, visit):
    before = visit.get("/demo").text
    assert before.count("À faire maintenant") == 1
    assert "Fait<" not in before
    convene(app)

    after = visit.get("/demo").text
    assert after.index("Convoquer") < after.index("Fait") < after.index("Répondre")
    assert after.count("À faire maintenant") == 1


def test_an_account_of_the_demonstration_has_no_password_to_sign_in_with(visit):
    visit.post("/demo/role/secretary", page="/demo")
    stranger = Visit(visit.client.application)
    email = "secretary@demonstration.example"
    answer = stranger.post("/connexion/mot-de-passe", email=email, password="anything at all")

    assert answer.status_code == 422
