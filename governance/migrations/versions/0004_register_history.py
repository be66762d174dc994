"""The register as a life: acts, facts, papers, mandates, proposals, merges."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ADDED = (  # standard SQL on both databases; a copied table would lose what refers to it
    "member ADD COLUMN department VARCHAR(3) NOT NULL DEFAULT ''",
    "member ADD COLUMN siren VARCHAR(9) NOT NULL DEFAULT ''",
    "member ADD COLUMN siret VARCHAR(14) NOT NULL DEFAULT ''",
    "member ADD COLUMN population INTEGER",
    (
        "member ADD COLUMN merged_into_id INTEGER"
        " CONSTRAINT fk_member_merged_into_id_member REFERENCES member (id)"
    ),
    (
        "person ADD COLUMN merged_into_id INTEGER"
        " CONSTRAINT fk_person_merged_into_id_person REFERENCES person (id)"
    ),
    "representation ADD COLUMN ends_on DATE",
    "representation ADD COLUMN mandate_reference VARCHAR(200) NOT NULL DEFAULT ''",
    (
        "representation ADD COLUMN document_id INTEGER"
        " CONSTRAINT fk_representation_document_id_member_document REFERENCES member_document (id)"
    ),
    (
        "representation ADD COLUMN named_by_id INTEGER"
        " CONSTRAINT fk_representation_named_by_id_register_act REFERENCES register_act (id)"
    ),
    (
        "representation ADD COLUMN ended_by_id INTEGER"
        " CONSTRAINT fk_representation_ended_by_id_register_act REFERENCES register_act (id)"
    ),
    (
        "import_plan ADD COLUMN act_id INTEGER"
        " CONSTRAINT fk_import_plan_act_id_register_act REFERENCES register_act (id)"
    ),
    "import_plan ADD COLUMN undone_at {moment}",
    "import_plan ADD COLUMN written JSON",
)
COPY = (
    "INSERT INTO register_fact ({0}_id, field, value, holds_from, act_id)"
    " SELECT id, '{1}', {2}, {3}, (SELECT MAX(id) FROM register_act)"
    " FROM {0} WHERE {4} ORDER BY id"
)
FIRST = (  # subject, field, its value as text, the day it holds from, of which rows
    ("member", "name", "name", "NULL", "1 = 1"),
    ("member", "category", "category", "NULL", "1 = 1"),
    ("member", "region", "region", "NULL", "region <> ''"),
    ("member", "tier", "tier_code", "NULL", "tier_code IS NOT NULL"),
    ("member", "membership", "'member'", "joined_on", "1 = 1"),
    ("member", "membership", "'departure'", "left_on", "left_on IS NOT NULL"),
    ("person", "name", "name", "NULL", "1 = 1"),
    ("person", "email", "email", "NULL", "email IS NOT NULL"),
)


def upgrade() -> None:
    _create_papers_and_acts()
    _create_facts()
    _create_requests_and_merges()
    postgresql = op.get_bind().dialect.name == "postgresql"
    moment = "TIMESTAMP WITH TIME ZONE" if postgresql else "DATETIME"
    for change in ADDED:
        op.execute("ALTER TABLE " + change.format(moment=moment))
    _turn_rows_into_first_facts()


def _create_papers_and_acts() -> None:
    op.create_table(
        "member_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("extension", sa.String(length=5), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_for", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "kind IN ('deliberation', 'statutes', 'letter', 'other')",
            name=op.f("ck_member_document_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_document_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_document")),
    )
    op.create_index(op.f("ix_member_document_member_id"), "member_document", ["member_id"])
    op.create_table(
        "register_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["member_document.id"],
            name=op.f("fk_register_act_document_id_member_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_act")),
    )


def _create_facts() -> None:
    op.create_table(
        "register_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("retracted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(member_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_register_fact_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_register_fact_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_register_fact_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["act_id"], ["register_act.id"], name=op.f("fk_register_fact_act_id_register_act")
        ),
        sa.ForeignKeyConstraint(
            ["retracted_by_id"],
            ["register_act.id"],
            name=op.f("fk_register_fact_retracted_by_id_register_act"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_fact")),
    )
    op.create_index("register_fact_of_member", "register_fact", ["member_id", "field"])
    op.create_index("register_fact_of_person", "register_fact", ["person_id", "field"])
    op.create_index(op.f("ix_register_fact_act_id"), "register_fact", ["act_id"])
    op.create_index(op.f("ix_register_fact_retracted_by_id"), "register_fact", ["retracted_by_id"])


def _create_requests_and_merges() -> None:
    op.create_table(
        "change_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'refused', 'withdrawn')",
            name=op.f("ck_change_request_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_change_request_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_change_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    op.create_index(op.f("ix_change_request_member_id"), "change_request", ["member_id"])
    op.create_index(op.f("ix_change_request_person_id"), "change_request", ["person_id"])
    op.create_table(
        "register_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=6), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("absorbed_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "subject IN ('member', 'person')", name=op.f("ck_register_merge_subject_known")
        ),
        sa.ForeignKeyConstraint(
            ["act_id"], ["register_act.id"], name=op.f("fk_register_merge_act_id_register_act")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"],
            ["register_act.id"],
            name=op.f("fk_register_merge_undone_by_id_register_act"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_merge")),
    )
    op.create_index(op.f("ix_register_merge_kept_id"), "register_merge", ["kept_id"])
    op.create_index(op.f("ix_register_merge_absorbed_id"), "register_merge", ["absorbed_id"])


def _turn_rows_into_first_facts() -> None:
    """Write what each row says as a fact without a day; one act, that of taking the register up."""
    connection = op.get_bind()
    rows = sa.text("SELECT (SELECT COUNT(*) FROM member) + (SELECT COUNT(*) FROM person)")
    if connection.execute(rows).scalar_one() == 0:
        return
    acts = sa.table(
        "register_act",
        sa.column("kind"),
        sa.column("reason"),
        sa.column("decided_by"),
        sa.column("reference"),
        sa.column("recorded_at", sa.DateTime(timezone=True)),
        sa.column("recorded_by"),
    )
    taken_up = sa.insert(acts).values(
        kind="started",
        reason="",
        decided_by="",
        reference="",
        recorded_at=datetime.now(UTC),
        recorded_by="Plénière",
    )
    connection.execute(taken_up)
    for told in FIRST:
        op.execute(COPY.format(*told))
    op.execute("UPDATE representation SET named_by_id = (SELECT MAX(id) FROM register_act)")
