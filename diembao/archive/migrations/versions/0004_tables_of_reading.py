"""Tables of reading: organisations and key phrases of articles, and what people say of their topics."""

import sqlalchemy as sa
from alembic import op

from diembao.archive.schema import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and the table."""
    for name in ("organisations", "phrases"):
        op.add_column("annotations", sa.Column(name, sa.JSON, nullable=False, server_default="[]"))
    op.create_table(
        "topic_labels",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("article_id", sa.String(length=26), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("taken_back_at", Instant),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_topic_labels_article_id_articles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_labels")),
    )
    op.create_index(op.f("ix_topic_labels_article_id"), "topic_labels", ["article_id"], unique=False)
