"""The ballot box: append-only tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "box_ballot",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("tracker", sa.String(length=43), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("election", "tracker", name=op.f("pk_box_ballot")),
    )
    with op.batch_alter_table("box_ballot", schema=None) as batch_op:
        batch_op.create_index(
            "box_ballot_by_credential", ["election", "credential", "height"], unique=False
        )

    op.create_table(
        "box_credential",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("election", "credential", name=op.f("pk_box_credential")),
    )
    op.create_table(
        "box_election",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=43), nullable=False),
        sa.Column("timestamp", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("election", name=op.f("pk_box_election")),
    )
    op.create_table(
        "box_event",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("height", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election"], ["box_election.election"], name=op.f("fk_box_event_election_box_election")
        ),
        sa.PrimaryKeyConstraint("election", "height", name=op.f("pk_box_event")),
    )
    op.create_table(
        "box_record",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("height", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election", "height"],
            ["box_event.election", "box_event.height"],
            name=op.f("fk_box_record_election_box_event"),
        ),
        sa.PrimaryKeyConstraint("election", "height", "position", name=op.f("pk_box_record")),
    )

    # -- triggers: what is written stays
    for table in ("box_election", "box_event", "box_record", "box_credential", "box_ballot"):
        refuse_changes(table, "the ballot box is append-only")


def refuse_changes(table: str, reason: str) -> None:
    """Let the database itself refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{reason}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
