"""Bylaws are written in drafts, one question at a time; a version knows when it was adopted."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rule_set_version", sa.Column("adopted_on", sa.Date(), nullable=True))
    op.create_table(
        "rule_set_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("based_on", sa.String(length=200), nullable=False),
        sa.Column("articles", sa.JSON(), nullable=False),
        sa.Column("answered", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["published_id"],
            ["rule_set_version.id"],
            name=op.f("fk_rule_set_draft_published_id_rule_set_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set_draft")),
    )
    op.create_table(
        "rule_set_draft_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("was_answered", sa.Boolean(), nullable=False),
        sa.Column("saved_by", sa.String(length=200), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["rule_set_draft.id"],
            name=op.f("fk_rule_set_draft_change_draft_id_rule_set_draft"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set_draft_change")),
    )
    op.create_index(
        op.f("ix_rule_set_draft_change_draft_id"), "rule_set_draft_change", ["draft_id"]
    )
