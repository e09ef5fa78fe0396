"""People who get the daily mail. Whoever leaves the list is ended: what was sent keeps its addressee."""

from __future__ import annotations

from datetime import datetime, time

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive.schema import AnyRow
from diembao.archive.schema import subscribers as table
from diembao.core.mailing import Subscriber


def add(
    connection: Connection,
    *,
    name: str,
    email: str,
    topics: tuple[str, ...],
    province_only: bool,
    at_time: time,
    added_at: datetime,
) -> Subscriber:
    """Put somebody on the list."""
    subscriber = Subscriber(
        id=str(ULID()),
        name=name,
        email=email,
        topics=topics,
        province_only=province_only,
        time=at_time,
        added_at=added_at,
    )
    connection.execute(
        table.insert().values(
            id=subscriber.id,
            name=name,
            email=email,
            topics=list(topics),
            province_only=province_only,
            time=at_time.strftime("%H:%M"),
            added_at=added_at,
        )
    )
    return subscriber


def end(connection: Connection, subscriber_id: str, at: datetime) -> bool:
    """Take somebody off the list; false when nobody of this id is on it."""
    on_list = sa.and_(table.c.id == subscriber_id, table.c.ended_at.is_(None))
    return connection.execute(table.update().where(on_list).values(ended_at=at)).rowcount == 1


def listing(connection: Connection) -> list[Subscriber]:
    """Everybody on the list, in the order of their time."""
    query = sa.select(table).where(table.c.ended_at.is_(None)).order_by(table.c.time, table.c.id)
    return [_subscriber(row) for row in connection.execute(query)]


def _subscriber(row: AnyRow) -> Subscriber:
    return Subscriber(**row._asdict() | {"topics": tuple(row.topics), "time": time.fromisoformat(row.time)})
