"""When doors are looked at, and when articles are visited again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from diembao.archive import revisits, rhythms, sightings, visits
from diembao.archive.visits import DoorState, Plan
from diembao.core.models import Source
from diembao.core.settings import CrawlSettings
from diembao.crawlers.reasons import Reason
from diembao.pipeline import rhythm
from diembao.pipeline.rhythm import Rhythm

#: A door that fails is asked again at least this often.
_LONGEST_FAILURE = timedelta(days=1)
_MOST_DOUBLINGS = 20
#: Articles that are expected of a door before its own share of the source is believed, and after which looks fade.
_SHARE_WORTH, _SHARE_MEMORY = 6.0, 60.0
_LEAST_SHARE, _MOST_SHARE = 0.05, 4.0
#: How long a rhythm is used before it is learned again.
_FRESH = timedelta(hours=1)

_SHORTEST_WATCH, _LONGEST_WATCH = timedelta(hours=1), timedelta(hours=12)


def next_visit(first_seen_at: datetime, at: datetime, revisit_hours: Sequence[float]) -> datetime | None:
    """The moment after ``at`` at which an article is visited again; None when no visit is left.

    An interval of 0 hours means at every pass.
    """
    if 0 in revisit_hours:
        return at
    visits = (first_seen_at + timedelta(hours=hours) for hours in sorted(revisit_hours))
    return next((visit for visit in visits if visit > at), None)


def next_visit_of_watched(first_seen_at: datetime, at: datetime, revisit_hours: Sequence[float]) -> datetime | None:
    """The same for an article that a flag is open on, or that grows: more often, but not for longer.

    It is looked at every hour at first, then after a quarter of its age again, at least twice a day.
    """
    planned = next_visit(first_seen_at, at, revisit_hours)
    last = first_seen_at + timedelta(hours=max(revisit_hours, default=0))
    pause = min(max((at - first_seen_at) / 4, _SHORTEST_WATCH), _LONGEST_WATCH)
    return min(planned, at + pause) if planned and at + pause <= last else planned


def next_look_at(source: Source, state: DoorState, crawl: CrawlSettings) -> datetime:
    """When a door is due. The catalogue and the settings may have changed since that was planned."""
    if state.works and source.interval_minutes:
        return state.checked_at + timedelta(minutes=source.interval_minutes)
    planned = state.next_look_at or state.checked_at + timedelta(minutes=crawl.interval_minutes)
    return min(planned, state.checked_at + _limits(crawl)[1]) if state.works else planned


def due_sources(
    sources: Sequence[Source],
    states: Iterable[DoorState],
    revisited: Iterable[str],
    at: datetime,
    crawl: CrawlSettings,
) -> list[Source]:
    """Enabled sources with something to fetch now, each with those of its doors that are due.

    :param revisited: ids of sources with articles that are due; these sources are in, also without any door.
    """
    known, due_again = _by_door(states), set(revisited)
    due = []
    for source in sources:
        doors = tuple(
            door
            for door in source.doors
            if (state := known.get((source.id, door.url))) is None or next_look_at(source, state, crawl) <= at
        )
        if source.enabled and (doors or source.id in due_again):
            due.append(replace(source, doors=doors))
    return due


def next_due(connection: Connection, sources: Sequence[Source], crawl: CrawlSettings, at: datetime) -> datetime | None:
    """When the next door or article of an enabled source is due, from ``at`` on; None: there is nothing to fetch."""
    enabled = [source for source in sources if source.enabled]
    known = _by_door(visits.door_states(connection))
    moments = [
        next_look_at(source, state, crawl) if (state := known.get((source.id, door.url))) else at
        for source in enabled
        for door in source.doors
    ]
    if visit := revisits.next_visit_at(connection, [source.id for source in enabled]):
        moments.append(visit)
    return max(min(moments), at) if moments else None


class Rhythms:
    """Rhythms of sources, kept in the archive and learned again when they have aged."""

    def __init__(self, crawl: CrawlSettings) -> None:
        self._crawl = crawl
        self._known: dict[str, Rhythm] = {}

    def of(self, connection: Connection, source: Source, at: datetime) -> Rhythm:
        """The rhythm of a source."""
        if source.id not in self._known:
            kept = rhythms.get(connection, source.id)
            if kept and timedelta() <= at - kept.learned_at < _FRESH:
                self._known[source.id] = Rhythm(kept.rates)
            else:
                self._known[source.id] = learned = learn(connection, source, at, self._crawl)
                rhythms.put(connection, source.id, learned.rates, at)
        return self._known[source.id]


def learn(connection: Connection, source: Source, at: datetime, crawl: CrawlSettings) -> Rhythm:
    """The rhythm of a source, from what the archive saw of it in the last four weeks."""
    interval = timedelta(minutes=source.interval_minutes or crawl.interval_minutes)
    begin = at - rhythm.MEMORY
    seen = sightings.published(connection, begin, [source.id]).get(source.id, [])
    watched = sightings.first(connection, [source.id]).get(source.id, at)
    return rhythm.learn(seen, since=max(begin, min([*seen, watched])), until=at, interval=interval)


def plan(
    own: Rhythm,
    source: Source,
    before: DoorState | None,
    at: datetime,
    crawl: CrawlSettings,
    *,
    listed: int,
    fresh: int,
    reason: str = "",
) -> Plan:
    """What follows from a look at a door.

    :param own: the source's rhythm.
    :param before: the door's state until now; None: it was never looked at.
    :param listed: how many articles it lists, ``fresh`` of which the archive does not know.
    :param reason: why the look failed; empty: it did not.
    """
    brought, awaited, failures = (before.brought, before.awaited, before.failures) if before else (0.0, 0.0, 0)
    looked_before = before.worked_at if before else None
    shortest, longest = _limits(crawl)
    if reason:
        failures += reason != Reason.PAUSED  # a look that was put off says nothing of the door
    else:
        failures = 0
        if looked_before:  # at the first look everything is new
            brought, awaited = _faded(brought + fresh, awaited + own.expected(looked_before, at))
    if source.interval_minutes:
        pause = timedelta(minutes=source.interval_minutes)
    elif looked_before and listed and fresh >= listed and not reason:
        pause = shortest  # something may have dropped out of it unseen
    else:
        share = _share(brought, awaited, len(source.doors))
        pause = rhythm.next_look(own, at, share=share, listed=listed, shortest=shortest, longest=longest) - at
    if failures:
        pause = min(pause * 2 ** min(failures, _MOST_DOUBLINGS), max(pause, _LONGEST_FAILURE))
    return Plan(next_look_at=at + pause, failures=failures, brought=brought, awaited=awaited)


def _share(brought: float, awaited: float, doors: int) -> float:
    """Part of its source's articles that a door brings first; above 1 when the source publishes more than usual."""
    share = (brought + _SHARE_WORTH / doors) / (awaited + _SHARE_WORTH)
    return min(max(share, _LEAST_SHARE), _MOST_SHARE)


def _faded(brought: float, awaited: float) -> tuple[float, float]:
    """Both sums, scaled down so that what was long ago gives way."""
    scale = min(1.0, _SHARE_MEMORY / awaited) if awaited else 1.0
    return brought * scale, awaited * scale


def _limits(crawl: CrawlSettings) -> tuple[timedelta, timedelta]:
    shortest = timedelta(minutes=crawl.shortest_minutes)
    return shortest, max(shortest, timedelta(minutes=crawl.longest_minutes))


def _by_door(states: Iterable[DoorState]) -> Mapping[tuple[str, str], DoorState]:
    return {(state.source_id, state.url): state for state in states}
