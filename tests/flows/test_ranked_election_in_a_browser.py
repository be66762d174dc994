"""A ranked election in browsers: a voter ranks, the server and a scrutineer mix, all read it."""

import pytest

from ballots.audit.archive import audit_archive
from ballots.audit.outcomes import Verdict
from governance import clock
from governance.db import Database
from governance.rules.questions import BallotKind, BallotRule
from governance.services.entry import links
from governance.services.entry.vault import Vault
from governance.services.polls import poll_rights
from governance.services.post.post import Post
from governance.settings import Settings
from tests.integration.chosen_ballots import ChosenBallots, ranked
from tests.simulators.browser import assert_accessible, picture

pytestmark = pytest.mark.needs("chromium")
PREFERENCES = [(1, 2, 3)] * 4 + [(2, 1, 3)] * 3 + [(0, 0, 0)]


@pytest.fixture
def app(start_app, sqlite_url):
    return start_app(sqlite_url, worker=False, PLENIERE_DEMO="1")


@pytest.fixture
def assembly(app):
    settings = Settings.from_env(app.environment)
    database = Database(settings)
    post = Post(Vault(settings.vault_key), settings.public_url)
    made = ChosenBallots(database, post, agenda=(ranked(BallotRule(BallotKind.SCHULZE)),))
    made.opened()
    clock.move_demo_clock(settings, made.now)
    yield made
    database.engine.dispose()


def plays(page, app, role):
    """Enter as one of the demonstration's officers."""
    page.goto(f"{app.url}/demo")
    page.get_by_role("button", name=f"Jouer : {role}").click()
    page.wait_for_load_state()


def voters_link(app, assembly) -> str:
    """Return the last member's personal link, her code in its fragment."""
    with assembly.database.transaction() as session:
        poll = assembly.poll(session)
        line = poll.lines[-1]
        token = links.make_meeting_link(
            session, line.exercised_by_id, assembly.meeting_id, assembly.now
        )
        number = poll_rights.roll_line_ids(session, poll)[line.id]
        code = assembly.codes[line.member_id]
    made = int(assembly.now.timestamp())
    place = f"{app.url}/assemblees/{assembly.meeting_id}/lien"
    return f"{place}#t={token}&c={number}:{code}&n={made}"


def test_a_voter_ranks_and_a_scrutineer_mixes_in_their_browsers(app, assembly, open_page):
    assembly.cast(PREFERENCES)
    with assembly.database.session(read_only=True) as session:
        poll_id = assembly.poll(session).id
    address = f"{app.url}/assemblees/{assembly.meeting_id}/scrutins/{poll_id}"

    voter = open_page("phone")
    voter.goto(voters_link(app, assembly))
    voter.get_by_role("button", name="Entrer", exact=True).click()
    voter.wait_for_load_state()
    voter.goto(f"{address}/vote")
    assert_accessible(voter)
    for name in ("Paul Estève", "Anne Sorel"):
        voter.get_by_role("button", name=name, exact=True).click()
    picture(voter, "ranked-booth")
    voter.get_by_role("button", name="Vérifier mon vote").click()
    voter.locator("[data-cast]").click()
    voter.locator("[data-receipt]").wait_for(timeout=30_000)

    secretary = open_page("desk")
    plays(secretary, app, "Secrétariat")
    secretary.goto(address)
    picture(secretary, "ranked-open")
    assembly.close()
    secretary.goto(address)
    secretary.get_by_text("se mélange").wait_for()
    assert_accessible(secretary)
    picture(secretary, "ranked-mixing")

    scrutineer = open_page("phone")
    plays(scrutineer, app, "Scrutateur")
    scrutineer.goto(f"{address}/melange")
    assert_accessible(scrutineer)
    scrutineer.locator("[data-shuffle]").click()
    scrutineer.locator("[data-shuffled]").wait_for(timeout=60_000)
    picture(scrutineer, "ranked-mixed")

    assembly.decrypt()
    secretary.goto(address)
    secretary.get_by_text("Anne Sorel", exact=True).first.wait_for()
    secretary.get_by_text("Les chemins les plus forts").click()
    assert_accessible(secretary)
    picture(secretary, "ranked-result")
    report = audit_archive(assembly.archive)
    assert report.verdict is Verdict.VERIFIED
    assert report.check("shuffles").facts == {"shuffles": 2, "trustees": 2}
