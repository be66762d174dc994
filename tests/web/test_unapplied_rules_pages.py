"""What pages say of rules that no meeting applies yet, and of limits in another unit."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from app import create_app
from governance.models.accounts import Account, AccountRole
from governance.models.meetings import Meeting
from governance.rules.ruleset import Ruled, Source, preset, with_value
from governance.rules.ruleset.honoured import is_applied
from governance.rules.ruleset.voting import Splitting
from governance.settings import Settings
from governance.web.ruleset_words.chapters import label_of, value_words
from tests.integration.called_members import install
from tests.web.visits import Visit

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
STARTS = datetime(2026, 6, 26, 12, tzinfo=UTC)
SPLIT = Ruled(Splitting("always"), Source.STATUTS, "statuts, art. 31")
RULES = with_value(preset("asa"), "vote.splitting", SPLIT)
MARK = "Plénière ne l’applique pas encore : à vérifier par vous."


@pytest.fixture
def app(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application under the bylaws of an ASA."""
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    app = create_app(sqlite_settings)
    with app.extensions["database"].transaction() as session:
        version = install(session, RULES)
        for convened_at in (None, NOW):
            meeting = Meeting(
                body="AGO",
                title="Assemblée",
                starts_at=STARTS,
                place="Pau",
                rule_set_id=version.id,
                created_at=NOW,
                convened_at=convened_at,
            )
            session.add(meeting)
        account = Account(email="secretary@v.example", name="Inès")
        account.roles.append(AccountRole(role="secretary"))
        session.add(account)
    yield app
    app.extensions["database"].engine.dispose()


def seen(app: Flask, address: str) -> str:
    """Return a page as the secretary gets it."""
    visit = Visit(app)
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = "account:1"
        cookie["_fresh"] = True
    answer = visit.get(address)
    assert answer.status_code == 200
    return answer.text


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def rows(app: Flask) -> dict[str, str]:
    """Return what the page says of each rule, by its label."""
    page = seen(app, "/statuts")
    found = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    return {words(label): words(rest) for label, rest in found}


def test_each_rule_that_no_meeting_applies_is_marked_and_no_other(app: Flask) -> None:
    shown = rows(app)
    rules = RULES
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


def test_the_list_of_the_notice_names_each_with_its_clause(app: Flask) -> None:
    page = words(seen(app, "/assemblees/1/convocation"))
    with app.test_request_context():
        told = words(label_of("vote.splitting"))
    line = f"n’applique pas encore cette règle, à vérifier par vous : {told}."
    assert line in page
    assert words(RULES.vote.splitting.clause) in page.split(line)[1][:200]


def test_a_limit_in_a_share_of_the_members_is_not_said_to_be_none(app: Flask) -> None:
    page = words(seen(app, "/assemblees/2/pouvoirs"))
    with app.test_request_context():
        limit = words(", ".join(value_words("proxy.limit", RULES.proxy.limit.value)))
    assert limit in page
    assert "Sans limite" not in page
