"""How the desk is doing: what it holds and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from diembao.archive import Archive, articles, outbox, quarantine, stories, unverified, versions, visits
from diembao.archive.visits import Run
from diembao.core.errors import SearchIndexError
from diembao.core.home import Home
from diembao.core.models import Source
from diembao.index import SearchIndex


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
            versions=versions.count(connection),
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


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) if path.is_dir() else 0
