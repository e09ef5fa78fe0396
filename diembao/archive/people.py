"""People who work at the desk. Whoever leaves is ended, never deleted: their decisions keep their name."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive import audit
from diembao.archive.schema import AnyRow, users
from diembao.core.casework import Person, Role
from diembao.core.clock import now


def add(connection: Connection, *, name: str, role: Role, email: str = "", actor: str = "") -> Person:
    """Add a person.

    :param actor: id of the person who does it; empty: the new person, as the first one of a desk must.
    """
    person = Person(id=str(ULID()), name=name, role=role, email=email, added_at=now())
    connection.execute(
        users.insert().values(id=person.id, name=name, role=role.value, email=email, added_at=person.added_at)
    )
    data = {"name": name, "role": role.value}
    audit.append(connection, actor=actor or person.id, action="person-added", subject=person.id, data=data)
    return person


def end(connection: Connection, person_id: str, *, actor: str) -> None:
    """Note that a person no longer works here."""
    connection.execute(users.update().where(users.c.id == person_id).values(ended_at=now()))
    audit.append(connection, actor=actor, action="person-ended", subject=person_id)


def get(connection: Connection, person_id: str) -> Person | None:
    """One person, also one who has left."""
    row = connection.execute(sa.select(users).where(users.c.id == person_id)).one_or_none()
    return None if row is None else _person(row)


def listing(connection: Connection, *, ended: bool = False) -> list[Person]:
    """People of the desk in the order in which they came.

    :param ended: also those who have left.
    """
    query = sa.select(users).order_by(users.c.added_at, users.c.id)
    return [_person(row) for row in connection.execute(query if ended else query.where(users.c.ended_at.is_(None)))]


def names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Id -> name of these people; ids of nobody are left out."""
    query = sa.select(users.c.id, users.c.name).where(users.c.id.in_(set(ids)))
    return {row.id: row.name for row in connection.execute(query)}


def _person(row: AnyRow) -> Person:
    return Person(
        id=row.id, name=row.name, role=Role(row.role), email=row.email, added_at=row.added_at, ended_at=row.ended_at
    )
