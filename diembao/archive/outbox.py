"""Articles whose index entry is out of date, in the order in which they changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.schema import outbox

#: Numbers in one statement; databases limit them.
_BATCH = 1000


def add(connection: Connection, article_ids: Iterable[str]) -> None:
    """Note that these articles must be indexed again."""
    rows = [{"article_id": article_id} for article_id in article_ids]
    if rows:
        connection.execute(outbox.insert(), rows)


def peek(connection: Connection, limit: int) -> Sequence[tuple[int, str]]:
    """The oldest entries: sequence number and article id."""
    query = sa.select(outbox.c.seq, outbox.c.article_id).order_by(outbox.c.seq).limit(limit)
    return [(row.seq, row.article_id) for row in connection.execute(query)]


def pending_seqs(connection: Connection) -> Sequence[int]:
    """Sequence numbers of all entries that wait."""
    return list(connection.scalars(sa.select(outbox.c.seq)))


def remove(connection: Connection, seqs: Sequence[int]) -> None:
    """Forget entries that the index has taken over durably."""
    for start in range(0, len(seqs), _BATCH):
        connection.execute(outbox.delete().where(outbox.c.seq.in_(seqs[start : start + _BATCH])))


def pending(connection: Connection) -> int:
    """How many entries wait."""
    return connection.scalar(sa.select(sa.func.count()).select_from(outbox)) or 0
