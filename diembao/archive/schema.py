"""Tables of the archive.

The first migration made them; a later change of this file needs a migration beside it (a test compares the two).
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


class Instant(sa.TypeDecorator[datetime]):
    """An instant, kept as UTC without zone so that both databases order it alike; always handed out with its zone."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant without zone: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else value.replace(tzinfo=UTC)


#: A row whose columns are known by name only.
AnyRow = sa.Row[*tuple[Any, ...]]

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("source_id", sa.String(100), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("first_seen_at", Instant, nullable=False, index=True),
    sa.Column("fetched_at", Instant, nullable=False),
    sa.Column("dated", Instant, index=True),
    sa.Column("next_visit_at", Instant),
    sa.Column("removed_at", Instant),
    sa.Column("removed_because", sa.String(40), nullable=False, server_default=""),
    sa.Column("withheld_at", Instant),
    sa.Index("ix_articles_source_id_next_visit_at", "source_id", "next_visit_at"),
    sa.Index("ix_articles_source_id_first_seen_at", "source_id", "first_seen_at"),
)

addresses = sa.Table(
    "addresses",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("article_id", sa.ForeignKey("articles.id"), nullable=False, index=True),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("first_seen_at", Instant, nullable=False),
    sa.Column("number", sa.String(40), nullable=False, server_default="", index=True),
)

#: Ids of articles that turned out to be another one: they lead to it, and their texts stay under them.
article_aliases = sa.Table(
    "article_aliases",
    metadata,
    sa.Column("id", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("article_id", sa.ForeignKey("articles.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
)

address_conflicts = sa.Table(
    "address_conflicts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("article_id", sa.ForeignKey("articles.id"), nullable=False),
    sa.Column("holder_id", sa.ForeignKey("articles.id"), nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
    sa.UniqueConstraint("key", "article_id", "holder_id"),
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("lead", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("section", sa.Text, nullable=False),
    sa.Column("published_at", Instant),
    sa.Column("published_from", sa.String(20)),
    sa.Column("fetched_at", Instant, nullable=False),
    sa.Column("raw_digest", sa.String(64)),
    sa.Column("published_doubt", sa.String(20)),
    sa.Column("tags", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("captions", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("links", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("credit", sa.Text, nullable=False, server_default=""),
    sa.Column("edit", sa.String(20)),
    sa.Column("correction", sa.Text, nullable=False, server_default=""),
)

#: What may be a fault of the page (a much shorter text, no title, not found); it counts once a second visit says the
#: same. The digest is that of the text, empty where there was none.
suspects = sa.Table(
    "suspects",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("raw_digest", sa.String(64)),
    sa.Column("seen_at", Instant, nullable=False),
)

#: What a server wants to hear again to answer 304 (RFC 9110), by the normal form of an address.
validators = sa.Table(
    "validators",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("last_modified", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

#: Hosts that asked for fewer requests or stand behind a wall, and when they are talked to again.
hosts = sa.Table(
    "hosts",
    metadata,
    sa.Column("host", sa.String(255), primary_key=True),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("paused_until", Instant, nullable=False),
)

#: robots.txt as a host last gave it (RFC 9309 lets a crawler keep it for a day).
robots_files = sa.Table(
    "robots_files",
    metadata,
    sa.Column("site", sa.String(300), primary_key=True),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("fetched_at", Instant, nullable=False),
)

#: The last judgement of each source, so that it can be said since when.
source_health = sa.Table(
    "source_health",
    metadata,
    sa.Column("source_id", sa.String(100), primary_key=True),
    sa.Column("status", sa.String(40), nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("checked_at", Instant, nullable=False),
)

#: What an admin has withheld: no text, only a hash by which it is known when it comes again.
withholdings = sa.Table(
    "withholdings",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("article_id", sa.ForeignKey("articles.id"), nullable=False, index=True),
    sa.Column("passage_hash", sa.String(64), nullable=False, server_default=""),
    sa.Column("passage_words", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("person_id", sa.String(26), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("lifted_at", Instant),
)

annotations = sa.Table(
    "annotations",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("language", sa.String(20), nullable=False),
    sa.Column("topics", sa.JSON, nullable=False),
    sa.Column("places", sa.JSON, nullable=False),
    sa.Column("organisations", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("phrases", sa.JSON, nullable=False, server_default="[]"),
)

#: What people say of the topics of articles; the newest row of an article and topic that was not taken back counts.
topic_labels = sa.Table(
    "topic_labels",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("article_id", sa.ForeignKey("articles.id"), nullable=False, index=True),
    sa.Column("topic", sa.String(60), nullable=False),
    sa.Column("carried", sa.Boolean, nullable=False),
    sa.Column("person_id", sa.String(26), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("taken_back_at", Instant),
)

raw_pages = sa.Table(
    "raw_pages",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("file", sa.String(100), nullable=False, index=True),
    sa.Column("offset", sa.BigInteger, nullable=False),
    sa.Column("length", sa.BigInteger, nullable=False),
    sa.Column("met_at", Instant),
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("finished_at", Instant),
    sa.Column("counts", sa.JSON, nullable=False),
)

visits = sa.Table(
    "visits",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run_id", sa.ForeignKey("runs.id"), nullable=False, index=True),
    sa.Column("source_id", sa.String(100), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("article_id", sa.ForeignKey("articles.id"), index=True),
    sa.Column("raw_digest", sa.String(64)),
    sa.Column("at", Instant, nullable=False),
    sa.Index("ix_visits_source_id_at", "source_id", "at"),
)

doors = sa.Table(
    "doors",
    metadata,
    sa.Column("source_id", sa.String(100), primary_key=True),
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("checked_at", Instant, nullable=False),
    sa.Column("worked_at", Instant),
    sa.Column("listed", sa.Integer, nullable=False),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("failing_since", Instant),
    sa.Column("next_look_at", Instant),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("brought", sa.Float, nullable=False, server_default="0"),
    sa.Column("awaited", sa.Float, nullable=False, server_default="0"),
)

#: When each source publishes: articles an hour, by hour of the week.
rhythms = sa.Table(
    "rhythms",
    metadata,
    sa.Column("source_id", sa.String(100), primary_key=True),
    sa.Column("rates", sa.JSON, nullable=False),
    sa.Column("learned_at", Instant, nullable=False),
)

quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("source_id", sa.String(100), nullable=False),
    sa.Column("stage", sa.String(20), nullable=False),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("raw_digest", sa.String(64)),
    sa.Column("since", Instant, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.String(26), nullable=False),
    sqlite_autoincrement=True,
)

marks = sa.Table(
    "marks",
    metadata,
    sa.Column("name", sa.String(100), primary_key=True),
    sa.Column("at", Instant, nullable=False),
)

unverified = sa.Table(
    "unverified",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.String(26), nullable=False),
    sqlite_autoincrement=True,
)

signatures = sa.Table(
    "signatures",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("minhash", sa.LargeBinary, nullable=False),
    sa.Column("terms", sa.LargeBinary, nullable=False),
)

copies = sa.Table(
    "copies",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("origin_id", sa.ForeignKey("articles.id"), nullable=False, index=True),
    sa.Column("containment", sa.Float, nullable=False),
)

stories = sa.Table(
    "stories",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("founder_id", sa.ForeignKey("articles.id"), nullable=False),
    sa.Column("founded_at", Instant, nullable=False),
    sa.Column("last_at", Instant, nullable=False, index=True),
)

story_articles = sa.Table(
    "story_articles",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("story_id", sa.ForeignKey("stories.id"), nullable=False, index=True),
    sa.Column("similarity", sa.Float, nullable=False),
    sa.Column("pinned", sa.Boolean, nullable=False),
)

story_aliases = sa.Table(
    "story_aliases",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("story_id", sa.ForeignKey("stories.id"), nullable=False),
)

story_changes = sa.Table(
    "story_changes",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("story_id", sa.String(26), nullable=False, index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Column("person_id", sa.String(26), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("undone_at", Instant),
)

flags = sa.Table(
    "flags",
    metadata,
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("article_id", sa.ForeignKey("articles.id"), nullable=False, index=True),
    sa.Column("evidence_id", sa.String(26), nullable=False, index=True),
    sa.Column("story_id", sa.String(26), nullable=False, index=True),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("first_at", Instant, nullable=False),
    sa.Column("last_at", Instant, nullable=False),
    sa.Column("finding", sa.Text, nullable=False),
)

flag_runs = sa.Table(
    "flag_runs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("flag_key", sa.ForeignKey("flags.key"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("rule", sa.String(60), nullable=False),
    sa.Column("inputs", sa.Text, nullable=False),
    sa.Column("output", sa.Text, nullable=False),
)

flag_decisions = sa.Table(
    "flag_decisions",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("flag_key", sa.ForeignKey("flags.key"), nullable=False, index=True),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("why", sa.String(40), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("person_id", sa.String(26), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("taken_back_at", Instant),
)

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("email", sa.String(320), nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.String(26), nullable=False, index=True),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(60), nullable=False, index=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sqlite_autoincrement=True,
)

fact_checks = sa.Table(
    "fact_checks",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("key", sa.String(64), nullable=False, unique=True),
    sa.Column("claim", sa.Text, nullable=False),
    sa.Column("rating", sa.String(20), nullable=False),
    sa.Column("rating_label", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("reviewed_on", sa.Date),
    sa.Column("case_id", sa.String(26)),
    sa.Column("imported_at", Instant, nullable=False, index=True),
)

official_figures = sa.Table(
    "official_figures",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("key", sa.String(64), nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("low", sa.Float, nullable=False),
    sa.Column("high", sa.Float, nullable=False),
    sa.Column("unit", sa.String(20), nullable=False),
    sa.Column("written", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("published_on", sa.Date),
    sa.Column("imported_at", Instant, nullable=False, index=True),
)

agencies = sa.Table(
    "agencies",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", sa.String(320), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("ended_at", Instant),
)

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("claim", sa.Text, nullable=False),
    sa.Column("flag_key", sa.String(32), index=True),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("opened_by", sa.ForeignKey("users.id"), nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("rating", sa.String(20)),
    sa.Column("conclusion", sa.Text, nullable=False),
    sa.Column("concluded_by", sa.ForeignKey("users.id")),
    sa.Column("concluded_at", Instant),
    sa.Column("published_at", Instant),
)

case_evidence = sa.Table(
    "case_evidence",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("article_id", sa.ForeignKey("articles.id")),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("added_by", sa.ForeignKey("users.id"), nullable=False),
    sa.Column("added_at", Instant, nullable=False),
)

letters = sa.Table(
    "letters",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("agency_id", sa.ForeignKey("agencies.id"), nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("deadline", sa.Date, nullable=False),
    sa.Column("written_by", sa.ForeignKey("users.id"), nullable=False),
    sa.Column("written_at", Instant, nullable=False),
    sa.Column("sent_how", sa.String(10), nullable=False),
    sa.Column("sent_at", Instant),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("answered_at", Instant),
)

#: One row for each saved state; the newest is the review.
reviews = sa.Table(
    "reviews",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("previous", sa.Integer, nullable=False),
    sa.Column("step", sa.String(20), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("intro", sa.Text, nullable=False),
    sa.Column("items", sa.JSON, nullable=False),
    sa.Column("edited_by", sa.String(26), nullable=False),
    sa.Column("edited_at", Instant, nullable=False),
)

subscribers = sa.Table(
    "subscribers",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", sa.String(320), nullable=False),
    sa.Column("topics", sa.JSON, nullable=False),
    sa.Column("province_only", sa.Boolean, nullable=False),
    sa.Column("time", sa.String(5), nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
)

sendings = sa.Table(
    "sendings",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("key", sa.String(120), nullable=False, unique=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("recipient", sa.String(320), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("message_id", sa.String(200), nullable=False),
    sa.Column("message", sa.LargeBinary, nullable=False),
    sa.Column("claimed_at", Instant, nullable=False, index=True),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)
