"""A first call fails for its quorum; the second one decides; both minutes are read."""

from datetime import timedelta
from fractions import Fraction

import pytest
from playwright.sync_api import Page, expect

from governance import clock
from governance.models.attendance import Movement
from governance.rules.ruleset import QuorumRule, Ruled, SecondCall, Source, preset, with_value
from governance.services.convening import meetings
from governance.services.electorate import roll
from governance.services.polls import open_votes, polls, signers
from governance.services.sitting import attendance
from governance.settings import Settings
from tests.flows.test_ranked_election_in_a_browser import plays
from tests.flows.visitor import words
from tests.integration.called_members import INES, STARTS, Called, call_members
from tests.simulators.browser import assert_accessible, picture

pytestmark = pytest.mark.needs("chromium")
CLAUSE = "statuts, art. 12"
NEXT_DAY = STARTS + timedelta(days=1)
SECOND = STARTS + timedelta(days=17)  # the first day that the notice leaves


@pytest.fixture
def app(start_app, sqlite_url):
    return start_app(sqlite_url, worker=False, PLENIERE_DEMO="1")


@pytest.fixture
def called(app):
    rules = preset("la27eregion")
    asked = {
        "quorum.first": QuorumRule(Fraction(1, 2)),
        "quorum.second": QuorumRule(Fraction(1, 10)),
        "second_call": SecondCall(8, 30),
    }
    for path, value in asked.items():
        rules = with_value(rules, path, Ruled(value, Source.STATUTS, CLAUSE))
    made = call_members(Settings.from_env(app.environment), rules)
    yield made
    made.database.engine.dispose()


def seen(page: Page, name: str) -> None:
    """Look at a page: whoever cannot see it can read it, and it fits."""
    assert_accessible(page)
    picture(page, f"second-call-{name}")


def confirm(page: Page, label: str) -> None:
    """Press a button that asks first, and say yes."""
    page.get_by_role("button", name=words(label)).first.click()
    page.get_by_role("dialog").get_by_role("button", name=words(label)).click()


def somebody_comes(called: Called, meeting_id: int) -> None:
    with called.database.transaction() as session:
        meeting = meetings.get_meeting(session, meeting_id)
        line = roll.lines_of(session, meeting_id)[0]
        attendance.note_movement(
            session, meeting, line.member_id, Movement.ONSITE, actor=INES, now=SECOND
        )


def opens(page: Page, house: str) -> None:
    page.goto(f"{house}/seance")
    page.get_by_label("Préside la séance").fill("Gabriel Ortega")
    page.get_by_role("button", name="Ouvrir la séance").click()
    page.get_by_text("La séance est ouverte.").wait_for()


def test_a_first_call_without_quorum_leads_to_a_second_that_decides(app, called, open_page):
    settings = Settings.from_env(app.environment)
    first, second = f"{app.url}/assemblees/1", f"{app.url}/assemblees/2"
    clock.move_demo_clock(settings, STARTS)
    page = open_page("phone")
    plays(page, app, "Secrétariat")
    opens(page, first)
    expect(page.get_by_text("Aucun vote ne peut s’ouvrir")).to_be_visible()
    seen(page, "sitting")
    confirm(page, "Constater le défaut de quorum")
    page.get_by_text("Le quorum a manqué").first.wait_for()
    seen(page, "failed")
    page.get_by_role("link", name="Lire le procès-verbal de carence").click()
    page.get_by_text("Constat de carence").first.wait_for()
    seen(page, "minutes")

    clock.move_demo_clock(settings, NEXT_DAY)
    page.goto(first)
    page.get_by_role("link", name="Convoquer une deuxième fois").click()
    page.get_by_text(CLAUSE).first.wait_for(state="attached")
    seen(page, "plan")
    page.get_by_role("button", name="Préparer et passer à l’envoi").click()
    seen(page, "send")
    page.get_by_role("button", name=words("Convoquer 10 membres")).click()
    page.get_by_text("Membre par membre").wait_for()

    clock.move_demo_clock(settings, SECOND)
    somebody_comes(called, 2)
    opens(page, second)
    expect(page.get_by_text("Aucun vote ne peut s’ouvrir")).to_have_count(0)
    page.goto(f"{second}/scrutins")
    page.get_by_role("button", name="Ouvrir le scrutin").first.click()
    page.get_by_text("sur deuxième convocation").first.wait_for(state="attached")
    with called.database.transaction() as session:
        poll = polls.polls_of(session, 2)[0]
        line = poll.lines[0]
        open_votes.cast_all(
            session,
            signers.signer_of(settings),
            poll,
            line.exercised_by_id or 0,
            {line.id: [1, 0, 0]},
            SECOND,
        )
    page.reload()
    confirm(page, "Clore et proclamer")
    page.get_by_text("Adoptée").first.wait_for()
    seen(page, "adopted")
    page.goto(f"{second}/seance")
    confirm(page, "Clore la séance")
    page.get_by_text("La séance est close.").wait_for()
    desk = open_page("desk")
    plays(desk, app, "Secrétariat")
    for house, told in (
        (first, "Constat de carence"),
        (second, "se tient sur deuxième convocation"),
    ):
        desk.goto(f"{house}/proces-verbal")
        desk.get_by_text(told).first.wait_for()
        assert_accessible(desk)
    seen(desk, "second-minutes")
    expect(desk.get_by_text("La résolution est adoptée").first).to_be_visible()
