"""Every text that an article had. A text that differs from the present one is a new version of the same article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.portions import portions
from diembao.archive.reader import NO_READER, Reader
from diembao.archive.schema import AnyRow, addresses, articles, versions
from diembao.core.models import (
    Article,
    ArticleKind,
    Content,
    DateDoubt,
    Edit,
    Link,
    Provenance,
)

# Used for every page, so built once.
_INSERT = versions.insert()


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


def history(connection: Connection, article_id: str) -> list[Version]:
    """Every version of an article, oldest first."""
    query = sa.select(versions).where(versions.c.article_id == article_id).order_by(versions.c.number)
    return [
        Version(
            row.number,
            content_of(row),
            row.fetched_at,
            row.raw_digest,
            Edit(row.edit) if row.edit else None,
            row.correction,
        )
        for row in connection.execute(query)
    ]


def earlier(connection: Connection, article_ids: Sequence[str]) -> dict[str, list[tuple[int, Content]]]:
    """The texts that articles had before their present ones, by number, oldest first; none for others."""
    found: dict[str, list[tuple[int, Content]]] = {}
    for some in portions(article_ids):
        query = (
            sa.select(versions)
            .join(articles, sa.and_(articles.c.id == versions.c.article_id, versions.c.number < articles.c.version))
            .where(versions.c.article_id.in_(some))
            .order_by(versions.c.article_id, versions.c.number)
        )
        for row in connection.execute(query):
            found.setdefault(row.article_id, []).append((row.number, content_of(row)))
    return found


def present(connection: Connection, article_id: str) -> Content | None:
    """The present text of an article; None when it is withheld."""
    query = sa.select(versions).join(articles, is_current()).where(articles.c.id == article_id)
    row = connection.execute(query).one_or_none()
    return content_of(row) if row else None


def raw_digest(connection: Connection, article: Article) -> str | None:
    """The raw page that an article's present version was made from."""
    where = sa.and_(versions.c.article_id == article.id, versions.c.number == article.version)
    return connection.scalar(sa.select(versions.c.raw_digest).where(where))


def digests(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """The digest of the present text at each of these addresses that are known."""
    query = (
        sa.select(addresses.c.key, versions.c.digest).select_from(addresses).join(articles).join(versions, is_current())
    )
    return {row.key: row.digest for row in connection.execute(query.where(addresses.c.key.in_(keys)))}


def count(connection: Connection) -> int:
    """How many texts of articles are kept."""
    return connection.scalar(sa.select(sa.func.count()).select_from(versions)) or 0


def correct_present(connection: Connection, article: Article, content: Content, *, reader: Reader = NO_READER) -> None:
    """Put a better extraction of a fetched page in place of an article's present version."""
    correct(connection, article.id, article.version, content, reader=reader)
    dated = content.published_at or article.first_seen_at
    connection.execute(articles.update().where(articles.c.id == article.id).values(dated=dated))


def correct(
    connection: Connection, article_id: str, number: int, content: Content, *, reader: Reader = NO_READER
) -> None:
    """The same for any version of an article. Its number and what it was made from stay."""
    before = sa.select(versions).where(versions.c.article_id == article_id, versions.c.number == number - 1)
    row = connection.execute(before).one_or_none()
    edit, correction = reader.judge(content_of(row) if row else None, content)
    where = sa.and_(versions.c.article_id == article_id, versions.c.number == number)
    values = {**_columns(content), "edit": edit, "correction": correction}
    connection.execute(versions.update().where(where).values(values))


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep versions, each made by :func:`row`."""
    connection.execute(_INSERT, rows)


def row(article_id: str, number: int, content: Content, fetched_at: datetime, raw_digest: str | None) -> dict[str, Any]:
    """A version as :func:`add` takes it."""
    return {
        "article_id": article_id,
        "number": number,
        **_columns(content),
        "fetched_at": fetched_at,
        "raw_digest": raw_digest,
    }


def date(connection: Connection, article_id: str, number: int, content: Content) -> None:
    """Give a version the published time of a content that has the same text."""
    where = sa.and_(versions.c.article_id == article_id, versions.c.number == number)
    values = {
        "published_at": content.published_at,
        "published_from": content.published_from,
        "published_doubt": content.published_doubt,
    }
    connection.execute(versions.update().where(where).values(values))


def is_current() -> sa.ColumnElement[bool]:
    """Condition on ``versions`` and ``articles``: an article's present version. A withheld article has none."""
    return sa.and_(versions.c.article_id == articles.c.id, versions.c.number == articles.c.version)


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


def content_of(row: AnyRow) -> Content:
    """The content in a row that has all columns of ``versions``."""
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
