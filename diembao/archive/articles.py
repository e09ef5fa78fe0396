"""Articles: identity, addresses, versions.

An article's id is opaque and given at first sight. Every address under which it was met leads to it; a text that
differs from the present one is a new version of the same article.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive import annotation_store
from diembao.archive.queues import outbox, unverified
from diembao.archive.schema import AnyRow, address_conflicts, addresses, articles, versions
from diembao.archive.schema import annotations as annotation_rows
from diembao.core.models import Article, ArticleKind, Channel, Content, DateDoubt, Link, Outcome, Provenance

#: Values in one statement; databases limit them.
_MOST_VALUES = 10_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording one fetch did."""

    article_id: str
    outcome: Outcome
    version: int


@dataclass(frozen=True, slots=True)
class Address:
    """One address that leads to an article."""

    url: str
    channel: Channel
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One text that an article had."""

    number: int
    content: Content
    fetched_at: datetime
    raw_digest: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What must be known of an address before it is fetched again."""

    article_id: str
    first_seen_at: datetime
    next_visit_at: datetime | None


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody else has collected: a content and its address, with the address's normal form."""

    content: Content
    key: str
    url: str
    source_id: str


def record(
    connection: Connection,
    content: Content,
    *,
    source_id: str,
    keys: Mapping[str, str],
    channel: Channel,
    fetched_at: datetime,
    next_visit_at: datetime | None = None,
    raw_digest: str | None = None,
) -> Recorded:
    """Record one fetch of one article: a new article, a new version, or the same text again.

    An import says what an article said, not that it still stands at its source or when to look again.

    :param keys: normal form -> address as met, for every address of this fetch, the one that was asked for first and
        the canonical one last; the last one that leads nowhere else is the displayed address of a new article.
    :param next_visit_at: when the page should be looked at again; None: not by itself.
    """
    holders = _holders(connection, keys)
    current = _met_before(connection, keys, holders, source_id)
    if current is None:
        article_id, outcome, number, stale = str(ULID()), Outcome.NEW, 1, True
        url = [url for key, url in keys.items() if key not in holders][-1]
        row = _article_row(article_id, content, source_id, url, channel, fetched_at, next_visit_at)
        connection.execute(articles.insert(), row)
    else:
        article_id, number = current.id, current.version
        outcome = Outcome.UNCHANGED if current.digest == content.digest else Outcome.CHANGED
        stale = outcome is Outcome.CHANGED
        number += stale
        values: dict[str, Any] = {"version": number} if stale else {}
        if channel is not Channel.IMPORT:
            stale |= current.removed_at is not None
            values |= {"fetched_at": fetched_at, "next_visit_at": next_visit_at, "removed_at": None}
        if content.published_at and not current.published_at:  # known only now
            stale = True
            values["dated"] = content.published_at
            if outcome is Outcome.UNCHANGED:
                _date(connection, article_id, number, content)
        if values:
            connection.execute(articles.update().where(articles.c.id == article_id).values(values))
    if outcome is not Outcome.UNCHANGED:
        connection.execute(versions.insert(), _version_row(article_id, number, content, fetched_at, raw_digest))
    if stale:
        outbox.add(connection, [article_id])
        unverified.add(connection, [article_id])
    _claim(connection, article_id, keys, holders, channel, fetched_at)
    return Recorded(article_id, outcome, number)


def record_new(connection: Connection, texts: Sequence[Text], *, channel: Channel, fetched_at: datetime) -> list[str]:
    """The same as :func:`record` for each of these texts, with a few statements for all: a network makes each one dear.

    :param texts: each at an address that leads nowhere yet (:func:`taken`), no address twice.
    :returns: the ids of the new articles, in the order of the texts.
    """
    if not texts:
        return []
    ids = [str(ULID()) for _text in texts]
    pairs = list(zip(ids, texts, strict=True))
    connection.execute(
        articles.insert(),
        [
            _article_row(article_id, text.content, text.source_id, text.url, channel, fetched_at, None)
            for article_id, text in pairs
        ],
    )
    connection.execute(
        versions.insert(), [_version_row(article_id, 1, text.content, fetched_at, None) for article_id, text in pairs]
    )
    connection.execute(
        addresses.insert(),
        [_address_row(text.key, text.url, article_id, channel, fetched_at) for article_id, text in pairs],
    )
    outbox.add(connection, ids)
    unverified.add(connection, ids)
    return ids


def taken(connection: Connection, keys: Collection[str]) -> set[str]:
    """Those of the addresses that lead to an article."""
    asked = list(keys)
    parts = (asked[start : start + _MOST_VALUES] for start in range(0, len(asked), _MOST_VALUES))
    return {key for part in parts for key in _holders(connection, part)}


def _met_before(
    connection: Connection, keys: Iterable[str], holders: Mapping[str, str], source_id: str
) -> AnyRow | None:
    """The article at the address that was asked for; else one of the same source at another address of this fetch.

    An address of another source's article (a canonical link or a redirect across outlets) makes no same article.
    """
    for position, key in enumerate(keys):
        if key in holders:
            article = _current(connection, holders[key])
            if position == 0 or article.source_id == source_id:
                return article
    return None


def _holders(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    query = sa.select(addresses.c.key, addresses.c.article_id).where(addresses.c.key.in_(list(keys)))
    return {row.key: row.article_id for row in connection.execute(query)}


def _current(connection: Connection, article_id: str) -> AnyRow:
    query = (
        sa.select(
            articles.c.id,
            articles.c.source_id,
            articles.c.version,
            articles.c.removed_at,
            versions.c.digest,
            versions.c.published_at,
        )
        .join(versions, _is_current())
        .where(articles.c.id == article_id)
    )
    return connection.execute(query).one()


def _is_current() -> sa.ColumnElement[bool]:
    return sa.and_(versions.c.article_id == articles.c.id, versions.c.number == articles.c.version)


def _article_row(
    article_id: str,
    content: Content,
    source_id: str,
    url: str,
    channel: Channel,
    fetched_at: datetime,
    next_visit_at: datetime | None,
) -> dict[str, Any]:
    return {
        "id": article_id,
        "source_id": source_id,
        "url": url,
        "version": 1,
        "first_seen_at": fetched_at,
        "fetched_at": fetched_at,
        "dated": _dated(content, channel, fetched_at),
        "next_visit_at": next_visit_at,
    }


def _dated(content: Content, channel: Channel, fetched_at: datetime) -> datetime | None:
    return content.published_at or (None if channel is Channel.IMPORT else fetched_at)


def _version_row(
    article_id: str, number: int, content: Content, fetched_at: datetime, raw_digest: str | None
) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "number": number,
        **_columns(content),
        "fetched_at": fetched_at,
        "raw_digest": raw_digest,
    }


def _date(connection: Connection, article_id: str, number: int, content: Content) -> None:
    where = sa.and_(versions.c.article_id == article_id, versions.c.number == number)
    values = {
        "published_at": content.published_at,
        "published_from": content.published_from,
        "published_doubt": content.published_doubt,
    }
    connection.execute(versions.update().where(where).values(values))


def _columns(content: Content) -> dict[str, Any]:
    return {
        "digest": content.digest,
        "kind": content.kind,
        "title": content.title,
        "lead": content.lead,
        "text": content.text,
        "authors": list(content.authors),
        "section": content.section,
        "published_at": content.published_at,
        "published_from": content.published_from,
        "published_doubt": content.published_doubt,
        "tags": list(content.tags),
        "captions": list(content.captions),
        "links": [[link.url, link.text] for link in content.links],
        "credit": content.credit,
    }


def _claim(
    connection: Connection,
    article_id: str,
    keys: Mapping[str, str],
    holders: Mapping[str, str],
    channel: Channel,
    at: datetime,
) -> None:
    """Lead addresses that are still free to this article; one that leads elsewhere is a conflict, and stays there."""
    for key, url in keys.items():
        if key not in holders:
            connection.execute(addresses.insert(), _address_row(key, url, article_id, channel, at))
        elif holders[key] != article_id:
            conflict = {"key": key, "article_id": article_id, "holder_id": holders[key]}
            known = sa.select(address_conflicts.c.id).filter_by(**conflict)
            if connection.scalar(known) is None:
                connection.execute(address_conflicts.insert().values(**conflict, seen_at=at))


def _address_row(key: str, url: str, article_id: str, channel: Channel, at: datetime) -> dict[str, Any]:
    return {"key": key, "url": url, "article_id": article_id, "channel": channel, "first_seen_at": at}


def mark_removed(connection: Connection, key: str, at: datetime) -> str | None:
    """Note that the source says an article is gone; its versions stay.

    :returns: the article's id, or None when no article is known under ``key`` or its removal is noted already.
    """
    query = sa.select(articles.c.id).join(addresses).where(addresses.c.key == key, articles.c.removed_at.is_(None))
    article_id = connection.scalar(query)
    if article_id is not None:
        connection.execute(
            articles.update().where(articles.c.id == article_id).values(removed_at=at, next_visit_at=None)
        )
        outbox.add(connection, [article_id])
        unverified.add(connection, [article_id])
    return article_id


def note_unchanged(connection: Connection, article_id: str, at: datetime, next_visit_at: datetime | None) -> None:
    """Note that an article's page is what it was, and stands where it stood, without having it in hand."""
    where = articles.c.id == article_id
    removed = connection.scalar(sa.select(articles.c.removed_at).where(where))
    values = {"fetched_at": at, "next_visit_at": next_visit_at, "removed_at": None, "removed_because": ""}
    connection.execute(articles.update().where(where).values(values))
    if removed:
        outbox.add(connection, [article_id])
        unverified.add(connection, [article_id])


def put_off(connection: Connection, article_id: str, next_visit_at: datetime | None) -> None:
    """Look at an article's page again later: a visit brought nothing. None: not by itself."""
    connection.execute(articles.update().where(articles.c.id == article_id).values(next_visit_at=next_visit_at))


def correct(connection: Connection, article: Article, content: Content) -> None:
    """Put a better extraction of a fetched page in place of an article's present version."""
    where = sa.and_(versions.c.article_id == article.id, versions.c.number == article.version)
    connection.execute(versions.update().where(where).values(_columns(content)))
    dated = content.published_at or article.first_seen_at
    connection.execute(articles.update().where(articles.c.id == article.id).values(dated=dated))


def ids(connection: Connection, source_ids: Sequence[str] = ()) -> list[str]:
    """Ids of all articles, or of those of some sources, oldest first."""
    query = sa.select(articles.c.id).order_by(articles.c.id)
    return list(connection.scalars(query.where(articles.c.source_id.in_(source_ids)) if source_ids else query))


def dated_since(connection: Connection, since: datetime) -> list[str]:
    """Ids of the articles that are filed under an instant from this one on, the earliest first."""
    query = sa.select(articles.c.id).where(articles.c.dated >= since).order_by(articles.c.dated, articles.c.id)
    return list(connection.scalars(query))


def raw_digest(connection: Connection, article: Article) -> str | None:
    """The raw page that an article's present version was made from."""
    where = sa.and_(versions.c.article_id == article.id, versions.c.number == article.version)
    return connection.scalar(sa.select(versions.c.raw_digest).where(where))


def known(connection: Connection, key: str) -> Known | None:
    """The article that an address leads to, if any."""
    query = sa.select(articles.c.id, articles.c.first_seen_at, articles.c.next_visit_at).join(addresses)
    row = connection.execute(query.where(addresses.c.key == key)).one_or_none()
    return row and Known(row.id, row.first_seen_at, row.next_visit_at)


def digests(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """The digest of the present text at each of these addresses that are known."""
    query = (
        sa.select(addresses.c.key, versions.c.digest)
        .select_from(addresses)
        .join(articles)
        .join(versions, _is_current())
    )
    return {row.key: row.digest for row in connection.execute(query.where(addresses.c.key.in_(keys)))}


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


def get(connection: Connection, ids: Sequence[str]) -> list[Article]:
    """Articles by id, in the order asked for; unknown ids are left out."""
    found: dict[str, Article] = {}
    for start in range(0, len(ids), _MOST_VALUES):
        rows = connection.execute(_full().where(articles.c.id.in_(ids[start : start + _MOST_VALUES])))
        found |= {article.id: article for article in map(_article, rows)}
    return [found[article_id] for article_id in ids if article_id in found]


def newest(connection: Connection, limit: int) -> list[Article]:
    """Articles that were met last, newest first."""
    query = _full().order_by(articles.c.first_seen_at.desc(), articles.c.id.desc()).limit(limit)
    return [_article(row) for row in connection.execute(query)]


def following(connection: Connection, after: str, limit: int) -> list[Article]:
    """Articles in the order of their ids, those behind ``after``; an empty one is before all."""
    rows = connection.execute(_full().where(articles.c.id > after).order_by(articles.c.id).limit(limit))
    return [_article(row) for row in rows]


def newest_sightings(connection: Connection, source_ids: Iterable[str]) -> dict[str, datetime]:
    """When the newest article of each of these sources was first seen; sources without articles are left out."""
    newest = sa.func.max(articles.c.first_seen_at, type_=articles.c.first_seen_at.type).label("at")
    query = sa.select(articles.c.source_id, newest).where(articles.c.source_id.in_(list(source_ids)))
    return {row.source_id: row.at for row in connection.execute(query.group_by(articles.c.source_id))}


def count(connection: Connection, *, seen_since: datetime | None = None) -> int:
    """How many articles there are; with ``seen_since``, how many were first met after that moment."""
    query = sa.select(sa.func.count()).select_from(articles)
    if seen_since is not None:
        query = query.where(articles.c.first_seen_at > seen_since)
    return connection.scalar(query) or 0


def count_versions(connection: Connection) -> int:
    """How many texts of articles are kept."""
    return connection.scalar(sa.select(sa.func.count()).select_from(versions)) or 0


def history(connection: Connection, article_id: str) -> list[Version]:
    """Every version of an article, oldest first."""
    query = sa.select(versions).where(versions.c.article_id == article_id).order_by(versions.c.number)
    return [Version(row.number, _content(row), row.fetched_at, row.raw_digest) for row in connection.execute(query)]


def addresses_of(connection: Connection, article_id: str) -> list[Address]:
    """Every address that leads to an article, oldest first."""
    query = sa.select(addresses).where(addresses.c.article_id == article_id).order_by(addresses.c.first_seen_at)
    return [Address(row.url, Channel(row.channel), row.first_seen_at) for row in connection.execute(query)]


def _full() -> sa.Select[Any]:
    return (
        sa.select(
            articles,
            *(column for column in versions.c if column.name not in ("article_id", "number", "fetched_at")),
            *annotation_store.columns(),
        )
        .join(versions, _is_current())
        .outerjoin(annotation_rows, annotation_rows.c.article_id == articles.c.id)
    )


def _article(row: AnyRow) -> Article:
    return Article(
        id=row.id,
        source_id=row.source_id,
        url=row.url,
        content=_content(row),
        version=row.version,
        first_seen_at=row.first_seen_at,
        dated=row.dated,
        fetched_at=row.fetched_at,
        removed_at=row.removed_at,
        annotation=annotation_store.from_row(row),
    )


def _content(row: AnyRow) -> Content:
    return Content(
        title=row.title,
        text=row.text,
        lead=row.lead,
        authors=tuple(row.authors),
        section=row.section,
        published_at=row.published_at,
        published_from=Provenance(row.published_from) if row.published_from else None,
        published_doubt=DateDoubt(row.published_doubt) if row.published_doubt else None,
        kind=ArticleKind(row.kind),
        tags=tuple(row.tags),
        captions=tuple(row.captions),
        links=tuple(Link(*link) for link in row.links),
        credit=row.credit,
    )
