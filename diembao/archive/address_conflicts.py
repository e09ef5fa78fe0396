"""Addresses that two articles name as their own; neither is given the other's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import articles, identity
from diembao.archive.schema import address_conflicts as table
from diembao.archive.schema import addresses


@dataclass(frozen=True, slots=True)
class AddressConflict:
    """An address that a page of one article names as its own, while it leads to another."""

    url: str
    other_id: str
    """The article on the other side, under the id that lasts."""
    is_held: bool
    """Whether the address leads to the article that was asked about; else to the other."""
    seen_at: datetime


def of(connection: Connection, article_id: str) -> list[AddressConflict]:
    """Addresses that an article disputes with others, oldest first; those of withheld articles are left out."""
    query = (
        sa.select(table, addresses.c.url, addresses.c.article_id.label("leads_to"))
        .join(addresses, addresses.c.key == table.c.key)
        .order_by(table.c.seen_at, table.c.id)
    )
    mine = {article_id, *(former for former, _at in identity.aliases_of(connection, article_id))}
    rows = connection.execute(query.where(sa.or_(table.c.article_id.in_(mine), table.c.holder_id.in_(mine)))).all()
    others = [row.holder_id if row.article_id in mine else row.article_id for row in rows]
    lasting = identity.resolve(connection, others)
    shown = {article.id for article in articles.get(connection, list(dict.fromkeys(lasting.values())))}
    return [
        AddressConflict(row.url, lasting[other], row.leads_to == article_id, row.seen_at)
        for row, other in zip(rows, others, strict=True)
        if lasting.get(other) in shown and lasting[other] != article_id
    ]
