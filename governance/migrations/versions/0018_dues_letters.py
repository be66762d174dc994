"""Letters about dues go to contacts too; calls go out in parts; receipts have numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

FOREIGN_KEY = "fk_outbox_message_contact_id_contact"
TO_PAYMENT = "fk_dues_paper_payment_id_payment"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("outbox_message", "person_id", nullable=True)
        op.add_column("outbox_message", sa.Column("contact_id", sa.Integer(), nullable=True))
        op.create_foreign_key(FOREIGN_KEY, "outbox_message", "contact", ["contact_id"], ["id"])
    else:
        _write_outbox_anew()
        op.execute(
            "ALTER TABLE outbox_message ADD COLUMN contact_id INTEGER "
            f"CONSTRAINT {FOREIGN_KEY} REFERENCES contact (id)"
        )
    op.create_table(
        "dues_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=40), nullable=False),
        sa.CheckConstraint("kind IN ('issue', 'send')", name=op.f("ck_dues_work_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues_work")),
    )
    _number_receipts()


def _number_receipts() -> None:
    """Give papers a number and their payment; receipts made before have the payment's number."""
    for name in ("year", "number"):
        op.add_column("dues_paper", sa.Column(name, sa.Integer(), nullable=True))
    op.execute(
        "ALTER TABLE dues_paper ADD COLUMN payment_id INTEGER "
        f"CONSTRAINT {TO_PAYMENT} REFERENCES payment (id)"
    )
    bind = op.get_bind()
    made = bind.execute(
        sa.text("SELECT id, filename FROM dues_paper WHERE kind = 'receipt' ORDER BY id")
    ).all()
    for paper, filename in made:
        payment = int(filename.removesuffix(".pdf").rsplit("-", 1)[1])
        bind.execute(
            sa.text("UPDATE dues_paper SET payment_id = :payment WHERE id = :paper"),
            {"payment": payment, "paper": paper},
        )
    op.create_index("dues_paper_numbered", "dues_paper", ["kind", "year", "number"], unique=True)
    op.create_index("dues_paper_of_payment", "dues_paper", ["payment_id"], unique=True)


def _write_outbox_anew() -> None:
    """Let ``person_id`` be empty: SQLite changes a column by writing its table again.

    What points to the messages waits until the end of the transaction: the same numbers are there
    again by then.
    """
    bind = op.get_bind()
    parts = bind.execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'outbox_message'")
    ).all()
    (table,) = (sql for kind, sql in parts if kind == "table")
    others = [sql for kind, sql in parts if kind != "table" and sql]
    loosened = table.replace("person_id INTEGER NOT NULL", "person_id INTEGER")
    if loosened == table:
        raise ValueError("outbox_message.person_id is not what it was")
    bind.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
    bind.execute(sa.text("CREATE TEMPORARY TABLE outbox_kept AS SELECT * FROM outbox_message"))
    bind.execute(sa.text("DROP TABLE outbox_message"))
    bind.execute(sa.text(loosened))
    bind.execute(sa.text("INSERT INTO outbox_message SELECT * FROM outbox_kept"))
    bind.execute(sa.text("DROP TABLE outbox_kept"))
    for sql in others:
        bind.execute(sa.text(sql))
