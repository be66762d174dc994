"""The link of a mail in a real browser: one press, the token out of sight, nothing on the way."""

from datetime import UTC, datetime

import pytest

from governance.db import Database
from governance.models.members import Person
from governance.services.entry import links
from tests.simulators.browser import assert_accessible
from tests.simulators.databases import settings_for

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def token(sqlite_url, tmp_path) -> str:
    """A sign-in link of Anne."""
    database = Database(settings_for(sqlite_url, tmp_path / "maker"))
    with database.transaction() as session:
        person = Person(name="Anne Sorel", email="anne@example.org")
        session.add(person)
        session.flush()
        made = links.make_sign_in_link(session, person.id, datetime.now(UTC))
    database.engine.dispose()
    return made


def test_the_link_of_a_mail_enters_by_one_press(start_app, sqlite_url, token, any_page):
    app = start_app(sqlite_url, worker=False)
    asked = []
    any_page.on("request", lambda request: asked.append(request.url))
    any_page.goto(f"{app.url}/connexion/lien#t={token}")
    any_page.get_by_text("Votre lien est prêt").wait_for()
    assert any_page.url == f"{app.url}/connexion/lien"
    assert_accessible(any_page)

    any_page.get_by_role("button", name="Entrer", exact=True).click()
    any_page.get_by_role("heading", name="Bonjour Anne Sorel").wait_for()
    assert_accessible(any_page)
    assert not [url for url in asked if token in url]
    assert token not in app.log("server")
    any_page.go_back()
    assert token not in any_page.url


def test_without_javascript_the_link_is_pasted(start_app, sqlite_url, token, open_page):
    app = start_app(sqlite_url, worker=False)
    page = open_page("phone", java_script_enabled=False)
    page.goto(f"{app.url}/connexion/lien#t={token}")
    page.get_by_label("Le lien reçu").fill(f"{app.url}/connexion/lien#t={token}")
    page.get_by_role("button", name="Entrer", exact=True).click()

    page.get_by_role("heading", name="Bonjour Anne Sorel").wait_for()
