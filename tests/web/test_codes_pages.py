"""The pages of the voting codes: an outside authority from the choice to the destruction."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from ballots import credentials as command
from governance.demo import seed
from governance.demo.assembly import START
from governance.models.accounts import AccountRole
from governance.settings import Settings
from tests.web.visits import Visit, csrf_token

PAGE = "/assemblees/1/codes"
NAME = "Maître Odile Ferrand"


@pytest.fixture
def app(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr("governance.clock.now", lambda: START)
    app = create_app(replace(sqlite_settings, demo=True))
    database = app.extensions["database"]
    with database.transaction() as session:
        seed.load(session, START, 5)
    yield app
    database.engine.dispose()


def enter(app: Flask, role: str) -> Visit:
    with app.extensions["database"].session(read_only=True) as session:
        wanted = select(AccountRole.account_id).where(AccountRole.role == role)
        account_id = session.scalars(wanted).first()
    visit = Visit(app)
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = f"account:{account_id}"
        cookie["_fresh"] = True
    return visit


@pytest.fixture
def secretary(app) -> Visit:
    return enter(app, "secretary")


@pytest.fixture
def convened(secretary, tmp_path) -> Visit:
    """The secretary of a meeting whose codes an outside authority has made, in ``tmp_path``."""
    secretary.post(f"{PAGE}/autorite", page=PAGE, who="outside", name=NAME)
    assert secretary.post("/assemblees/1/convocation/envoyer").status_code == 302
    (tmp_path / "roll.json").write_bytes(secretary.get(f"{PAGE}/liste-electorale.json").data)
    assert command.main(["make", str(tmp_path / "roll.json"), "--out", str(tmp_path)]) == 0
    return secretary


def upload(visit: Visit, path: str, field: str, content: bytes):
    token = csrf_token(visit.get(PAGE).text)
    return visit.send(
        f"{PAGE}/{path}", csrf_token=token, **{field: (io.BytesIO(content), "file.json")}
    )


def test_the_authority_is_named_before_the_notice_leaves(secretary):
    assert "Plénière fait les codes" in secretary.get(PAGE).text
    answer = secretary.post(f"{PAGE}/autorite", page=PAGE, who="outside", name=NAME)
    assert answer.status_code == 302
    page = secretary.get(PAGE).text
    assert f"faits par {NAME}" in page
    assert NAME in secretary.get("/assemblees/1/convocation/envoyer").text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"who": "outside", "name": " "}, "Dites qui fera les codes"),
        ({"who": "outside", "name": "x" * 201}, "200"),
        ({"who": "elsewhere"}, "error"),
    ],
)
def test_a_choice_that_says_nothing_is_asked_again(secretary, fields, told):
    answer = secretary.post(f"{PAGE}/autorite", page=PAGE, **fields)
    assert answer.status_code == 400
    assert told in answer.text
    assert "Plénière fait les codes" in secretary.get(PAGE).text


def test_the_lists_are_taken_and_the_journal_says_so(convened, tmp_path):
    taken = upload(convened, "publics", "lists", (tmp_path / command.PUBLIC).read_bytes())
    assert taken.status_code == 302
    page = convened.get(PAGE).text
    assert "5 droits ont un code" in page
    assert "Codes publics reçus de l’autorité" in page


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{}", 400), (b"", 400), (b"\xff" * 1000, 400), (b"[" * 100_000, 400)],
)
def test_another_file_is_refused_with_what_to_do(convened, content, status):
    answer = upload(convened, "publics", "lists", content)
    assert answer.status_code == status
    assert "codes-publics.json" in answer.text
    assert "5 droits ont un code" not in convened.get(PAGE).text


def test_the_destruction_is_entered_once(convened, tmp_path):
    upload(convened, "publics", "lists", (tmp_path / command.PUBLIC).read_bytes())
    made = [str(tmp_path / command.PRIVATE), "--public", str(tmp_path / command.PUBLIC)]
    assert command.main(["destroy", *made]) == 0
    statement = (tmp_path / command.STATEMENT).read_bytes()
    assert upload(convened, "destruction", "statement", statement).status_code == 302
    assert "déclare avoir détruit ses codes privés" in convened.get(PAGE).text
    again = upload(convened, "destruction", "statement", statement)
    assert again.status_code == 400
    assert "déjà inscrite" in again.text


def test_the_auditor_reads_the_page_and_changes_nothing(app, convened):
    auditor = enter(app, "auditor")
    page = auditor.get(PAGE)
    assert page.status_code == 200
    assert "<form" not in page.text.split("<main", 1)[1]
    assert auditor.get(f"{PAGE}/liste-electorale.json").status_code == 403
    assert auditor.send(f"{PAGE}/publics").status_code in (400, 403)


def test_without_an_authority_there_is_nothing_to_hand_over(secretary):
    secretary.post("/assemblees/1/convocation/envoyer")
    assert secretary.get(f"{PAGE}/liste-electorale.json").status_code == 409
    assert "5 droits ont un code" in secretary.get(PAGE).text


def test_at_the_desk_a_lost_code_is_said_to_be_the_authority_s_matter(convened):
    page = convened.get("/assemblees/1/presence/1/lien").text
    assert f"un code perdu est l’affaire de {NAME}" in page
    assert f"elle les a reçus de {NAME}" in page
    assert "Ses codes précédents ne votent plus" not in page
    proxies = convened.get("/assemblees/1/pouvoirs").text
    assert f"lui est remis par lui, ou par {NAME}" in proxies
