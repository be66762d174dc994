"""The register's life through its pages, with CSRF on: any day, papers, mandates, merges, asks."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from governance.models.accounts import Account, AccountRole
from governance.models.association import Association
from governance.models.members import Member, MemberKind, Person
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.membership import members
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.web.visits import Visit, csrf_token

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
INES = Actor("Inès")
TOLD = {"actor": INES, "now": NOW}
FILE = (
    "type;categorie;nom;region;titulaire;titulaire_email;adherent_depuis\n"
    "institution;ville-metropole;Lyon;Rhône;Anne Martin;a@v.example;2024-01-01\n"
    "institution;departement;Isère;;Bob Petit;b@v.example;2025-09-01\n"
)
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def app(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application over a register of two members, on 2 June 2026."""
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    app = create_app(sqlite_settings)
    database = app.extensions["database"]
    with database.transaction() as session:
        about = {"name": "La 27e Région", "short_name": "27R", "seat": "Paris"}
        session.add(Association(**about, email="c@27.example", website=""))
        rulesets.install_preset(session, "la27eregion", **TOLD)
        imports.import_file(session, "registre.csv", FILE.encode(), **TOLD)
        anne = session.scalars(select(Person).where(Person.name == "Anne Martin")).one()
        for role, person in (("secretary", None), ("auditor", None), ("member", anne.id)):
            account = Account(email=f"{role}@v.example", name=role.title(), person_id=person)
            account.roles.append(AccountRole(role=role))
            session.add(account)
    yield app
    database.engine.dispose()


def enter(app: Flask, role: str) -> Visit:
    visit = Visit(app)
    with app.extensions["database"].session(read_only=True) as session:
        account = session.scalars(select(Account).where(Account.name == role.title())).one()
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = f"account:{account.id}"
        cookie["_fresh"] = True
    return visit


@pytest.fixture
def secretary(app: Flask) -> Visit:
    return enter(app, "secretary")


@pytest.fixture
def anne(app: Flask) -> Visit:
    return enter(app, "member")


def member(app: Flask, name: str) -> Member:
    with app.extensions["database"].session(read_only=True) as session:
        return session.scalars(select(Member).where(Member.name == name)).one()


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def names(answer: TestResponse) -> set[str]:
    return {name for name in ("Lyon", "Isère") if f">{name}</a>" in answer.text}


def test_the_register_is_read_at_a_past_day_and_says_so(app: Flask, secretary: Visit):
    path = f"/registre/{member(app, 'Lyon').id}"
    secretary.post(f"{path}/depart", how="resignation", day="2026-05-01")

    then, now = secretary.get("/registre?au=2026-04-30"), secretary.get("/registre")

    assert (names(then), names(now)) == ({"Lyon", "Isère"}, {"Isère"})
    assert "Registre du jeudi 30 avril 2026" in words(then)
    assert "Registre du" not in words(now)
    assert names(secretary.get("/registre?au=2025-01-01")) == {"Lyon"}


@pytest.mark.parametrize(
    "day", ["2026-13-45", "demain", "=1", "2026-06-03", "1850-01-01", "x" * 9000]
)
def test_a_day_that_cannot_be_shown_says_so_and_shows_today(secretary: Visit, day: str):
    answer = secretary.get("/registre", query_string={"au": day})

    assert answer.status_code == 200
    assert "voici" in words(answer)
    assert names(answer) == {"Lyon", "Isère"}


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_the_register_of_a_day_is_downloaded(secretary: Visit, extension: str):
    answer = secretary.get(f"/registre/export/{extension}?au=2025-01-01")

    assert answer.status_code == 200
    assert f"registre-2025-01-01.{extension}" in answer.headers["Content-Disposition"]


def test_a_change_shows_in_the_history_with_its_day_and_reason(app: Flask, secretary: Visit):
    path = f"/registre/{member(app, 'Lyon').id}"
    same = {"name": "Lyon", "category": "ville-metropole", "joined_on": "2024-01-01"}
    told = {"nature": "change", "since": "2026-03-01", "reason": "erreur de saisie"}

    secretary.post(f"{path}/modifier", region="Auvergne-Rhône-Alpes", **same, **told)
    page = words(secretary.get(path))

    assert "Région : Rhône → Auvergne-Rhône-Alpes , à compter du 01/03/2026" in page.replace(
        "\u00a0", " "
    )
    assert "erreur de saisie" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "Lyon" * 60}, "200"),
        ({"name": "x" * 3_000_000}, "200"),
        ({"name": "Isère"}, "déjà un membre de ce nom"),
        ({"siret": "=cmd|' /C calc'!A0"}, "SIRET"),
        ({"siret": "24440040400128"}, "quatorze chiffres"),
        ({"department": "99"}, "pas un département"),
        ({"population": "beaucoup"}, "Population"),
        ({"since": "2027-01-01"}, "à venir"),
        ({"since": "2026-02-30"}, "À compter du"),
        ({"joined_on": "1789-07-14"}, "trop ancienne"),
        ({"nature": "autre"}, "De quoi"),
        ({"document": "999"}, "Pièce"),
    ],
)
def test_a_bad_correction_is_shown_at_its_field_and_changes_nothing(
    app: Flask, secretary: Visit, fields: dict[str, str], sentence: str
):
    path = f"/registre/{member(app, 'Lyon').id}/modifier"
    sound = {"name": "Lyon", "category": "ville-metropole", "region": "x", "nature": "change"}

    answer = secretary.post(path, **(sound | {"since": "2026-06-01"} | fields))

    assert answer.status_code == 200
    assert "Rien n’a été enregistré" in words(answer)
    assert sentence in words(answer)
    assert member(app, "Lyon").region == "Rhône"


def test_a_name_that_looks_like_another_is_entered_with_a_warning(secretary: Visit):
    fields = {"kind": "institution", "category": "ville-metropole"}
    secretary.post("/registre/nouveau", name="Ly\u043en", **fields)  # a Cyrillic letter

    assert "ressemble à « Lyon »" in words(secretary.get("/registre")).replace("\u00a0", " ")
    assert "alphabets différents" in words(secretary.get("/registre/doublons"))


def hand_in(visit: Visit, path: str, raw: bytes, filename: str = "x.pdf") -> TestResponse:
    token = csrf_token(visit.get(path).text)
    file = (io.BytesIO(raw), filename)
    told = {"kind": "deliberation", "title": "Délibération"}
    answer = visit.send(path, csrf_token=token, file=file, **told)
    answer.request.environ["wsgi.input"].close()  # a large one, which the client leaves open
    return answer


def test_a_paper_is_kept_and_only_saved_never_shown(app: Flask, secretary: Visit):
    path = f"/registre/{member(app, 'Lyon').id}/pieces"

    assert hand_in(secretary, f"{path}/nouvelle", PDF, "../../x.html").status_code == 302
    answer = secretary.get(f"{path}/1")

    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=deliberation.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert enter(app, "auditor").get(f"{path}/1").status_code == 200
    assert enter(app, "member").get(f"{path}/1").status_code == 403
    assert secretary.get(f"/registre/{member(app, 'Isère').id}/pieces/1").status_code == 404


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"<html><script>alert(1)</script></html>", "ni un PDF"),
        (b"", "vide"),
        (PDF + b"0" * (3 * 1024 * 1024), "dépasse 3 Mio"),
    ],
)
def test_a_bad_paper_is_refused_with_what_to_do(
    app: Flask, secretary: Visit, raw: bytes, sentence: str
):
    path = f"/registre/{member(app, 'Lyon').id}/pieces/nouvelle"

    assert sentence in words(hand_in(secretary, path, raw)).replace("\u00a0", " ")


def test_elections_are_looked_at_before_they_end_mandates(app: Flask, secretary: Visit):
    path = "/registre/mandats/elections"
    fields = {"reason": "municipales", "day": "2026-07-01", "categories": "ville-metropole"}

    seen = secretary.post(path, step="look", **fields)
    assert "1 mandat prend fin" in words(seen).replace("\u00a0", " ")
    assert "jusqu’au 01/07/2026" not in words(secretary.get("/registre/mandats"))
    secretary.post(path, step="end", **fields)
    assert "jusqu’au 01/07/2026" in words(secretary.get("/registre/mandats"))


def test_two_members_are_made_one_and_two_again(app: Flask, secretary: Visit):
    with app.extensions["database"].transaction() as session:
        plain = members.Particulars("Lyon ville de", "ville-metropole", "", None, None)
        members.add_member(session, MemberKind.INSTITUTION, plain, "", "", **TOLD)
    kept, other = member(app, "Lyon").id, member(app, "Lyon ville de").id
    path = f"/registre/doublons/membres/{kept}/{other}"

    assert "Dites pourquoi" in words(secretary.post(path, reason=""))
    secretary.post(path, reason="inscrit deux fois")
    assert member(app, "Lyon ville de").merged_into_id == kept
    secretary.post("/registre/doublons/1/annuler", page="/registre/doublons", objet="membre")
    assert member(app, "Lyon ville de").merged_into_id is None


def test_a_member_proposes_and_the_secretary_answers(app: Flask, anne: Visit, secretary: Visit):
    lyon = member(app, "Lyon").id
    assert "a@v.example" in words(anne.get("/mon-adhesion"))

    anne.post(f"/mon-adhesion/{lyon}/corriger", person="Anne Martin", email="a@v.example",
              name="Lyon", region="Auvergne-Rhône-Alpes", department="69", siret="",
              population="")  # fmt: skip
    assert member(app, "Lyon").region == "Rhône"
    assert "1 correction proposée" in words(secretary.get("/registre")).replace("\u00a0", " ")
    refused = secretary.post("/registre/demandes/1", reponse="non", answer="")
    assert "Dites pourquoi" in words(refused)
    secretary.post("/registre/demandes/1", reponse="oui", answer="merci")
    assert (member(app, "Lyon").region, member(app, "Lyon").department) == (
        "Auvergne-Rhône-Alpes",
        "69",
    )
    assert "acceptée" in words(anne.get("/mon-adhesion"))


def test_nobody_proposes_for_a_member_of_others_nor_reads_the_register(app: Flask, anne: Visit):
    isere = member(app, "Isère").id

    assert anne.get(f"/mon-adhesion/{isere}/corriger").status_code == 403
    for path in ("/registre", f"/registre/{isere}", "/registre/demandes", "/registre/doublons"):
        assert anne.get(path).status_code == 403
    assert Visit(app).get("/mon-adhesion").status_code == 302


def test_a_file_with_other_titles_is_told_by_hand_imported_and_undone(app: Flask, secretary: Visit):
    raw = "Organisme;Mail;Elu\nAngers;x@a.example;Léa\n".encode()
    token = csrf_token(secretary.get("/registre/import").text)
    sent = secretary.send("/registre/import", csrf_token=token, file=(io.BytesIO(raw), "a.csv"))
    page = secretary.get(sent.location)
    path = page.location
    assert "Organisme" in words(secretary.get(path))
    told = {"colonne-0": "nom", "colonne-1": "titulaire_email", "colonne-2": "titulaire"}

    assert "type, categorie" in words(secretary.post(path, **told))
    secretary.post(path, **told, type="institution", categorie="departement")
    shown = path.removesuffix("/colonnes")
    secretary.post(f"{shown}/appliquer", page=shown)
    assert member(app, "Angers").category == "departement"
    secretary.post(f"{shown}/annuler", page="/registre/import")
    assert "Angers" not in words(secretary.get("/registre"))
    assert "import annulé" in words(secretary.get(shown))


def test_the_day_of_today_is_a_day_like_others(secretary: Visit):
    today = date(2026, 6, 2).isoformat()

    assert names(secretary.get(f"/registre?au={today}")) == {"Lyon", "Isère"}


def test_two_members_told_apart_are_proposed_no_more_until_somebody_asks(secretary, app):
    page = "/registre/doublons"
    heading, line, _ = FILE.splitlines()
    lines = [line.replace("Lyon", name) for name in ("Nantes Métropole", "Métropole de Nantes")]
    raw = "\n".join([heading, *(one.replace("Anne Martin;a@v.example", ";") for one in lines)])
    with app.extensions["database"].transaction() as session:
        imports.import_file(session, "deux.csv", raw.encode(), **TOLD)
    pair = re.search(r"membres/(\d+)/(\d+)/distincts", secretary.get(page).text)
    first, second = pair.groups()
    path = f"{page}/membres/{first}/{second}/distincts"
    assert "Ce sont deux membres" in words(secretary.get(page))
    assert secretary.post(path, page=page).location == page
    shown = secretary.get(page)
    assert path not in shown.text
    assert "Reconnues différentes" in words(shown)
    assert "Secretary" in words(shown).partition("Reconnues différentes")[2]
    assert "se ressemblent, et sont deux membres" in words(secretary.get("/journal"))
    secretary.post(f"{page}/distincts/1/revoir", page=page)
    assert path in secretary.get(page).text
    assert secretary.post(f"{page}/distincts/1/revoir", page=page).status_code == 404
