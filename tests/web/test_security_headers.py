"""What every answer carries, how the cookie is kept, and where the secrets lie."""

import json
import stat
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from governance.settings import Settings
from tests.simulators.databases import settings_for
from tests.web.visits import Visit

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)


@pytest.fixture
def app(sqlite_settings: Settings) -> Flask:
    return create_app(sqlite_settings)


@pytest.fixture
def https_app(sqlite_url: str, tmp_path: Path) -> Flask:
    url = "https://ag.example"
    return create_app(settings_for(sqlite_url, tmp_path / "https", PLENIERE_PUBLIC_URL=url))


def cookie_of(answer: TestResponse) -> tuple[str, set[str]]:
    """Return the name of the cookie that an answer sets, and its attributes."""
    line = answer.headers["Set-Cookie"]
    parts = [part.strip() for part in line.split(";")]
    return parts[0].partition("=")[0], set(parts[1:])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/connexion", 200),
        ("/connexion/lien", 200),
        ("/ce-que-l-administration-peut-voir", 200),
        ("/compte", 302),
        ("/deconnexion", 405),
        ("/nothing-here", 404),
    ],
)
def test_every_answer_carries_the_headers(app, path, status):
    answer = Visit(app).get(path)

    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers


def test_a_refused_form_carries_the_headers_too(app):
    answer = Visit(app).send("/connexion", email="anne@example.org")

    assert answer.status_code == 400
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app):
    name, attributes = cookie_of(Visit(app).get("/connexion"))

    assert name == "pleniere"
    assert attributes == {"HttpOnly", "SameSite=Lax", "Path=/"}


def test_over_https_the_cookie_is_bound_to_the_host_and_never_sent_in_clear(https_app):
    answer = Visit(https_app).client.get("/connexion", base_url="https://ag.example")
    name, attributes = cookie_of(answer)

    assert name == "__Host-pleniere"
    assert attributes == {"HttpOnly", "SameSite=Lax", "Path=/", "Secure"}
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_over_https_a_form_sent_from_another_site_is_refused(https_app):
    from tests.web.visits import csrf_token

    client = Visit(https_app).client
    page = client.get("/connexion", base_url="https://ag.example")
    fields = {"email": "a@example.org", "csrf_token": csrf_token(page.text)}

    def send(referrer: str) -> int:
        headers = {"Referer": referrer}
        site = "https://ag.example"
        return client.post("/connexion", data=fields, base_url=site, headers=headers).status_code

    assert send("https://evil.example/") == 400
    assert send("https://ag.example/connexion") == 302


def test_a_body_that_is_too_large_is_refused(app):
    answer = Visit(app).send("/connexion", email="a" * (9 * 1024 * 1024))

    assert answer.status_code == 413


def test_the_secrets_are_made_once_for_their_owner_alone(sqlite_url, tmp_path):
    first = settings_for(sqlite_url, tmp_path / "instance")
    again = settings_for(sqlite_url, tmp_path / "instance")
    file = tmp_path / "instance" / "secrets.json"

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert json.loads(file.read_text()) == {
        "secret_key": first.secret_key,
        "vault_key": first.vault_key,
    }
    assert (again.secret_key, again.vault_key) == (first.secret_key, first.vault_key)
    assert len(first.secret_key) >= 64


def test_two_installations_share_no_secret(sqlite_url, tmp_path):
    one, other = (settings_for(sqlite_url, tmp_path / name) for name in ("one", "other"))

    assert one.secret_key != other.secret_key
    assert one.vault_key != other.vault_key
