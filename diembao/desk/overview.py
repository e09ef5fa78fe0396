"""The morning's first look: what the day brought, own province first, and what is new since the last look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diembao.archive import Archive, articles, marks
from diembao.core.clock import now
from diembao.core.models import Article
from diembao.index import FacetCount, Filters, HistogramBar, SearchIndex

_MARK = "overview"
#: Looks that follow one another within this time are one visit: reloading the page does not make news old.
_ONE_VISIT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Figures and articles of one Vietnamese day."""

    day: date
    total: int
    in_home_province: int
    day_before: int
    by_topic: Sequence[FacetCount]
    by_source: Sequence[FacetCount]
    trend: Sequence[HistogramBar]
    """Articles a day, up to and including ``day``, without empty days."""
    trend_home: Sequence[HistogramBar]
    """The same for articles that name a place of the own province."""
    articles: Sequence[Article]
    """The day's articles, own province first, newest first."""
    new_since: datetime | None
    """The last visit before this one; None at the first."""
    new: int
    """Articles that came in since then."""


def overview(
    archive: Archive,
    index: SearchIndex,
    day: date,
    *,
    topics: Sequence[str] = (),
    days: int = 14,
    limit: int = 40,
    last_visit: datetime | None = None,
) -> Overview:
    """What one day brought.

    :param topics: only articles with one of these topics.
    :param days: length of the trend.
    :param limit: how many articles to list.
    :param last_visit: what :func:`begin_visit` gave.
    """
    chosen = tuple(topics)
    today = Filters(topics=chosen, since=day, until=day)
    result = index.search(None, today, limit=limit, order="newest", facets=("topic", "source"), facet_limit=100)
    home = index.search(None, Filters(topics=chosen, since=day, until=day, home=True), limit=limit, order="newest")
    first = day - timedelta(days=days - 1)
    trend = index.search(None, Filters(topics=chosen, since=first, until=day), limit=0, histogram="day")
    trend_home = index.search(None, Filters(topics=chosen, since=first, until=day, home=True), limit=0, histogram="day")
    yesterday = day - timedelta(days=1)
    ids = dict.fromkeys([hit.id for hit in home.hits] + [hit.id for hit in result.hits])
    with archive.reading() as connection:
        listed = articles.get(connection, list(ids)[:limit])
        new = articles.count(connection, seen_since=last_visit) if last_visit else 0
    return Overview(
        day=day,
        total=result.total,
        in_home_province=home.total,
        day_before=index.count(None, Filters(topics=chosen, since=yesterday, until=yesterday)),
        by_topic=result.facets["topic"],
        by_source=result.facets["source"],
        trend=trend.histogram,
        trend_home=trend_home.histogram,
        articles=listed,
        new_since=last_visit,
        new=new,
    )


def begin_visit(archive: Archive) -> datetime | None:
    """Remember this look, and give the moment of the visit before it."""
    at = now()
    with archive.writing() as connection:
        last, before = marks.get(connection, _MARK), marks.get(connection, f"{_MARK}-before")
        if last is not None and at - last > _ONE_VISIT:
            before = last
            marks.put(connection, f"{_MARK}-before", last)
        marks.put(connection, _MARK, at)
    return before
