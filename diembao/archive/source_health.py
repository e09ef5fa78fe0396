"""What is known of how sources do: fields of their articles, visits; and the last judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import rows
from diembao.archive.schema import articles, source_health, versions, visits
from diembao.core.models import Channel, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """How many of a source's articles carried what, as they were first read."""

    articles: int = 0
    lead: int = 0
    section: int = 0
    authors: int = 0
    date: int = 0
    doubtful: int = 0
    """Articles with a date that is not quite to be trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """How many pages of a source had visits that ended alike, and when the first and the last of them did."""

    outcome: Outcome
    reason: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The last judgement of a source: a word, what it rests on, and since when the word has been the same."""

    status: str
    detail: Mapping[str, Any]
    since: datetime
    checked_at: datetime


def fields(connection: Connection, since: datetime, until: datetime) -> dict[str, Fields]:
    """Fields of the articles first seen within ``[since, until)``, by source; imported ones are left out."""
    first = versions.c.number == 1
    wanted = {
        "articles": sa.true(),
        "lead": versions.c.lead != "",
        "section": versions.c.section != "",
        "authors": sa.cast(versions.c.authors, sa.Text) != "[]",
        "date": versions.c.published_at.is_not(None),
        "doubtful": versions.c.published_doubt.is_not(None),
    }
    query = (
        sa.select(
            articles.c.source_id,
            *(sa.func.sum(sa.case((condition, 1), else_=0)).label(name) for name, condition in wanted.items()),
        )
        .join(versions, sa.and_(versions.c.article_id == articles.c.id, first))
        .where(articles.c.first_seen_at >= since, articles.c.first_seen_at < until, versions.c.raw_digest.is_not(None))
        .group_by(articles.c.source_id)
    )
    return {
        row.source_id: Fields(**{name: int(row._mapping[name]) for name in wanted}) for row in connection.execute(query)
    }


def visited(connection: Connection, since: datetime) -> dict[str, list[Visited]]:
    """How visits ended since a moment, by source, outcome and reason; what is refused is asked for at every pass."""
    at = visits.c.at
    query = (
        sa.select(
            visits.c.source_id,
            visits.c.outcome,
            visits.c.reason,
            sa.func.count(visits.c.url.distinct()).label("count"),
            sa.func.min(at, type_=at.type).label("first_at"),
            sa.func.max(at, type_=at.type).label("last_at"),
        )
        .where(at >= since, visits.c.channel != Channel.IMPORT)
        .group_by(visits.c.source_id, visits.c.outcome, visits.c.reason)
    )
    found: dict[str, list[Visited]] = {}
    for row in connection.execute(query):
        found.setdefault(row.source_id, []).append(
            Visited(
                outcome=Outcome(row.outcome),
                reason=row.reason,
                count=row._mapping["count"],
                first_at=row.first_at,
                last_at=row.last_at,
            )
        )
    return found


def kept(connection: Connection) -> dict[str, Kept]:
    """The last judgement of every source."""
    return {
        row.source_id: Kept(status=row.status, detail=row.detail, since=row.since, checked_at=row.checked_at)
        for row in connection.execute(source_health.select())
    }


def keep(connection: Connection, source_id: str, judgement: Kept) -> None:
    """Put a judgement in the place of the one before."""
    row = {
        "status": judgement.status,
        "detail": dict(judgement.detail),
        "since": judgement.since,
        "checked_at": judgement.checked_at,
    }
    rows.put(connection, source_health, {"source_id": source_id}, row)
