"""Tables of collecting: kinds and fields of articles, polite fetching, health of sources, withholding."""

import sqlalchemy as sa
from alembic import op

from diembao.archive.schema import Instant
from diembao.core.addresses import is_web_address, normalise, page_number

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS = {
    "addresses": (sa.Column("number", sa.String(40), nullable=False, server_default=""),),
    "articles": (
        sa.Column("removed_because", sa.String(40), nullable=False, server_default=""),
        sa.Column("withheld_at", Instant),
    ),
    "versions": (
        sa.Column("published_doubt", sa.String(20)),
        sa.Column("tags", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("captions", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("links", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("credit", sa.Text, nullable=False, server_default=""),
        sa.Column("edit", sa.String(20)),
        sa.Column("correction", sa.Text, nullable=False, server_default=""),
    ),
    "raw_pages": (sa.Column("met_at", Instant),),
    "doors": (
        sa.Column("next_look_at", Instant),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("brought", sa.Float, nullable=False, server_default="0"),
        sa.Column("awaited", sa.Float, nullable=False, server_default="0"),
    ),
}


def upgrade() -> None:
    """To this revision."""
    for table, columns in _COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    op.create_index(op.f("ix_addresses_number"), "addresses", ["number"], unique=False)
    op.create_table(
        "article_aliases",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("article_id", sa.String(length=26), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_aliases_article_id_articles")),
        sa.ForeignKeyConstraint(["id"], ["articles.id"], name=op.f("fk_article_aliases_id_articles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_aliases")),
    )
    op.create_index(op.f("ix_article_aliases_article_id"), "article_aliases", ["article_id"], unique=False)
    _know_addresses_again(op.get_bind())
    op.create_index(
        op.f("ix_articles_source_id_first_seen_at"), "articles", ["source_id", "first_seen_at"], unique=False
    )
    op.create_table(
        "rhythms",
        sa.Column("source_id", sa.String(length=100), nullable=False),
        sa.Column("rates", sa.JSON(), nullable=False),
        sa.Column("learned_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_rhythms")),
    )
    op.create_table(
        "suspects",
        sa.Column("article_id", sa.String(length=26), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("raw_digest", sa.String(length=64)),
        sa.Column("seen_at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_suspects_article_id_articles")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_suspects")),
    )
    op.create_table(
        "validators",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_validators")),
    )
    op.create_table(
        "hosts",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("paused_until", Instant, nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
    )
    op.create_table(
        "robots_files",
        sa.Column("site", sa.String(length=300), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("fetched_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_robots_files")),
    )
    op.create_table(
        "source_health",
        sa.Column("source_id", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("checked_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_health")),
    )
    op.create_table(
        "withholdings",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("article_id", sa.String(length=26), nullable=False),
        sa.Column("passage_hash", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("passage_words", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("lifted_at", Instant),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_withholdings_article_id_articles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withholdings")),
    )
    op.create_index(op.f("ix_withholdings_article_id"), "withholdings", ["article_id"], unique=False)


def _know_addresses_again(connection: sa.Connection) -> None:
    """Give every address the key and number that it has from here on.

    A key that another address has already stays as it was; the article behind it is not visited by itself any more.
    """
    addresses = sa.table("addresses", sa.column("key"), sa.column("url"), sa.column("article_id"), sa.column("number"))
    articles = sa.table("articles", sa.column("id"), sa.column("next_visit_at"))
    rows = connection.execute(sa.select(addresses.c.key, addresses.c.url, addresses.c.article_id)).all()
    holders = {row.key: row.article_id for row in rows}
    for row in rows:
        if not is_web_address(row.url):
            continue
        key, number = normalise(row.url), page_number(row.url)
        if key != row.key and key in holders:
            if holders[key] != row.article_id:
                connection.execute(
                    articles.update().where(articles.c.id == row.article_id).values(next_visit_at=sa.null())
                )
            key = row.key
        if (key, number) != (row.key, ""):
            connection.execute(addresses.update().where(addresses.c.key == row.key).values(key=key, number=number))
            holders[key] = row.article_id
