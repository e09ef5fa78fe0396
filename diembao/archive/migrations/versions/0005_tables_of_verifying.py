"""Tables of verifying: official figures, what people changed in stories, what they decided of flags and why."""

import sqlalchemy as sa
from alembic import op

from diembao.archive.schema import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "official_figures",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date()),
        sa.Column("imported_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_figures")),
        sa.UniqueConstraint("key", name=op.f("uq_official_figures_key")),
    )
    op.create_index(op.f("ix_official_figures_imported_at"), "official_figures", ["imported_at"], unique=False)
    op.create_table(
        "story_changes",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("story_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("undone_at", Instant),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_changes")),
    )
    op.create_index(op.f("ix_story_changes_story_id"), "story_changes", ["story_id"], unique=False)
    op.create_table(
        "flag_decisions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("flag_key", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("taken_back_at", Instant),
        sa.ForeignKeyConstraint(["flag_key"], ["flags.key"], name=op.f("fk_flag_decisions_flag_key_flags")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_decisions")),
    )
    op.create_index(op.f("ix_flag_decisions_flag_key"), "flag_decisions", ["flag_key"], unique=False)
