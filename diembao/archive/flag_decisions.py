"""What people decided of flags and why: it hangs on the flag's key, and each decision can be taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from ulid import ULID

from diembao.archive.portions import portions
from diembao.archive.schema import AnyRow
from diembao.archive.schema import flag_decisions as table
from diembao.core.findings import DecisionWhy, FlagState


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagDecision:
    """What one person decided of one flag."""

    id: str
    flag_key: str
    state: FlagState
    """``confirmed`` or ``rejected``."""
    why: DecisionWhy
    note: str
    """What they wrote besides; may be empty."""
    person_id: str
    at: datetime


def add(
    connection: Connection,
    flag_key: str,
    *,
    state: FlagState,
    why: DecisionWhy,
    note: str,
    person_id: str,
    at: datetime,
) -> FlagDecision:
    """Note what somebody decides; it counts in place of what was decided before."""
    decision = FlagDecision(
        id=str(ULID()), flag_key=flag_key, state=state, why=why, note=note, person_id=person_id, at=at
    )
    connection.execute(table.insert(), {name: getattr(decision, name) for name in FlagDecision.__dataclass_fields__})
    return decision


def take_back(connection: Connection, decision_id: str, at: datetime) -> None:
    """Undo: what was decided before counts again."""
    where = sa.and_(table.c.id == decision_id, table.c.taken_back_at.is_(None))
    connection.execute(table.update().where(where).values(taken_back_at=at))


def standing(connection: Connection, flag_keys: Collection[str] | None = None) -> dict[str, FlagDecision]:
    """The decision that counts now, by flag. None: of all flags."""
    query = _counting().order_by(table.c.at, table.c.id)
    queries = [query]
    if flag_keys is not None:
        queries = [query.where(table.c.flag_key.in_(part)) for part in portions(flag_keys)]
    return {row.flag_key: _decision(row) for each in queries for row in connection.execute(each)}


def last_of(connection: Connection, person_id: str, since: datetime) -> FlagDecision | None:
    """What somebody decided last, from a moment on, and has not taken back."""
    query = _counting().where(table.c.person_id == person_id, table.c.at >= since)
    row = connection.execute(query.order_by(table.c.at.desc(), table.c.id.desc()).limit(1)).one_or_none()
    return _decision(row) if row else None


def follow(connection: Connection, former: str, key: str) -> None:
    """A flag has another key now: what was decided of it goes along."""
    connection.execute(table.update().where(table.c.flag_key == former).values(flag_key=key))


def _counting() -> sa.Select[Any]:
    columns = [table.c[name] for name in FlagDecision.__dataclass_fields__]
    return sa.select(*columns).where(table.c.taken_back_at.is_(None))


def _decision(row: AnyRow) -> FlagDecision:
    return FlagDecision(
        id=row.id,
        flag_key=row.flag_key,
        state=FlagState(row.state),
        why=DecisionWhy(row.why),
        note=row.note,
        person_id=row.person_id,
        at=row.at,
    )
