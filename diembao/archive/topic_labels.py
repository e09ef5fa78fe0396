"""What people say of the topics of articles: labels that a model learns from, each of which can be taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive.portions import portions
from diembao.archive.schema import topic_labels as table


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLabel:
    """What one person said of one article and topic."""

    id: str
    article_id: str
    topic: str
    carried: bool
    """Whether the article carries the topic."""
    person_id: str
    at: datetime


def add(
    connection: Connection, article_id: str, *, topic: str, carried: bool, person_id: str, at: datetime
) -> TopicLabel:
    """Note what somebody says; it counts in place of what was said before."""
    label = TopicLabel(id=str(ULID()), article_id=article_id, topic=topic, carried=carried, person_id=person_id, at=at)
    values = {name: getattr(label, name) for name in TopicLabel.__dataclass_fields__}
    connection.execute(table.insert(), values)
    return label


def take_back(connection: Connection, label_id: str, at: datetime) -> bool:
    """Undo: what was said before counts again. Returns whether there was something to take back."""
    where = sa.and_(table.c.id == label_id, table.c.taken_back_at.is_(None))
    return bool(connection.execute(table.update().where(where).values(taken_back_at=at)).rowcount)


def standing(connection: Connection, article_ids: Collection[str] | None = None) -> dict[str, dict[str, TopicLabel]]:
    """What counts now: by article, by topic. None: of all articles."""
    query = _counting().order_by(table.c.at, table.c.id)
    queries = [query]
    if article_ids is not None:
        queries = [query.where(table.c.article_id.in_(part)) for part in portions(article_ids)]
    found: dict[str, dict[str, TopicLabel]] = {}
    for each in queries:
        for row in connection.execute(each).mappings():
            found.setdefault(row["article_id"], {})[row["topic"]] = TopicLabel(**row)
    return found


def by_person(connection: Connection, person_id: str, since: datetime) -> list[TopicLabel]:
    """What somebody has said from a moment on and not taken back, the newest first."""
    query = _counting().where(table.c.person_id == person_id, table.c.at >= since)
    rows = connection.execute(query.order_by(table.c.at.desc(), table.c.id.desc())).mappings()
    return [TopicLabel(**row) for row in rows]


def follow(connection: Connection, younger: str, survivor: str) -> None:
    """Two articles are one: what was said of the younger is said of the survivor, and the newest word counts."""
    connection.execute(table.update().where(table.c.article_id == younger).values(article_id=survivor))


def _counting() -> sa.Select[Any]:
    columns = [table.c[name] for name in TopicLabel.__dataclass_fields__]
    return sa.select(*columns).where(table.c.taken_back_at.is_(None))
