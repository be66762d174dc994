"""Signing in, by link and by password and code, with CSRF on."""

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from pyotp import TOTP
from sqlalchemy.orm import Session

from app import create_app
from governance.models.members import Person
from governance.services.entry import accounts, links, passwords, totp
from governance.services.entry.throttle import CODE, LINK_REQUEST, PASSWORD
from governance.services.entry.vault import Vault
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.web.visits import Visit, csrf_token

PASSPHRASE = "cheval correct pile"
EMAIL = "ines@example.org"
OPERATOR = Actor("Exploitant")
WRONG = "Adresse ou mot de passe inexact"


class Clock:
    """The application's clock, moved by the test."""

    def __init__(self) -> None:
        self.at = datetime(2026, 6, 2, 7, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Real argon2id, less of it: the pages are tested here, the cost elsewhere."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=1024))
    passwords._nobodys_hash.cache_clear()
    yield
    passwords._nobodys_hash.cache_clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr("governance.clock.now", moved)
    return moved


@pytest.fixture
def app(sqlite_settings: Settings) -> Flask:
    return create_app(sqlite_settings)


@pytest.fixture
def visit(app: Flask) -> Visit:
    return Visit(app)


@pytest.fixture
def secret(app: Flask, clock: Clock) -> str:
    """An account whose authenticator is enrolled; its secret."""
    made = totp.new_secret()
    vault = Vault(app.extensions["settings"].vault_key)
    with writing(app) as session:
        account = _add(session, clock.at)
        past = time.time() - 100 * totp.STEP
        code = TOTP(made).at(int(past))
        accounts.enrol(
            session, vault, account.id, made, code, at=past, actor=OPERATOR, now=clock.at
        )
    return made


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    """Two persons of the register."""
    with writing(app) as session:
        rows = [Person(name=name, email=f"{name.lower()}@example.org") for name in ("Anne", "Bob")]
        session.add_all(rows)
        session.flush()
        return {row.name: row.id for row in rows}


def writing(app: Flask) -> Any:
    return app.extensions["database"].transaction()


def _add(session: Session, now: datetime) -> accounts.Account:
    return accounts.add_account(
        session, EMAIL, "Inès Marchetti", ["secretary"], PASSPHRASE, actor=OPERATOR, now=now
    )


def token_for(app: Flask, person_id: int, now: datetime) -> str:
    with writing(app) as session:
        return links.make_sign_in_link(session, person_id, now)


def give_password(visit: Visit, password: str = PASSPHRASE, email: str = EMAIL) -> Any:
    return visit.post("/connexion/mot-de-passe", email=email, password=password)


def sign_in(visit: Visit, secret: str, late: int = 0) -> Any:
    give_password(visit)
    return visit.post("/connexion/code", code=TOTP(secret).at(int(time.time()) + late * totp.STEP))


def is_in(visit: Visit) -> bool:
    return visit.get("/compte").status_code == 200


def test_an_officer_enters_with_password_then_code(visit, secret):
    assert give_password(visit).headers["Location"] == "/connexion/code"
    assert not is_in(visit)
    entered = visit.post("/connexion/code", code=TOTP(secret).now())

    assert entered.headers["Location"] == "/"
    page = visit.get("/compte").text
    assert "Inès Marchetti" in page
    assert "Secrétariat" in page


def test_the_code_page_is_closed_to_whoever_gave_no_password(visit, secret):
    answer = visit.get("/connexion/code")

    assert answer.headers["Location"] == "/connexion/mot-de-passe"
    assert visit.get("/connexion/application").headers["Location"] == "/connexion/mot-de-passe"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visit, secret):
    wrong = give_password(visit, password="wrong horse battery")
    unknown = give_password(visit, email="jnes@example.org")

    def told(page: str) -> str:
        return re.sub(r'value="[^"]*"', "", page)

    assert wrong.status_code == unknown.status_code == 422
    assert WRONG in wrong.text
    assert told(wrong.text) == told(unknown.text)


def test_the_password_is_never_sent_back(visit, secret):
    assert "wrong horse battery" not in give_password(visit, "wrong horse battery").text


def test_a_code_does_not_serve_twice(app, visit, secret):
    assert sign_in(visit, secret).status_code == 302
    replay = sign_in(Visit(app), secret)

    assert replay.status_code == 422
    assert "a déjà servi" in replay.text


def test_the_code_is_awaited_for_a_quarter_of_an_hour_only(visit, secret, monkeypatch):
    give_password(visit)
    late = time.time() + 16 * 60
    monkeypatch.setattr("governance.web.entry.entrance.time.time", lambda: late)

    assert visit.get("/connexion/code").headers["Location"] == "/connexion/mot-de-passe"


def test_the_first_sign_in_enrols_an_authenticator(app, visit, clock):
    with writing(app) as session:
        _add(session, clock.at)
    assert give_password(visit).headers["Location"] == "/connexion/application"

    page = visit.get("/connexion/application").text
    shown = re.search(r'data-copy="([A-Z2-7]{32})"', page)
    assert shown is not None
    assert "<svg" in page
    assert "style=" not in page
    wrong = visit.post("/connexion/application", code="000000x")
    assert wrong.status_code == 422
    assert shown[1] in wrong.text  # a mistyped code does not change the secret
    code = TOTP(shown[1]).now()
    assert visit.post("/connexion/application", code=code).status_code == 302
    assert is_in(visit)

    again = Visit(app)
    assert give_password(again).headers["Location"] == "/connexion/code"
    assert again.post("/connexion/code", code=code).status_code == 422


def test_the_secret_being_enrolled_cannot_be_read_in_the_cookie(app, visit, clock):
    with writing(app) as session:
        _add(session, clock.at)
    give_password(visit)
    shown = re.search(r'data-copy="([A-Z2-7]{32})"', visit.get("/connexion/application").text)

    assert shown is not None
    assert shown[1] not in str(kept_in_cookie(app, visit))


def test_an_officer_leaves_by_post_and_not_by_get(visit, secret):
    sign_in(visit, secret)

    assert visit.get("/deconnexion").status_code == 405
    assert is_in(visit)
    visit.post("/deconnexion", page="/")
    assert not is_in(visit)


def test_a_form_without_its_csrf_token_does_nothing(app, visit, secret, people, clock):
    token = token_for(app, people["Anne"], clock.at)

    for path, fields in (
        ("/connexion", {"email": "anne@example.org"}),
        ("/connexion/mot-de-passe", {"email": EMAIL, "password": PASSPHRASE}),
        ("/connexion/lien", {"token": token}),
        ("/deconnexion", {}),
    ):
        assert visit.send(path, **fields).status_code == 400
    assert not is_in(visit)
    assert visit.post("/connexion/lien", token=token).status_code == 302


def test_a_disabled_account_is_out_with_its_next_request(app, visit, secret, clock):
    sign_in(visit, secret)
    with writing(app) as session:
        account = accounts.find_account(session, EMAIL)
        accounts.disable_account(session, account, actor=OPERATOR, now=clock.at)

    assert not is_in(visit)
    assert give_password(visit).status_code == 422


def test_changing_the_password_ends_the_other_sessions_only(app, visit, secret):
    elsewhere = Visit(app)
    sign_in(visit, secret)
    sign_in(elsewhere, secret, late=1)
    assert is_in(elsewhere)

    new = "quatre mots au hasard"
    done = visit.post(
        "/compte/mot-de-passe", page="/compte", current=PASSPHRASE, new=new, again=new
    )
    assert done.status_code == 302
    assert is_in(visit)
    assert not is_in(elsewhere)
    assert give_password(elsewhere).status_code == 422


@pytest.mark.parametrize(
    ("current", "new", "again", "says"),
    [
        ("not my password", "quatre mots au hasard", "quatre mots au hasard", "pas celui-là"),
        (PASSPHRASE, "court", "court", "au moins 12"),
        (PASSPHRASE, "quatre mots au hasard", "quatre mots au bazar", "diffèrent"),
    ],
)
def test_a_password_is_not_changed_to(visit, secret, current, new, again, says):
    sign_in(visit, secret)
    page = visit.post("/compte/mot-de-passe", page="/compte", current=current, new=new, again=again)

    assert page.status_code == 422
    assert says in page.text.replace("\u00a0", " ")
    assert is_in(visit)


def test_the_authenticator_is_replaced_with_the_password_and_a_code_of_the_new_one(visit, secret):
    sign_in(visit, secret)
    page = visit.get("/compte/application").text
    shown = re.search(r'data-copy="([A-Z2-7]{32})"', page)
    assert shown is not None

    code = TOTP(shown[1]).now()
    wrong = visit.post("/compte/application", code=code, current="not my password")
    assert wrong.status_code == 422
    done = visit.post("/compte/application", code=code, current=PASSPHRASE)
    assert done.status_code == 302
    assert is_in(visit)


def test_forms_tell_browsers_and_password_managers_what_each_field_is(visit, secret):
    page = visit.get("/connexion/mot-de-passe").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    give_password(visit)
    page = visit.get("/connexion/code").text
    assert 'autocomplete="one-time-code"' in page
    assert "onpaste" not in page
    visit.post("/connexion/code", code=TOTP(secret).now())
    assert 'autocomplete="new-password"' in visit.get("/compte").text


def test_a_member_asks_for_a_link_and_enters_by_it(app, visit, people, clock):
    asked = visit.post("/connexion", email="anne@example.org")
    assert asked.headers["Location"] == "/connexion/envoye"
    token = mailed_token(app)

    assert visit.post("/connexion/lien", token=token).status_code == 302
    assert "Bonjour Anne" in visit.get("/").text


def test_the_answer_to_a_request_is_the_same_for_a_stranger(app, visit, people, clock):
    known = visit.post("/connexion", email="anne@example.org")
    unknown = visit.post("/connexion", email="stranger@example.org")

    assert known.headers["Location"] == unknown.headers["Location"]
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert "anne@example.org" not in visit.get("/connexion/envoye").text


def test_opening_the_page_of_a_link_does_not_consume_it(app, visit, people, clock):
    token = token_for(app, people["Anne"], clock.at)
    for _ in range(3):
        assert visit.get("/connexion/lien").status_code == 200
        assert visit.get(f"/connexion/lien?t={token}&token={token}").status_code == 200
    assert not is_in(visit)

    assert visit.post("/connexion/lien", token=token).status_code == 302
    assert is_in(visit)


def test_a_link_that_served_is_refused(app, visit, people, clock):
    token = token_for(app, people["Anne"], clock.at)
    visit.post("/connexion/lien", token=token)
    again = Visit(app)
    replay = again.post("/connexion/lien", token=token)

    assert replay.status_code == 403
    assert "a déjà servi" in replay.text
    assert token not in replay.text
    assert not is_in(again)


def test_a_link_is_refused_after_a_quarter_of_an_hour(app, visit, people, clock):
    token = token_for(app, people["Anne"], clock.at)
    clock.at += timedelta(minutes=15)

    late = visit.post("/connexion/lien", token=token)
    assert late.status_code == 403
    assert "plus valable" in late.text


def test_the_whole_address_of_a_link_may_be_pasted(app, visit, people, clock):
    token = token_for(app, people["Anne"], clock.at)
    address = f"http://127.0.0.1:8000/connexion/lien#t={token}"

    assert visit.post("/connexion/lien", token=address).status_code == 302


def test_the_link_of_one_person_never_acts_as_another(app, visit, people, clock):
    visit.post("/connexion/lien", token=token_for(app, people["Anne"], clock.at))
    assert "Bonjour Anne" in visit.get("/").text
    assert "Inès" not in visit.get("/compte").text

    visit.post("/connexion/lien", token=token_for(app, people["Bob"], clock.at))
    page = visit.get("/").text
    assert "Bonjour Bob" in page
    assert "Anne" not in page


def test_a_session_cookie_made_without_the_key_is_nobody(
    app, visit, people, clock, sqlite_settings
):
    visit.post("/connexion/lien", token=token_for(app, people["Anne"], clock.at))
    forger = create_app(replace(sqlite_settings, secret_key="another key"))
    serializer = SecureCookieSessionInterface().get_signing_serializer(forger)
    assert serializer is not None
    forged = serializer.dumps({**kept_in_cookie(app, visit), "_user_id": "account:1"})
    visit.client.set_cookie("pleniere", forged)

    assert not is_in(visit)


@pytest.mark.parametrize("key", ["account:999", "link:999", "link:x", "account:", "nobody", ""])
def test_a_session_of_nobody_known_is_a_strangers(app, visit, key):
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    visit.client.set_cookie("pleniere", serializer.dumps({"_user_id": key, "_fresh": True}))

    assert not is_in(visit)
    assert visit.get("/").status_code == 200


def test_signing_out_ends_the_session_of_a_sign_in_link_for_good(app, visit, people, clock):
    visit.post("/connexion/lien", token=token_for(app, people["Anne"], clock.at))
    stolen = visit.client.get_cookie("pleniere")
    assert stolen is not None
    visit.post("/deconnexion", page="/")
    visit.client.set_cookie("pleniere", stolen.value)

    assert not is_in(visit)


def test_a_revoked_link_ends_its_session(app, visit, people, clock):
    visit.post("/connexion/lien", token=token_for(app, people["Anne"], clock.at))
    with writing(app) as session:
        links.end_sign_in(session, 1, clock.at)

    assert not is_in(visit)


def test_the_way_back_is_taken_only_to_a_page_of_ours(app, secret):
    for number, (wanted, taken) in enumerate(
        [("/compte", "/compte"), ("//evil.example/", "/"), ("https://evil.example", "/")]
    ):
        visit = Visit(app)
        query = {"next": wanted}
        first = visit.client.get("/connexion/mot-de-passe", query_string=query)
        fields = {"email": EMAIL, "password": PASSPHRASE, "csrf_token": csrf_token(first.text)}
        answer = visit.client.post("/connexion/mot-de-passe", query_string=query, data=fields)
        step = answer.headers["Location"]
        fields = {
            "code": TOTP(secret).at(int(time.time()) + (number - 1) * totp.STEP),
            "csrf_token": csrf_token(visit.client.get(step).text),
        }
        assert visit.client.post(step, data=fields).headers["Location"] == taken


def test_passwords_are_throttled_and_recover(app, visit, secret, clock):
    for _ in range(PASSWORD.per_account or 0):
        assert give_password(visit, "wrong horse battery").status_code == 422
    blocked = give_password(Visit(app, "198.51.100.9"))
    assert blocked.status_code == 429
    assert int(blocked.headers["Retry-After"]) == 900
    assert "Réessayez dans 15 min" in blocked.text.replace("\u00a0", " ")

    clock.at += timedelta(minutes=15)
    assert give_password(visit).headers["Location"] == "/connexion/code"


def test_an_unknown_address_is_throttled_alike(app, visit, secret, clock):
    for _ in range(PASSWORD.per_account or 0):
        give_password(visit, email="nobody@example.org")

    assert give_password(visit, email="Nobody@example.org ").status_code == 429
    assert give_password(visit).status_code == 302


def test_codes_are_throttled_and_the_right_one_is_then_refused_too(visit, secret, clock):
    give_password(visit)
    wrong = TOTP(secret).at(int(time.time()) + 50 * totp.STEP)
    for _ in range(CODE.per_account or 0):
        assert visit.post("/connexion/code", code=wrong).status_code == 422

    assert visit.post("/connexion/code", code=TOTP(secret).now()).status_code == 429
    clock.at += timedelta(minutes=15)
    assert visit.post("/connexion/code", code=TOTP(secret).now()).status_code == 302


def test_link_requests_are_throttled_by_address(app, visit, people, clock):
    for _ in range(LINK_REQUEST.per_account or 0):
        assert visit.post("/connexion", email="anne@example.org").status_code == 302

    assert visit.post("/connexion", email="Anne@example.org").status_code == 429
    assert visit.post("/connexion", email="bob@example.org").status_code == 302


def test_guessing_links_is_throttled_by_network(app, visit, people, clock):
    token = token_for(app, people["Anne"], clock.at)
    page = csrf_token(visit.get("/connexion/lien").text)
    answers = [
        visit.send("/connexion/lien", csrf_token=page, token=f"guess-{number}").status_code
        for number in range(41)
    ]
    assert answers == [403] * 40 + [429]

    assert visit.send("/connexion/lien", csrf_token=page, token=token).status_code == 429
    assert Visit(app, "198.51.100.9").post("/connexion/lien", token=token).status_code == 302


def test_a_program_that_is_throttled_is_told_in_json(visit, secret, clock):
    page = csrf_token(visit.get("/connexion").text)
    for _ in range(3):
        visit.send("/connexion", csrf_token=page, email="a@example.org")
    answer = visit.client.post(
        "/connexion",
        data={"csrf_token": page, "email": "a@example.org"},
        headers={"Accept": "application/json"},
        environ_base={"REMOTE_ADDR": visit.address},
    )

    assert answer.status_code == 429
    assert answer.json["code"] == "accounts.too-many-attempts"


def test_the_attempts_are_shared_by_every_process(sqlite_settings, secret, clock):
    first, second = Visit(create_app(sqlite_settings)), Visit(create_app(sqlite_settings))
    for number in range(PASSWORD.per_account or 0):
        give_password((first, second)[number % 2], "wrong horse battery")

    assert give_password(first).status_code == 429
    assert give_password(second).status_code == 429


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/connexion", {"email": "not an address"}),
        ("/connexion", {"email": ""}),
        ("/connexion", {"email": "a" * 300 + "@example.org"}),
        ("/connexion/lien", {"token": ""}),
        ("/connexion/lien", {"token": "x" * 5000}),
        ("/connexion/mot-de-passe", {"email": "", "password": ""}),
        ("/connexion/mot-de-passe", {"email": EMAIL, "password": "x" * 5000}),
    ],
)
def test_what_has_not_the_shape_is_sent_back_with_what_to_correct(visit, secret, path, fields):
    answer = visit.post(path, **fields)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_no_log_line_holds_a_token_a_password_or_a_code(app, visit, secret, people, clock, caplog):
    with caplog.at_level(logging.DEBUG):
        give_password(visit, "wrong horse battery")
        sign_in(visit, secret)
        visit.post("/deconnexion", page="/")
        visit.post("/connexion", email="anne@example.org")
        token = mailed_token(app)
        answer = visit.post("/connexion/lien", token=token)
        visit.post("/connexion/lien", token=token)

    for hidden in (token, secret, PASSPHRASE, "wrong horse battery"):
        assert hidden not in caplog.text
    assert token not in answer.headers["Location"]


def test_whoever_came_by_a_link_has_no_account_to_change(app, visit, people, clock):
    visit.post("/connexion/lien", token=token_for(app, people["Anne"], clock.at))

    assert "ni compte ni mot de passe" in visit.get("/compte").text
    assert visit.get("/compte/application").status_code == 403


def test_a_page_that_asks_who_one_is_leads_to_signing_in(visit):
    answer = visit.get("/compte")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/connexion?next=")


@pytest.mark.parametrize("path", ["/demo", "/demo/role/secretary", "/demo/membre"])
def test_without_the_demonstrations_setting_its_pages_do_not_exist(app, visit, path):
    page = csrf_token(visit.get("/connexion").text)

    assert visit.get(path).status_code == 404
    assert visit.send(path, csrf_token=page).status_code == 404
    assert not [rule for rule in app.url_map.iter_rules() if "demo" in rule.rule]


def test_the_operator_opens_an_account_at_the_command_line(app, sqlite_settings):
    run = app.test_cli_runner().invoke
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    add = ["governance", "account-add", EMAIL, "Inès", "--role", "secretary", "--role", "auditor"]

    done = run(args=add, input=typed)
    assert done.exit_code == 0, done.output
    assert PASSPHRASE not in done.output
    again = run(args=add, input=typed)
    assert again.exit_code == 1
    assert "existe déjà" in again.output
    short = run(args=["governance", "account-password", EMAIL], input="short\nshort\n")
    assert short.exit_code == 1
    assert "au moins 12" in short.output.replace("\u00a0", " ")
    closed = run(args=["governance", "account-disable", EMAIL])
    assert closed.exit_code == 0
    assert give_password(Visit(app)).status_code == 422


def kept_in_cookie(app: Flask, visit: Visit) -> dict[str, Any]:
    """Return what the session cookie holds, as anyone can read it."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    cookie = visit.client.get_cookie("pleniere")
    assert serializer is not None
    assert cookie is not None
    kept: dict[str, Any] = serializer.loads(cookie.value)
    return kept


def mailed_token(app: Flask) -> str:
    """Return the token of the last mail owed."""
    from sqlalchemy import select

    from governance.models.outbox import OutboxMessage

    with writing(app) as session:
        newest = select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
        sealed = session.scalars(newest).one().sealed_body
        body = Vault(app.extensions["settings"].vault_key).open(sealed).decode()
    found = re.search(r"#t=([\w-]+)", body)
    assert found is not None
    return found[1]
