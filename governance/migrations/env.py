"""Alembic's entry for this half of the house; the address comes from the settings, never a file."""

from alembic import context

from governance.db import make_engine
from governance.models import Base

VERSION_TABLE = "governance_version"


def run() -> None:
    """Upgrade on one connection; SQLite changes tables by copying them (batch)."""
    engine = make_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            version_table=VERSION_TABLE,
            render_as_batch=True,
            include_name=lambda name, kind, _parents: (
                kind != "table" or name in Base.metadata.tables
            ),
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
