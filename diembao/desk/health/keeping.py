"""Judging all sources at once, and keeping what was judged: it says since when, and pages need not judge again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Connection

from diembao.archive import Archive, articles, hosts, sightings, source_health, visits
from diembao.archive.hosts import PausedHost
from diembao.archive.source_health import Fields, Kept
from diembao.archive.visits import DoorState
from diembao.core.clock import local_day
from diembao.core.models import Source
from diembao.crawlers.catalogue import SourceLookup
from diembao.desk.health.judging import SPAN, Facts, by_day, judge
from diembao.desk.health.model import Finding, Health, HealthStatus

_NOW = timedelta(days=3)
#: How long a judgement is good enough for a page.
_FRESH = timedelta(minutes=30)


def refresh(archive: Archive, sources: Sequence[Source], at: datetime) -> list[Health]:
    """Judge every source of the catalogue, in its order, and keep the judgements."""
    with archive.reading() as connection:
        gathered = _facts(connection, sources, at)
        before = source_health.kept(connection)
    found, judgements = [], {}
    for facts in gathered:
        last = before.get(facts.source.id)
        findings = [_since_before(finding, last, at) for finding in judge(facts, at)]
        detail = _detail(findings, by_day(facts.published, local_day(at)))
        judgements[facts.source.id] = Kept(
            status=findings[0].status, detail=detail, since=findings[0].since, checked_at=at
        )
        found.append(_health(facts.source, facts.doors, judgements[facts.source.id]))
    with archive.writing() as connection:
        for source_id, judgement in judgements.items():
            source_health.keep(connection, source_id, judgement)
    return found


def current(archive: Archive, sources: Sequence[Source], at: datetime) -> list[Health]:
    """The last judgement of every source of the catalogue; judged now if one is missing or has aged."""
    with archive.reading() as connection:
        kept = source_health.kept(connection)
        doors = _doors(sources, visits.door_states(connection))
    for source in sources:
        known = kept.get(source.id)
        if (
            known is None
            or not timedelta() <= at - known.checked_at < _FRESH
            or (known.status == HealthStatus.OFF) is source.enabled
            or any(state.checked_at > known.checked_at for state in doors[source.id])
        ):
            return refresh(archive, sources, at)
    return [_health(source, doors[source.id], kept[source.id]) for source in sources]


def _facts(connection: Connection, sources: Sequence[Source], at: datetime) -> list[Facts]:
    ids = [source.id for source in sources]
    doors = _doors(sources, visits.door_states(connection))
    published = sightings.published(connection, at - timedelta(days=2 * SPAN + 1), ids)
    firsts, lasts = sightings.first(connection, ids), articles.newest_sightings(connection, ids)
    now = source_health.fields(connection, at - _NOW, at)
    before = source_health.fields(connection, at - _NOW - timedelta(days=SPAN), at - _NOW)
    visited = source_health.visited(connection, at - _NOW)
    pauses = _pauses(sources, hosts.every(connection))
    return [
        Facts(
            source=source,
            doors=doors[source.id],
            published=published.get(source.id, ()),
            first_seen_at=firsts.get(source.id),
            last_seen_at=lasts.get(source.id),
            now=now.get(source.id, Fields()),
            before=before.get(source.id, Fields()),
            visited=visited.get(source.id, ()),
            pauses=pauses.get(source.id, ()),
        )
        for source in sources
    ]


def _doors(sources: Sequence[Source], states: Sequence[DoorState]) -> dict[str, list[DoorState]]:
    """States of the doors that the catalogue still has, by source."""
    present = {(source.id, door.url) for source in sources for door in source.doors}
    found: dict[str, list[DoorState]] = {source.id: [] for source in sources}
    for state in states:
        if (state.source_id, state.url) in present:
            found[state.source_id].append(state)
    return found


def _pauses(sources: Sequence[Source], pauses: Sequence[PausedHost]) -> dict[str, list[PausedHost]]:
    lookup = SourceLookup(sources)
    found: dict[str, list[PausedHost]] = {}
    for pause in pauses:
        if source := lookup.at(pause.host):
            found.setdefault(source.id, []).append(pause)
    return found


def _since_before(finding: Finding, last: Kept | None, at: datetime) -> Finding:
    """The same finding, since it was first made; where the archive itself says since when, that counts."""
    for known in last.detail["findings"] if last else ():
        if known["status"] == finding.status and finding.since == at:
            return replace(finding, since=datetime.fromisoformat(known["since"]))
    return finding


def _detail(findings: Sequence[Finding], days: Sequence[int]) -> Mapping[str, Any]:
    return {
        "findings": [
            {"status": finding.status, "since": finding.since.isoformat(), "detail": dict(finding.detail)}
            for finding in findings
        ],
        "days": list(days),
    }


def _health(source: Source, doors: Sequence[DoorState], judgement: Kept) -> Health:
    findings = tuple(
        Finding(
            status=HealthStatus(known["status"]),
            since=datetime.fromisoformat(known["since"]),
            detail=known["detail"],
        )
        for known in judgement.detail["findings"]
    )
    return Health(
        source=source,
        findings=findings,
        days=tuple(judgement.detail["days"]),
        doors=doors,
    )
