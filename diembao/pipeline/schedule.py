"""When sources are looked at, and when articles are visited again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from diembao.core.models import Source
from diembao.core.settings import CrawlSettings

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


def due_sources(
    sources: Sequence[Source], last_looks: Mapping[str, datetime], at: datetime, crawl: CrawlSettings
) -> list[Source]:
    """Enabled sources whose doors should be looked at now."""
    due = []
    for source in sources:
        interval = timedelta(minutes=source.interval_minutes or crawl.interval_minutes)
        last = last_looks.get(source.id)
        if source.enabled and (last is None or last + interval <= at):
            due.append(source)
    return due
