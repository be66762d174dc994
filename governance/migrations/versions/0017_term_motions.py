"""Votes that end or ratify a term of office know which one they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "term_motion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('removal', 'ratification')", name=op.f("ck_term_motion_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_term_motion_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_term_motion_term_id_term")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_motion")),
        sa.UniqueConstraint("item_id", name=op.f("uq_term_motion_item_id")),
    )
    op.create_index(op.f("ix_term_motion_term_id"), "term_motion", ["term_id"])
