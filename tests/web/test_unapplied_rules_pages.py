"""The page of the bylaws marks the rules that no meeting applies yet."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from app import create_app
from governance.models.accounts import Account, AccountRole
from governance.rules.ruleset import preset
from governance.rules.ruleset.honoured import is_applied
from governance.services import rulesets
from governance.services.journal import Actor
from governance.settings import Settings
from governance.web.ruleset_words.chapters import label_of
from tests.web.visits import Visit

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
MARK = "Plénière ne l’applique pas encore : à vérifier par vous."


@pytest.fixture
def app(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application under the bylaws of an ASA."""
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    app = create_app(sqlite_settings)
    with app.extensions["database"].transaction() as session:
        rulesets.install_preset(session, "asa", actor=Actor("Inès"), now=NOW)
        account = Account(email="secretary@v.example", name="Inès")
        account.roles.append(AccountRole(role="secretary"))
        session.add(account)
    yield app
    app.extensions["database"].engine.dispose()


def rows(app: Flask) -> dict[str, str]:
    """Return what the page says of each rule, by its label."""
    visit = Visit(app)
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = "account:1"
        cookie["_fresh"] = True
    page = visit.get("/statuts").text
    found = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    return {
        " ".join(html.unescape(label).split()): " ".join(
            html.unescape(re.sub(r"<[^>]*>", " ", rest)).split()
        )
        for label, rest in found
    }


def test_each_rule_that_no_meeting_applies_is_marked_and_no_other(app: Flask) -> None:
    shown = rows(app)
    rules = preset("asa")
    with app.test_request_context():
        labels = {
            " ".join(label_of(path).split()): is_applied(path, ruled.value)
            for path, ruled in rules.general().items()
        }
    mark = " ".join(MARK.split())
    assert set(labels) <= set(shown)
    assert {label for label, said in shown.items() if mark in said} == {
        label for label, applied in labels.items() if not applied
    }
    assert 0 < sum(not applied for applied in labels.values()) < len(labels)
