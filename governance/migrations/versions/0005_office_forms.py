"""The polling office has a form, seats, a key per group, and the messages of its key ceremony."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GROUP = "BELENIOS-2048"  # all there was


def upgrade() -> None:
    _create_offices()
    _create_keys()
    _move_trustees()
    op.drop_table("office_trustee")


def _create_offices() -> None:
    op.create_table(
        "polling_office",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=True),
        sa.Column("box_group", sa.String(length=20), nullable=False),
        sa.Column("group_names", sa.JSON(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(form = 'threshold') = (threshold IS NOT NULL)",
            name=op.f("ck_polling_office_threshold_form"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_polling_office_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_polling_office")),
    )
    op.create_table(
        "office_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("rehearsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_office_seat_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_office_seat_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_seat")),
        sa.UniqueConstraint(
            "meeting_id", "account_id", name=op.f("uq_office_seat_meeting_id_account_id")
        ),
        sa.UniqueConstraint(
            "meeting_id", "position", name=op.f("uq_office_seat_meeting_id_position")
        ),
    )
    op.create_index(op.f("ix_office_seat_meeting_id"), "office_seat", ["meeting_id"])


def _create_keys() -> None:
    op.create_table(
        "office_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=20), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["office_seat.id"], name=op.f("fk_office_key_seat_id_office_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_key")),
        sa.UniqueConstraint("seat_id", "group_name", name=op.f("uq_office_key_seat_id_group_name")),
    )
    op.create_index(op.f("ix_office_key_seat_id"), "office_key", ["seat_id"])
    op.create_table(
        "office_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_office_message_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_message")),
        sa.UniqueConstraint(
            "meeting_id",
            "group_name",
            "position",
            "step",
            name=op.f("uq_office_message_meeting_id_group_name_position_step"),
        ),
    )
    op.create_index(op.f("ix_office_message_meeting_id"), "office_message", ["meeting_id"])


def _move_trustees() -> None:
    """Carry the trustees of before: single ones, all needed, in one group."""
    found = op.get_bind().execute(sa.text("SELECT DISTINCT meeting_id FROM office_trustee"))
    offices = sa.table(
        "polling_office",
        *(sa.column(name) for name in ("meeting_id", "form", "box_group", "round")),
        sa.column("group_names", sa.JSON()),
    )
    usual = {"form": "all", "box_group": GROUP, "group_names": [GROUP], "round": 1}
    op.bulk_insert(offices, [{"meeting_id": number, **usual} for (number,) in found])
    op.execute(
        "INSERT INTO office_seat (meeting_id, position, account_id) "
        "SELECT meeting_id, position, account_id FROM office_trustee ORDER BY id"
    )
    op.execute(
        sa.text(
            "INSERT INTO office_key (seat_id, group_name, public_key, sealed_secret, made_at) "
            "SELECT seat.id, :name, old.public_key, old.sealed_secret, old.made_at "
            "FROM office_trustee AS old JOIN office_seat AS seat "
            "ON seat.meeting_id = old.meeting_id AND seat.position = old.position"
        ).bindparams(name=GROUP)
    )
