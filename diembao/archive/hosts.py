"""Hosts that are left alone for a while, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import rows
from diembao.archive.schema import hosts


@dataclass(frozen=True, slots=True)
class PausedHost:
    """A host that refused us last time; it stays here until it answers well."""

    host: str
    reason: str
    detail: str
    failures: int
    """Refusals in a row."""
    since: datetime
    """When the first of them came."""
    paused_until: datetime


def put(connection: Connection, paused: PausedHost) -> None:
    """Note a refusal; the moment of the first in a row stays."""
    values = {
        "reason": paused.reason,
        "detail": paused.detail,
        "failures": paused.failures,
        "paused_until": paused.paused_until,
    }
    rows.put(connection, hosts, {"host": paused.host}, values, first={"since": paused.since})


def get(connection: Connection, host: str) -> PausedHost | None:
    """What is known of a host that refused us; None for one that did not."""
    row = connection.execute(sa.select(hosts).where(hosts.c.host == host)).one_or_none()
    return None if row is None else PausedHost(**row._mapping)


def every(connection: Connection) -> list[PausedHost]:
    """All hosts that refused us last time, the longest first."""
    query = sa.select(hosts).order_by(hosts.c.since, hosts.c.host)
    return [PausedHost(**row._mapping) for row in connection.execute(query)]


def forget(connection: Connection, host: str) -> None:
    """A host answers well again."""
    connection.execute(hosts.delete().where(hosts.c.host == host))
