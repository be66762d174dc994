"""Every kind of ballot: how an item is voted, on which group, how ties are parted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agenda_item", sa.Column("ballot_rule", sa.JSON(), nullable=True))
    op.add_column(
        "candidate", sa.Column("list_name", sa.String(200), nullable=False, server_default="")
    )
    op.add_column(
        "election_slot",
        sa.Column("group_name", sa.String(20), nullable=False, server_default="BELENIOS-2048"),
    )
    op.add_column("poll", sa.Column("sealed_seed", sa.LargeBinary(), nullable=True))
    op.add_column("poll", sa.Column("tie", sa.JSON(), nullable=True))
