"""Every address under which an article was met, or that its page called its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.portions import portions
from diembao.archive.schema import address_conflicts, addresses, articles
from diembao.core import addresses as web_addresses
from diembao.core.models import Channel

# Used for every page, so built once.
_INSERT = addresses.insert()
_KNOWN = (
    sa.select(
        addresses.c.key,
        articles.c.id,
        articles.c.source_id,
        articles.c.first_seen_at,
        articles.c.next_visit_at,
        articles.c.removed_at.is_not(None).label("removed"),
        (addresses.c.channel != Channel.CANONICAL).label("fetched"),
    )
    .join_from(addresses, articles)
    .where(addresses.c.key.in_(sa.bindparam("keys", expanding=True)))
)
_HOLDERS = sa.select(addresses.c.key, addresses.c.article_id).where(
    addresses.c.key.in_(sa.bindparam("keys", expanding=True))
)
_NUMBERED = (
    sa.select(articles.c.id)
    .join(addresses, addresses.c.article_id == articles.c.id)
    .where(
        addresses.c.number.in_(sa.bindparam("numbers", expanding=True)),
        articles.c.source_id == sa.bindparam("source_id"),
    )
    .order_by(articles.c.first_seen_at, articles.c.id)
    .distinct()
    .add_columns(articles.c.first_seen_at)
)
_NAMED_ONLY = sa.select(addresses.c.article_id).where(
    addresses.c.key == sa.bindparam("key"), addresses.c.channel == Channel.CANONICAL
)


@dataclass(frozen=True, slots=True)
class Known:
    """What must be known of an address before it is fetched again."""

    article_id: str
    source_id: str
    first_seen_at: datetime
    next_visit_at: datetime | None
    removed: bool
    fetched: bool
    """Whether this address was fetched itself; else another page called it its own."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address that leads to an article."""

    url: str
    channel: Channel
    first_seen_at: datetime


def known(connection: Connection, key: str) -> Known | None:
    """The article that an address leads to, if any."""
    return known_at(connection, [key]).get(key)


def known_at(connection: Connection, keys: Collection[str]) -> dict[str, Known]:
    """The article that each of these addresses leads to; free ones are left out."""
    found = (row for part in portions(keys) for row in connection.execute(_KNOWN, {"keys": part}))
    return {key: Known(*rest) for key, *rest in found}


def taken(connection: Connection, keys: Collection[str]) -> set[str]:
    """Those of the addresses that lead to an article."""
    return {key for part in portions(keys) for key in holders(connection, part)}


def of(connection: Connection, article_id: str) -> list[Address]:
    """Every address that leads to an article, oldest first."""
    query = sa.select(addresses).where(addresses.c.article_id == article_id).order_by(addresses.c.first_seen_at)
    return [Address(row.url, Channel(row.channel), row.first_seen_at) for row in connection.execute(query)]


def other_address(connection: Connection, article_id: str, key: str) -> str | None:
    """Another address at which an article was fetched, the one that was met last; None: there is none."""
    query = (
        sa.select(addresses.c.url)
        .where(addresses.c.article_id == article_id, addresses.c.key != key)
        .where(addresses.c.channel.not_in([Channel.CANONICAL, Channel.IMPORT]))
        .order_by(addresses.c.first_seen_at.desc(), addresses.c.key)
    )
    return connection.scalar(query.limit(1))


def holders(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """The article that each of these addresses leads to; free ones are left out."""
    return {row.key: row.article_id for row in connection.execute(_HOLDERS, {"keys": list(keys)})}


def numbered(connection: Connection, numbers: Collection[str], source_id: str) -> list[str]:
    """Articles of a source with an address that ends with one of these numbers, the oldest first."""
    wanted = [number for number in numbers if number]
    if not wanted:
        return []
    return [row.id for row in connection.execute(_NUMBERED, {"numbers": wanted, "source_id": source_id})]


def named_only(connection: Connection, key: str) -> str | None:
    """The article whose page called this address its own, if nobody has fetched the address itself yet."""
    return connection.scalar(_NAMED_ONLY, {"key": key})


def give_up(connection: Connection, key: str, *, keep: bool) -> None:
    """An address that was only named was fetched now.

    :param keep: the article was met there, too; else another one was, and the address is free.
    """
    if keep:
        connection.execute(addresses.update().where(addresses.c.key == key).values(channel=Channel.REVISIT))
        return
    gone = connection.execute(sa.select(addresses).where(addresses.c.key == key)).one()
    connection.execute(addresses.delete().where(addresses.c.key == key))
    others = sa.select(addresses.c.url).where(addresses.c.article_id == gone.article_id)
    if left := connection.scalar(others.order_by(addresses.c.first_seen_at, addresses.c.key).limit(1)):
        shown = sa.and_(articles.c.id == gone.article_id, articles.c.url == gone.url)
        connection.execute(articles.update().where(shown).values(url=left))


def claim(
    connection: Connection,
    article_id: str,
    keys: Mapping[str, str],
    holders: Mapping[str, str],
    channel: Channel,
    at: datetime,
    canonical: str,
) -> None:
    """Lead addresses that are still free to this article; one that leads elsewhere is a conflict, and stays there."""
    free = [
        row(key, url, article_id, Channel.CANONICAL if key == canonical else channel, at)
        for key, url in keys.items()
        if key not in holders
    ]
    if free:
        add(connection, free)
    for key, holder in holders.items():
        if holder != article_id:
            conflict = {"key": key, "article_id": article_id, "holder_id": holder}
            known = sa.select(address_conflicts.c.id).filter_by(**conflict)
            if connection.scalar(known) is None:
                connection.execute(address_conflicts.insert().values(**conflict, seen_at=at))


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Lead free addresses to articles, each made by :func:`row`."""
    connection.execute(_INSERT, rows)


def row(key: str, url: str, article_id: str, channel: Channel, at: datetime) -> dict[str, Any]:
    """An address as :func:`add` takes it."""
    return {
        "key": key,
        "url": url,
        "article_id": article_id,
        "channel": channel,
        "first_seen_at": at,
        "number": web_addresses.page_number(url),
    }
