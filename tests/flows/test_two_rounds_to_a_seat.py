"""A board elected in two rounds, in a browser: the second round by one press, then the seats."""

from fractions import Fraction

import pytest

from governance import clock
from governance.db import Database
from governance.rules.ruleset import RoundThreshold, TieRule
from governance.services.entry.vault import Vault
from governance.services.post.post import Post
from governance.settings import Settings
from tests.flows.test_ranked_election_in_a_browser import plays
from tests.integration.board_elections import ANNE, NADIA, PAUL, BoardElection, by_rounds, election
from tests.simulators.browser import assert_accessible, picture

pytestmark = pytest.mark.needs("chromium")
ABSOLUTE = RoundThreshold(Fraction(1, 2))


@pytest.fixture
def app(start_app, sqlite_url):
    return start_app(sqlite_url, worker=False, PLENIERE_DEMO="1")


@pytest.fixture
def held(app):
    settings = Settings.from_env(app.environment)
    database = Database(settings)
    post = Post(Vault(settings.vault_key), settings.public_url)
    bylaws = by_rounds(2, TieRule.LOT, ABSOLUTE)
    made = BoardElection(database, post, agenda=(election(),), bylaws=bylaws)
    made.start()
    (first,) = made.planned()
    made.hold(first, [[ANNE], [ANNE], [PAUL], [PAUL], [NADIA]])
    clock.move_demo_clock(settings, made.now)
    yield made
    database.engine.dispose()


def test_the_secretary_opens_the_second_round_and_seats_its_elected(app, held, open_page):
    page = open_page("phone")
    plays(page, app, "Secrétariat")
    (first,) = held.planned()
    page.goto(f"{app.url}/assemblees/{held.meeting_id}/scrutins/{first}")
    assert_accessible(page)
    picture(page, "second-round")
    page.get_by_label(NADIA).uncheck()
    page.get_by_role("button", name="Ouvrir le tour suivant").click()
    page.get_by_role("button", name="Clore et proclamer").wait_for()
    held.tick(held.planned()[-1], [[PAUL], [PAUL], [ANNE]])
    page.get_by_role("button", name="Clore et proclamer").click()
    page.get_by_role("dialog").get_by_role("button", name="Clore et proclamer").click()
    page.get_by_role("button", name="Inscrire les élu·es").click()
    page.wait_for_url("**/mandats-en-cours")
    assert page.get_by_role("rowheader", name=PAUL).is_visible()
    assert_accessible(page)
    picture(page, "terms")
