"""Proxies have a form and instructions; interests, capacities and secrecy asked for are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.add_column("proxy", sa.Column("form", sa.String(20), server_default="", nullable=False))
    op.add_column("proxy", sa.Column("instructions", sa.JSON(), nullable=True))
    op.add_column(
        "proxy", sa.Column("binding", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    _create_blank_proxies()
    _create_interests()
    _create_capacity_choices()
    _create_secrecy_demands()


def _create_blank_proxies() -> None:
    op.create_table(
        "blank_proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("instructions", sa.JSON(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proxy_id", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.String(length=60), server_default="", nullable=False),
        *_to("blank_proxy", meeting_id="meeting", principal_id="member", proxy_id="proxy"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_proxy")),
    )
    _index("blank_proxy", "meeting_id", "principal_id")
    _one_standing("blank_proxy", "meeting_id", "principal_id")


def _create_interests() -> None:
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        *_to("interest", item_id="agenda_item", member_id="member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    _index("interest", "item_id", "member_id")
    _one_standing("interest", "item_id", "member_id")


def _create_capacity_choices() -> None:
    op.create_table(
        "capacity_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        *_to("capacity_choice", meeting_id="meeting", person_id="person", member_id="member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_choice")),
        sa.UniqueConstraint(
            "meeting_id", "person_id", name=op.f("uq_capacity_choice_meeting_id_person_id")
        ),
    )
    _index("capacity_choice", "meeting_id", "person_id")


def _create_secrecy_demands() -> None:
    op.create_table(
        "secrecy_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *_to("secrecy_demand", poll_id="poll", member_id="member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secrecy_demand")),
        sa.UniqueConstraint(
            "poll_id", "member_id", name=op.f("uq_secrecy_demand_poll_id_member_id")
        ),
    )
    _index("secrecy_demand", "poll_id", "member_id")


def _to(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column, other in columns.items()
    ]


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _one_standing(table: str, *columns: str) -> None:
    op.create_index(
        f"{table}_one_standing",
        table,
        list(columns),
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
