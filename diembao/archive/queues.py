"""Articles for which a later stage has work, in the order in which they changed.

An entry is removed only when the stage's own result is safe, so a crash means that the work is done twice, and doing
it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import schema

#: Numbers in one statement; databases limit them.
_BATCH = 1000


class Queue:
    """One stage's queue."""

    def __init__(self, table: sa.Table) -> None:
        self._table = table
        self._insert = table.insert()

    def add(self, connection: Connection, article_ids: Iterable[str]) -> None:
        """Note that the stage must look at these articles again."""
        rows = [{"article_id": article_id} for article_id in article_ids]
        if rows:
            connection.execute(self._insert, rows)

    def renew(self, connection: Connection, article_ids: Sequence[str]) -> None:
        """The same, in place of entries that these articles have already, so that the stage looks once."""
        for start in range(0, len(article_ids), _BATCH):
            chunk = article_ids[start : start + _BATCH]
            connection.execute(self._table.delete().where(self._table.c.article_id.in_(chunk)))
        self.add(connection, article_ids)

    def drop(self, connection: Connection, article_ids: Sequence[str]) -> None:
        """Forget all entries of these articles: the stage has nothing to do for them any more."""
        connection.execute(self._table.delete().where(self._table.c.article_id.in_(article_ids)))

    def peek(self, connection: Connection, limit: int) -> Sequence[tuple[int, str]]:
        """The oldest entries: sequence number and article id."""
        query = sa.select(self._table.c.seq, self._table.c.article_id).order_by(self._table.c.seq).limit(limit)
        return [(row.seq, row.article_id) for row in connection.execute(query)]

    def pending_seqs(self, connection: Connection) -> Sequence[int]:
        """Sequence numbers of all entries that wait."""
        return list(connection.scalars(sa.select(self._table.c.seq)))

    def remove(self, connection: Connection, seqs: Sequence[int]) -> None:
        """Forget entries whose work is done durably."""
        for start in range(0, len(seqs), _BATCH):
            connection.execute(self._table.delete().where(self._table.c.seq.in_(seqs[start : start + _BATCH])))

    def pending(self, connection: Connection) -> int:
        """How many entries wait."""
        return connection.scalar(sa.select(sa.func.count()).select_from(self._table)) or 0

    def articles(self, connection: Connection) -> int:
        """How many articles wait; each may have several entries, and other things may wait with them."""
        articles = sa.select(schema.articles.c.id)
        query = sa.select(sa.func.count(self._table.c.article_id.distinct()))
        return connection.scalar(query.where(self._table.c.article_id.in_(articles))) or 0


#: Articles whose entry in the search index is out of date.
outbox = Queue(schema.outbox)
#: Articles that have not been grouped and verified in their present version; also fact-checks and cases, by their ids,
#: whose claims have not been held against articles since their reviews changed.
unverified = Queue(schema.unverified)
