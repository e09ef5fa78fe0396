"""How the desk is doing: what it holds, what waits, how its sources answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from diembao.archive import Archive, articles, outbox, quarantine, stories, unverified, visits
from diembao.archive.visits import DoorState, Run
from diembao.core.clock import now
from diembao.core.errors import SearchIndexError
from diembao.core.home import Home
from diembao.core.models import Outcome, Source
from diembao.index import SearchIndex


class SourceState(StrEnum):
    """How a source answers, the worst first."""

    FAILING = "failing"
    PARTLY = "partly"
    WORKING = "working"
    NEVER = "never"
    OFF = "off"


#: Span of the figures on the sources page.
RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Figures of a home. Sizes are in bytes."""

    articles: int
    versions: int
    engine: str
    """Search engine, as the settings name it."""
    indexed: int | None
    """None: search is down."""
    search_problem: str
    """Why search is down; empty: it is not."""
    waiting_for_index: int
    waiting_for_verification: int
    stories: int
    quarantined: int
    sources: int
    sources_enabled: int
    doors_failing: int
    archive_bytes: int
    raw_bytes: int
    index_bytes: int
    last_runs: Sequence[Run]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How one source answers."""

    source: Source
    doors: Sequence[DoorState]
    outcomes: Counter[Outcome]
    """Visits of the last seven days."""
    checked_at: datetime | None
    worked_at: datetime | None

    @property
    def state(self) -> SourceState:
        """``failing`` when no door works, ``partly`` when one does not."""
        if not self.source.enabled:
            return SourceState.OFF
        if not self.doors:
            return SourceState.NEVER
        broken = sum(not door.works for door in self.doors)
        if not broken:
            return SourceState.WORKING
        return SourceState.FAILING if broken == len(self.doors) else SourceState.PARTLY


def status(home: Home, archive: Archive, index: SearchIndex, sources: Sequence[Source]) -> Status:
    """Figures of a home."""
    indexed, index_bytes, problem = None, 0, ""
    try:
        indexed, index_bytes = index.count(), index.size()
    except SearchIndexError as error:
        problem = str(error)
    with archive.reading() as connection:
        return Status(
            articles=articles.count(connection),
            versions=articles.count_versions(connection),
            engine=home.settings.index.engine,
            indexed=indexed,
            search_problem=problem,
            waiting_for_index=outbox.articles(connection),
            waiting_for_verification=unverified.articles(connection),
            stories=stories.count(connection),
            quarantined=quarantine.count(connection),
            sources=len(sources),
            sources_enabled=sum(source.enabled for source in sources),
            doors_failing=sum(not door.works for door in visits.door_states(connection)),
            archive_bytes=archive.size(connection),
            raw_bytes=_size(home.raw_folder),
            index_bytes=index_bytes,
            last_runs=visits.last_runs(connection, 5),
        )


def health(archive: Archive, sources: Sequence[Source]) -> list[SourceHealth]:
    """How every source of the catalogue answers, in the catalogue's order."""
    with archive.reading() as connection:
        states = visits.door_states(connection)
        outcomes = visits.outcomes_by_source(connection, now() - RECENT)
    by_source: Mapping[str, list[DoorState]] = {source.id: [] for source in sources}
    current = {(source.id, door.url) for source in sources for door in source.doors}
    for state in states:
        if (state.source_id, state.url) in current:
            by_source[state.source_id].append(state)
    return [
        SourceHealth(
            source=source,
            doors=by_source[source.id],
            outcomes=outcomes.get(source.id, Counter()),
            checked_at=max((door.checked_at for door in by_source[source.id]), default=None),
            worked_at=max((door.worked_at for door in by_source[source.id] if door.worked_at), default=None),
        )
        for source in sources
    ]


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) if path.is_dir() else 0
