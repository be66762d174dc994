"""Calls are urgent, asked for or second ones; quorums fail; members ask for items."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("poll", sa.Column("quorum_basis", sa.JSON(), nullable=True))
    op.create_table(
        "meeting_call",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("urgent_reason", sa.Text(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("first_meeting_id", sa.Integer(), nullable=True),
        sa.Column("keeps_proxies", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_call_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["first_meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_call_first_meeting_id_meeting"),
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_call")),
        sa.UniqueConstraint("first_meeting_id", name=op.f("uq_meeting_call_first_meeting_id")),
    )
    op.create_table(
        "quorum_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=200), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_quorum_failure_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quorum_failure")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_quorum_failure_meeting_id")),
    )
    _create_requests()


def _create_requests() -> None:
    op.create_table(
        "item_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "kind IN ('debate', 'resolution')", name=op.f("ck_item_request_kind_known")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'added', 'refused', 'withdrawn')",
            name=op.f("ck_item_request_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_item_request_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_item_request_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_request")),
        sa.UniqueConstraint("item_id", name=op.f("uq_item_request_item_id")),
    )
    op.create_index(op.f("ix_item_request_meeting_id"), "item_request", ["meeting_id"])
    op.create_table(
        "item_support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["item_request.id"],
            name=op.f("fk_item_support_request_id_item_request"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_item_support_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_support")),
        sa.UniqueConstraint(
            "request_id", "member_id", name=op.f("uq_item_support_request_id_member_id")
        ),
    )
    for column in ("request_id", "member_id"):
        op.create_index(op.f(f"ix_item_support_{column}"), "item_support", [column])
