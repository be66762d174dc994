"""A session that is ended is ended everywhere: copied cookies, and sessions of other links."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from app import create_app
from governance.models.accounts import Role
from governance.models.members import Person
from governance.services.entry import links
from tests.simulators.databases import settings_for
from tests.web.visits import Visit

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)


@pytest.fixture
def app(sqlite_url, tmp_path, monkeypatch) -> Flask:
    monkeypatch.setattr("governance.clock.now", lambda: NOW)
    return create_app(settings_for(sqlite_url, tmp_path / "house", PLENIERE_DEMO="1"))


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    """Two persons of the register."""
    with app.extensions["database"].transaction() as session:
        rows = [Person(name=name, email=f"{name.lower()}@example.org") for name in ("Anne", "Bob")]
        session.add_all(rows)
        session.flush()
        return {row.name: row.id for row in rows}


def token_for(app: Flask, person_id: int) -> str:
    with app.extensions["database"].transaction() as session:
        return links.make_sign_in_link(session, person_id, NOW)


def is_in(visit: Visit) -> bool:
    return visit.get("/compte").status_code == 200


def come_in(app: Flask) -> Visit:
    visit = Visit(app)
    visit.post(f"/demo/role/{Role.SECRETARY.value}", page="/demo")
    assert is_in(visit)
    return visit


def test_signing_out_ends_the_session_of_a_copied_cookie_too(app):
    visit, thief = come_in(app), Visit(app)
    copied = visit.client.get_cookie("pleniere")
    assert copied is not None
    thief.client.set_cookie("pleniere", copied.value)
    assert is_in(thief)
    visit.post("/deconnexion", page="/")
    assert not is_in(visit) and not is_in(thief)
    assert is_in(come_in(app)) and not is_in(thief)


def test_revoking_the_links_of_a_meeting_ends_the_sessions_of_sign_in_links_too(app, people):
    anne, bob = Visit(app), Visit(app)
    anne.post("/connexion/lien", token=token_for(app, people["Anne"]))
    bob.post("/connexion/lien", token=token_for(app, people["Bob"]))
    assert is_in(anne) and is_in(bob)
    unused = token_for(app, people["Anne"])
    with app.extensions["database"].transaction() as session:
        links.revoke_links(session, 1, people["Anne"], NOW)
    assert not is_in(anne) and is_in(bob)
    assert Visit(app).post("/connexion/lien", token=unused).status_code == 403
