"""What a desk need not keep for ever, and what it must: everything that people's work points to.

The present text of an article is never among what goes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import stories
from diembao.archive.portions import portions
from diembao.archive.schema import (
    articles,
    case_evidence,
    cases,
    flags,
    quarantine,
    reviews,
    signatures,
    story_articles,
    suspects,
    versions,
    visits,
)
from diembao.core.findings import FlagState

_DECIDED = (FlagState.CONFIRMED, FlagState.CASE, FlagState.CONCLUDED)

VersionKey = tuple[str, int]
"""Id of an article, and number of its version."""


def protected(connection: Connection) -> set[str]:
    """Articles to which a case (and so a fact-check of the desk), a flag or a press review points.

    Flags that people have rejected, and undecided ones that no rule finds any more, protect nothing.
    """
    standing = sa.or_(
        flags.c.state.in_(_DECIDED),
        sa.and_(flags.c.state == FlagState.OPEN, flags.c.active),
        flags.c.key.in_(sa.select(cases.c.flag_key).where(cases.c.flag_key.is_not(None))),
    )
    found: set[str] = set()
    for column in (flags.c.article_id, flags.c.evidence_id):
        found |= set(connection.scalars(sa.select(column).where(standing)))
    quoted = sa.select(case_evidence.c.article_id).where(case_evidence.c.article_id.is_not(None))
    return found | set(connection.scalars(quoted)) | _reviewed(connection)


def _reviewed(connection: Connection) -> set[str]:
    """Articles that a press review names, and all reports of its stories: the desk chose among those."""
    named: set[str] = set()
    chosen: set[str] = set()
    for items in connection.scalars(sa.select(reviews.c["items"])):
        named |= {article_id for item in items for article_id in item["reports"]}
        chosen |= {item["story_id"] for item in items}
    survivors = sorted(set(stories.resolve(connection, chosen).values()))
    for chunk in portions(survivors):
        members = sa.select(story_articles.c.article_id).where(story_articles.c.story_id.in_(chunk))
        named |= set(connection.scalars(members))
    return named


def old_versions(connection: Connection, before: datetime, kept: Collection[str]) -> list[VersionKey]:
    """Versions read before an instant that their articles no longer show.

    :param kept: ids of articles that lose nothing; so it is in every function here.
    """
    query = (
        sa.select(versions.c.article_id, versions.c.number)
        .join(articles)
        .where(versions.c.number < articles.c.version, versions.c.fetched_at < before)
        .order_by(versions.c.article_id, versions.c.number)
    )
    return [(row.article_id, row.number) for row in connection.execute(query) if row.article_id not in kept]


def old_pages(
    connection: Connection, before: datetime, kept: Collection[str], dropped: Sequence[VersionKey] = ()
) -> list[str]:
    """Digests of raw pages that nothing has met since an instant.

    :param dropped: versions that go, and with them their pages, whenever those were met.
    """
    recent = [pointer.where(at >= before) for pointer, at in _pointers()]
    old = [pointer.where(at < before) for pointer, at in _pointers()]
    candidates = sa.union(*old).subquery()
    aged = sa.select(candidates.c.raw_digest).where(candidates.c.raw_digest.not_in(sa.union(*recent)))
    found = set(connection.scalars(aged))
    found |= _pages_of_versions(connection, dropped)
    for chunk in portions(sorted(kept)):
        for table in (versions, visits, suspects):
            found -= set(connection.scalars(sa.select(table.c.raw_digest).where(table.c.article_id.in_(chunk))))
    return sorted(found)


def _pointers() -> list[tuple[sa.Select[Any], sa.ColumnElement[Any]]]:
    """What points to raw pages, and since when."""
    moments = (versions.c.fetched_at, visits.c.at, quarantine.c.seen_at, suspects.c.seen_at)
    return [(sa.select(at.table.c.raw_digest).where(at.table.c.raw_digest.is_not(None)), at) for at in moments]


def _pages_of_versions(connection: Connection, keys: Sequence[VersionKey]) -> set[str]:
    """Raw pages that only these versions are made from."""
    gone, found, others = set(keys), set[str](), set[str]()
    for chunk in portions(sorted({article_id for article_id, _number in keys})):
        of_articles = versions.c.article_id.in_(chunk)
        for row in connection.execute(sa.select(versions).where(of_articles, versions.c.raw_digest.is_not(None))):
            (found if (row.article_id, row.number) in gone else others).add(row.raw_digest)
    return found - others


def old_visits(connection: Connection, before: datetime, kept: Collection[str]) -> list[int]:
    """Visits before an instant; of articles that are kept, only those that brought no page."""
    query = sa.select(visits.c.id, visits.c.article_id, visits.c.raw_digest).where(visits.c.at < before)
    rows = connection.execute(query.order_by(visits.c.id))
    return [row.id for row in rows if row.raw_digest is None or row.article_id not in kept]


def old_signatures(connection: Connection, before: datetime) -> list[str]:
    """Ids of articles dated before an instant that have a signature; it can be made again at any time."""
    query = sa.select(signatures.c.article_id).join(articles)
    return list(connection.scalars(query.where(articles.c.dated < before).order_by(signatures.c.article_id)))


def drop_versions(connection: Connection, keys: Sequence[VersionKey]) -> None:
    """Forget versions."""
    where = sa.and_(versions.c.article_id == sa.bindparam("article"), versions.c.number == sa.bindparam("no"))
    if keys:
        connection.execute(versions.delete().where(where), [{"article": key[0], "no": key[1]} for key in keys])


def drop_visits(connection: Connection, ids: Sequence[int]) -> None:
    """Forget visits."""
    connection.execute(visits.delete().where(visits.c.id.in_(ids)))


def drop_signatures(connection: Connection, article_ids: Sequence[str]) -> None:
    """Forget signatures."""
    connection.execute(signatures.delete().where(signatures.c.article_id.in_(article_ids)))
