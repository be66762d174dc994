"""Figures of a large register: imported with its preview, then every page of the secretary."""

from pathlib import Path

from governance.db import Database, migrate
from governance.demo import assembly, seed
from governance.demo.register import register_csv
from governance.services import imports
from governance.services.records.journal import SYSTEM
from governance.settings import Settings
from tests.bench.pages import entered, figures_of, plain_paths, reference_of, served
from tests.bench.table import Figure, Section, Target, milliseconds
from tests.bench.timing import cpu_seconds

IMPORT = Target(5, 4, more=False)
SOUGHT = (
    "/registre?q=Bretagne",
    "/registre?page=50",
    "/registre/corps-electoral?page=50",
    "/registre/corps-electoral?q=bretagne",
    "/registre/regions/53",
    "/registre/40",
    "/registre/40/contacts",
    "/registre/40/suivi",
    "/registre/40/cotisations/2026",
    "/registre/import/2",
    "/donnees-personnelles/personnes/40",
    "/assemblees/1",
    "/assemblees/1/convocation",
    "/assemblees/1/corps-electoral",
    "/assemblees/1/ordre-du-jour",
    "/statuts/1",
)


def section(folder: Path, members: int) -> Section:
    """Return the figures of a register of so many ``members``, its assembly being prepared."""
    settings = Settings.from_env({"PLENIERE_INSTANCE": str(folder), "PLENIERE_DEMO": "1"})
    migrate(settings)
    app = served(settings)
    imported = _imported(settings, members)
    reference = reference_of(settings)
    paths = [*plain_paths(app), *SOUGHT]
    pages = figures_of(entered(app), paths, reference.reached or 1)
    app.extensions["database"].dispose()
    return Section(f"Register of {members:,} members", (*imported, reference, *pages))


def _imported(settings: Settings, members: int) -> list[Figure]:
    """Import a file as its two pages do: planned and shown, then planned again and written."""
    database, raw, plans = Database(settings), register_csv(members), list[int]()
    with database.transaction() as session:
        seed.load(session, assembly.START, seed.MEMBERS)

    def preview() -> None:
        with database.transaction() as session:
            plan = imports.preview(session, "r.csv", raw, actor=SYSTEM, now=assembly.START)
            plans.append(plan.id)

    def write() -> None:
        with database.transaction() as session:
            imports.apply_plan(session, plans[0], actor=SYSTEM, now=assembly.START)

    previewed, written = cpu_seconds(preview), cpu_seconds(write)
    database.dispose()
    beside = f"preview {milliseconds(previewed)}, written {milliseconds(written)}"
    both = previewed + written
    return [Figure("import with its preview (seconds)", milliseconds(both), beside, IMPORT, both)]
