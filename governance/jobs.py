"""Jobs (tâches de fond): Huey executes, our database remembers what is owed.

A job carries only ids and may run twice. A sweep re-enqueues what a crash lost.
"""

from collections.abc import Callable, Sequence

import psycopg
import structlog
from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy.engine import make_url

from governance import clock
from governance.db import Database
from governance.errors import GovernanceError
from governance.mail.smtp import Transport, transport_of
from governance.services.bylaws import associations
from governance.services.dues import dues_works
from governance.services.entry.vault import Vault
from governance.services.membership import mandates
from governance.services.post import deliveries, outbox
from governance.services.records import retention
from governance.services.records.journal import SYSTEM
from governance.settings import Settings
from governance.web.post.post import post_of

BATCH = 100  # messages of one job, on one connection
NO_ANSWER = 0  # in place of a server's code
QUEUE_TABLES = 20260602  # the advisory lock under which the queue's tables are made

log = structlog.get_logger()


class Jobs:
    """The queue of one installation and the tasks it knows."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings, self.database = settings, database
        self.queue = make_queue(settings)
        self._deliver = self.queue.task(name="deliver")(self.deliver)
        self._sweep = self.queue.task(name="sweep")(self.sweep)
        self._work_on = self.queue.task(name="work_on")(self.work_on)
        self.queue.periodic_task(crontab(minute="*"), name="sweep_every_minute")(self.sweep)
        nightly = crontab(minute="17", hour="3")
        self.queue.periodic_task(nightly, name="destroy_every_night")(self.destroy)

    def wake(self) -> None:
        """Ask the worker to look at what is owed; losing this call only costs a minute."""
        self._sweep()

    def sweep(self) -> None:
        """Enqueue every message whose turn has come; end the mandates that ran out."""
        now = clock.clock_of(self.settings)
        with self.database.session(read_only=True) as session:
            owed = outbox.due(session, now)
            run_out = mandates.count_due(session, now)
            works = [work.id for work in dues_works.running(session)]
        if run_out:
            with self.database.transaction() as session:
                mandates.end_due(session, now)
        for start in range(0, len(owed), BATCH):
            self._deliver(list(owed[start : start + BATCH]))
        for work_id in works:
            self._work_on(work_id)

    def work_on(self, work_id: int) -> None:
        """Do the parts of a long work one after the other; each is kept when it is done."""
        post = post_of(self.settings)
        is_left = True
        try:
            while is_left:
                now = clock.clock_of(self.settings)
                with self.database.transaction() as session:
                    is_left = dues_works.advance(session, post, work_id, now)
            self.wake()  # the letters that are owed now
        except GovernanceError as refusal:
            log.error("work.stopped", work=work_id, code=refusal.code)
            now = clock.clock_of(self.settings)
            with self.database.transaction() as session:
                dues_works.give_up(session, work_id, refusal, now)

    def destroy(self) -> None:
        """Erase the personal data whose time has come, with a record."""
        now = clock.clock_of(self.settings)
        with self.database.transaction() as session:
            record = retention.destroy(session, actor=SYSTEM, now=now)
        if record is not None:
            log.info("retention.done", destruction=record.id, counts=record.counts)

    def deliver(self, message_ids: Sequence[int]) -> None:
        """Hand over messages one by one on one connection; each is claimed, then remembered.

        When the server does not answer the others wait for the next sweep.
        """
        with transport_of(self.settings.mail).opened() as transport:
            for message_id in message_ids:
                if not self._deliver_one(transport, message_id):
                    return

    def _deliver_one(self, transport: Transport, message_id: int) -> bool:
        """Claim one message, hand it over outside any transaction, remember the outcome.

        Returns: whether the server is there for the next one.
        """
        now = clock.clock_of(self.settings)
        vault = Vault(self.settings.vault_key)
        try:
            with self.database.transaction() as session:
                claimed = outbox.claim(session, vault, message_id, now)
                association = associations.find(session)
            if claimed is None:
                return True
            name = association.name if association else "Plénière"
            sender = self.settings.mail_sender
            outcome = deliveries.hand_over(transport, claimed, sender, name, now)
        except GovernanceError as refusal:
            log.error("delivery.impossible", message=message_id, code=refusal.code)
            outcome = (False, 0, True)
        with self.database.transaction() as session:
            deliveries.remember(session, message_id, outcome, clock.clock_of(self.settings))
        log.info("delivery.done", message=message_id, taken=outcome[0], code=outcome[1])
        return outcome[0] or outcome[1] != NO_ANSWER or outcome[2]

    def run(self) -> None:
        """Work until told to stop; one thread is enough for mails."""
        consumer = self.queue.create_consumer(workers=1, periodic=True, max_delay=2.0)
        self.wake()
        log.info("worker.ready")
        consumer.run()


def make_queue(settings: Settings) -> Huey:
    """Return the queue beside the database: a SQLite file by default, PostgreSQL in production.

    PostgreSQL's CREATE TABLE IF NOT EXISTS fails where two processes start at the same moment, so
    they take turns.
    """
    if settings.database_url.startswith("postgresql"):
        url = make_url(settings.database_url).set(drivername="postgresql")
        dsn = url.render_as_string(hide_password=False)
        with psycopg.connect(dsn) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [QUEUE_TABLES])
            return PostgresHuey("pleniere", dsn=dsn, results=False)
    return SqliteHuey(
        "pleniere", filename=str(settings.instance / "jobs.sqlite"), results=False, fsync=True
    )


def init_app(app: Flask, settings: Settings, database: Database) -> Jobs:
    """Give the application its queue; a commit that owes a mail wakes the worker."""
    jobs = Jobs(settings, database)
    wake: Callable[[], None] = jobs.wake
    app.extensions["jobs"] = jobs
    app.extensions["wake_worker"] = wake
    return jobs
