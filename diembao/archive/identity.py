"""Which article a page belongs to, and what becomes of two articles that turn out to be one.

The older of the two survives; the younger's id becomes an alias, which every reading function follows. What points to
the younger (addresses, visits, story, copies, flags, cases, evidence, topic labels) points to the survivor from then
on. The texts that were read under the younger id stay under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import article_addresses, flags, stories, topic_labels, versions, withholdings
from diembao.archive.portions import portions
from diembao.archive.queues import outbox, unverified
from diembao.archive.reader import Reader
from diembao.archive.schema import (
    address_conflicts,
    addresses,
    article_aliases,
    articles,
    case_evidence,
    copies,
    signatures,
    story_articles,
    suspects,
    visits,
)
from diembao.archive.schema import annotations as annotation_rows
from diembao.archive.schema import stories as story_rows
from diembao.archive.schema import withholdings as withholding_rows
from diembao.core import addresses as web_addresses
from diembao.core.models import Content


def resolve(connection: Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """The surviving article behind each id; an id that is no alias leads to itself."""
    wanted = list(article_ids)
    found: dict[str, str] = {}
    for chunk in portions(wanted):
        rows = connection.execute(sa.select(article_aliases).where(article_aliases.c.id.in_(chunk)))
        found |= {row.id: row.article_id for row in rows}
    return {article_id: found.get(article_id, article_id) for article_id in wanted}


def is_alive() -> sa.ColumnElement[bool]:
    """Condition on ``articles``: not an alias of another one."""
    return articles.c.id.not_in(sa.select(article_aliases.c.id))


def aliases_of(connection: Connection, article_id: str) -> list[tuple[str, datetime]]:
    """Ids that lead to an article, and since when, the oldest first."""
    query = sa.select(article_aliases).where(article_aliases.c.article_id == article_id).order_by(article_aliases.c.at)
    return [(row.id, row.at) for row in connection.execute(query)]


def met_before(
    connection: Connection, content: Content, keys: Mapping[str, str], source_id: str, reader: Reader
) -> list[str]:
    """Ids of the article at the address that was asked for, and of those of the same source that are the same article.

    Another address of this fetch that leads to an article, and a number that an address has in common with one, count
    only if the texts are alike. An address of another source's article (a canonical link or a redirect across outlets)
    makes no same article.
    """
    holders = article_addresses.holders(connection, keys)
    first = next(iter(keys))
    asked = holders.get(first)
    if asked and article_addresses.named_only(connection, first):
        asked = None
    numbers = {web_addresses.page_number(url) for url in keys.values()}
    candidates = dict.fromkeys([*holders.values(), *article_addresses.numbered(connection, numbers, source_id)])
    withheld = withholdings.withheld(connection, candidates)
    alike = [
        article_id
        for article_id in candidates
        if article_id not in (asked, *withheld)
        and connection.scalar(sa.select(articles.c.source_id).where(articles.c.id == article_id)) == source_id
        and (other := versions.present(connection, article_id))
        and reader.are_alike(content, other)
    ]
    return [asked, *alike] if asked else alike


def merge(connection: Connection, one: str, other: str, at: datetime) -> str:
    """Make two articles one.

    :returns: the id of the survivor, the one that was seen first.
    """
    query = sa.select(articles.c.id).where(articles.c.id.in_([one, other]))
    survivor, younger = map(str, connection.scalars(query.order_by(articles.c.first_seen_at, articles.c.id)))
    _lead_on(connection, younger, survivor, at)
    _move_in_story(connection, younger, survivor)
    flags.follow(connection, younger, survivor, at)
    topic_labels.follow(connection, younger, survivor)
    for table in (signatures, annotation_rows, suspects):
        connection.execute(table.delete().where(table.c.article_id == younger))
    unverified.drop(connection, [younger])
    unverified.add(connection, [survivor])
    outbox.add(connection, [survivor, younger])  # the younger leaves the index
    return survivor


def _lead_on(connection: Connection, younger: str, survivor: str, at: datetime) -> None:
    for table in (addresses, visits, article_aliases, case_evidence, withholding_rows):
        connection.execute(table.update().where(table.c.article_id == younger).values(article_id=survivor))
    both = sa.and_(
        address_conflicts.c.article_id.in_([younger, survivor]), address_conflicts.c.holder_id.in_([younger, survivor])
    )
    connection.execute(address_conflicts.delete().where(both))
    withheld = connection.scalar(sa.select(articles.c.withheld_at).where(articles.c.id == younger))
    if withheld:
        where = sa.and_(articles.c.id == survivor, articles.c.withheld_at.is_(None))
        connection.execute(articles.update().where(where).values(withheld_at=withheld))
    connection.execute(articles.update().where(articles.c.id == younger).values(next_visit_at=None))
    connection.execute(article_aliases.insert(), {"id": younger, "article_id": survivor, "at": at})


def _move_in_story(connection: Connection, younger: str, survivor: str) -> None:
    """The survivor stands where it stood, or where the younger did; the younger is in no story and nobody's copy."""
    connection.execute(copies.delete().where(copies.c.article_id == younger))
    connection.execute(copies.delete().where(copies.c.article_id == survivor, copies.c.origin_id == younger))
    connection.execute(copies.update().where(copies.c.origin_id == younger).values(origin_id=survivor))
    placed: Mapping[str, str] = stories.story_of(connection, [younger, survivor])
    left = placed.get(younger)
    if left and survivor not in placed:
        moved = story_articles.update().where(story_articles.c.article_id == younger)
        connection.execute(moved.values(article_id=survivor))
    elif left:
        connection.execute(story_articles.delete().where(story_articles.c.article_id == younger))
        stories.leave(connection, left, placed[survivor])
    connection.execute(story_rows.update().where(story_rows.c.founder_id == younger).values(founder_id=survivor))
    stories.date(connection, set(placed.values()))
