"""Pages of the fee schedules: written, changed until a year is called, copied; budgets; a call."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from governance.models.accounts import Account, AccountRole
from governance.models.dues import Dues
from governance.models.members import Member
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import dues
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.web.visits import Visit

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
TOLD = {"actor": Actor("Tess"), "now": NOW}
FILE = (
    "type;categorie;nom;region;tarif;adherent_depuis;cotisation_2026\n"
    "institution;region;Bretagne;x;8000;2020;appelée\n"
    "institution;departement;Isère;x;1000;2020;appelée\n"
    "individu;personne-physique;Zoé Diaz;;;2020;\n"
)
NEXT, CHANGE, CALL = (
    f"/registre/bareme/{part}" for part in ("2026/suivant", "2027/modifier", "2027/appel")
)


@pytest.fixture
def app(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch, root) -> Iterator[Flask]:
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    app = create_app(sqlite_settings)
    database = app.extensions["database"]
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", **TOLD)
        raw = (root / "governance/demo/data/bareme-2026.csv").read_bytes()
        dues.load_schedule(session, 2026, raw, "adhésion 2026")
        imports.import_file(session, "x.csv", FILE.encode(), **TOLD)
        for role in ("treasurer", "auditor"):
            account = Account(email=f"{role}@v.example", name=role.title())
            account.roles.append(AccountRole(role=role))
            session.add(account)
    yield app
    database.engine.dispose()


@pytest.fixture
def treasurer(app: Flask) -> Visit:
    return enter(app, "treasurer")


def enter(app: Flask, role: str) -> Visit:
    visit = Visit(app)
    with app.extensions["database"].session(read_only=True) as session:
        account = session.scalars(select(Account).where(Account.name == role.title())).one()
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = f"account:{account.id}", True
    return visit


def words(text: str) -> str:
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
    return plain.replace("\xa0", " ").replace("\u202f", " ")


def filled(page: str) -> dict[str, object]:
    """Return what a browser would send of the form of a schedule as it stands."""
    fields: dict[str, object] = {"prorata": "none"}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = (
            re.search(r'name="(tiers-[^"]+|source)"', tag),
            re.search(r'value="([^"]*)"', tag),
        )
        if name and 'type="checkbox"' not in tag:
            fields[name[1]] = value[1] if value else ""
        elif name and "checked" in tag:
            fields.setdefault(name[1], value[1] if value else "y")
    return fields


def write(visit: Visit, path: str, changes: Mapping[str, object]):
    return visit.post(path, **{**filled(visit.get(path).text), **changes})


def number_of(app: Flask, name: str) -> int:
    with app.extensions["database"].session(read_only=True) as session:
        return session.scalars(select(Member.id).where(Member.name == name)).one()


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("auditor", "/registre/bareme", 200),
        ("auditor", NEXT, 403),
        ("treasurer", NEXT, 200),
        ("treasurer", "/registre/bareme/2031/suivant", 404),
        ("treasurer", "/registre/bareme/2031/nouveau", 200),
        ("treasurer", "/registre/bareme/2026/modifier", 409),
        ("treasurer", "/registre/bareme/1200/nouveau", 422),
        ("treasurer", "/registre/bareme/2031/appel", 404),
        ("treasurer", "/registre/99/budget", 404),
    ],
)
def test_who_may_see_which_page(app, role, path, status):
    assert enter(app, role).get(path).status_code == status


def test_each_field_of_the_copy_says_which_tier_it_is_of(treasurer):
    page = treasurer.get(NEXT).text
    labels = [words(label).strip() for label in re.findall(r"<label[^>]*>(.*?)</label>", page)]
    of_tiers = [label for label in labels if "arif" in label]
    assert "Montant du tarif 1, en euros (facultatif)" in of_tiers
    assert len(of_tiers) == len(set(of_tiers)) > 30
    assert "Tarif 1 : 1 000 €" in words(page)


def test_a_schedule_is_copied_changed_until_a_year_is_called_then_kept(app, treasurer):
    copied = {"source": "assemblée du 26 juin", "tiers-0-amount": "1100"}
    assert write(treasurer, NEXT, copied).status_code == 302
    assert "déjà enregistré" in write(treasurer, NEXT, copied).text
    new = {"tiers-4-amount": "40", "tiers-4-categories": "personne-physique"}
    changed = {**new, "tiers-1-leave_out": "y", "prorata": "monthly", "source": "bureau de mai"}
    assert write(treasurer, CHANGE, changed).status_code == 302
    told = words(treasurer.get("/registre/bareme").text)
    assert "Version 1" in told
    assert "remplacée le" in told
    assert "qui adhère en cours d’année doit les mois qui restent" in told
    with app.extensions["database"].session(read_only=True) as session:
        prices = {
            code: euros for (year, code), euros in dues.amounts(session).items() if year == 2027
        }
        assert prices == {"40": 40, "1000": 1100, "5000": 5000, "8000": 8000}
    treasurer.post(CALL)
    assert treasurer.get(CHANGE).status_code == 409
    assert "Modifier le barème 2027" not in treasurer.get("/registre/bareme").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": ""}, "Dites d’où vient ce barème"),
        ({"tiers-0-amount": "-5"}, "montant en euros entiers"),
        ({"tiers-0-amount": "9" * 30}, "Erreur"),
        ({"tiers-0-amount": "", "tiers-0-beneficiaries": "tous"}, "Tarif 1 : indiquez un montant"),
        ({"tiers-0-budget_max": "1600000"}, "se recouvrent"),
        ({"tiers-1-budget_min": "10000000"}, "ne dépasse pas le plus bas"),
        ({f"tiers-{row}-leave_out": "y" for row in range(4)}, "au moins un tarif"),
        ({"tiers-1-code": "1000"}, "portent le même nom"),
        ({"tiers-0-categories": "sirènes"}, "Erreur"),
    ],
)
def test_a_schedule_that_says_two_things_is_not_kept(treasurer, changes, said):
    answer = write(treasurer, NEXT, {"source": "x", **changes})
    assert answer.status_code == 200
    assert said in words(answer.text)
    assert treasurer.get("/registre/bareme/2027/suivant").status_code == 404


def test_the_budget_proposes_the_tier_and_the_negotiated_amount_stays(app, treasurer):
    isere, bretagne = number_of(app, "Isère"), number_of(app, "Bretagne")
    path = f"/registre/{isere}/budget"
    wrong = treasurer.post(path, amount="12000000", since="2026-07-01", source="BP 2026")
    assert wrong.status_code == 200
    bare = treasurer.post(path, amount="12000000", since="2026-01-01", source="")
    assert "Dites d’où vient" in bare.text
    told = {"since": "2026-01-01", "source": "budget primitif 2026"}
    assert treasurer.post(path, amount="12000000", **told).status_code == 302
    assert "12 000 000 €, depuis le" in words(treasurer.get(path).text)
    assert treasurer.post(f"/registre/{bretagne}/budget", amount="9", **told).status_code == 302
    treasurer.post(
        f"/registre/{bretagne}/cotisations/2026", status="called", amount="9500", decided_by="CA"
    )
    write(treasurer, NEXT, {"source": "assemblée"})
    page = words(treasurer.get(CALL).text)
    assert "Isère 12 000 000 € 5 000 € selon son budget autre tarif qu’au registre" in page
    assert "Bretagne 9 € 9 500 € montant négocié, celui de l’an dernier" in page
    assert "Zoé Diaz — à fixer aucun tarif ne s’applique" in page
    treasurer.post("/registre/bareme/2027/tarifs", page=CALL)
    assert "autre tarif qu’au registre" not in treasurer.get(CALL).text
    treasurer.post(CALL)
    with app.extensions["database"].session(read_only=True) as session:
        rows = session.execute(
            select(Member.name, Dues.amount_eur, Member.tier_code)
            .join(Dues, Dues.member_id == Member.id)
            .where(Dues.year == 2027)
        )
        assert {name: rest for name, *rest in rows} == {
            "Bretagne": [9500, "8000"],
            "Isère": [5000, "5000"],
            "Zoé Diaz": [None, None],
        }
    assert "Tous les membres sont appelés" in treasurer.get(CALL).text
