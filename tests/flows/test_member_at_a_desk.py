"""The member's way once more, at the width of a desk and on SQLite: link, votes, receipts, box."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from governance import clock
from governance.demo.rehearsal import MINUTE
from governance.models.members import Person
from governance.services.convening import meetings
from governance.services.office import credentials
from governance.services.post import own_links
from governance.services.records.journal import SYSTEM
from tests.flows.member import Member
from tests.flows.sight import Sight
from tests.flows.visitor import MEETING
from tests.simulators.assemblies import ACCOUNTS, ELECTION, Right, Scene, assembly_on_its_day
from tests.simulators.browser import OpenPage
from tests.simulators.databases import settings_for
from tests.simulators.servers import RunningApp, StartApp

pytestmark = pytest.mark.needs("chromium")
CANDIDATE = "Claire Dubreuil (institution, Pays de la Loire)"


@dataclass(frozen=True)
class Link:
    """A personal link, as one would have it from a mail."""

    link: str
    token: str


@dataclass
class Stage:
    """An assembly on its day behind the running application, and the holder of a pouvoir."""

    app: RunningApp
    scene: Scene
    open_page: OpenPage
    sight: Sight

    def holder(self) -> list[Right]:
        """Return the rights of one who carries a pouvoir, her own first."""
        return self.scene.holder(ACCOUNTS)

    def enters(self, rights: list[Right], link: Link) -> Member:
        """Let her come in by a personal link."""
        page = self.open_page("desk")
        member = Member(page, self.app.url, self.sight, rights[0].name)
        member.opens_her_link(link)
        return member

    def newer_link(self, rights: list[Right]) -> Link:
        """Return a link made later, with a fresh code for each right."""
        with self.scene.database.transaction() as session:
            meeting = meetings.get_meeting(session, MEETING)
            person = session.get_one(Person, rights[0].person)
            found = own_links.fresh_link(
                session, self.app.url, meeting, person, actor=SYSTEM, now=self.scene.now + MINUTE
            )
        return Link(found, found.partition("#t=")[2].partition("&")[0])

    def mailed_link(self, rights: list[Right]) -> Link:
        """Return the link with the codes that the mails brought."""
        hers = {right.code for right in rights}
        mine = [(line, code) for line, code in self.scene.codes.items() if code in hers]
        token = self.scene.token(rights[0].person)
        link = credentials.personal_link(self.app.url, MEETING, token, mine, self.scene.now)
        return Link(link, token)


@pytest.fixture
def stage(start_app: StartApp, sqlite_url: str, open_page: OpenPage, sight: Sight) -> Stage:
    app = start_app(sqlite_url, worker=False, PLENIERE_DEMO="1")
    settings = settings_for(
        sqlite_url, app.instance, PLENIERE_DEMO="1", PLENIERE_PUBLIC_URL=app.url
    )
    scene = assembly_on_its_day(settings)
    clock.move_demo_clock(settings, scene.now)
    scene.open(ACCOUNTS)
    return Stage(app, scene, open_page, sight)


def test_she_votes_for_two_rights_in_three_presses_openly_and_secretly(
    stage: Stage, tmp_path: Path
) -> None:
    stage.scene.open(ELECTION, accept=True)
    rights = stage.holder()
    member = stage.enters(rights, stage.mailed_link(rights))
    member.waits_for("Approbation des comptes")
    with member.presses(3):
        member.chooses("Pour")
        member.reviews()
        member.casts_openly(len(rights))
    member.go_to_room("ma-page")
    member.waits_for("Renouvellement partiel")
    with member.presses(3):
        member.chooses(CANDIDATE)
        member.reviews()
        member.casts_secretly()
        trackers = member.holds_receipts(len(rights))
    assert len(member.saves_receipts(tmp_path)) == len(rights)
    member.follow("Voir la page publique du scrutin")
    for tracker in trackers:
        assert member.page.locator(f'[data-tracker="{tracker}"]').count() == 1


def test_an_older_link_opened_last_does_not_cost_her_a_vote(stage: Stage) -> None:
    rights = stage.holder()
    older = stage.mailed_link(rights)
    newer = stage.newer_link(rights)
    stage.scene.open(ELECTION, accept=True)
    member = stage.enters(rights, newer)
    member.opens_her_link(older)
    member.go_to_room("ma-page")
    member.waits_for("Renouvellement partiel")
    member.chooses(CANDIDATE)
    member.reviews()
    member.casts_secretly()
    member.holds_receipts(len(rights))
