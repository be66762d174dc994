"""Two officers at once, on PostgreSQL: the meeting's row lets one act, and the other sees it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from ballots.services.trustees import DEFAULT_GROUP, new_trustee
from governance.db import Database
from governance.demo import assembly, seed
from governance.demo.rehearsal import SECRETARY
from governance.errors import GovernanceError
from governance.models.accounts import Role
from governance.rules.lifecycle import MeetingState
from governance.services.convening import agenda, meetings, notices
from governance.services.convening.notices import Convener
from governance.services.entry import tour
from governance.services.entry.vault import Vault
from governance.services.office import office, office_keys
from governance.services.polls import poll_opening, polls
from governance.services.post.post import Post
from governance.settings import Settings
from tests.simulators.assemblies import ACCOUNTS, ELECTION, Scene, assembly_on_its_day
from tests.simulators.databases import settings_for

Act = Callable[[Session], object]
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
MEMBERS = 8


@pytest.fixture
def settings(postgresql_url: str, tmp_path) -> Settings:
    return settings_for(postgresql_url, tmp_path / "instance")


@pytest.fixture
def scene(settings: Settings) -> Iterator[Scene]:
    scene = assembly_on_its_day(settings)
    yield scene
    scene.database.engine.dispose()


@pytest.fixture
def drafted(settings: Settings) -> Iterator[tuple[Database, Post, int]]:
    """A meeting about to be convened, with its office."""
    database = Database(settings)
    post = Post(Vault(settings.vault_key), settings.public_url)
    with database.transaction() as session:
        meeting = seed.load(session, assembly.START, MEMBERS)
        assert meeting is not None
        number = meeting.id
        add_key(post.vault, number, new_trustee()[1])(session)
    yield database, post, number
    database.engine.dispose()


def overlap(database: Database, first: Act, second: Act) -> Future[object]:
    """Do ``first``, start ``second`` before its commit, and return how the second ended."""
    begun = threading.Event()

    def act() -> object:
        with database.transaction() as session:
            begun.set()
            return second(session)

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            first(session)
            ended = pool.submit(act)
            begun.wait(10)
            wait_until_blocked(database, ended)
        ended.exception(30)
    return ended


def wait_until_blocked(database: Database, ended: Future[object]) -> None:
    """Wait until the second transaction waits for a lock, or has ended without one."""
    patience = threading.Event()
    for _ in range(100):
        with database.engine.connect() as connection:
            if connection.execute(WAITING).scalar_one() or ended.done():
                return
        patience.wait(0.05)
    raise AssertionError("the second act neither waits nor ends")


def add_key(vault: Vault, number: int, key: str) -> Act:
    def act(session: Session) -> None:
        account = tour.account_of(session, Role.SCRUTINEER)
        meeting = meetings.get_meeting(session, number)
        keys = {DEFAULT_GROUP: key}
        office_keys.add_scrutineer_keys(
            session, vault, meeting, account.id, keys, actor=SECRETARY, now=assembly.START
        )

    return act


def open_(scene: Scene, position: int) -> Act:
    def act(session: Session) -> None:
        poll = polls.get_poll(session, scene.number, scene.poll_id(position))
        poll_opening.open_poll(session, poll, actor=SECRETARY, now=scene.now)

    return act


def close_meeting(scene: Scene) -> Act:
    return lambda session: meetings.close_meeting(
        session, scene.number, actor=SECRETARY, now=scene.now
    )


def code_of(ended: Future[object]) -> str:
    refusal = ended.exception()
    assert isinstance(refusal, GovernanceError), refusal
    return refusal.code


def test_a_meeting_does_not_close_on_a_poll_that_is_being_opened(scene):
    ended = overlap(scene.database, open_(scene, ACCOUNTS), close_meeting(scene))
    assert code_of(ended) == "meeting.polls-pending"
    with scene.database.session(read_only=True) as session:
        assert meetings.get_meeting(session, scene.number).state is MeetingState.OPEN


def test_a_poll_does_not_open_in_a_meeting_that_is_being_closed(scene):
    ended = overlap(scene.database, close_meeting(scene), open_(scene, ACCOUNTS))
    assert code_of(ended) == "meeting.not-now"
    assert scene.poll(ACCOUNTS).opened_at is None


def test_a_key_is_not_replaced_while_a_secret_poll_opens_under_it(scene):
    before = recorded_keys(scene)
    ended = overlap(
        scene.database,
        open_(scene, ELECTION),
        add_key(scene.vault, scene.number, new_trustee()[1]),
    )
    assert code_of(ended) == "office.closed"
    assert recorded_keys(scene) == before


def recorded_keys(scene: Scene) -> list[str]:
    with scene.database.session(read_only=True) as session:
        seats = office.trustees(session, scene.number)
        return [key.public_key for seat in seats for key in seat.keys]


def convene(post: Post, number: int) -> Act:
    def act(session: Session) -> None:
        meeting = meetings.get_meeting(session, number)
        convener = Convener(SECRETARY.name, "secretary")
        notices.convene(session, post, meeting, convener, actor=SECRETARY, now=assembly.START)

    return act


@pytest.mark.parametrize("change", ["edit", "add", "move", "remove"])
def test_the_agenda_does_not_change_under_a_notice_that_is_leaving(drafted, change):
    database, post, number = drafted
    before = agenda_of(database, number)
    ended = overlap(database, convene(post, number), changes(number)[change])
    assert code_of(ended) == ("agenda.locked" if change == "add" else "meeting.not-now")
    assert agenda_of(database, number) == before


def agenda_of(database: Database, number: int) -> list[tuple[str, str]]:
    with database.session(read_only=True) as session:
        return [(item.title, item.resolution) for item in agenda.items_of(session, number)]


def changes(number: int) -> dict[str, Act]:
    """Return each way to change the agenda: its third item, a resolution."""
    draft = agenda.Draft("resolution", "Comptes", resolution="Un texte changé après coup.")
    told = {"actor": SECRETARY, "now": assembly.START}

    def third(session: Session) -> int:
        return agenda.items_of(session, number)[2].id

    def of(session: Session):
        return meetings.get_meeting(session, number)

    return {
        "edit": lambda s: agenda.edit_item(s, of(s), third(s), draft, **told),
        "add": lambda s: agenda.add_item(s, of(s), draft, **told),
        "move": lambda s: agenda.move_item(s, of(s), third(s), 1, **told),
        "remove": lambda s: agenda.remove_item(s, of(s), third(s), **told),
    }
