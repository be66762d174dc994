"""Every address is guarded, kept by kind of act, and written like the others."""

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

STATIC_PART = re.compile(r"<[^>]*>")
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)?")
ACTS = {  # words of an address that change something: never by GET alone
    "adopter", "ajouter", "annoncer", "annuler", "arriver", "cloturer", "clore", "convoquer",
    "creer", "demarrer", "depouiller", "deconnexion", "delete", "deposer", "donner", "emarger",
    "enregistrer", "envoyer", "fermer", "figer", "generer", "importer", "logout", "modifier",
    "ouvrir", "partir", "publier", "relancer", "renvoyer", "repondre", "retirer", "revoquer",
    "sceller", "signer", "supprimer", "valider", "voter",
}  # fmt: skip
SAMPLE = {"uuid": "00000000-0000-4000-8000-000000000000"}
SAFE = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture
def app(sqlite_settings) -> Flask:
    from app import create_app

    return create_app(sqlite_settings)


@pytest.fixture
def client(app) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


def rules(app: Flask) -> list[Rule]:
    """Return the addresses of our views."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def words(rule: Rule) -> list[str]:
    """Return the fixed parts of an address."""
    return [part for part in STATIC_PART.sub("", rule.rule).split("/") if part]


def sample(app: Flask, rule: Rule) -> str:
    """Return an address that ``rule`` matches, of things that do not exist."""
    values = {name: sample_value(converter) for name, converter in rule._converters.items()}
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))


def sample_value(converter: BaseConverter) -> str:
    """Return a value that a part of an address takes."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if isinstance(converter, IntegerConverter):
        return "1"
    kind = type(converter).__name__.lower()
    return next((text for known, text in SAMPLE.items() if kind.startswith(known)), "x")


def is_public(app: Flask, rule: Rule) -> bool:
    """Tell whether the view says of itself that everyone may come in."""
    from ballots.web.access import GUARD

    return getattr(app.view_functions[rule.endpoint], GUARD) == "public"


def test_every_view_wears_a_guard(app):
    from ballots.web.access import GUARD

    bare = [
        rule.rule for rule in rules(app) if not hasattr(app.view_functions[rule.endpoint], GUARD)
    ]
    assert bare == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_application_does_not_start_with_a_view_that_nobody_guards(
    method, sqlite_settings, monkeypatch
):
    import app as plugged

    careless = Blueprint("careless", __name__)
    careless.add_url_rule("/careless", "open", lambda: "", methods=[method])
    monkeypatch.setattr(plugged, "BLUEPRINTS", (*plugged.BLUEPRINTS, careless))

    with pytest.raises(RuntimeError, match=r"careless\.open"):
        plugged.create_app(sqlite_settings)


def test_addresses_are_in_lower_case_with_hyphens(app):
    odd = [rule.rule for rule in rules(app) if not all(map(KEBAB.fullmatch, words(rule)))]
    assert odd == []


def test_no_address_that_names_an_act_answers_to_get_alone(app):
    methods: dict[str, set[str]] = defaultdict(set)  # a page that asks and the act may be two views
    for rule in rules(app):
        if set(words(rule)[-1:]) & ACTS:
            methods[rule.rule] |= set(rule.methods or ())
    assert [address for address, known in methods.items() if known <= SAFE] == []


def test_nobody_reads_a_guarded_page_without_signing_in(app, client):
    read = [
        rule.rule
        for rule in rules(app)
        if "GET" in (rule.methods or ()) and not is_public(app, rule)
        and client.get(sample(app, rule)).status_code < 300
    ]  # fmt: skip
    assert read == []


def test_nothing_is_changed_without_the_token_of_a_form(app, client):
    changed = [
        f"{method} {rule.rule}"
        for rule in rules(app)
        for method in sorted(set(rule.methods or ()) - SAFE)
        if client.open(sample(app, rule), method=method).status_code < 400
    ]
    assert changed == []


def test_every_answer_carries_the_headers(app, client):
    for path in ("/", "/no-such-page", "/static/no-such-file"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
