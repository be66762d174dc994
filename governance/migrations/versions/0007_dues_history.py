"""Dues in time: dated acts, payments, bank statements."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_dues_event()
    _create_bank_import()
    _create_bank_line()
    _create_payment()
    _fill()


def _create_dues_event() -> None:
    op.create_table(
        "dues_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dues_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("amount_eur", sa.Integer(), nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('called', 'paid', 'exempt')", name=op.f("ck_dues_event_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["act_id"], ["register_act.id"], name=op.f("fk_dues_event_act_id_register_act")
        ),
        sa.ForeignKeyConstraint(
            ["dues_id"], ["dues.id"], name=op.f("fk_dues_event_dues_id_dues"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues_event")),
    )
    op.create_index("dues_event_by_day", "dues_event", ["holds_from", "recorded_at"])
    op.create_index(op.f("ix_dues_event_act_id"), "dues_event", ["act_id"])
    op.create_index(op.f("ix_dues_event_dues_id"), "dues_event", ["dues_id"])


def _create_bank_import() -> None:
    op.create_table(
        "bank_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_import")),
    )


def _create_bank_line() -> None:
    op.create_table(
        "bank_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=500), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.CheckConstraint("cents > 0", name=op.f("ck_bank_line_comes_in")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["bank_import.id"], name=op.f("fk_bank_line_import_id_bank_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_bank_line_fingerprint")),
    )
    op.create_index(op.f("ix_bank_line_import_id"), "bank_line", ["import_id"])


def _create_payment() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dues_id", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("means", sa.String(length=12), nullable=False),
        sa.Column("reference", sa.String(length=140), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("bank_line_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(cents < 0) = (reverses_id IS NOT NULL)", name=op.f("ck_payment_reversal_is_negative")
        ),
        sa.CheckConstraint("cents <> 0", name=op.f("ck_payment_moves_money")),
        sa.ForeignKeyConstraint(
            ["bank_line_id"], ["bank_line.id"], name=op.f("fk_payment_bank_line_id_bank_line")
        ),
        sa.ForeignKeyConstraint(["dues_id"], ["dues.id"], name=op.f("fk_payment_dues_id_dues")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["payment.id"], name=op.f("fk_payment_reverses_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_payment_reverses_id")),
    )
    op.create_index(op.f("ix_payment_bank_line_id"), "payment", ["bank_line_id"])
    op.create_index(op.f("ix_payment_dues_id"), "payment", ["dues_id"])
    op.create_index("payment_by_day", "payment", ["paid_on", "recorded_at"])


def _fill() -> None:
    """Turn what the lines say into acts; where the day of payment is known, they were called."""
    names = "dues_id, status, amount_eur, holds_from, recorded_at, recorded_by, reason, decided_by"
    rest = "CURRENT_TIMESTAMP, '', '', '' FROM dues"
    for told in (
        f"SELECT id, 'called', amount_eur, NULL, {rest} WHERE paid_on IS NOT NULL ORDER BY id",
        f"SELECT id, status, amount_eur, paid_on, {rest} ORDER BY id",
    ):
        op.execute(f"INSERT INTO dues_event ({names}) {told}")
