"""Visits to known articles: when the next is due, and what one says that brings no text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import suspects
from diembao.archive.queues import outbox, unverified
from diembao.archive.schema import articles
from diembao.core.models import Absence

#: Columns of an article that stands at its source.
THERE = {"removed_at": None, "removed_because": ""}


def due(connection: Connection, source_id: str, at: datetime, limit: int) -> Sequence[str]:
    """Addresses of a source's articles whose next visit has come, longest overdue first."""
    query = (
        sa.select(articles.c.url)
        .where(articles.c.source_id == source_id, articles.c.next_visit_at <= at)
        .order_by(articles.c.next_visit_at)
        .limit(limit)
    )
    return list(connection.scalars(query))


def due_sources(connection: Connection, at: datetime) -> set[str]:
    """Ids of the sources with articles whose next visit has come."""
    return set(connection.scalars(sa.select(articles.c.source_id).where(articles.c.next_visit_at <= at).distinct()))


def next_visit_at(connection: Connection, source_ids: Collection[str]) -> datetime | None:
    """When the next visit to any article of these sources is planned."""
    query = sa.select(sa.func.min(articles.c.next_visit_at, type_=articles.c.next_visit_at.type).label("at"))
    found: datetime | None = connection.execute(query.where(articles.c.source_id.in_(list(source_ids)))).one().at
    return found


def put_off(connection: Connection, article_id: str, next_visit_at: datetime | None) -> None:
    """Look at an article's page again later: a visit brought nothing. None: not by itself."""
    connection.execute(articles.update().where(articles.c.id == article_id).values(next_visit_at=next_visit_at))


def note_unchanged(connection: Connection, article_id: str, at: datetime, next_visit_at: datetime | None) -> None:
    """Note that an article's page is what it was, and stands where it stood, without having it in hand."""
    where = articles.c.id == article_id
    removed = connection.scalar(sa.select(articles.c.removed_at).where(where))
    values = {"fetched_at": at, "next_visit_at": next_visit_at, **THERE}
    connection.execute(articles.update().where(where).values(values))
    if removed:
        outbox.add(connection, [article_id])
        unverified.add(connection, [article_id])


def mark_removed(
    connection: Connection, article_id: str, at: datetime, because: Absence, next_visit_at: datetime | None = None
) -> bool:
    """Note that the source says an article is gone; its versions stay.

    :param next_visit_at: when to look whether it has come back; None: not by itself.
    :returns: whether that was not known yet.
    """
    where = sa.and_(articles.c.id == article_id, articles.c.removed_at.is_(None))
    values = {"removed_at": at, "removed_because": because, "next_visit_at": next_visit_at}
    if not connection.execute(articles.update().where(where).values(values)).rowcount:
        return False
    suspects.clear(connection, article_id)
    outbox.add(connection, [article_id])
    unverified.add(connection, [article_id])
    return True


def show_at(connection: Connection, article_id: str, url: str) -> None:
    """Show an article, and look for it, at another one of its addresses."""
    connection.execute(articles.update().where(articles.c.id == article_id).values(url=url))
