"""Pages of the dues: the year, calls, payments, statements, schedules; who may, and refusals."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from governance.models.accounts import Account, AccountRole
from governance.models.association import Association
from governance.models.dues import Dues
from governance.models.members import Member
from governance.models.outbox import OutboxMessage
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import dues, year_calls
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.web.visits import Visit, csrf_token

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
TESS = Actor("Tess")
TOLD = {"actor": TESS, "now": NOW}
FILE = (
    "type;categorie;nom;region;titulaire;titulaire_email;tarif;adherent_depuis\n"
    "institution;region;Bretagne;x;Nour Le Goff;nour@b.example;5000;2020\n"
    "institution;departement;Isère;x;;;1000;2020\n"
)
TERMS = {
    "account_holder": "La 27e Région",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "days_to_pay": "30",
    "most_reminders": "2",
}
YEAR = "/registre/cotisations?annee=2026"


@pytest.fixture
def app(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch, root) -> Iterator[Flask]:
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    app = create_app(sqlite_settings)
    database = app.extensions["database"]
    with database.transaction() as session:
        session.add(
            Association(
                id=1, name="La 27e Région", short_name="27e", seat="Paris", email="t@r.example",
                website="",
            )
        )  # fmt: skip
        session.flush()
        rulesets.install_preset(session, "la27eregion", **TOLD)
        raw = (root / "governance/demo/data/bareme-2026.csv").read_bytes()
        dues.load_schedule(session, 2026, raw, "adhésion 2026")
        imports.import_file(session, "x.csv", FILE.encode(), **TOLD)
        year_calls.call_dues(session, 2026, **TOLD)
        for role in ("treasurer", "auditor", "scrutineer"):
            account = Account(email=f"{role}@v.example", name=role.title())
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
def treasurer(app: Flask) -> Visit:
    return enter(app, "treasurer")


@pytest.fixture
def called(treasurer: Visit) -> Visit:
    """The treasurer, once the account is told and the calls are issued."""
    treasurer.post("/registre/cotisations/reglages", **TERMS)
    treasurer.post("/registre/cotisations/2026/appels", page=YEAR)
    return treasurer


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def line(app: Flask, name: str) -> Dues:
    with app.extensions["database"].session(read_only=True) as session:
        wanted = select(Dues).join(Member, Member.id == Dues.member_id).where(Member.name == name)
        return session.scalars(wanted).one()


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("auditor", YEAR, 200),
        ("auditor", "/registre/cotisations/2026/appels/csv", 200),
        ("auditor", "/registre/cotisations/reglages", 403),
        ("auditor", "/registre/releves", 403),
        ("scrutineer", YEAR, 403),
        ("treasurer", "/registre/releves", 200),
        ("treasurer", "/registre/cotisations/reglages", 200),
        ("treasurer", "/registre/cotisations/appels/99/relance", 404),
        ("treasurer", "/registre/cotisations/documents/99", 404),
        ("treasurer", "/registre/cotisations?annee=1200", 422),
    ],
)
def test_who_may_see_which_page(app, role, path, status):
    assert enter(app, role).get(path).status_code == status


def test_who_owes_is_shown_by_pages_and_all_are_counted(called, monkeypatch):
    monkeypatch.setattr("governance.web.dues.dues.SHOWN", 1)
    first, second = called.get(YEAR).text, called.get(f"{YEAR}&page=2").text
    assert ("Bretagne</a>" in first, "Isère</a>" in first) == (True, False)
    assert ("Bretagne</a>" in second, "Isère</a>" in second) == (False, True)
    assert "2 à recevoir" in words(first).replace("\u00a0", " ")
    assert "page=2" in first
    assert called.get(f"{YEAR}&page=900").text.count("Isère</a>") == 1


def test_a_call_is_issued_opened_and_sent(app, called):
    page = called.get(YEAR)
    assert "2026-001" in page.text
    paper = re.search(r"/registre/cotisations/documents/\d+", page.text)
    assert paper is not None
    pdf = called.get(paper[0])
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    called.post("/registre/cotisations/2026/envoi", page=YEAR)
    called.post("/registre/cotisations/2026/envoi", page=YEAR)
    with app.extensions["database"].session(read_only=True) as session:
        sent = session.scalars(select(OutboxMessage)).all()
        assert [(one.kind, one.recipient) for one in sent] == [("dues_call", "nour@b.example")]
    assert "sans adresse" in words(called.get(YEAR).text)


def test_without_an_account_no_call_is_issued(treasurer):
    assert "Aucun compte n’est indiqué" in treasurer.get(YEAR).text
    answer = treasurer.post("/registre/cotisations/2026/appels", page="/registre/releves")
    assert answer.status_code == 409
    wrong = treasurer.post("/registre/cotisations/reglages", **{**TERMS, "iban": "FR761"})
    assert "n’est pas un IBAN" in words(wrong.text).replace("\xa0", " ")


def test_a_reminder_goes_out_once_a_day(app, called):
    page = called.get(YEAR).text
    found = re.search(r"/registre/cotisations/appels/\d+/relance", page)
    assert found is not None
    assert called.post(found[0], words="Merci !").status_code == 302
    again = called.post(found[0], words="Merci !")
    assert "déjà été relancé aujourd’hui" in again.text


def test_a_payment_is_entered_receipted_and_taken_back(app, called):
    isere = line(app, "Isère")
    path = f"/registre/cotisations/lignes/{isere.id}/reglement"
    fields = {"sum": "400,50", "paid_on": "2026-06-01", "means": "cheque"}
    for wrong, said in (("douze", "pas une somme"), ("0", "1 centime")):
        answer = called.post(path, **{**fields, "sum": wrong})
        assert said in words(answer.text).replace("\xa0", " "), wrong
    assert "à venir" in called.post(path, **{**fields, "paid_on": "2026-06-09"}).text
    assert called.post(path, **fields).status_code == 302
    page = f"/registre/{isere.member_id}/cotisations/2026"
    told = words(called.get(page).text).replace("\xa0", " ").replace("\u202f", " ")
    assert "400,50 €" in told
    assert "599,50 €" in told
    receipt = called.post("/registre/cotisations/reglements/1/recu", page=page)
    assert called.get(receipt.headers["Location"]).data[:5] == b"%PDF-"
    back = "/registre/cotisations/reglements/1/annuler"
    assert called.post(back, reason="").status_code == 200
    assert called.post(back, reason="saisi deux fois").status_code == 302
    assert "annulé" in called.get(page).text


def test_a_call_is_looked_at_before_it_is_issued(app, treasurer):
    treasurer.post("/registre/cotisations/reglages", **TERMS)
    page = treasurer.get(YEAR).text
    found = re.search(r"/registre/cotisations/lignes/\d+/apercu", page)
    assert found is not None
    assert treasurer.get(found[0]).data[:5] == b"%PDF-"
    assert "2026-001" not in treasurer.get(YEAR).text


def test_calls_are_printed_as_one_file(called):
    page = called.get(YEAR).text
    for who in ("tous", "sans_courriel"):
        path = f"/registre/cotisations/2026/imprimer/{who}/1"
        assert path in page
        assert called.get(path).data[:5] == b"%PDF-"
        assert called.get(path[:-1] + "2").status_code == 404


def test_a_receipt_is_sent_by_mail_from_the_page_of_the_dues(app, called):
    bretagne = line(app, "Bretagne")
    path = f"/registre/cotisations/lignes/{bretagne.id}/reglement"
    called.post(path, sum="400,50", paid_on="2026-06-01", means="cheque")
    page = f"/registre/{bretagne.member_id}/cotisations/2026"
    called.post("/registre/cotisations/reglements/1/recu", page=page)
    told = called.get(page).text
    assert "recu-2026-001.pdf" in told
    send = re.search(r"/registre/cotisations/documents/\d+/envoi", told)
    assert send is not None
    assert "Envoyer à Nour Le Goff" in told
    assert called.post(send[0], page=page).status_code == 302
    assert "envoyé le" in called.get(page).text
    with app.extensions["database"].session(read_only=True) as session:
        assert session.scalars(select(OutboxMessage.kind)).all() == ["dues_paper"]


def test_long_work_shows_how_far_it_has_come(app, treasurer, monkeypatch):
    monkeypatch.setattr("governance.services.dues.dues_works.PART", 1)
    treasurer.post("/registre/cotisations/reglages", **TERMS)
    answer = treasurer.post("/registre/cotisations/2026/appels", page=YEAR)
    page = words(treasurer.get(answer.headers["Location"]).text).replace("\xa0", " ")
    assert "1 appels émis sur 2 : le reste suit" in page
    progress = "/registre/cotisations/2026/travail"
    assert "1 sur 2" in treasurer.get(progress).text
    again = treasurer.post("/registre/cotisations/2026/appels", page=YEAR)
    assert again.status_code == 409
    app.extensions["jobs"].work_on(1)
    assert "Le travail est terminé" in treasurer.get(progress).text
    assert "2026-002" in treasurer.get(YEAR).text


def test_a_statement_is_read_and_its_sure_lines_confirmed(app, called):
    raw = "Date;Libellé;Crédit\n01/06/2026;VIR APPEL 2026-001;5000,00\n01/06/2026;VIR X;12,00\n"

    hand_in(called, raw.encode("cp1252"))
    page = called.get("/registre/releves").text
    assert "sûr" in page
    assert "déjà été importées" in hand_in(called, raw.encode("cp1252")).text
    called.post("/registre/releves/sures", page="/registre/releves")
    assert line(app, "Bretagne").status == "paid"
    called.post("/registre/releves/lignes/2/ecarter", page="/registre/releves")
    assert "Aucune somme n’attend" in called.get("/registre/releves").text
    called.post("/registre/releves/1/annuler", page="/registre/releves")
    assert line(app, "Bretagne").status == "called"


def hand_in(visit: Visit, raw: bytes, name: str = "juin.csv") -> TestResponse:
    token = csrf_token(visit.get("/registre/releves").text)
    return visit.send("/registre/releves", csrf_token=token, file=(io.BytesIO(raw), name))


def test_a_statement_of_a_hundred_megabytes_is_refused_in_words(called):
    token = csrf_token(called.get("/registre/releves").text)
    told = {"CONTENT_LENGTH": str(100 * 1024 * 1024), "REMOTE_ADDR": called.address}
    fields = {"csrf_token": token}
    answer = called.client.post("/registre/releves", data=fields, environ_overrides=told)
    assert answer.status_code == 413
    assert "trop" in words(answer.text)


def test_one_transfer_is_shared_between_two_members_then_taken_apart(app, called):
    hand_in(called, "Date;Libellé;Crédit\n01/06/2026;VIR TRESORERIE;6100,00\n".encode())
    path = "/registre/releves/lignes/1"
    assert "Aucune cotisation n’est proche" in called.get(path).text
    bretagne, isere = line(app, "Bretagne"), line(app, "Isère")
    assert "Part de la somme pour Isère, 2026" in called.get(f"{path}?cherche=isere").text
    parts = {f"part-{bretagne.id}": "5 000", f"part-{isere.id}": "1200"}
    page = f"{path}?cherche=e"
    for wrong, said in (
        (parts, "dépassent ce qui reste de la somme : 6 100 €"),
        ({**parts, f"part-{isere.id}": "mille"}, "n’est pas une somme"),
        (dict.fromkeys(parts, ""), "au moins une part"),
    ):
        answer = called.post(path, page=page, **wrong)
        told = words(answer.text).replace("\xa0", " ").replace("\u202f", " ")
        assert (answer.status_code, said in told) == (422, True), said
    assert 'value="1200"' in called.post(path, page=page, **parts).text
    called.post(path, page=page, **{**parts, f"part-{isere.id}": "1 000,00"})
    assert (line(app, "Bretagne").status, line(app, "Isère").status) == ("paid", "paid")
    told = words(called.get("/registre/releves").text).replace("\xa0", " ")
    assert "100 €" in told
    assert "reste 100 €" in told
    called.post(f"{path}/defaire", page="/registre/releves")
    assert (line(app, "Bretagne").status, line(app, "Isère").status) == ("called", "called")
    assert called.post(f"{path}/defaire", page="/registre/releves").status_code == 409


def test_a_waiver_says_who_decided(app, treasurer):
    number = line(app, "Isère").member_id
    path = f"/registre/{number}/cotisations/2026"
    bare = treasurer.post(path, status="exempt", amount="1000")
    assert "qui a décidé" in bare.text
    treasurer.post(path, status="exempt", amount="1000", decided_by="bureau du 1er juin")
    assert "bureau du 1er juin" in treasurer.get(path).text


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_calls_and_payments_are_exported(app, called, extension):
    isere = line(app, "Isère")
    fields = {"sum": "10", "paid_on": "2026-06-01", "means": "cash", "reference": "=1+1"}
    called.post(f"/registre/cotisations/lignes/{isere.id}/reglement", **fields)
    for what in ("appels", "reglements"):
        answer = called.get(f"/registre/cotisations/2026/{what}/{extension}")
        assert answer.status_code == 200
        if extension == "csv":
            assert b"Is\xc3\xa8re" in answer.data
            assert b";=1+1" not in answer.data


def test_who_cannot_renew_says_why_and_owes_and_votes_as_before(app, treasurer):
    before = line(app, "Isère")
    path = f"/registre/{before.member_id}/renouvellement"
    fields = {"answer": "cannot", "first_year": "2026", "last_year": "2027"}
    assert "Dites pourquoi" in treasurer.post(path, **fields).text
    wrong = treasurer.post(path, **{**fields, "last_year": "2025", "reason": "x"})
    assert "dernière année suit" in wrong.text
    assert treasurer.post(path, **fields, reason="budget gelé").status_code == 302
    assert "ne peut renouveler" in treasurer.get(YEAR).text
    treasurer.post(path, answer="engaged", first_year="2026", last_year="2028")
    page = words(treasurer.get(YEAR).text)
    assert "s’engage, de 2026 à 2028" in page
    assert "ne peut renouveler, de" not in page
    after = line(app, "Isère")
    assert (after.status, after.amount_eur) == (before.status, before.amount_eur)


def electorate(visit: Visit, day: str = "") -> str:
    page = visit.get(f"/registre/corps-electoral{day}").text
    return words(page).replace("\xa0", " ").replace("\u202f", " ")


def test_the_electorate_explains_waivers_parts_calls_and_words_on_renewal(app, called):
    isere, bretagne = line(app, "Isère"), line(app, "Bretagne")
    assert "Cotisation 2026 appelée (n° 2026-001), à régler avant le" in electorate(called)
    path = f"/registre/cotisations/lignes/{bretagne.id}/reglement"
    called.post(path, sum="400,50", paid_on="2026-06-01", means="cheque")
    told = electorate(called)
    assert "Cotisation 2026 payée en partie : 400,50 € reçus, reste 4 599,50 €." in told
    member = f"/registre/{isere.member_id}"
    assert f"{member}/renouvellement" in called.get(member).text
    path = f"{member}/renouvellement"
    years = {"first_year": "2026", "last_year": "2027"}
    called.post(path, answer="cannot", reason="budget gelé", **years)
    called.post(f"{member}/cotisations/2026", status="exempt", decided_by="bureau du 1er juin")
    told = electorate(called)
    assert "Cotisation 2026 exonérée par décision : bureau du 1er juin." in told
    assert "ne pas pouvoir renouveler de 2026 à 2027 : budget gelé. Il reste membre" in told
    assert "exonérée par décision" in words(called.get(member).text)
    assert "exonérée par décision" not in electorate(called, "?au=2026-06-01")
    called.post(path, answer="engaged", **years)
    assert "s’est engagé de 2026 à 2027" in electorate(called)


def test_the_call_of_the_next_year_shows_who_engaged_and_who_cannot(app, treasurer, root):
    with app.extensions["database"].transaction() as session:
        raw = (root / "governance/demo/data/bareme-2026.csv").read_bytes()
        dues.load_schedule(session, 2027, raw, "adhésion 2027")
    for name, answer in (("Isère", "cannot"), ("Bretagne", "engaged")):
        path = f"/registre/{line(app, name).member_id}/renouvellement"
        fields = {"first_year": "2027", "last_year": "2029", "reason": "vote du budget"}
        treasurer.post(path, answer=answer, **fields)
    told = words(treasurer.get("/registre/bareme/2027/appel").text)
    assert "Isère ne peut renouveler jusqu’en 2029" in told
    assert "Bretagne s’engage jusqu’en 2029" in told
