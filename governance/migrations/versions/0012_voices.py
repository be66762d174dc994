"""Figures of members are facts of the register; voices may be counted in parts of one."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite holds any length already
        op.alter_column("register_fact", "field", type_=sa.String(length=60))
    for table in ("meeting", "poll"):
        scale = sa.Column("voice_scale", sa.Integer(), nullable=False, server_default="1")
        op.add_column(table, scale)
