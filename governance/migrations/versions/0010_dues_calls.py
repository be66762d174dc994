"""How dues are paid, numbered calls, reminders, papers, who renews."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_payment_terms()
    _create_dues_paper()
    _create_dues_call()
    _create_dues_reminder()
    _create_outbox_dues_paper()
    _create_renewal()


def _create_payment_terms() -> None:
    op.create_table(
        "payment_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_holder", sa.String(length=140), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("bic", sa.String(length=11), nullable=False),
        sa.Column("legal_words", sa.String(length=500), nullable=False),
        sa.Column("days_to_pay", sa.Integer(), nullable=False),
        sa.Column("most_reminders", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "days_to_pay BETWEEN 0 AND 365", name=op.f("ck_payment_terms_days_possible")
        ),
        sa.CheckConstraint(
            "most_reminders BETWEEN 0 AND 10", name=op.f("ck_payment_terms_reminders_possible")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_terms")),
    )


def _create_dues_paper() -> None:
    op.create_table(
        "dues_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dues_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dues_id"], ["dues.id"], name=op.f("fk_dues_paper_dues_id_dues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues_paper")),
    )
    op.create_index(op.f("ix_dues_paper_dues_id"), "dues_paper", ["dues_id"])


def _create_dues_call() -> None:
    op.create_table(
        "dues_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dues_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("amount_eur", sa.Integer(), nullable=False),
        sa.Column("tier_code", sa.String(length=20), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_eur > 0", name=op.f("ck_dues_call_asks_for_money")),
        sa.CheckConstraint("number > 0", name=op.f("ck_dues_call_number_from_one")),
        sa.ForeignKeyConstraint(["dues_id"], ["dues.id"], name=op.f("fk_dues_call_dues_id_dues")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["dues_paper.id"], name=op.f("fk_dues_call_paper_id_dues_paper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues_call")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_dues_call_year_number")),
    )
    op.create_index(op.f("ix_dues_call_dues_id"), "dues_call", ["dues_id"])


def _create_dues_reminder() -> None:
    op.create_table(
        "dues_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["dues_call.id"], name=op.f("fk_dues_reminder_call_id_dues_call")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues_reminder")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_dues_reminder_call_id_number")),
    )
    op.create_index(op.f("ix_dues_reminder_call_id"), "dues_reminder", ["call_id"])


def _create_outbox_dues_paper() -> None:
    op.create_table(
        "outbox_dues_paper",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["outbox_message.id"],
            name=op.f("fk_outbox_dues_paper_message_id_outbox_message"),
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["dues_paper.id"], name=op.f("fk_outbox_dues_paper_paper_id_dues_paper")
        ),
        sa.PrimaryKeyConstraint("message_id", "paper_id", name=op.f("pk_outbox_dues_paper")),
    )


def _create_renewal() -> None:
    op.create_table(
        "renewal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("answer IN ('engaged', 'cannot')", name=op.f("ck_renewal_answer_known")),
        sa.CheckConstraint("last_year >= first_year", name=op.f("ck_renewal_years_in_order")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_renewal_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
    )
    op.create_index(op.f("ix_renewal_member_id"), "renewal", ["member_id"])
