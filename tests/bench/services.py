"""Figures of the assembly: minutes drafted and set."""

from pathlib import Path

from governance.db import Database, migrate
from governance.demo import assembly, seed
from governance.demo.rehearsal import Rehearsal
from governance.documents.seal import new_seal
from governance.services.convening import meetings
from governance.services.minutes import minutes
from governance.services.minutes.minutes import Seal
from governance.services.polls.signers import signer_of
from governance.settings import Settings
from governance.web.post.post import post_of
from tests.bench.table import Figure, Section, Target, milliseconds
from tests.bench.timing import per_call

PDF = Target(1.0, 0.5, more=False)


def section(folder: Path) -> Section:
    """Return the figures of one assembly's minutes."""
    return Section("Minutes", tuple(_minutes(folder)))


def _minutes(instance: Path) -> list[Figure]:
    settings, database = _installation(instance)
    seal = Seal(new_seal("La 27e Région", assembly.START))
    play = Rehearsal(database, post_of(settings), signer_of(settings), seal, instance / "out")
    play.out.mkdir()
    play.play(seed.MEMBERS)
    with database.session(read_only=True) as session:
        meeting = meetings.get_meeting(session, 1)
        version = minutes.versions_of(session, 1)[-1]
        drafting = per_call(lambda: minutes.draft(session, meeting), 3)
        setting = per_call(
            lambda: minutes.preview(session, meeting, version, seal, assembly.DAY), 3
        )
    return [
        Figure("draft the minutes of 7 items, 50 members", milliseconds(drafting)),
        Figure(
            "set them as PDF/A-3a + PDF/UA-1 (seconds)", milliseconds(setting), "", PDF, setting
        ),
    ]


def _installation(instance: Path) -> tuple[Settings, Database]:
    settings = Settings.from_env({"PLENIERE_INSTANCE": str(instance), "PLENIERE_DEMO": "1"})
    migrate(settings)
    return settings, Database(settings)
