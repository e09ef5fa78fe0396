"""What was fetched when, and what became of it: runs, visits to articles, and the state of every door.

Each visit has exactly one outcome, so that the sums of a run hold (see :class:`diembao.core.models.Outcome`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import rows
from diembao.archive.schema import doors, runs, visits
from diembao.core.models import Channel, Door, Outcome

_INSERT = visits.insert()


@dataclass(frozen=True, slots=True)
class Visit:
    """One attempt to fetch one article's page."""

    source_id: str
    url: str
    channel: Channel
    outcome: Outcome
    at: datetime
    reason: str = ""
    detail: str = ""
    article_id: str | None = None
    raw_digest: str | None = None


@dataclass(frozen=True, slots=True)
class DoorState:
    """How a door answered last time."""

    source_id: str
    url: str
    channel: Channel
    checked_at: datetime
    worked_at: datetime | None
    listed: int
    reason: str
    detail: str
    failing_since: datetime | None
    next_look_at: datetime | None = None
    failures: int = 0
    """Looks without success since the last one that worked."""
    brought: float = 0.0
    """New articles that its last looks listed, and how many its source's rhythm made expect; older looks fade."""
    awaited: float = 0.0

    @property
    def works(self) -> bool:
        """Whether the last look at this door succeeded."""
        return self.failing_since is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What follows from a look at a door: the next one, and what is remembered of this one (see DoorState)."""

    next_look_at: datetime
    failures: int
    brought: float
    awaited: float


@dataclass(frozen=True, slots=True)
class Run:
    """One pass of collecting or importing."""

    id: int
    kind: str
    started_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, int]


def begin(connection: Connection, kind: str, at: datetime) -> int:
    """Open a run; returns its id."""
    result = connection.execute(runs.insert().values(kind=kind, started_at=at, counts={}))
    run_id: int = result.inserted_primary_key[0]  # type: ignore[index]
    return run_id


def finish(connection: Connection, run_id: int, at: datetime, counts: Mapping[str, int]) -> None:
    """Close a run with its sums."""
    connection.execute(runs.update().where(runs.c.id == run_id).values(finished_at=at, counts=dict(counts)))


def last_runs(connection: Connection, limit: int = 10) -> list[Run]:
    """The newest runs, newest first."""
    query = sa.select(runs).order_by(runs.c.id.desc()).limit(limit)
    return [Run(row.id, row.kind, row.started_at, row.finished_at, row.counts) for row in connection.execute(query)]


def add(connection: Connection, run_id: int, visit: Visit) -> None:
    """Note one visit."""
    connection.execute(
        _INSERT,
        {
            "run_id": run_id,
            "source_id": visit.source_id,
            "url": visit.url,
            "channel": visit.channel,
            "outcome": visit.outcome,
            "reason": visit.reason,
            "detail": visit.detail,
            "article_id": visit.article_id,
            "raw_digest": visit.raw_digest,
            "at": visit.at,
        },
    )


def outcomes(connection: Connection, run_id: int) -> Counter[Outcome]:
    """How many visits of a run had each outcome."""
    query = sa.select(visits.c.outcome, sa.func.count()).where(visits.c.run_id == run_id).group_by(visits.c.outcome)
    return Counter({Outcome(outcome): number for outcome, number in connection.execute(query).all()})


def of_article(connection: Connection, article_id: str, limit: int = 50) -> list[Visit]:
    """Visits to an article, newest first."""
    query = sa.select(visits).where(visits.c.article_id == article_id).order_by(visits.c.id.desc()).limit(limit)
    return _visits(connection, query)


def _visits(connection: Connection, query: sa.Select[tuple[object, ...]]) -> list[Visit]:
    return [
        Visit(
            source_id=row.source_id,
            url=row.url,
            channel=Channel(row.channel),
            outcome=Outcome(row.outcome),
            at=row.at,
            reason=row.reason,
            detail=row.detail,
            article_id=row.article_id,
            raw_digest=row.raw_digest,
        )
        for row in connection.execute(query)
    ]


def note_door(
    connection: Connection,
    source_id: str,
    door: Door,
    at: datetime,
    *,
    listed: int,
    reason: str = "",
    detail: str = "",
    plan: Plan | None = None,
) -> None:
    """Note how a door answered, and when it is looked at again; ``reason`` is empty when it worked."""
    row = {"channel": door.channel, "checked_at": at, "listed": listed, "reason": reason, "detail": detail}
    where = sa.and_(doors.c.source_id == source_id, doors.c.url == door.url)
    if not reason:
        row |= {"worked_at": at, "failing_since": None}
    else:
        row["failing_since"] = connection.scalar(sa.select(doors.c.failing_since).where(where)) or at
    if plan:
        row |= asdict(plan)
    rows.put(connection, doors, {"source_id": source_id, "url": door.url}, row)


def door_state(connection: Connection, source_id: str, url: str) -> DoorState | None:
    """The state of one door; None when it was never looked at."""
    query = doors.select().where(doors.c.source_id == source_id, doors.c.url == url)
    return next(_door_states(connection, query), None)


def door_states(connection: Connection) -> Sequence[DoorState]:
    """The state of every door that was looked at."""
    return list(_door_states(connection, doors.select()))


def _door_states(connection: Connection, query: sa.Select[Any]) -> Iterator[DoorState]:
    for row in connection.execute(query):
        yield DoorState(**{**row._mapping, "channel": Channel(row.channel)})
