"""Figures of the assembly: a large register imported and shown, minutes drafted and set."""

import re
import time
from functools import partial
from pathlib import Path

from flask.testing import FlaskClient

from governance.db import Database, migrate
from governance.demo import assembly, seed
from governance.demo.register import register_csv
from governance.demo.rehearsal import Rehearsal
from governance.documents.seal import new_seal
from governance.services import imports, meetings, minutes
from governance.services.journal import SYSTEM
from governance.services.minutes import Seal
from governance.services.signers import signer_of
from governance.settings import Settings
from governance.web.post import post_of
from tests.bench.table import Figure, Section, Target, milliseconds
from tests.bench.timing import per_call

IMPORT = Target(10, 5, more=False)
PAGE = Target(0.4, 0.2, more=False)
PDF = Target(1.0, 0.5, more=False)
PAGES = (
    "/",
    "/registre",
    "/registre?q=Bretagne",
    "/registre?page=50",
    "/registre/regions",
    "/registre/regions/53",
    "/registre/suivi",
    "/registre/doublons",
    "/registre/corps-electoral",
    "/registre/cotisations",
)
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def section(folder: Path, members: int) -> Section:
    """Return the figures of both."""
    figures = (*_register(folder / "register", members), *_minutes(folder / "minutes"))
    return Section("Register and minutes", figures)


def _register(instance: Path, members: int) -> list[Figure]:
    settings, database = _installation(instance)
    raw = register_csv(members)
    with database.transaction() as session:
        seed.load(session, assembly.START, seed.MEMBERS)
    begun = time.perf_counter()
    with database.transaction() as session:
        plan = imports.preview(session, "r.csv", raw, actor=SYSTEM, now=assembly.START)
        number = plan.id
    previewed = time.perf_counter() - begun
    begun = time.perf_counter()
    with database.transaction() as session:
        imports.apply_plan(session, number, actor=SYSTEM, now=assembly.START)
    applied = time.perf_counter() - begun
    database.dispose()
    return [
        Figure(
            f"preview an import of {members:,} members (seconds)",
            milliseconds(previewed),
            f"then written in {milliseconds(applied)}",
            IMPORT,
            previewed,
        ),
        *_pages(settings, members),
    ]


def _pages(settings: Settings, members: int) -> list[Figure]:
    """Read pages of the register as its secretary, once they are warm."""
    from app import create_app

    app = create_app(settings)
    client = app.test_client()
    _enter(client)
    figures = []
    for path in PAGES:
        status = client.get(path).status_code
        if status != 200:
            figures.append(Figure(path, f"answers {status}"))
            continue
        seconds = per_call(partial(client.get, path), 3)
        what = f"{path} with {members:,} members (seconds)"
        figures.append(Figure(what, milliseconds(seconds), "", PAGE, seconds))
    app.extensions["database"].dispose()
    return figures


def _enter(client: FlaskClient) -> None:
    token = TOKEN.search(client.get("/demo").text)
    if token is None:
        raise RuntimeError("no form on the demonstration's page")
    client.post("/demo/role/secretary", data={"csrf_token": token[1]})


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
