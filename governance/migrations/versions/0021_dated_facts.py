"""The facts that begin on a day are found by it: most begin on none."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

DATED = sa.text("holds_from IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "register_fact_dated",
        "register_fact",
        ["holds_from"],
        sqlite_where=DATED,
        postgresql_where=DATED,
    )
