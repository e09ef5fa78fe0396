"""When sources published what this desk knows of them, as far as they say so themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.schema import articles
from diembao.core.clock import local

#: What comes in so soon after the first article of a source was there before the desk looked.
_FIRST_LOOK = timedelta(hours=1)


def published(connection: Connection, since: datetime, source_ids: Collection[str]) -> dict[str, list[datetime]]:
    """Times since a moment at which articles of these sources came out, in no order; sources without any are absent.

    An article that names no time, or only a day, counts when it was first seen. If it was there at the very first look
    at its source it is left out: it may be of any time. So is what was imported without date.
    """
    firsts = first(connection, source_ids)
    query = sa.select(articles.c.source_id, articles.c.first_seen_at, articles.c.dated).where(
        articles.c.source_id.in_(list(source_ids)),
        articles.c.first_seen_at >= since,
        articles.c.dated.is_not(None),
    )
    found: dict[str, list[datetime]] = {}
    for source_id, seen, dated in connection.execute(query):
        says_when = dated < seen and not _is_midnight(dated)
        at = dated if says_when else seen
        if at >= since and (says_when or seen - firsts[source_id] > _FIRST_LOOK):
            found.setdefault(source_id, []).append(at)
    return found


def first(connection: Connection, source_ids: Collection[str]) -> dict[str, datetime]:
    """When the first article of each of these sources was seen; sources without articles are absent."""
    earliest = sa.func.min(articles.c.first_seen_at, type_=articles.c.first_seen_at.type).label("at")
    query = sa.select(articles.c.source_id, earliest).where(articles.c.source_id.in_(list(source_ids)))
    return {row.source_id: row.at for row in connection.execute(query.group_by(articles.c.source_id))}


def _is_midnight(at: datetime) -> bool:
    there = local(at)
    return there.hour == there.minute == there.second == 0
