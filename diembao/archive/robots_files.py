"""robots.txt of every site as it last came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import rows
from diembao.archive.schema import robots_files


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """One robots.txt; empty where the site has none."""

    status: int
    body: bytes
    fetched_at: datetime


def put(connection: Connection, site: str, file: RobotsFile) -> None:
    """Keep the robots.txt of a site (host and port) in place of an earlier one."""
    values = {"status": file.status, "body": file.body, "fetched_at": file.fetched_at}
    rows.put(connection, robots_files, {"site": site}, values)


def get(connection: Connection, site: str) -> RobotsFile | None:
    """The robots.txt of a site, if one ever came."""
    columns = (robots_files.c.status, robots_files.c.body, robots_files.c.fetched_at)
    row = connection.execute(sa.select(*columns).where(robots_files.c.site == site)).one_or_none()
    return row and RobotsFile(row.status, row.body, row.fetched_at)
