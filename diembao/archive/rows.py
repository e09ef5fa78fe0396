"""Rows of which there is one for each key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection


def put(
    connection: Connection,
    table: sa.Table,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    first: Mapping[str, Any] | None = None,
) -> None:
    """Put values into the row with this key, or make it. There is one writer at a time, so nobody makes it meanwhile.

    :param first: what only a new row gets, and keeps.
    """
    this = [table.c[name] == value for name, value in key.items()]
    if not connection.execute(table.update().where(*this).values(**values)).rowcount:
        connection.execute(table.insert().values(**key, **values, **(first or {})))
