"""Contacts, points, themes and regions through their pages, with CSRF on."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from governance.demo import seed
from governance.models.accounts import Account, AccountRole
from governance.models.contacts import Contact
from governance.models.followups import FollowUp, NextStep
from governance.models.members import Member
from governance.settings import Settings
from tests.web.visits import Visit

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def app(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application over the demonstration's register, on 2 June 2026."""
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    app = create_app(sqlite_settings)
    database = app.extensions["database"]
    with database.transaction() as session:
        seed.load(session, NOW)
        for role in ("secretary", "treasurer", "auditor", "scrutineer"):
            account = Account(email=f"{role}@v.example", name=f"Test {role}", person_id=None)
            account.roles.append(AccountRole(role=role))
            session.add(account)
    yield app
    database.engine.dispose()


def enter(app: Flask, role: str) -> Visit:
    visit = Visit(app)
    with app.extensions["database"].session(read_only=True) as session:
        account = session.scalars(select(Account).where(Account.name == f"Test {role}")).one()
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = f"account:{account.id}"
        cookie["_fresh"] = True
    return visit


@pytest.fixture
def secretary(app: Flask) -> Visit:
    return enter(app, "secretary")


def rows(app: Flask, wanted) -> list:
    with app.extensions["database"].session(read_only=True) as session:
        return list(session.scalars(wanted))


def number(app: Flask, name: str) -> int:
    return rows(app, select(Member.id).where(Member.name == name))[0]


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def present(app: Flask, member: int) -> list[tuple[str, bool]]:
    wanted = select(Contact).where(Contact.member_id == member, Contact.until.is_(None))
    return [(row.name, row.is_permanent) for row in rows(app, wanted.order_by(Contact.id))]


def test_a_contact_is_added_corrected_made_permanent_and_ended(app: Flask, secretary: Visit):
    nancy = number(app, "Nancy")
    base = f"/registre/{nancy}/contacts"
    card = {"name": "Ana Inventée", "email": "ana@c.example", "since": "2026-01-05"}
    secretary.post(f"{base}/nouveau", **card, permanent="y", former="ends")
    secretary.post(f"{base}/nouveau", name="Bob Inventé", since="2026-02-01", former="ends")
    ana, bob = rows(app, select(Contact.id).where(Contact.member_id == nancy).order_by(Contact.id))
    secretary.post(f"{base}/{ana}/corriger", name="Ana Inventée", phone="01 23 45 67 89")
    assert "01 23 45 67 89" in words(secretary.get(f"/registre/{nancy}"))

    secretary.post(f"{base}/{bob}/permanent", since="2026-06-01", former="stays")
    assert present(app, nancy) == [("Ana Inventée", False), ("Bob Inventé", True)]
    last = rows(app, select(Contact.id).where(Contact.name == "Ana Inventée"))[-1]
    secretary.post(f"{base}/{last}/fin", day="2026-06-02")
    assert present(app, nancy) == [("Bob Inventé", True)]
    assert "Ana Inventée, du 05/01/2026 au 01/06/2026" in words(secretary.get(base))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Indiquez le nom de la personne."),
        ({"email": "ana"}, "ana"),
        ({"phone": "demain"}, "n’est pas un numéro de téléphone"),
        ({"since": "2026-06-03"}, "à venir"),
        ({"since": "hier"}, "Not a valid date"),
        ({"name": "x" * 300}, "200"),
        ({"former": "eaten"}, "Not a valid choice"),
    ],
)
def test_a_wrong_card_comes_back_with_its_sentence_and_writes_nothing(
    app: Flask, secretary: Visit, wrong: dict[str, str], said: str
):
    member = number(app, "Nancy")
    card = {"name": "Ana", "since": "2026-01-05", "permanent": "y", "former": "ends"} | wrong
    answer = secretary.post(f"/registre/{member}/contacts/nouveau", **card)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text or "error-summary" in answer.text
    if not said.startswith("Not"):  # what WTForms says itself is translated by its own catalogue
        assert said in unescape(answer.text)
    assert present(app, member) == []


def test_a_point_is_written_with_steps_corrected_added_to_and_withdrawn(
    app: Flask, secretary: Visit
):
    member = number(app, "Nancy")
    base = f"/registre/{member}/suivi"
    told = {"held_on": "2026-05-04", "attendees": "Ana", "said": "Première\nligne <b>grasse</b>"}
    step = {"todo_1": "Écrire", "carrier_1": "Inès", "due_1": "2026-05-20", "todo_3": "Voir"}
    secretary.post(f"{base}/nouveau-point", **told, **step)
    point = rows(app, select(FollowUp.id).where(FollowUp.member_id == member))[0]
    secretary.post(f"{base}/{point}/suites", text="Rappeler")
    steps = rows(app, select(NextStep).where(NextStep.follow_up_id == point).order_by(NextStep.id))
    assert [(one.text, one.carried_by) for one in steps] == [
        ("Écrire", "Inès"),
        ("Voir", ""),
        ("Rappeler", ""),
    ]
    page = secretary.get(base).text
    assert "&lt;b&gt;grasse" in page
    assert "en retard, pour le 20/05/2026" in unescape(page)

    secretary.post(f"{base}/suites/{steps[0].id}", page=base, done="1")
    assert "en retard" not in secretary.get(base).text
    secretary.post(f"{base}/{point}/corriger", held_on="2026-05-05", attendees="Bob", said="Autre")
    assert "mardi 5 mai 2026" in words(secretary.get(base))
    secretary.post(f"{base}/{point}/retirer", reason="Mauvais membre")
    assert "Mauvais membre" in words(secretary.get(base))
    assert rows(app, select(FollowUp.withdrawn_for).where(FollowUp.id == point)) == [
        "Mauvais membre"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": "2026-06-03"},
        {"held_on": ""},
        {"attendees": " "},
        {"said": ""},
        {"said": "x" * 10_001},
        {"carrier_1": "Inès"},
        {"todo_1": "Écrire", "due_1": "2026-01-01"},
        {"todo_2": "x" * 501},
    ],
)
def test_a_wrong_point_is_not_written_and_the_page_says_where(
    app: Flask, secretary: Visit, wrong: dict[str, str]
):
    member = number(app, "Nancy")
    told = {"held_on": "2026-05-04", "attendees": "Ana", "said": "Dit"} | wrong
    answer = secretary.post(f"/registre/{member}/suivi/nouveau-point", **told)
    assert answer.status_code == 200
    assert "field-wrong" in answer.text
    assert rows(app, select(FollowUp.id).where(FollowUp.member_id == member)) == []


def test_the_secretary_is_told_at_home_who_has_had_no_point_for_six_months(
    app: Flask, secretary: Visit
):
    home = words(secretary.get("/"))
    assert "24 institutions n’ont pas eu de point depuis six mois" in home
    assert "24 membres trouvés" in words(secretary.get("/registre/suivi?etat=waiting"))
    assert "3 suites sont en retard" in home
    assert "point depuis six mois" not in words(enter(app, "treasurer").get("/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=04", {"Réunion", "Département de la Réunion"}),
        ("q=reunion+departement", {"Département de la Réunion"}),
        ("region=99", set()),
        ("theme=99999999999999999999", None),
        ("theme=-1", None),
        ("etat=%3Cb%3E", None),
        ("page=-5", None),
        ("page=x", None),
        (f"q={'x' * 5000}", set()),
    ],
)
def test_the_follow_up_is_searched_and_takes_any_query(
    app: Flask, secretary: Visit, query: str, found: set[str] | None
):
    answer = secretary.get(f"/registre/suivi?{query}")
    assert answer.status_code == 200
    listed = {unescape(name) for name in re.findall(r'/suivi">([^<]+)</a>', answer.text)}
    listed &= set(rows(app, select(Member.name)))
    assert found is None or listed == found


def test_themes_are_added_chosen_found_and_retired(app: Flask, secretary: Visit):
    member = number(app, "Nancy")
    secretary.post("/registre/suivi/themes", label="Santé publique")
    again = secretary.post("/registre/suivi/themes", label="sante PUBLIQUE")
    assert "est déjà un thème" in words(again)
    choices = secretary.get(f"/registre/{member}/suivi/themes").text
    found = re.search(r'value="(\d+)"[^>]*>\s*<label[^>]*>Santé publique', choices)
    assert found
    secretary.post(f"/registre/{member}/suivi/themes", themes=found[1])
    assert "1 membre trouvé" in words(secretary.get(f"/registre/suivi?theme={found[1]}"))

    retire = f"/registre/suivi/themes/{found[1]}/retirer"
    secretary.post(retire, page="/registre/suivi/themes")
    assert "Santé publique" not in secretary.get(f"/registre/{member}/suivi").text


def test_an_expectation_is_noted_shown_with_its_region_and_closed(app: Flask, secretary: Visit):
    member = number(app, "Nancy")
    base = f"/registre/{member}/suivi"
    secretary.post(f"{base}/nouvelle-attente", text="Un <i>atelier</i>")
    assert "Un &lt;i&gt;atelier" in secretary.get("/registre/regions/44").text
    close = re.search(rf"{base}/attentes/\d+/clore", secretary.get(base).text)
    assert close
    secretary.post(close[0], page=base)
    assert "atelier" not in secretary.get("/registre/regions/44").text
    assert "close le 02/06/2026" in words(secretary.get(base))


def test_what_was_said_is_for_the_secretary_and_the_chair_alone(app: Flask):
    treasurer, scrutineer = enter(app, "treasurer"), enter(app, "scrutineer")
    member = number(app, "Bretagne")
    closed = (f"/registre/{member}/suivi", "/registre/suivi", "/registre/suivi/suites",
              "/registre/suivi/themes", "/registre/suivi/export/csv")  # fmt: skip
    assert {treasurer.get(path).status_code for path in closed} == {403}
    assert treasurer.get(f"/registre/{member}/contacts").status_code == 200
    assert treasurer.get(f"/registre/{member}/contacts/nouveau").status_code == 403
    assert treasurer.get("/registre/contacts/export/csv").status_code == 403
    region = treasurer.get("/registre/regions/53")
    assert region.status_code == 200
    assert "Dernier point" not in region.text
    assert "Être mise en lien" not in region.text
    assert scrutineer.get("/registre/regions").status_code == 403
    assert scrutineer.get(f"/registre/{member}/contacts").status_code == 403


def test_the_map_has_a_tile_for_each_region_and_the_table_says_the_same(secretary: Visit):
    page = secretary.get("/registre/regions").text
    said = re.findall(r'class="tile" [^>]*aria-label="([^"]+)"', page)
    told = [re.sub(r"\s", " ", unescape(text)) for text in said]
    assert len(told) == 36  # eighteen, in two sizes
    assert told[:18] == told[18:]
    assert told.count("Martinique : aucun membre") == 2
    (reunion,) = {text for text in told if text.startswith("La Réunion")}
    assert "2 membres (Département 1, Région 1)" in reunion
    table = words(secretary.get("/registre/regions"))
    assert "La Réunion RÉU 2 membres au registre, La Réunion 1 1 2/2 10 000 €" in table
    assert "19 membres ne sont dans aucune région" in table


def test_a_tile_leads_to_the_register_of_its_region_however_a_line_writes_it(
    app: Flask, secretary: Visit
):
    with app.extensions["database"].transaction() as session:
        reunion = session.scalars(select(Member).where(Member.name == "Réunion")).one()
        reunion.region = "reunion"
    page = secretary.get("/registre?region=La+Réunion")
    assert "2 membres trouvés" in words(page)


def test_the_drawing_is_a_sound_file_of_its_own_with_every_name_and_no_link(secretary: Visit):
    answer = secretary.get("/registre/regions.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "attachment" in answer.headers["Content-Disposition"]
    drawing = ET.fromstring(answer.data)
    texts = " ".join("".join(part.itertext()) for part in drawing.iter(f"{SVG}text"))
    for name in ("Guadeloupe", "Mayotte", "Corse", "Franche-Comté", "6 membres", "16 000 €"):
        assert name in texts.replace("\xa0", " ").replace("\u202f", " ")
    assert not list(drawing.iter(f"{SVG}a"))
    assert not list(drawing.iter(f"{SVG}script"))
    bands = {part.get("fill") for part in drawing.iter(f"{SVG}rect")}
    assert {f"url(#wide-level-{level})" for level in (1, 2, 3)} <= bands


def test_files_of_regions_contacts_and_points_are_sent(secretary: Visit):
    for path in ("regions", "contacts", "suivi"):
        for extension, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("ods", b"PK")):
            answer = secretary.get(f"/registre/{path}/export/{extension}")
            assert answer.data.startswith(start)
            assert f".{extension}" in answer.headers["Content-Disposition"]
    lines = secretary.get("/registre/regions/export/csv").data.decode("utf-8-sig").splitlines()
    assert ";noms;Ville ou métropole;Département;Région;" in lines[0]
    assert len(lines) == 19


def test_the_dynamics_of_a_region_are_written_and_the_text_before_stays(secretary: Visit):
    path = "/registre/regions/53"
    secretary.post(f"{path}/dynamiques", text="Nouveau <script>texte</script>")
    page = secretary.get(path).text
    assert "Nouveau &lt;script&gt;texte" in page
    assert "partagent un terrain" in page
    assert "1 texte auparavant" in words(secretary.get(path))
    long = secretary.post(f"{path}/dynamiques", text="x" * 10_001)
    assert "field-wrong" in long.text


@pytest.mark.parametrize("path", ["regions/99", "regions/x", "regions/%2e%2e", "regions/53x"])
def test_a_region_that_is_not_on_the_list_is_not_found(secretary: Visit, path: str):
    assert secretary.get(f"/registre/{path}").status_code == 404


def test_the_state_of_a_past_day_says_so(secretary: Visit):
    page = secretary.get("/registre/regions?au=2026-01-01")
    assert "tel qu’il était le 01/01/2026" in words(page)
    assert "au=2026-01-01" in page.text
    assert secretary.get("/registre/regions?au=x").status_code == 200
