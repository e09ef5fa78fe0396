"""Pages that were fetched but could not be made into an article; kept with stage and reason until they can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import rows
from diembao.archive.portions import portions
from diembao.archive.schema import quarantine

# Asked for every page, so built once.
_RELEASE = quarantine.delete().where(
    quarantine.c.key.in_(sa.bindparam("keys", expanding=True)), quarantine.c.stage == sa.bindparam("at_stage")
)
_SEEN_AT = sa.select(quarantine.c.key, quarantine.c.seen_at).where(
    quarantine.c.key.in_(sa.bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One page that waits."""

    url: str
    source_id: str
    stage: str
    reason: str
    detail: str
    raw_digest: str | None
    since: datetime
    seen_at: datetime


def put(connection: Connection, key: str, page: Quarantined) -> None:
    """Keep a page in quarantine; ``key`` is the normal form of its address."""
    values = {
        "url": page.url,
        "source_id": page.source_id,
        "stage": page.stage,
        "reason": page.reason,
        "detail": page.detail,
        "raw_digest": page.raw_digest,
        "seen_at": page.seen_at,
    }
    rows.put(connection, quarantine, {"key": key}, values, first={"since": page.since})


def release(connection: Connection, keys: Iterable[str], stage: str) -> None:
    """Forget pages that have come through the stage that they waited for; those of another stage go on waiting."""
    for part in portions(keys):
        connection.execute(_RELEASE, {"keys": part, "at_stage": stage})


def seen_at(connection: Connection, keys: Iterable[str]) -> dict[str, datetime]:
    """When the waiting pages among these addresses were last tried; those that do not wait are left out."""
    return {row.key: row.seen_at for part in portions(keys) for row in connection.execute(_SEEN_AT, {"keys": part})}


def pages(connection: Connection, limit: int = 200, *, stage: str = "") -> list[Quarantined]:
    """Waiting pages, newest first.

    :param stage: only those that wait for this one; empty: all.
    """
    query = sa.select(*(column for column in quarantine.c if column.name not in ("id", "key")))
    if stage:
        query = query.where(quarantine.c.stage == stage)
    query = query.order_by(quarantine.c.seen_at.desc()).limit(limit)
    return [Quarantined(**row._mapping) for row in connection.execute(query)]


def count(connection: Connection) -> int:
    """How many pages wait."""
    return connection.scalar(sa.select(sa.func.count()).select_from(quarantine)) or 0
