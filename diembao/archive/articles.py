"""Articles: addresses, versions, removal.

An article's id is opaque and given at first sight. Every address under which it was met leads to it; a text that
differs from the present one is a new version of the same article. :mod:`diembao.archive.identity` makes one of two
that turn out to be one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive import annotation_store, identity, suspects, withholdings
from diembao.archive.queues import outbox, unverified
from diembao.archive.schema import AnyRow, address_conflicts, addresses, articles, versions
from diembao.archive.schema import annotations as annotation_rows
from diembao.core import addresses as web_addresses
from diembao.core.models import (
    Absence,
    Article,
    ArticleKind,
    Channel,
    Content,
    DateDoubt,
    Edit,
    Link,
    Outcome,
    Provenance,
)
from diembao.core.withholding import redact_content

#: Values in one statement; databases limit them.
_MOST_VALUES = 10_000
# For every page, so built once.
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
_INSERT_ARTICLE, _INSERT_VERSION, _INSERT_ADDRESS = articles.insert(), versions.insert(), addresses.insert()

#: Columns of an article that stands at its source.
_THERE = {"removed_at": None, "removed_because": ""}


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
class AddressConflict:
    """An address that a page of one article names as its own, while it leads to another."""

    url: str
    other_id: str
    """The article on the other side, under the id that lasts."""
    is_held: bool
    """Whether the address leads to the article that was asked about; else to the other."""
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One text that an article had."""

    number: int
    content: Content
    fetched_at: datetime
    raw_digest: str | None
    edit: Edit | None = None
    """How it differs from the version before; None: it is the first, or was read before edits were told apart."""
    correction: str = ""
    """The notice in it by which the outlet corrects itself."""


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


class Reader(Protocol):
    """Who can read two contents and compare them. Nothing else in this room reads texts."""

    def are_alike(self, one: Content, other: Content) -> bool:
        """Whether they are one article's text, if at different times."""

    def judge(self, before: Content | None, after: Content) -> tuple[Edit | None, str]:
        """How a version differs from the one before it, and the correction notice in it."""


class _NoReader:
    """Only what is equal is alike, and edits are of no kind."""

    def are_alike(self, one: Content, other: Content) -> bool:
        return one.text == other.text

    def judge(self, before: Content | None, after: Content) -> tuple[Edit | None, str]:
        return None, ""


_NO_READER = _NoReader()


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
    reader: Reader = _NO_READER,
    canonical: str = "",
    met: Sequence[str] | None = None,
) -> Recorded:
    """Record one fetch of one article: a new article, a new version, or the same text again.

    What is withheld is not recorded: an article is ``skipped`` (version 0), a passage is taken out, and the raw page is
    not pointed to. An import says what an article said, not that it still stands at its source or when to look again.

    :param keys: normal form -> address as met, for every address of this fetch, the one that was asked for first and
        the canonical one last; the last one that leads nowhere else is the displayed address of a new article.
    :param next_visit_at: when the page should be looked at again; None: not by itself.
    :param reader: compares texts: addresses and numbers alone make no same article.
    :param canonical: the key that only the page itself named; another article that is met there later has it.
    :param met: what :func:`met_before` said in this transaction; None: it is asked here.
    """
    if withheld := withholdings.article_at(connection, keys, source_id):
        return Recorded(withheld, Outcome.SKIPPED, 0)
    holders = identity.holders(connection, keys)
    if met is None:
        met = met_before(connection, content, keys, source_id, reader)
    asked = next(iter(keys))
    if asked in holders and (named := identity.named_only(connection, asked)):
        identity.give_up(connection, asked, keep=named in met)
        holders = identity.holders(connection, keys)
    before: Content | None = None
    if not met:
        article_id, outcome, number, stale = str(ULID()), Outcome.NEW, 1, True
        url = [url for key, url in keys.items() if key not in holders][-1]
        row = _article_row(article_id, content, source_id, url, channel, fetched_at, next_visit_at)
        connection.execute(_INSERT_ARTICLE, row)
    else:
        article_id = met[0]
        for other in met[1:]:
            article_id = identity.merge(connection, article_id, other, fetched_at)
        if len(met) > 1:
            holders = identity.holders(connection, keys)
        current, before = _current(connection, article_id), present(connection, article_id)
        number = current.version
        if passages := withholdings.passages(connection, [article_id]):
            # The page holds what was taken out of the text.
            content, raw_digest = redact_content(content, passages), None
        outcome = Outcome.UNCHANGED if current.digest == content.digest else Outcome.CHANGED
        stale = outcome is Outcome.CHANGED
        number += stale
        values: dict[str, Any] = {"version": number} if stale else {}
        if channel is not Channel.IMPORT:
            stale |= current.removed_at is not None
            suspects.clear(connection, article_id)
            values |= {"fetched_at": fetched_at, "next_visit_at": next_visit_at, **_THERE}
        if content.published_at and not current.published_at:  # known only now
            stale = True
            values["dated"] = content.published_at
            if outcome is Outcome.UNCHANGED:
                _date(connection, article_id, number, content)
        if values:
            connection.execute(articles.update().where(articles.c.id == article_id).values(values))
    if outcome is not Outcome.UNCHANGED:
        row = _version_row(article_id, number, content, fetched_at, raw_digest)
        row["edit"], row["correction"] = reader.judge(before, content)
        connection.execute(_INSERT_VERSION, row)
    if stale:
        outbox.add(connection, [article_id])
        unverified.add(connection, [article_id])
    _claim(connection, article_id, keys, holders, channel, fetched_at, canonical)
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
    return {key for part in _parts(keys) for key in identity.holders(connection, part)}


def met_before(
    connection: Connection, content: Content, keys: Mapping[str, str], source_id: str, reader: Reader
) -> list[str]:
    """Ids of the article at the address that was asked for, and of those of the same source that are the same article.

    Another address of this fetch that leads to an article, and a number that an address has in common with one, count
    only if the texts are alike. An address of another source's article (a canonical link or a redirect across outlets)
    makes no same article.
    """
    holders = identity.holders(connection, keys)
    first = next(iter(keys))
    asked = holders.get(first)
    if asked and identity.named_only(connection, first):
        asked = None
    numbers = {web_addresses.page_number(url) for url in keys.values()}
    candidates = dict.fromkeys([*holders.values(), *identity.numbered(connection, numbers, source_id)])
    withheld = withholdings.withheld(connection, candidates)
    alike = [
        article_id
        for article_id in candidates
        if article_id not in (asked, *withheld)
        and _current(connection, article_id).source_id == source_id
        and (other := present(connection, article_id))
        and reader.are_alike(content, other)
    ]
    return [asked, *alike] if asked else alike


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
        .outerjoin(versions, _is_current())  # an article that was withheld once has none
        .where(articles.c.id == article_id)
    )
    return connection.execute(query).one()


def present(connection: Connection, article_id: str) -> Content | None:
    """The present text of an article; None when it is withheld."""
    query = sa.select(versions).join(articles, _is_current()).where(articles.c.id == article_id)
    row = connection.execute(query).one_or_none()
    return _content(row) if row else None


def _parts(values: Collection[str]) -> Iterable[list[str]]:
    """Values in portions that a statement takes."""
    asked = list(values)
    return (asked[start : start + _MOST_VALUES] for start in range(0, len(asked), _MOST_VALUES))


def _is_shown() -> sa.ColumnElement[bool]:
    return sa.and_(identity.is_alive(), articles.c.withheld_at.is_(None))


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
    canonical: str,
) -> None:
    """Lead addresses that are still free to this article; one that leads elsewhere is a conflict, and stays there."""
    free = [
        _address_row(key, url, article_id, Channel.CANONICAL if key == canonical else channel, at)
        for key, url in keys.items()
        if key not in holders
    ]
    if free:
        connection.execute(_INSERT_ADDRESS, free)
    for key, holder in holders.items():
        if holder != article_id:
            conflict = {"key": key, "article_id": article_id, "holder_id": holder}
            known = sa.select(address_conflicts.c.id).filter_by(**conflict)
            if connection.scalar(known) is None:
                connection.execute(address_conflicts.insert().values(**conflict, seen_at=at))


def _address_row(key: str, url: str, article_id: str, channel: Channel, at: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "url": url,
        "article_id": article_id,
        "channel": channel,
        "first_seen_at": at,
        "number": web_addresses.page_number(url),
    }


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


def other_address(connection: Connection, article_id: str, key: str) -> str | None:
    """Another address at which an article was fetched, the one that was met last; None: there is none."""
    query = (
        sa.select(addresses.c.url)
        .where(addresses.c.article_id == article_id, addresses.c.key != key)
        .where(addresses.c.channel.not_in([Channel.CANONICAL, Channel.IMPORT]))
        .order_by(addresses.c.first_seen_at.desc(), addresses.c.key)
    )
    return connection.scalar(query.limit(1))


def show_at(connection: Connection, article_id: str, url: str) -> None:
    """Show an article, and look for it, at another one of its addresses."""
    connection.execute(articles.update().where(articles.c.id == article_id).values(url=url))


def correct(connection: Connection, article: Article, content: Content, *, reader: Reader = _NO_READER) -> None:
    """Put a better extraction of a fetched page in place of an article's present version."""
    correct_version(connection, article.id, article.version, content, reader=reader)
    dated = content.published_at or article.first_seen_at
    connection.execute(articles.update().where(articles.c.id == article.id).values(dated=dated))


def correct_version(
    connection: Connection, article_id: str, number: int, content: Content, *, reader: Reader = _NO_READER
) -> None:
    """The same for any version of it. Its number and what it was made from stay."""
    before = sa.select(versions).where(versions.c.article_id == article_id, versions.c.number == number - 1)
    row = connection.execute(before).one_or_none()
    edit, correction = reader.judge(_content(row) if row else None, content)
    where = sa.and_(versions.c.article_id == article_id, versions.c.number == number)
    values = {**_columns(content), "edit": edit, "correction": correction}
    connection.execute(versions.update().where(where).values(values))


def ids(connection: Connection, source_ids: Sequence[str] = ()) -> list[str]:
    """Ids of all articles, or of those of some sources, oldest first; without those that are withheld."""
    query = sa.select(articles.c.id).where(_is_shown()).order_by(articles.c.id)
    return list(connection.scalars(query.where(articles.c.source_id.in_(source_ids)) if source_ids else query))


def dated_since(connection: Connection, since: datetime) -> list[str]:
    """Ids of the articles that are filed under an instant from this one on, the earliest first."""
    alive = identity.is_alive()
    query = sa.select(articles.c.id).where(articles.c.dated >= since, alive).order_by(articles.c.dated, articles.c.id)
    return list(connection.scalars(query))


def raw_digest(connection: Connection, article: Article) -> str | None:
    """The raw page that an article's present version was made from."""
    where = sa.and_(versions.c.article_id == article.id, versions.c.number == article.version)
    return connection.scalar(sa.select(versions.c.raw_digest).where(where))


def known(connection: Connection, key: str) -> Known | None:
    """The article that an address leads to, if any."""
    return known_at(connection, [key]).get(key)


def known_at(connection: Connection, keys: Collection[str]) -> dict[str, Known]:
    """The article that each of these addresses leads to; free ones are left out."""
    found = (row for part in _parts(keys) for row in connection.execute(_KNOWN, {"keys": part}))
    return {key: Known(*rest) for key, *rest in found}


def first_seen_at(connection: Connection, article_id: str) -> datetime:
    """When an article was first seen."""
    found: datetime = connection.execute(
        sa.select(articles.c.first_seen_at).where(articles.c.id == article_id)
    ).scalar_one()
    return found


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
    """Articles by id or former id, in the order asked for; unknown ids are left out.

    An article that is asked for under two ids comes once, where it was asked for first.
    """
    survivors = identity.resolve(connection, ids)
    if any(former != survivor for former, survivor in survivors.items()):
        ids = list(dict.fromkeys(survivors[article_id] for article_id in ids))
    found: dict[str, Article] = {}
    for start in range(0, len(ids), _MOST_VALUES):
        rows = connection.execute(_full().where(articles.c.id.in_(ids[start : start + _MOST_VALUES])))
        found |= {article.id: article for article in map(_article, rows)}
    return [found[article_id] for article_id in ids if article_id in found]


def newest(connection: Connection, limit: int) -> list[Article]:
    """Articles that were met last, newest first."""
    query = (
        _full().where(identity.is_alive()).order_by(articles.c.first_seen_at.desc(), articles.c.id.desc()).limit(limit)
    )
    return [_article(row) for row in connection.execute(query)]


def following(connection: Connection, after: str, limit: int) -> list[Article]:
    """Articles in the order of their ids, those behind ``after``; an empty one is before all."""
    rows = connection.execute(
        _full().where(articles.c.id > after, identity.is_alive()).order_by(articles.c.id).limit(limit)
    )
    return [_article(row) for row in rows]


def newest_sightings(connection: Connection, source_ids: Iterable[str]) -> dict[str, datetime]:
    """When the newest article of each of these sources was first seen; sources without articles are left out."""
    newest = sa.func.max(articles.c.first_seen_at, type_=articles.c.first_seen_at.type).label("at")
    query = sa.select(articles.c.source_id, newest).where(articles.c.source_id.in_(list(source_ids)))
    return {row.source_id: row.at for row in connection.execute(query.group_by(articles.c.source_id))}


def count(connection: Connection, *, seen_since: datetime | None = None) -> int:
    """How many articles there are to be read; with ``seen_since``, how many were first met after that moment."""
    query = sa.select(sa.func.count()).select_from(articles).where(_is_shown())
    if seen_since is not None:
        query = query.where(articles.c.first_seen_at > seen_since)
    return connection.scalar(query) or 0


def count_versions(connection: Connection) -> int:
    """How many texts of articles are kept."""
    return connection.scalar(sa.select(sa.func.count()).select_from(versions)) or 0


def history(connection: Connection, article_id: str) -> list[Version]:
    """Every version of an article, oldest first."""
    query = sa.select(versions).where(versions.c.article_id == article_id).order_by(versions.c.number)
    return [
        Version(
            row.number,
            _content(row),
            row.fetched_at,
            row.raw_digest,
            Edit(row.edit) if row.edit else None,
            row.correction,
        )
        for row in connection.execute(query)
    ]


def addresses_of(connection: Connection, article_id: str) -> list[Address]:
    """Every address that leads to an article, oldest first."""
    query = sa.select(addresses).where(addresses.c.article_id == article_id).order_by(addresses.c.first_seen_at)
    return [Address(row.url, Channel(row.channel), row.first_seen_at) for row in connection.execute(query)]


def conflicts_of(connection: Connection, article_id: str) -> list[AddressConflict]:
    """Addresses that an article disputes with others, oldest first; those of withheld articles are left out."""
    query = (
        sa.select(address_conflicts, addresses.c.url, addresses.c.article_id.label("leads_to"))
        .join(addresses, addresses.c.key == address_conflicts.c.key)
        .order_by(address_conflicts.c.seen_at, address_conflicts.c.id)
    )
    mine = {article_id, *(former for former, _at in identity.aliases_of(connection, article_id))}
    sides = sa.or_(address_conflicts.c.article_id.in_(mine), address_conflicts.c.holder_id.in_(mine))
    rows = connection.execute(query.where(sides)).all()
    others = [row.holder_id if row.article_id in mine else row.article_id for row in rows]
    lasting = identity.resolve(connection, others)
    shown = {article.id for article in get(connection, list(dict.fromkeys(lasting.values())))}
    return [
        AddressConflict(row.url, lasting[other], row.leads_to == article_id, row.seen_at)
        for row, other in zip(rows, others, strict=True)
        if lasting.get(other) in shown and lasting[other] != article_id
    ]


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
        removed_because=Absence(row.removed_because) if row.removed_because else None,
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
