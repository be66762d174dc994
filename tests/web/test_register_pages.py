"""The register, its imports, dues, bylaws and journal through their pages, with CSRF on."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import create_app
from governance.models.accounts import Account, AccountRole
from governance.models.journal import JournalLine
from governance.models.members import Member
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import dues
from governance.services.membership import members
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.web.visits import Visit, csrf_token

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
INES = Actor("Inès")
HEADING = "type;categorie;nom;region;titulaire;titulaire_email;tarif;cotisation_2026\n"
LYON = "institution;ville-metropole;Lyon;Rhône;Anne Martin;a@v.example;1000;payée\n"
NANCY = "institution;ville-metropole;Nancy;Grand Est;;;;appelée\n"


@pytest.fixture
def app(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch, root: Path) -> Iterator[Flask]:
    """The application over a register of two members, on 2 June 2026."""
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    app = create_app(sqlite_settings)
    database = app.extensions["database"]
    with database.transaction() as session:
        for name in ("la27eregion", "la27eregion-voices-by-fee"):
            rulesets.install_preset(session, name, actor=INES, now=NOW)
        schedule = (root / "governance/demo/data/bareme-2026.csv").read_bytes()
        dues.load_schedule(session, 2026, schedule, "adhésion 2026")
        raw = (HEADING + LYON + NANCY).encode()
        imports.import_file(session, "registre.csv", raw, actor=INES, now=NOW)
        for role in ("secretary", "treasurer", "auditor", "scrutineer"):
            account = Account(email=f"{role}@v.example", name=role.title())
            account.roles.append(AccountRole(role=role))
            session.add(account)
    yield app
    database.engine.dispose()


def enter(app: Flask, role: str) -> Visit:
    """A visitor who signed in with an account of this role."""
    visit = Visit(app)
    with reading(app) as session:
        account = session.scalars(select(Account).where(Account.name == role.title())).one()
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = f"account:{account.id}"
        cookie["_fresh"] = True
    return visit


def reading(app: Flask) -> Session:
    found: Session = app.extensions["database"].session(read_only=True)
    return found


@pytest.fixture
def secretary(app: Flask) -> Visit:
    return enter(app, "secretary")


def member_id(app: Flask, name: str) -> int:
    with reading(app) as session:
        return session.scalars(select(Member.id).where(Member.name == name)).one()


def hand_in(visit: Visit, raw: bytes, filename: str = "registre.csv") -> TestResponse:
    token = csrf_token(visit.get("/registre/import").text)
    return visit.send("/registre/import", csrf_token=token, file=(io.BytesIO(raw), filename))


def words(answer: TestResponse) -> str:
    """Return the text of a page, with plain spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.mark.parametrize(
    "path", ["/registre", "/registre/bareme", "/registre/export/csv", "/statuts", "/journal"]
)
def test_a_stranger_is_asked_to_sign_in(app: Flask, path: str):
    answer = Visit(app).get(path)

    assert (answer.status_code, answer.location) == (302, f"/connexion?next={path}")


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("scrutineer", "/registre", 403),
        ("scrutineer", "/statuts", 200),
        ("auditor", "/registre", 200),
        ("auditor", "/registre/1", 200),
        ("auditor", "/journal", 200),
        ("auditor", "/registre/import", 403),
        ("auditor", "/registre/export/csv", 403),
        ("auditor", "/registre/1/modifier", 403),
        ("auditor", "/registre/1/cotisations/2026", 403),
        ("treasurer", "/registre/1/cotisations/2026", 200),
        ("treasurer", "/registre/1/titulaire", 403),
        ("secretary", "/registre/99", 404),
        ("secretary", "/registre/import/99", 404),
        ("secretary", "/statuts/99", 404),
    ],
)
def test_each_role_sees_its_pages_and_no_other(app: Flask, role: str, path: str, status: int):
    assert enter(app, role).get(path).status_code == status


def test_the_list_says_who_votes_and_why(secretary: Visit):
    page = words(secretary.get("/registre"))

    assert "Lyon" in page
    assert "À jour : la cotisation 2026 est payée." in page
    assert "Pas à jour : la cotisation 2026 est appelée et n’est pas payée." in page
    assert "hypothèse de travail (statuts non publics)" in page


def test_the_list_is_searched_without_accents_and_filtered(secretary: Visit):
    assert "Nancy" not in words(secretary.get("/registre?q=LYON"))
    assert "Lyon" not in words(secretary.get("/registre?vote=not")).partition("Membres")[2]
    assert "Aucun membre ne répond" in words(secretary.get("/registre?q=mars"))


@pytest.mark.parametrize("query", ["page=0", "page=999999", "page=x", "type=<script>", "q=%ff"])
def test_a_strange_query_shows_a_page(secretary: Visit, query: str):
    answer = secretary.get(f"/registre?{query}")

    assert answer.status_code == 200
    assert "<script>" not in answer.text.replace('<script type="module"', "")


def test_a_file_is_previewed_then_written(app: Flask, secretary: Visit):
    changed = LYON.replace("Anne Martin;a@v", "Zoé Diaz;z@v")
    new = "institution;region;=Bretagne;Bretagne;;;;\n"
    answer = hand_in(secretary, (HEADING + changed + NANCY + new).encode())
    preview = secretary.get(answer.location)

    assert "Titulaire : Anne Martin → Zoé Diaz" in words(preview)
    assert "Adresse du titulaire : a@v.example → z@v.example" in words(preview)
    assert "Écrire 2 lignes au registre" in words(preview)
    assert "Zoé" not in words(secretary.get(f"/registre/{member_id(app, 'Lyon')}"))

    done = secretary.post(f"{answer.location}/appliquer", page=answer.location)

    assert done.location == "/registre"
    assert "Zoé Diaz" in words(secretary.get(f"/registre/{member_id(app, 'Lyon')}"))
    assert member_id(app, "=Bretagne")
    assert "importé le 02/06/2026" in words(secretary.get(answer.location))
    assert (
        secretary.post(f"{answer.location}/appliquer", page="/registre/import").status_code == 409
    )


def test_refused_lines_are_named_and_nothing_is_written(app: Flask, secretary: Visit):
    wrong = "institution;planète;Mars;;Anne;pas-une-adresse;1234;\n"
    twice = "institution;region;LYON;;;;;\n"
    answer = hand_in(secretary, (HEADING + LYON + wrong + twice).encode())
    page = words(secretary.get(answer.location))

    assert "2 lignes sont refusées : rien ne peut être écrit" in page
    assert "ligne 3 du fichier catégorie « planète » inconnue" in page
    assert "tarif « 1234 » absent du barème." in page
    assert "« pas-une-adresse » n’est pas une adresse e-mail" in page
    assert "même membre que la ligne 2" in page
    assert "Écrire" not in page

    refused = secretary.post(f"{answer.location}/appliquer", page=answer.location)

    assert refused.status_code == 409
    assert "Rien n’a été écrit : 2 ligne(s) de ce fichier sont à corriger" in words(refused)
    with reading(app) as session:
        assert len(session.scalars(select(Member)).all()) == 2


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "Ce fichier n’est pas un tableau"),
        (b"PK\x03\x04junk", "Ce classeur n’a pas pu être lu"),
        (b"", "Ce fichier est vide"),
        ("é;è\n".encode() + b"\xe9;x\n", "Ligne 2 : les lettres accentuées"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(secretary: Visit, raw: bytes, sentence: str):
    answer = hand_in(secretary, raw)

    assert answer.status_code == 200
    assert sentence in words(answer)


def test_no_file_at_all_is_asked_for(secretary: Visit):
    assert "Choisissez un fichier." in words(secretary.post("/registre/import"))


def test_a_preview_may_be_forgotten(secretary: Visit):
    answer = hand_in(secretary, (HEADING + LYON).encode())

    secretary.post(f"{answer.location}/abandonner", page=answer.location)

    assert secretary.get(answer.location).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/registre/import",
        "/registre/nouveau",
        "/registre/1/titulaire",
        "/registre/1/titulaire/fin",
        "/registre/1/depart",
        "/registre/1/cotisations/2026",
        "/registre/bareme/2026/appel",
        "/statuts/installer",
        "/statuts/2/choisir",
    ],
)
def test_nothing_is_written_without_the_token_of_the_page(app: Flask, secretary: Visit, path: str):
    with reading(app) as session:
        before = len(session.scalars(select(JournalLine)).all())

    assert secretary.send(path, name="x", status="exempt", day="2026-06-01").status_code == 400

    with reading(app) as session:
        assert len(session.scalars(select(JournalLine)).all()) == before


def test_a_member_is_added_with_its_representative(app: Flask, secretary: Visit):
    answer = secretary.post(
        "/registre/nouveau",
        kind="institution",
        name="Isère",
        category="departement",
        region="",
        tier="2500",
        person="Bob Petit",
        email="bob@v.example",
    )

    page = words(secretary.get(answer.location))
    assert "Isère" in page
    assert "titulaire · bob@v.example" in page
    assert "Isère entre au registre." in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "LYON"}, "Le registre a déjà un membre de ce nom : Lyon."),
        ({"name": ""}, "Indiquez le nom du membre."),
        ({"kind": ""}, "Choisissez le type de membre."),
        ({"email": "bob"}, "« bob » n’est pas une adresse e-mail"),
        ({"person": "Bob", "email": "a@v.example"}, "est déjà celle de Anne Martin"),
        ({"person": "", "email": "b@v.example"}, "Indiquez le nom de la personne qui agit"),
    ],
)
def test_a_member_that_cannot_be_added_keeps_what_was_typed(
    app: Flask, secretary: Visit, fields: dict[str, str], sentence: str
):
    sound = {"kind": "institution", "name": "Isère", "category": "departement", "person": "Bob"}
    answer = secretary.post("/registre/nouveau", **(sound | fields))

    assert answer.status_code == 200
    assert sentence in words(answer)
    with reading(app) as session:
        assert len(session.scalars(select(Member)).all()) == 2


def test_an_address_is_corrected_and_a_place_left_vacant(app: Flask, secretary: Visit):
    path = f"/registre/{member_id(app, 'Lyon')}"

    secretary.post(f"{path}/titulaire", name="Anne Martin", email="anne@v.example")
    assert "titulaire · anne@v.example" in words(secretary.get(path))

    secretary.post(f"{path}/titulaire/fin", page=f"{path}/titulaire")
    page = words(secretary.get(path))
    assert "Personne n’agit pour ce membre." in page
    assert "Anne Martin, titulaire, du 02/06/2026 au 02/06/2026" in page


def test_an_institution_has_no_address_of_its_own(app: Flask, secretary: Visit):
    assert secretary.get(f"/registre/{member_id(app, 'Lyon')}/adresse").status_code == 404


def test_a_departure_takes_the_vote_away_and_keeps_the_line(app: Flask, secretary: Visit):
    path = f"/registre/{member_id(app, 'Lyon')}"

    wrong = secretary.post(f"{path}/depart", how="departure", day="2027-01-01")
    assert "Un départ s’enregistre le jour venu" in words(wrong)
    secretary.post(f"{path}/depart", how="departure", day="2026-06-02")

    assert "Ce membre a quitté l’association le 02/06/2026." in words(secretary.get(path))
    assert "Lyon" in words(secretary.get("/registre?partis=1"))


def test_a_payment_makes_a_member_vote(app: Flask, secretary: Visit):
    treasurer = enter(app, "treasurer")
    path = f"/registre/{member_id(app, 'Nancy')}"
    assert "Ne vote pas" in words(secretary.get(path))

    treasurer.post(f"{path}/cotisations/2026", status="paid", amount="1000")

    page = words(secretary.get(path))
    assert "Vote : 1 voix" in page
    assert "Nancy : cotisation 2026, de appelée à payée." in page


@pytest.mark.parametrize("amount", ["12,50", "-1", "99999999999", "mille"])
def test_an_amount_that_is_no_whole_number_of_euros_is_refused(
    app: Flask, secretary: Visit, amount: str
):
    path = f"/registre/{member_id(app, 'Nancy')}/cotisations/2026"
    answer = secretary.post(path, status="paid", amount=amount)

    assert answer.status_code == 200
    assert "Rien n’a été enregistré" in words(answer)


def test_the_schedule_is_shown_and_a_year_called(app: Flask, secretary: Visit):
    with app.extensions["database"].transaction() as session:
        raw = (HEADING + NANCY.replace("Nancy", "Metz").replace("appelée", "")).encode()
        imports.import_file(session, "x.csv", raw, actor=INES, now=NOW)
    page = words(secretary.get("/registre/bareme"))
    assert "à partir de 8 000 €" in page
    assert "1 membre n’a pas encore de cotisation 2026." in page

    secretary.post("/registre/bareme/2026/appel", page="/registre/bareme")

    assert "tous les membres sont appelés" in words(secretary.get("/registre/bareme"))


def test_the_export_is_for_a_spreadsheet_and_holds_no_formula(app: Flask, secretary: Visit):
    with app.extensions["database"].transaction() as session:
        raw = (HEADING + 'institution;region;"=HYPERLINK(""x"")";@x;;;;\n').encode()
        imports.import_file(session, "x.csv", raw, actor=INES, now=NOW)

    answer = secretary.get("/registre/export/csv")

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].endswith("registre-2026-06-02.csv")
    assert answer.data.startswith(b"\xef\xbb\xbftype;categorie;nom;region;")
    assert '"\'=HYPERLINK(""x"")";\'@x;' in answer.data.decode("utf-8-sig")


def test_each_rule_is_shown_with_the_mark_of_what_is_assumed(secretary: Visit):
    page = words(secretary.get("/statuts"))

    assert "15 jours au moins" in page
    assert "plus de la moitié des suffrages exprimés" in page
    assert "règles reposent sur une hypothèse" in page
    assert page.count("hypothèse") > 25


def test_another_version_is_compared_then_chosen(app: Flask, secretary: Visit):
    with reading(app) as session:
        other = rulesets.all_versions(session)[1].id
    page = words(secretary.get(f"/statuts/{other}"))
    assert "2 règles diffèrent de la version en vigueur." in page
    assert "2 500 € : 2 voix" in page

    secretary.post(f"/statuts/{other}/choisir", page=f"/statuts/{other}")

    assert "selon un tableau" in words(secretary.get("/statuts"))
    assert "C’est la version en vigueur." in words(secretary.get(f"/statuts/{other}"))


def test_only_secretary_and_chair_choose_the_rules(app: Flask):
    treasurer = enter(app, "treasurer")
    token = csrf_token(treasurer.get("/registre/bareme").text)

    assert treasurer.send("/statuts/2/choisir", csrf_token=token).status_code == 403


def test_the_journal_says_that_it_is_intact_and_no_longer_when_it_is_not(
    app: Flask, secretary: Visit
):
    page = words(secretary.get("/journal"))
    assert "Le journal est intact" in page
    assert "Créés : 2, modifiés : 0, inchangés : 0." in page

    with app.extensions["database"].engine.begin() as connection:
        connection.execute(text("DROP TRIGGER journal_line_no_update"))
        connection.execute(text("UPDATE journal_line SET actor = 'Personne' WHERE height = 1"))

    assert "Le journal a été modifié" in words(secretary.get("/journal"))


def test_a_hostile_name_is_text(app: Flask, secretary: Visit):
    name = "<img src=x onerror=alert(1)>"
    with app.extensions["database"].transaction() as session:
        members.change_member(
            session,
            member_id(app, "Lyon"),
            members.Particulars(name, "region", "", None, None),
            actor=INES,
            now=NOW,
        )

    for path in ("/registre", "/registre/1", "/registre/1/titulaire", "/journal"):
        assert "<img" not in secretary.get(path).text
