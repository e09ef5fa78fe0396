"""What was learned of when each source publishes, kept so that no pass has to learn it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from diembao.archive import rows
from diembao.archive.schema import rhythms


@dataclass(frozen=True, slots=True)
class Learned:
    """Articles an hour by hour of the Vietnamese week (168 of them), and when that was learned."""

    rates: tuple[float, ...]
    learned_at: datetime


def get(connection: Connection, source_id: str) -> Learned | None:
    """What was learned of a source."""
    row = connection.execute(rhythms.select().where(rhythms.c.source_id == source_id)).first()
    return Learned(tuple(row.rates), row.learned_at) if row else None


def put(connection: Connection, source_id: str, rates: Sequence[float], at: datetime) -> None:
    """Keep what was learned of a source."""
    rows.put(connection, rhythms, {"source_id": source_id}, {"rates": list(rates), "learned_at": at})
