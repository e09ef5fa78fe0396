"""What an admin has withheld: articles and passages that are shown nowhere, and are known when they come again.

Rows here hold no text. A withheld article keeps its row and its addresses, so that it is not collected again, and
nothing else: every reading function joins its present version, and there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive import validators
from diembao.archive.schema import AnyRow, addresses, articles
from diembao.archive.schema import withholdings as table
from diembao.core import addresses as web_addresses
from diembao.core.withholding import Passage

# Asked for every page, so built once.
_WITHHELD = sa.select(articles.c.id).where(
    articles.c.id.in_(sa.bindparam("ids", expanding=True)), articles.c.withheld_at.is_not(None)
)


#: Asked first, for every page: most homes withhold nothing.
_ANY = sa.select(sa.literal(1)).where(sa.exists().where(table.c.lifted_at.is_(None)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """One article or passage that was withheld, and whether it still is."""

    id: str
    article_id: str
    url: str
    """Address of the article."""
    passage: Passage | None
    """None: the whole article."""
    reason: str
    person_id: str
    at: datetime
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """What is withheld at an address: a page fetched there is not kept."""

    whole: bool
    passages: Sequence[Passage]


def at(connection: Connection, keys: Mapping[str, str], source_id: str) -> Held | None:
    """What is withheld of the articles at these addresses, or with the number of one of them; None: nothing.

    A page keeps its number when it moves, and of what is withheld there is no text left to tell it by.

    :param keys: normal form -> address as met.
    :param source_id: whose numbers they are.
    """
    if connection.scalar(_ANY) is None:
        return None
    query = (
        sa.select(table.c.passage_hash, table.c.passage_words)
        .join(addresses, addresses.c.article_id == table.c.article_id)
        .join(articles, articles.c.id == table.c.article_id)
        .where(table.c.lifted_at.is_(None), _is_met(keys, source_id))
        .order_by(table.c.passage_hash)
        .distinct()
    )
    rows = connection.execute(query).all()
    passages = [Passage(row.passage_hash, row.passage_words) for row in rows if row.passage_words]
    return Held(len(passages) < len(rows), passages) if rows else None


def article_at(connection: Connection, keys: Mapping[str, str], source_id: str) -> str | None:
    """The article that is withheld as a whole at these addresses of a source, or with the number of one of them."""
    if connection.scalar(_ANY) is None:
        return None
    query = (
        sa.select(articles.c.id)
        .join(addresses, addresses.c.article_id == articles.c.id)
        .where(articles.c.withheld_at.is_not(None), _is_met(keys, source_id))
        .order_by(articles.c.first_seen_at, articles.c.id)
    )
    return connection.scalar(query.limit(1))


def _is_met(keys: Mapping[str, str], source_id: str) -> sa.ColumnElement[bool]:
    numbers = {number for url in keys.values() if (number := web_addresses.page_number(url))}
    numbered = sa.and_(addresses.c.number.in_(numbers), articles.c.source_id == source_id)
    return sa.or_(addresses.c.key.in_(list(keys)), numbered)


def add(
    connection: Connection, article_id: str, *, passage: Passage | None, reason: str, person_id: str, at: datetime
) -> str:
    """Note that something is withheld from now on; returns the id of the note."""
    row = {
        "id": str(ULID()),
        "article_id": article_id,
        "passage_hash": passage.hash if passage else "",
        "passage_words": passage.words if passage else 0,
        "reason": reason,
        "person_id": person_id,
        "at": at,
    }
    connection.execute(table.insert(), row)
    if passage is None:
        mark = {"withheld_at": at, "next_visit_at": None}
        connection.execute(articles.update().where(articles.c.id == article_id).values(mark))
    return str(row["id"])


def lift(connection: Connection, withholding: Withholding, at: datetime) -> None:
    """Withhold something no longer. Its text is gone: the article is visited at the next pass, and may bring it."""
    connection.execute(table.update().where(table.c.id == withholding.id).values(lifted_at=at))
    keys = sa.select(addresses.c.key).where(addresses.c.article_id == withholding.article_id)
    validators.forget(connection, connection.scalars(keys))  # "unchanged" would not bring it back
    whole = sa.select(table.c.id).where(
        table.c.article_id == withholding.article_id, table.c.passage_words == 0, table.c.lifted_at.is_(None)
    )
    if connection.scalar(whole.limit(1)) is None:
        values = {"withheld_at": None, "next_visit_at": at}
        connection.execute(articles.update().where(articles.c.id == withholding.article_id).values(values))


def get(connection: Connection, withholding_id: str) -> Withholding | None:
    """One withholding."""
    row = connection.execute(_query().where(table.c.id == withholding_id)).one_or_none()
    return _withholding(row) if row else None


def listing(connection: Connection, *, article_id: str = "", lifted: bool = False) -> list[Withholding]:
    """What is withheld, the newest first.

    :param article_id: only of this article; empty: of all.
    :param lifted: also what is withheld no longer.
    """
    query = _query().order_by(table.c.at.desc(), table.c.id.desc())
    if article_id:
        query = query.where(table.c.article_id == article_id)
    if not lifted:
        query = query.where(table.c.lifted_at.is_(None))
    return [_withholding(row) for row in connection.execute(query)]


def newest(connection: Connection) -> datetime | None:
    """When something was withheld last."""
    at: datetime | None = connection.scalar(sa.select(sa.func.max(table.c.at, type_=table.c.at.type)))
    return at


def withheld(connection: Connection, article_ids: Iterable[str]) -> set[str]:
    """Those of these articles that are withheld as a whole."""
    asked = list(article_ids)
    return set(connection.scalars(_WITHHELD, {"ids": asked})) if asked else set()


def passages(connection: Connection, article_ids: Collection[str]) -> Sequence[Passage]:
    """Passages that are withheld of these articles."""
    query = sa.select(table.c.passage_hash, table.c.passage_words).where(
        table.c.article_id.in_(list(article_ids)), table.c.passage_words > 0, table.c.lifted_at.is_(None)
    )
    return [Passage(row.passage_hash, row.passage_words) for row in connection.execute(query.distinct())]


def _query() -> sa.Select[tuple[AnyRow]]:
    return sa.select(table, articles.c.url).join(articles)


def _withholding(row: AnyRow) -> Withholding:
    return Withholding(
        id=row.id,
        article_id=row.article_id,
        url=row.url,
        passage=Passage(row.passage_hash, row.passage_words) if row.passage_words else None,
        reason=row.reason,
        person_id=row.person_id,
        at=row.at,
        lifted_at=row.lifted_at,
    )
