"""Agencies that can answer factual questions. One that is removed is ended, never deleted: its letters stay."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive import audit
from diembao.archive.schema import AnyRow, agencies
from diembao.core.casework import Agency
from diembao.core.clock import now


def add(connection: Connection, *, name: str, email: str = "", address: str = "", actor: str) -> Agency:
    """Add an agency.

    :param actor: id of the person who does it.
    """
    agency = Agency(id=str(ULID()), name=name, email=email, address=address)
    connection.execute(agencies.insert().values(id=agency.id, name=name, email=email, address=address))
    audit.append(connection, actor=actor, action="agency-added", subject=agency.id, data={"name": name})
    return agency


def end(connection: Connection, agency_id: str, *, actor: str) -> None:
    """Offer an agency no longer."""
    connection.execute(agencies.update().where(agencies.c.id == agency_id).values(ended_at=now()))
    audit.append(connection, actor=actor, action="agency-ended", subject=agency_id)


def get(connection: Connection, agency_id: str) -> Agency | None:
    """One agency, also one that is ended."""
    row = connection.execute(sa.select(agencies).where(agencies.c.id == agency_id)).one_or_none()
    return None if row is None else _agency(row)


def listing(connection: Connection) -> list[Agency]:
    """Agencies that can be asked, by name."""
    query = sa.select(agencies).where(agencies.c.ended_at.is_(None)).order_by(agencies.c.name, agencies.c.id)
    return [_agency(row) for row in connection.execute(query)]


def _agency(row: AnyRow) -> Agency:
    return Agency(id=row.id, name=row.name, email=row.email, address=row.address)
