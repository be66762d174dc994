"""Elections: further rounds, candidacies received, terms of office, first leavers."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "agenda_item", sa.Column("college", sa.String(40), nullable=False, server_default="")
    )
    op.add_column("agenda_item", sa.Column("called_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("candidate", sa.Column("sex", sa.String(1), nullable=False, server_default=""))
    op.create_table(
        "election_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("first_item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_item_id"],
            ["agenda_item.id"],
            name=op.f("fk_election_round_first_item_id_agenda_item"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_election_round_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election_round")),
        sa.UniqueConstraint("item_id", name=op.f("uq_election_round_item_id")),
    )
    op.create_index(
        op.f("ix_election_round_first_item_id"), "election_round", ["first_item_id"], unique=False
    )
    op.create_table(
        "candidacy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=200), nullable=False),
        sa.Column("presentation", sa.Text(), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sex IN ('', 'F', 'M')", name=op.f("ck_candidacy_sex_known")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_candidacy_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_candidacy_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_candidacy_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_candidacy_item_id_person_id")),
    )
    op.create_index(op.f("ix_candidacy_item_id"), "candidacy", ["item_id"], unique=False)
    op.create_index(op.f("ix_candidacy_member_id"), "candidacy", ["member_id"], unique=False)
    op.create_index(op.f("ix_candidacy_person_id"), "candidacy", ["person_id"], unique=False)
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=10), nullable=False),
        sa.Column("function", sa.String(length=100), nullable=False),
        sa.Column("college", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("term_began_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("came_by", sa.String(length=10), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=True),
        sa.Column("in_place_of_id", sa.Integer(), nullable=True),
        sa.Column("to_ratify", sa.Boolean(), nullable=False),
        sa.Column("ratified_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_by = '')", name=op.f("ck_term_ended_for_a_reason")
        ),
        sa.CheckConstraint("came_by IN ('elected', 'coopted')", name=op.f("ck_term_came_by_known")),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= began_on", name=op.f("ck_term_ended_after_beginning")
        ),
        sa.ForeignKeyConstraint(
            ["in_place_of_id"], ["term.id"], name=op.f("fk_term_in_place_of_id_term")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_term_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_term_person_id_person")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_term_poll_id_poll")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    op.create_index(op.f("ix_term_member_id"), "term", ["member_id"], unique=False)
    op.create_index(op.f("ix_term_person_id"), "term", ["person_id"], unique=False)
    op.create_index(op.f("ix_term_poll_id"), "term", ["poll_id"], unique=False)
    op.create_table(
        "leaving_draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=10), nullable=False),
        sa.Column("whole_since", sa.Date(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("sealed_seed", sa.LargeBinary(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaving_order", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving_draw")),
    )
