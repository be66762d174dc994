"""Fee schedules may be changed before they are used: categories, parts of a year, versions."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    prorata = sa.Column("prorata", sa.String(length=10), nullable=False, server_default="none")
    op.add_column("fee_schedule", prorata)
    version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    op.add_column("fee_schedule", version)
    categories = sa.Column("categories", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("fee_tier", categories)
    op.create_table(
        "fee_schedule_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("prorata", sa.String(length=10), nullable=False),
        sa.Column("tiers", sa.JSON(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["fee_schedule.id"],
            name=op.f("fk_fee_schedule_version_schedule_id_fee_schedule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_schedule_version")),
        sa.UniqueConstraint(
            "schedule_id", "number", name=op.f("uq_fee_schedule_version_schedule_id_number")
        ),
    )
