"""What no request may bring: a NUL, a number beyond every row; and whose address counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, before_render_template
from flask_wtf import FlaskForm
from sqlalchemy import func, select, text
from werkzeug.datastructures import MultiDict
from wtforms.validators import NumberRange

from app import create_app
from governance import db
from governance.models.members import Person
from governance.settings import RELAY, Settings
from governance.web.forms.numbers import IntegerField
from governance.web.security import row_number
from tests.simulators.databases import environment_for, settings_for
from tests.web.visits import Visit, csrf_token

MACHINE = "127.0.0.1"  # whence a reverse proxy speaks


@pytest.fixture
def app(any_settings: Settings) -> Iterator[Flask]:
    app = create_app(any_settings)
    yield app
    app.extensions["database"].dispose()


@pytest.mark.parametrize("path", ["/urnes/a%00b", "/connexion?next=%00", "/connexion/%00"])
def test_a_nul_in_an_address_is_a_bad_request(app, path):
    assert Visit(app).get(path).status_code == 400


@pytest.mark.parametrize(
    ("page", "path", "fields"),
    [
        ("/connexion", "/connexion", {"email": "a\0@example.org"}),
        ("/connexion", "/connexion/mot-de-passe", {"email": "a@example.org", "password": "x\0"}),
        ("/connexion", "/connexion/lien", {"token": "a\0"}),
    ],
)
def test_a_nul_in_a_form_is_a_bad_request(app, page, path, fields):
    assert Visit(app).post(path, page=page, **fields).status_code == 400


@pytest.mark.parametrize("number", [2**31, 2**63, 10**40])
@pytest.mark.parametrize("path", ["/publications/{}", "/assemblees/{}/lien", "/registre/{}"])
def test_a_number_that_no_row_bears_is_no_address(app, path, number):
    assert Visit(app).get(path.format(number)).status_code == 404


def test_a_row_may_bear_the_greatest_number(app):
    assert Visit(app).get(f"/assemblees/{2**31 - 1}/lien").status_code == 200


def test_the_page_of_a_failure_reads_the_database_afresh(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    read = []

    def read_again(_app: Flask, **_: object) -> None:
        read.append(db.session().scalar(select(func.count(Person.id))))

    wrong = select(Person).where(text("no_such_column = 1"))
    app.add_url_rule("/failing", view_func=lambda: str(db.session().scalars(wrong).all()))
    with before_render_template.connected_to(read_again, app):
        answer = Visit(app).get("/failing")
    assert answer.status_code == 500 and "</html>" in answer.text
    assert read and set(read) == {0}


# -- the address of whoever asks


def behind(settings: Settings, proxies: str, tmp_path: Path) -> Flask:
    return create_app(
        settings_for(settings.database_url, tmp_path / "house", PLENIERE_PROXIES=proxies)
    )


def guess(app: Flask, forwarded: str, times: int) -> list[int]:
    """Guess links from one machine that says for whom it speaks."""
    client = app.test_client()
    headers = {"X-Forwarded-For": forwarded}
    here = {"REMOTE_ADDR": MACHINE}
    page = client.get("/connexion/lien", environ_base=here, headers=headers).text
    sent = {"csrf_token": csrf_token(page), "token": "guess"}
    return [
        client.post("/connexion/lien", data=sent, headers=headers, environ_base=here).status_code
        for _ in range(times)
    ]


def test_behind_a_proxy_each_visitor_is_throttled_alone(sqlite_settings, tmp_path):
    app = behind(sqlite_settings, "1", tmp_path)
    assert guess(app, "198.51.100.66", 41)[-1] == 429
    assert guess(app, "203.0.113.9", 1) == [403]


def test_behind_a_proxy_an_invented_address_before_its_own_counts_for_nothing(
    sqlite_settings, tmp_path
):
    app = behind(sqlite_settings, "1", tmp_path)
    guess(app, "198.51.100.66", 40)
    assert guess(app, "203.0.113.9, 198.51.100.66", 1) == [429]


def test_without_a_proxy_nobodys_word_on_addresses_is_taken(sqlite_settings, tmp_path):
    app = behind(sqlite_settings, "0", tmp_path)
    assert guess(app, "198.51.100.66", 41)[-1] == 429
    assert guess(app, "203.0.113.9", 1) == [429]


# -- where mails go that hold codes


def test_mails_go_to_a_relay_outside_the_demonstration(tmp_path):
    environment = environment_for("sqlite://", tmp_path)
    del environment["PLENIERE_MAIL"]
    assert Settings.from_env(environment).mail == RELAY
    shown = Settings.from_env(environment | {"PLENIERE_DEMO": "1"})
    assert shown.mail == f"folder:{tmp_path / 'outbox'}"
    named = Settings.from_env(environment | {"PLENIERE_MAIL": "smtp://mail.example:587"})
    assert named.mail == "smtp://mail.example:587"


def test_every_number_asked_for_in_a_query_or_a_form_is_one_that_a_row_may_bear(root):
    pages = sorted((root / "governance" / "web").rglob("*.py"))
    assert [page.name for page in pages if "type=int" in page.read_text()] == []


@pytest.mark.parametrize("typed", ["99999999999999999999999", "-99999999999999999999999", "x", ""])
def test_a_number_beyond_every_row_is_as_none(typed):
    assert MultiDict({"page": typed}).get("page", 1, type=row_number) == 1


@pytest.mark.parametrize("typed", ["1" + "0" * 30, "-1" + "0" * 30, "1" + "0" * 5000, "x"])
def test_a_whole_number_that_no_column_holds_is_refused_at_its_field(app, typed):
    class Form(FlaskForm):
        class Meta:
            csrf = False

        amount = IntegerField(validators=[NumberRange(0, 1000)])

    with app.test_request_context(method="POST", data={"amount": typed}):
        form = Form()
        assert not form.validate()
        assert form.amount.errors
