"""What the bylaws ask of members through the pages: seen, entered, refused beside its field."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from governance.models.accounts import Account, AccountRole
from governance.models.association import Association
from governance.models.members import Member
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import Ruled, Source, digest, encode_ruleset, preset, with_value
from governance.services import imports
from governance.services.membership.trait_writing import change_traits
from governance.services.membership.traits import asked_by, traits_on
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.web.visits import Visit

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
TOLD = {"actor": Actor("Inès"), "now": NOW}
FILE = (
    "type;categorie;nom;region;parents\n"
    "institution;association-familiale;Foyer rural;;40\n"
    "institution;association-familiale;AFC;;\n"
)
CLAUSE = "statuts, art. 12"


def bylaws():
    """Those of an UDAF that also exclude employees as holders, and know families."""
    rules = preset("udaf")
    for path, value in (("proxy.forbidden_holders", ("employee",)), ("proxy.scope", "family")):
        rules = with_value(rules, path, Ruled(value, Source.STATUTS, CLAUSE))
    return rules


@pytest.fixture
def app(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application over a register of two associations, on 2 June 2026."""
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    app = create_app(sqlite_settings)
    database = app.extensions["database"]
    rules = bylaws()
    with database.transaction() as session:
        session.add(
            Association(name="UDAF", short_name="U", seat="", email="u@u.example", website="")
        )
        document = encode_ruleset(rules).decode()
        told = {"created_at": NOW, "chosen_at": NOW, "sha256": digest(rules)}
        session.add(RuleSetVersion(name=rules.name, version=1, document=document, **told))
        session.flush()
        imports.import_file(session, "registre.csv", FILE.encode(), **TOLD)
        for role in ("secretary", "auditor"):
            account = Account(email=f"{role}@v.example", name=role)
            account.roles.append(AccountRole(role=role))
            session.add(account)
    yield app
    database.engine.dispose()


def enter(app: Flask, role: str) -> Visit:
    visit = Visit(app)
    with app.extensions["database"].session(read_only=True) as session:
        account = session.scalars(select(Account).where(Account.name == role)).one()
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = f"account:{account.id}"
        cookie["_fresh"] = True
    return visit


@pytest.fixture
def secretary(app: Flask) -> Visit:
    return enter(app, "secretary")


def number_of(app: Flask, name: str) -> int:
    with app.extensions["database"].session(read_only=True) as session:
        return session.scalars(select(Member.id).where(Member.name == name)).one()


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ")


def test_the_list_shows_figures_and_tells_who_lacks_one(secretary):
    page = words(secretary.get("/registre/demande-des-statuts").text)
    assert "Il manque un chiffre à 2 membres" in page
    assert "Parents, conjoints ou tuteurs" in page
    assert "manque" in page and "40" in page
    assert "Fédération" in page and "Fonctions" in page and "Proches" in page


def test_the_register_leads_to_the_list_and_the_member_to_her_form(app, secretary):
    assert "/registre/demande-des-statuts" in secretary.get("/registre").text
    member = number_of(app, "AFC")
    page = secretary.get(f"/registre/{member}").text
    assert f"/registre/{member}/demande-des-statuts" in page


def test_what_is_entered_holds_from_its_day_with_its_source(app, secretary):
    member, other = number_of(app, "AFC"), number_of(app, "Foyer rural")
    path = f"/registre/{member}/demande-des-statuts"
    answer = secretary.post(
        path,
        figure_parents="12",
        figure_mineurs="2,5",
        group="Familles rurales",
        posts=["employee"],
        kin="foyer RURAL",
        nature="change",
        since="2026-01-01",
        reference="déclaration de janvier",
    )
    assert answer.status_code == 302
    with app.extensions["database"].session(read_only=True) as session:
        asked = asked_by(bylaws())
        held = traits_on(session, asked, date(2026, 1, 1))
        assert held.inputs_of(member, None)["parents"] == 12
        assert held.groups[member] == "Familles rurales"
        assert held.roles[member] == {"employee"}
        assert (other, member) in held.relatives
        assert traits_on(session, asked, date(2025, 12, 31)).groups == {}
    page = words(secretary.get(f"/registre/{member}").text)
    assert "Parents, conjoints ou tuteurs 12" in page
    assert "Enfants mineurs vivants 2,5" in page
    assert "déclaration de janvier" in page
    form = secretary.get(path).text
    assert 'value="2,5"' in form and "Foyer rural" in form


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"figure_mineurs": "douze"}, "n’est pas un chiffre du registre"),
        ({"kin": "Personne de ce nom"}, "Un proche est un autre membre du registre"),
        ({"since": "2026-06-03", "figure_parents": "3"}, "Cette date est à venir"),
    ],
)
def test_a_refusal_says_why_and_writes_nothing(app, secretary, fields, told):
    member = number_of(app, "AFC")
    filled = {"nature": "change", "since": "2026-06-02", **fields}
    answer = secretary.post(f"/registre/{member}/demande-des-statuts", **filled)
    assert answer.status_code == 200
    assert told in words(answer.text)
    with app.extensions["database"].session(read_only=True) as session:
        assert traits_on(session, asked_by(bylaws()), date(2026, 6, 2)).figures.get(member) is None


def test_the_wrong_figure_is_told_at_its_own_field(app, secretary):
    member = number_of(app, "AFC")
    answer = secretary.post(
        f"/registre/{member}/demande-des-statuts",
        figure_parents="12",
        figure_mineurs="douze",
        nature="change",
        since="2026-06-02",
    )
    assert 'href="#figure_mineurs"' in answer.text


def test_the_auditor_reads_and_does_not_write(app):
    auditor = enter(app, "auditor")
    member = number_of(app, "AFC")
    assert auditor.get("/registre/demande-des-statuts").status_code == 200
    assert auditor.get(f"/registre/{member}/demande-des-statuts").status_code == 403


def test_the_list_of_another_day_is_that_of_the_day(app, secretary):
    with app.extensions["database"].transaction() as session:
        member = number_of(app, "AFC")
        change_traits(session, member, {"figure:parents": "7"}, since=date(2026, 2, 1), **TOLD)
    page = words(secretary.get("/registre/demande-des-statuts?au=2026-03-01").text)
    assert " 7 " in page and " 40 " not in page
    assert "Saisir" not in page


def test_a_shared_college_without_figures_leaves_the_register_readable(app, secretary):
    rules = preset("agfpn")
    with app.extensions["database"].transaction() as session:
        told = {"created_at": NOW, "chosen_at": NOW.replace(day=3), "sha256": digest(rules)}
        document = encode_ruleset(rules).decode()
        session.add(RuleSetVersion(name=rules.name, version=1, document=document, **told))
    assert secretary.get("/registre").status_code == 200
    assert secretary.get(f"/registre/{number_of(app, 'AFC')}").status_code == 200
