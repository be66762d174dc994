"""The pages of the bylaws: every rule in words, lists, versions side by side, the JSON Schema."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import jsonschema
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from governance.models.accounts import Account, AccountRole
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import (
    PRESETS,
    ProxyLimit,
    Ruled,
    RuleSet,
    Source,
    digest,
    encode_ruleset,
    preset,
    with_value,
)
from governance.rules.ruleset.catalogue import PARAMETERS
from governance.rules.ruleset.doubts import Doubt
from governance.services.bylaws import rulesets
from governance.services.records.journal import Actor
from governance.settings import Settings
from governance.web import ruleset_words
from governance.web.ruleset_words import doubts as doubt_words
from governance.web.ruleset_words.chapters import WRITERS
from governance.web.ruleset_words.vocabulary import WORDS
from tests.web.visits import Visit

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
INES = Actor("Inès")


@pytest.fixture
def app(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application with three presets installed, the first of them in force."""
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    app = create_app(sqlite_settings)
    database = app.extensions["database"]
    with database.transaction() as session:
        for name in ("la27eregion", "aappma", "petite-association"):
            rulesets.install_preset(session, name, actor=INES, now=NOW)
        account = Account(email="secretary@v.example", name="Inès")
        account.roles.append(AccountRole(role="secretary"))
        session.add(account)
    yield app
    database.engine.dispose()


@pytest.fixture
def secretary(app: Flask) -> Visit:
    visit = Visit(app)
    with app.extensions["database"].transaction() as session:
        number = session.scalars(select(Account.id)).one()
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = f"account:{number}"
        cookie["_fresh"] = True
    return visit


def words(answer: TestResponse) -> str:
    """Return the words of a page, blanks made plain."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def number_of(app: Flask, rules: RuleSet) -> int:
    with app.extensions["database"].transaction() as session:
        wanted = select(RuleSetVersion.id).where(RuleSetVersion.sha256 == digest(rules))
        return session.scalars(wanted).one()


def keep(app: Flask, rules: RuleSet) -> int:
    """Install a rule set that is no preset; return its number."""
    with app.extensions["database"].transaction() as session:
        version = RuleSetVersion(
            name=rules.name, version=rules.version, document=encode_ruleset(rules).decode(),
            sha256=digest(rules), created_at=NOW,
        )  # fmt: skip
        session.add(version)
        session.flush()
        return version.id


def test_every_parameter_has_words_and_none_is_left_in_code() -> None:
    for path, parameter in PARAMETERS.items():
        plain = type(parameter.default) in (bool, int) or path in WRITERS or path in WORDS
        assert plain, path
    assert not set(WRITERS) & set(WORDS)
    assert set(WRITERS) | set(WORDS) <= set(PARAMETERS)


def test_every_rule_of_every_preset_can_be_said(app: Flask) -> None:
    for rules in map(preset, PRESETS):
        with app.test_request_context():
            lines = [line for one in ruleset_words.chapters(rules) for line in one.lines]

        assert sorted(line.path for line in lines) == sorted(rules.parameters())
        parts = [part for line in lines for part in line.value]
        assert all(parts)
        assert not [part for part in parts if "%(" in part or "Fraction" in part]


def test_each_rule_is_listed_by_where_it_comes_from(secretary: Visit) -> None:
    every, said = (words(secretary.get(f"/statuts{q}")) for q in ("", "?voir=textes"))

    assert "Délai de convocation" in every
    assert "Délai de convocation" not in said
    assert "Aucune règle de cette sorte." in said
    assert "Délai de convocation" in words(secretary.get("/statuts?voir=hypotheses"))
    assert "Délai de convocation" in words(secretary.get("/statuts?voir=%3Cscript%3E"))


def test_a_version_shows_what_differs_then_everything(app: Flask, secretary: Visit) -> None:
    other = number_of(app, preset("aappma"))
    differing = words(secretary.get(f"/statuts/{other}"))

    assert "Statuts types des AAPPMA" in differing
    assert "statuts types, arrêté du 16 janvier 2013" in differing
    assert "Une autre règle : conseil d’administration" in differing
    assert "rien de particulier" in differing
    assert "Façon de compter les jours" not in differing
    assert "Façon de compter les jours" in words(secretary.get(f"/statuts/{other}?tout=1"))


def test_silence_shows_its_reading_and_its_authority(app: Flask, secretary: Visit) -> None:
    page = words(secretary.get(f"/statuts/{number_of(app, preset('petite-association'))}"))

    assert "Sur 8 règles, les statuts se taisent" in page
    assert "CA Colmar, 16 octobre 2013, n° 12-02507" in page


def test_validity_and_doubts_are_shown(app: Flask, secretary: Visit) -> None:
    rules = preset("la27eregion")
    closed = Ruled(False, Source.STATUTS, "statuts, art. 9", date(2026, 1, 1), date(2027, 12, 31))
    for path, ruled in (
        ("proxy.allowed", closed),
        ("proxy.limit", Ruled(ProxyLimit(3), Source.STATUTS, "art. 9", date(2026, 1, 1))),
        ("bodies.CA.notice.days", Ruled(5, Source.RI, "art. 3", None, date(2026, 12, 31))),
    ):
        rules = with_value(rules, path, ruled)
    page = words(secretary.get(f"/statuts/{keep(app, replace(rules, name='Essai'))}"))

    assert "du 01/01/2026 au 31/12/2027" in page
    assert "depuis le 01/01/2026" in page
    assert "jusqu’au 31/12/2026" in page
    assert "À relire : Pouvoirs par mandataire" in page


def test_every_doubt_has_its_sentence(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    doubts = [Doubt(code, "bodies.CA.quorum.first", {}) for code in doubt_words.SENTENCES]
    monkeypatch.setattr(doubt_words, "doubts_of", lambda _: doubts)

    with app.test_request_context():
        told = ruleset_words.told_doubts(preset("la27eregion"))

    assert [label for label, _ in told] == ["Quorum (conseil d’administration)"] * len(doubts)


def test_presets_wait_to_be_installed_with_where_they_come_from(
    app: Flask, secretary: Visit
) -> None:
    page = words(secretary.get("/statuts"))
    assert "Modèles et exemples" in page
    assert "Code général des collectivités territoriales, articles R.1424-2" in page

    secretary.post("/statuts/installer", page="/statuts", name="sdis")

    assert number_of(app, preset("sdis"))


def test_anyone_may_read_the_json_schema_and_it_holds(app: Flask) -> None:
    answer = Visit(app).get("/statuts/schema.json")

    assert answer.status_code == 200
    assert answer.mimetype == "application/schema+json"
    jsonschema.Draft202012Validator(answer.json).validate(
        json.loads(encode_ruleset(preset("repae")))
    )


def test_two_versions_are_compared_though_neither_is_in_force(app: Flask, secretary: Visit) -> None:
    one, two = (number_of(app, preset(name)) for name in ("aappma", "petite-association"))
    page = words(secretary.get(f"/statuts/{one}?avec={two}"))

    assert "diffèrent de l’autre version." in page
    assert "CA Colmar, 16 octobre 2013" in page
    assert secretary.get(f"/statuts/{one}?avec=999").status_code == 404


def test_a_version_goes_out_as_the_bytes_of_its_fingerprint(app: Flask, secretary: Visit) -> None:
    answer = secretary.get(f"/statuts/{number_of(app, preset('aappma'))}/document.json")

    assert answer.data == encode_ruleset(preset("aappma"))
