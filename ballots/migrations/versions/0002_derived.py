"""What follows from the ballots: commitments, append-only as they are, and running sums."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "box_commitments",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("height", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election", "height"],
            ["box_event.election", "box_event.height"],
            name=op.f("fk_box_commitments_election_box_event"),
        ),
        sa.PrimaryKeyConstraint("election", "height", name=op.f("pk_box_commitments")),
    )
    op.create_table(
        "box_sum",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election"], ["box_election.election"], name=op.f("fk_box_sum_election_box_election")
        ),
        sa.PrimaryKeyConstraint("election", name=op.f("pk_box_sum")),
    )

    # -- triggers: commitments stay as written; sums change with every ballot
    refuse_changes("box_commitments", "the ballot box is append-only")


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
