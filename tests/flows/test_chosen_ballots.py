"""Elections by quota, by grades and on lists, as pages show them at both widths."""

import pytest

from governance import clock
from governance.db import Database
from governance.rules.questions import BallotKind, BallotRule, TieBreak
from governance.services.convening.agenda import Draft
from governance.services.entry.vault import Vault
from governance.services.post.post import Post
from governance.settings import Settings
from tests.flows.test_ranked_election_in_a_browser import plays
from tests.integration.chosen_ballots import ChosenBallots, ranked
from tests.simulators.browser import assert_accessible, picture

pytestmark = pytest.mark.needs("chromium")
LISTS = (
    ("Ensemble pour les territoires", ("Anne Sorel", "Paul Estève")),
    ("Territoires en commun", ("Nadia Roux", "Luc Petit")),
)
ON_LISTS = Draft(
    "election", "Conseil", secret=True, seats=3, ballot=BallotRule(BallotKind.LISTS), lists=LISTS
)
FIRST, SECOND = [[1, 0, 1], [0, 0, 0]], [[0, 0, 0], [1, 1, 0]]
CASES = {
    "stv": (
        ranked(BallotRule(BallotKind.STV), seats=2),
        [(1, 2, 3)] * 5 + [(0, 2, 1)] * 2 + [(0, 0, 0)],
        "dépasse le quota",
    ),
    "judgment": (
        ranked(BallotRule(BallotKind.JUDGMENT)),
        [(1, 2, 7), (2, 2, 5), (2, 3, 1), (4, 2, 3), (0, 0, 0)],
        "Même médiane",
    ),
    "lists": (ON_LISTS, [FIRST] * 5 + [SECOND] * 3, "Voix et sièges par liste"),
}
LEVEL = [(1, 2, 3), (2, 1, 3)]


@pytest.fixture
def app(start_app, sqlite_url):
    return start_app(sqlite_url, worker=False, PLENIERE_DEMO="1")


@pytest.fixture
def play(app):
    settings = Settings.from_env(app.environment)
    database = Database(settings)

    def play(item: Draft, votes) -> ChosenBallots:
        post = Post(Vault(settings.vault_key), settings.public_url)
        made = ChosenBallots(database, post, agenda=(item,)).played(votes)
        clock.move_demo_clock(settings, made.now)
        return made

    yield play
    database.engine.dispose()


def address(app, played: ChosenBallots) -> tuple[str, str]:
    """Return the addresses of the poll and of its public box."""
    with played.database.session(read_only=True) as session:
        poll = played.poll(session)
        place = f"{app.url}/assemblees/{played.meeting_id}/scrutins/{poll.id}"
        return place, f"{app.url}/urnes/{poll.election}"


@pytest.mark.parametrize("kind", CASES)
def test_a_result_and_its_public_box_are_read_at_both_widths(app, play, open_page, kind):
    item, votes, words = CASES[kind]
    place, box = address(app, play(item, votes))
    for size in ("phone", "desk"):
        page = open_page(size)
        plays(page, app, "Secrétariat")
        page.goto(place)
        page.get_by_text(words).first.wait_for()
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        assert_accessible(page)
        picture(page, f"result-{kind}-{size}")
        page.goto(box)
        assert_accessible(page)
        picture(page, f"box-{kind}-{size}")
        page.context.close()


def test_a_tie_asks_for_dates_of_birth_and_announces(app, play, open_page, complaints):
    item = ranked(BallotRule(BallotKind.SCHULZE, tie=TieBreak.ELDEST))
    place, _ = address(app, play(item, LEVEL))
    page = open_page("phone")
    plays(page, app, "Secrétariat")
    page.goto(place)
    page.get_by_role("link", name="Départager").click()
    assert_accessible(page)
    fields = page.locator('input[name="value"]')
    for field, born in zip(fields.all(), ("1980-05-04", "1980-05-04", "1990-01-01"), strict=True):
        field.fill(born)
    page.get_by_role("button", name="Départager et proclamer").click()
    confirm = page.get_by_role("dialog").get_by_role("button", name="Départager et proclamer")
    confirm.click()
    page.get_by_text("Ces candidatures restent à égalité").wait_for()
    picture(page, "tie-refused")
    assert len(complaints) == 1 and "422" in complaints.pop()
    page.locator('input[name="value"]').nth(1).fill("1975-01-02")
    page.get_by_role("button", name="Départager et proclamer").click()
    confirm.click()
    page.get_by_text("Élu·e : Paul Estève.").wait_for()
    assert_accessible(page)


def test_the_agenda_offers_each_ballot_with_an_example(app, play, open_page):
    played = play(*CASES["lists"][:2])
    for size in ("phone", "desk"):
        page = open_page(size)
        plays(page, app, "Secrétariat")
        page.goto(f"{app.url}/assemblees/{played.meeting_id}/ordre-du-jour/nouveau/election")
        page.get_by_text("Réglages du classement").click()
        assert_accessible(page)
        picture(page, f"agenda-{size}")
        page.context.close()
