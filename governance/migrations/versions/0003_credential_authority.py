"""Who makes the codes of a meeting: an outside authority, or nobody else."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "meeting",
        sa.Column("credential_authority", sa.String(200), nullable=False, server_default=""),
    )
