"""Signatures of articles, and which of them are copies: what grouping needs to know again of articles it has seen.

A signature is computed from the present version and can be computed again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.portions import portions
from diembao.archive.schema import articles, copies, signatures, story_articles, unverified, versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A dated article with its signature, and where grouping put it."""

    id: str
    dated: datetime
    first_seen_at: datetime
    minhash: bytes
    terms: bytes
    origin: str
    """Id of the first print of its text, which may be its own."""
    containment: float
    """How much of the shorter of it and its nearest print stands in the other, 0 to 1."""
    story: str
    """Empty: it is in none yet."""
    pinned: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One article, or another thing by its id, that waits for verification."""

    id: str
    is_article: bool
    dated: datetime | None
    seqs: list[int]
    """Its entries of the queue."""


@dataclass(frozen=True, slots=True)
class Text:
    """What signatures are made of."""

    id: str
    version: int
    dated: datetime | None
    first_seen_at: datetime
    title: str
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Signature of one version of an article."""

    article_id: str
    version: int
    minhash: bytes
    terms: bytes


def waiting(connection: Connection) -> list[Waiting]:
    """What waits for verification, in the order in which it is dated; undated articles come last."""
    query = (
        sa.select(unverified.c.seq, unverified.c.article_id, articles.c.id, articles.c.dated)
        .outerjoin(articles, articles.c.id == unverified.c.article_id)
        .order_by(articles.c.dated.is_(None), articles.c.dated, unverified.c.article_id)
    )
    found: dict[str, Waiting] = {}
    for row in connection.execute(query):
        entry = found.setdefault(row.article_id, Waiting(row.article_id, row.id is not None, row.dated, []))
        entry.seqs.append(row.seq)
    return list(found.values())


def texts(connection: Connection, article_ids: Iterable[str]) -> list[Text]:
    """Present texts of articles; unknown ids are left out."""
    found: list[Text] = []
    for chunk in portions(article_ids):
        query = (
            sa.select(
                articles.c.id,
                articles.c.version,
                articles.c.dated,
                articles.c.first_seen_at,
                versions.c.title,
                versions.c.lead,
                versions.c.text,
            )
            .join(versions, (versions.c.article_id == articles.c.id) & (versions.c.number == articles.c.version))
            .where(articles.c.id.in_(chunk))
        )
        found += [Text(*row) for row in connection.execute(query)]
    return found


def of(connection: Connection, article_ids: Iterable[str]) -> list[Signed]:
    """Articles of these that are dated and have a signature."""
    return [
        signed
        for chunk in portions(article_ids)
        for signed in _signed(connection, articles.c.id.in_(chunk), articles.c.dated.is_not(None))
    ]


def between(connection: Connection, since: datetime, until: datetime) -> list[Signed]:
    """Articles with a signature that are dated within ``[since, until]``."""
    return _signed(connection, articles.c.dated.between(since, until))


def around(connection: Connection, dates: Iterable[datetime], reach: timedelta) -> list[Signed]:
    """Articles with a signature that are dated within reach of one of these instants, each once.

    What lies between two instants far apart is not read.
    """
    spans: list[tuple[datetime, datetime]] = []
    for date in sorted(set(dates)):
        if spans and date - reach <= spans[-1][1]:
            spans[-1] = (spans[-1][0], date + reach)
        else:
            spans.append((date - reach, date + reach))
    return [signed for since, until in spans for signed in between(connection, since, until)]


def prints_of(connection: Connection, article_ids: Iterable[str]) -> set[str]:
    """Ids of all prints of the voices that these articles belong to, except of those that are alone."""
    found: set[str] = set()
    for chunk in portions(article_ids):
        origins = sa.select(copies.c.origin_id).where(copies.c.article_id.in_(chunk) | copies.c.origin_id.in_(chunk))
        rows = connection.execute(sa.select(copies).where(copies.c.origin_id.in_(origins)))
        found |= {article_id for row in rows for article_id in (row.article_id, row.origin_id)}
    return found


def put(connection: Connection, signed: Sequence[Signature]) -> None:
    """Keep signatures, each in place of the one before."""
    for chunk in portions([one.article_id for one in signed]):
        connection.execute(signatures.delete().where(signatures.c.article_id.in_(chunk)))
    rows = [
        {"article_id": one.article_id, "version": one.version, "minhash": one.minhash, "terms": one.terms}
        for one in signed
    ]
    if rows:
        connection.execute(signatures.insert(), rows)


def put_copies(connection: Connection, found: Mapping[str, tuple[str, float] | None]) -> None:
    """Keep which articles are copies.

    :param found: article id -> the first print of its text, and how much of the shorter of it and its nearest print
        stands in the other (0 to 1); None: it is no copy.
    """
    for chunk in portions(found):
        connection.execute(copies.delete().where(copies.c.article_id.in_(chunk)))
    rows = [
        {"article_id": article_id, "origin_id": copy[0], "containment": copy[1]}
        for article_id, copy in found.items()
        if copy
    ]
    if rows:
        connection.execute(copies.insert(), rows)


def _signed(connection: Connection, *where: sa.ColumnElement[bool]) -> list[Signed]:
    query = (
        sa.select(
            articles.c.id,
            articles.c.dated,
            articles.c.first_seen_at,
            signatures.c.minhash,
            signatures.c.terms,
            sa.func.coalesce(copies.c.origin_id, articles.c.id).label("origin"),
            sa.func.coalesce(copies.c.containment, 1.0).label("containment"),
            sa.func.coalesce(story_articles.c.story_id, "").label("story"),
            sa.func.coalesce(story_articles.c.pinned, sa.false()).label("pinned"),
        )
        .join(signatures, signatures.c.article_id == articles.c.id)
        .outerjoin(copies, copies.c.article_id == articles.c.id)
        .outerjoin(story_articles, story_articles.c.article_id == articles.c.id)
        .where(*where)
    )
    return [Signed(**row._mapping) for row in connection.execute(query)]
