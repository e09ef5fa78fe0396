"""Articles as they stand: each in its present version, with its annotation and what people say of its topics.

An article's id is opaque and given at first sight. :mod:`diembao.archive.recording` makes articles and their versions,
:mod:`diembao.archive.identity` one of two that turn out to be one. A withheld article has no present version, so that
none of it is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import annotation_store, identity, topic_labels, versions
from diembao.archive.portions import portions
from diembao.archive.schema import AnyRow, articles
from diembao.archive.schema import annotations as annotation_rows
from diembao.archive.schema import versions as version_rows
from diembao.archive.topic_labels import TopicLabel
from diembao.core.models import Absence, Article


def get(connection: Connection, ids: Sequence[str]) -> list[Article]:
    """Articles by id or former id, in the order asked for; unknown ids are left out.

    An article that is asked for under two ids comes once, where it was asked for first.
    """
    survivors = identity.resolve(connection, ids)
    if any(former != survivor for former, survivor in survivors.items()):
        ids = list(dict.fromkeys(survivors[article_id] for article_id in ids))
    found: dict[str, Article] = {}
    for part in portions(ids):
        rows = connection.execute(_full().where(articles.c.id.in_(part)))
        found |= {article.id: article for article in _articles(connection, rows)}
    return [found[article_id] for article_id in ids if article_id in found]


def ids(connection: Connection, source_ids: Sequence[str] = ()) -> list[str]:
    """Ids of all articles, or of those of some sources, oldest first; without those that are withheld."""
    query = sa.select(articles.c.id).where(_is_shown()).order_by(articles.c.id)
    return list(connection.scalars(query.where(articles.c.source_id.in_(source_ids)) if source_ids else query))


def newest(connection: Connection, limit: int) -> list[Article]:
    """Articles that were met last, newest first."""
    query = (
        _full().where(identity.is_alive()).order_by(articles.c.first_seen_at.desc(), articles.c.id.desc()).limit(limit)
    )
    return _articles(connection, connection.execute(query))


def following(connection: Connection, after: str, limit: int) -> list[Article]:
    """Articles in the order of their ids, those behind ``after``; an empty one is before all."""
    rows = connection.execute(
        _full().where(articles.c.id > after, identity.is_alive()).order_by(articles.c.id).limit(limit)
    )
    return _articles(connection, rows)


def dated_since(connection: Connection, since: datetime) -> list[str]:
    """Ids of the articles that are filed under an instant from this one on, the earliest first."""
    alive = identity.is_alive()
    query = sa.select(articles.c.id).where(articles.c.dated >= since, alive).order_by(articles.c.dated, articles.c.id)
    return list(connection.scalars(query))


def count(connection: Connection, *, seen_since: datetime | None = None) -> int:
    """How many articles there are to be read; with ``seen_since``, how many were first met after that moment."""
    query = sa.select(sa.func.count()).select_from(articles).where(_is_shown())
    if seen_since is not None:
        query = query.where(articles.c.first_seen_at > seen_since)
    return connection.scalar(query) or 0


def first_seen_at(connection: Connection, article_id: str) -> datetime:
    """When an article was first seen."""
    found: datetime = connection.execute(
        sa.select(articles.c.first_seen_at).where(articles.c.id == article_id)
    ).scalar_one()
    return found


def newest_sightings(connection: Connection, source_ids: Iterable[str]) -> dict[str, datetime]:
    """When the newest article of each of these sources was first seen; sources without articles are left out."""
    newest = sa.func.max(articles.c.first_seen_at, type_=articles.c.first_seen_at.type).label("at")
    query = sa.select(articles.c.source_id, newest).where(articles.c.source_id.in_(list(source_ids)))
    return {row.source_id: row.at for row in connection.execute(query.group_by(articles.c.source_id))}


def _is_shown() -> sa.ColumnElement[bool]:
    return sa.and_(identity.is_alive(), articles.c.withheld_at.is_(None))


def _full() -> sa.Select[Any]:
    return (
        sa.select(
            articles,
            *(column for column in version_rows.c if column.name not in ("article_id", "number", "fetched_at")),
            *annotation_store.columns(),
        )
        .join(version_rows, versions.is_current())
        .outerjoin(annotation_rows, annotation_rows.c.article_id == articles.c.id)
    )


def _articles(connection: Connection, rows: Iterable[AnyRow]) -> list[Article]:
    several = list(rows)
    said = topic_labels.standing(connection, [row.id for row in several])
    return [_article(row, said.get(row.id, {})) for row in several]


def _article(row: AnyRow, said: Mapping[str, TopicLabel]) -> Article:
    return Article(
        id=row.id,
        source_id=row.source_id,
        url=row.url,
        content=versions.content_of(row),
        version=row.version,
        first_seen_at=row.first_seen_at,
        dated=row.dated,
        fetched_at=row.fetched_at,
        removed_at=row.removed_at,
        removed_because=Absence(row.removed_because) if row.removed_because else None,
        annotation=annotation_store.from_row(row),
        said_topics=tuple((topic, label.carried) for topic, label in said.items()),
    )
