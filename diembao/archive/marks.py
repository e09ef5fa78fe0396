"""Moments that are remembered by name: the last look at the overview, where a daily mail ended."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import rows
from diembao.archive.schema import marks


def get(connection: Connection, name: str) -> datetime | None:
    """When the mark was last set."""
    return connection.scalar(sa.select(marks.c.at).where(marks.c.name == name))


def put(connection: Connection, name: str, at: datetime) -> None:
    """Set a mark."""
    rows.put(connection, marks, {"name": name}, {"at": at})
