"""Figures of a meeting to which thousands are called: convened, gathered, its polls open."""

from datetime import timedelta
from pathlib import Path

from aiosmtpd.controller import Controller
from sqlalchemy.orm import Session

from ballots.services import trustees as box_trustees
from governance import clock
from governance.db import Database, migrate
from governance.demo import assembly, seed
from governance.demo.rehearsal import SECRETARY
from governance.jobs import Jobs
from governance.models.accounts import Role
from governance.models.attendance import AttendanceEvent
from governance.models.proxies import Proxy
from governance.services.convening import meetings, notices
from governance.services.convening.notices import Convener
from governance.services.electorate import roll
from governance.services.entry import tour
from governance.services.entry.vault import Vault
from governance.services.office import office, office_keys
from governance.services.polls import poll_opening, polls
from governance.services.post import outbox
from governance.services.post.post import Post
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.bench.pages import entered, figures_of, reference_of, served
from tests.bench.table import Figure, Section, Target, milliseconds
from tests.bench.timing import cpu_seconds
from tests.simulators.ports import free_port
from tests.simulators.smtp import Mailboxes

MAILS = 500
MAILING = Target(60, 20, more=False)
MINUTE = timedelta(minutes=1)
ROOMS = (
    "",
    "/bureau-de-vote",
    "/convocation",
    "/corps-electoral",
    "/corps-electoral/changements",
    "/corps-electoral/empreinte",
    "/envois",
    "/envois/etat",
    "/ordre-du-jour",
    "/pouvoirs",
    "/presence",
    "/presence/en-direct",
    "/proces-verbal",
    "/projection",
    "/scrutins",
    "/scrutins/1",
    "/scrutins/1/participation",
    "/scrutins/2",
    "/seance",
    "/seance/compteurs",
)


def section(folder: Path, members: int) -> Section:
    """Return what its pages cost, and the sending of its first notices."""
    port = free_port()
    told = {"PLENIERE_INSTANCE": str(folder), "PLENIERE_DEMO": "1"}
    settings = Settings.from_env(told | {"PLENIERE_MAIL": f"smtp://127.0.0.1:{port}"})
    migrate(settings)
    database = Database(settings)
    post = Post(Vault(settings.vault_key), settings.public_url)
    with database.transaction() as session:
        seed.load(session, assembly.START, members)
    with database.transaction() as session:
        _convene(session, post)
    clock.move_demo_clock(settings, assembly.DAY + 10 * MINUTE)
    mailing = _mailing(settings, database, port)
    with database.transaction() as session:
        _gather(session)
    for secret in (False, True):
        with database.transaction() as session:
            planned = (one for one in polls.polls_of(session, 1) if one.secret is secret)
            now = assembly.DAY + 5 * MINUTE
            poll_opening.open_poll(session, next(planned), actor=SECRETARY, now=now, accept=True)
    database.dispose()
    reference = reference_of(settings)
    app = served(settings)
    paths = [f"/assemblees/1{room}" for room in ROOMS]
    pages = figures_of(entered(app), paths, reference.reached or 1)
    app.extensions["database"].dispose()
    return Section(f"Meeting of {members:,} members", (mailing, reference, *pages))


def _convene(session: Session, post: Post) -> None:
    meeting = meetings.get_meeting(session, 1)
    account = tour.account_of(session, Role.SCRUTINEER)
    keys = {
        group: box_trustees.new_trustee(group)[1]
        for group in office.form_of(session, meeting.id).groups
    }
    actor, now = Actor(account.name), assembly.START
    office_keys.add_scrutineer_keys(
        session, post.vault, meeting, account.id, keys, actor=actor, now=now
    )
    convener = Convener(SECRETARY.name, "secretary")
    notices.convene(session, post, meeting, convener, actor=SECRETARY, now=now)


def _gather(session: Session) -> None:
    """Let a tenth give a proxy and two thirds arrive, row by row, then open the meeting."""
    lines = roll.lines_of(session, 1)
    for place, line in enumerate(lines[:-1]):
        if place % 10 == 3:
            given = Proxy(principal_id=line.member_id, holder_id=lines[place + 1].member_id)
            given.meeting_id, given.given_at = 1, assembly.START
            session.add(given)
        elif place % 3:
            movement = "onsite" if place % 2 else "online"
            arrival = AttendanceEvent(member_id=line.member_id, movement=movement)
            arrival.meeting_id, arrival.at = 1, assembly.DAY
            session.add(arrival)
    session.flush()
    meetings.open_meeting(
        session, 1, "Gabriel Ortega", SECRETARY.name, actor=SECRETARY, now=assembly.DAY
    )


def _mailing(settings: Settings, database: Database, port: int) -> Figure:
    """Send the first notices by the worker's own job to a real server in this process."""
    with database.session(read_only=True) as session:
        owed = outbox.due(session, clock.clock_of(settings))[:MAILS]
    mailboxes = Mailboxes("127.0.0.1", port)
    server = Controller(mailboxes, hostname="127.0.0.1", port=port)
    server.start()
    try:
        seconds = cpu_seconds(lambda: Jobs(settings, database).deliver(owed))
    finally:
        server.stop()
    what = f"{len(mailboxes.envelopes)} notices sent, the server's part included (seconds)"
    beside = f"{milliseconds(seconds / max(1, len(owed)))} each"
    return Figure(what, milliseconds(seconds), beside, MAILING, seconds)
