"""Recording a fetch: a new article, a new version, or the same text again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive import article_addresses, identity, revisits, suspects, versions, withholdings
from diembao.archive.queues import outbox, unverified
from diembao.archive.reader import NO_READER, Reader
from diembao.archive.schema import AnyRow, articles
from diembao.archive.schema import versions as version_rows
from diembao.core.models import Channel, Content, Outcome
from diembao.core.withholding import redact_content

# For every page, so built once.
_INSERT = articles.insert()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording one fetch did."""

    article_id: str
    outcome: Outcome
    version: int


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
    reader: Reader = NO_READER,
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
    :param met: what :func:`diembao.archive.identity.met_before` said in this transaction; None: it is asked here.
    """
    if withheld := withholdings.article_at(connection, keys, source_id):
        return Recorded(withheld, Outcome.SKIPPED, 0)
    holders = article_addresses.holders(connection, keys)
    if met is None:
        met = identity.met_before(connection, content, keys, source_id, reader)
    asked = next(iter(keys))
    if asked in holders and (named := article_addresses.named_only(connection, asked)):
        article_addresses.give_up(connection, asked, keep=named in met)
        holders = article_addresses.holders(connection, keys)
    before: Content | None = None
    if not met:
        article_id, outcome, number, stale = str(ULID()), Outcome.NEW, 1, True
        url = [url for key, url in keys.items() if key not in holders][-1]
        row = _article_row(article_id, content, source_id, url, channel, fetched_at, next_visit_at)
        connection.execute(_INSERT, row)
    else:
        article_id = met[0]
        for other in met[1:]:
            article_id = identity.merge(connection, article_id, other, fetched_at)
        if len(met) > 1:
            holders = article_addresses.holders(connection, keys)
        current, before = _current(connection, article_id), versions.present(connection, article_id)
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
            values |= {"fetched_at": fetched_at, "next_visit_at": next_visit_at, **revisits.THERE}
        if content.published_at and not current.published_at:  # known only now
            stale = True
            values["dated"] = content.published_at
            if outcome is Outcome.UNCHANGED:
                versions.date(connection, article_id, number, content)
        if values:
            connection.execute(articles.update().where(articles.c.id == article_id).values(values))
    if outcome is not Outcome.UNCHANGED:
        row = versions.row(article_id, number, content, fetched_at, raw_digest)
        row["edit"], row["correction"] = reader.judge(before, content)
        versions.add(connection, [row])
    if stale:
        outbox.add(connection, [article_id])
        unverified.add(connection, [article_id])
    article_addresses.claim(connection, article_id, keys, holders, channel, fetched_at, canonical)
    return Recorded(article_id, outcome, number)


def record_new(connection: Connection, texts: Sequence[Text], *, channel: Channel, fetched_at: datetime) -> list[str]:
    """The same as :func:`record` for each of these texts, with a few statements for all: a network makes each one dear.

    :param texts: each at an address that leads nowhere yet (:func:`diembao.archive.article_addresses.taken`), no
        address twice.
    :returns: the ids of the new articles, in the order of the texts.
    """
    if not texts:
        return []
    ids = [str(ULID()) for _text in texts]
    pairs = list(zip(ids, texts, strict=True))
    connection.execute(
        _INSERT,
        [
            _article_row(article_id, text.content, text.source_id, text.url, channel, fetched_at, None)
            for article_id, text in pairs
        ],
    )
    versions.add(connection, [versions.row(id_, 1, text.content, fetched_at, None) for id_, text in pairs])
    article_addresses.add(
        connection, [article_addresses.row(text.key, text.url, id_, channel, fetched_at) for id_, text in pairs]
    )
    outbox.add(connection, ids)
    unverified.add(connection, ids)
    return ids


def _current(connection: Connection, article_id: str) -> AnyRow:
    query = (
        sa.select(
            articles.c.version,
            articles.c.removed_at,
            version_rows.c.digest,
            version_rows.c.published_at,
        )
        .outerjoin(version_rows, versions.is_current())  # an article that was withheld once has none
        .where(articles.c.id == article_id)
    )
    return connection.execute(query).one()


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
