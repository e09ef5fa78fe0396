"""The judgement of a source, a pure function of what the archive knows of it.

What is measured against a source's own rhythm is measured on whole Vietnamese days, by weekday: the same weekdays of
the 28 days before say what is usual, all 28 together how far a day strays from that. Nobody's looking is no silence: a
day counts only when a door worked after its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import sqrt

from diembao.archive.hosts import PausedHost
from diembao.archive.source_health import Fields, Visited
from diembao.archive.visits import DoorState
from diembao.core.clock import VIETNAM, local_day
from diembao.core.models import Outcome, Source
from diembao.crawlers.reasons import Reason
from diembao.desk.health.model import Field, Finding, HealthStatus

#: Days that a rhythm is judged by, and days of knowing a source before it is.
SPAN = 28
_LEAST_DAYS = 14
_LEAST_ARTICLES = 20
#: Standard deviations from the usual that are remarkable.
_BELOW, _ABOVE = 1.5, 2.0
#: Articles that should have come, before their absence is called silence: at five, chance does it once in 150 times.
_SILENT_EXPECTED = 5.0
_SILENT_AT_LEAST = timedelta(days=1)
#: After so long a source of whose rhythm little or nothing is known counts as silent too.
_SILENT_ANYWAY = timedelta(days=7)
_SILENT_ANYWAY_EXPECTED = 2.0

#: Articles of the last days, and of the days before them, that shares are taken of.
_LEAST_NOW, _LEAST_BEFORE = 10, 30
#: A field used to be there if this share had it; it is missing when less than half of that share has it.
_USUAL_SHARE = 0.5
_UNDATED_SHARE = 0.5
_DOUBTFUL_SHARE = 0.2
#: Pages of the last days that no article could be made of: number, and share of all that were fetched.
_UNREADABLE, _UNREADABLE_SHARE = 5, 0.3
#: Pages that a wall or a certificate kept from being fetched in the last day: number, and share.
_KEPT_OUT, _KEPT_OUT_SHARE = 5, 0.5

_BY_REASON = {
    Reason.CERTIFICATE: HealthStatus.CERTIFICATE,
    Reason.BLOCKED: HealthStatus.BLOCKED,
    Reason.PAUSED: HealthStatus.BLOCKED,
    Reason.ROBOTS: HealthStatus.ROBOTS,
    Reason.ROBOTS_UNAVAILABLE: HealthStatus.ROBOTS,
}
_REFUSED = ("403", "429")
_NO_FIELDS = Fields()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one source."""

    source: Source
    doors: Sequence[DoorState] = ()
    """Those of the catalogue's doors that were ever looked at."""
    published: Sequence[datetime] = ()
    """When its articles of the last two spans came out, in no order."""
    first_seen_at: datetime | None = None
    """When its first article was seen."""
    last_seen_at: datetime | None = None
    now: Fields = _NO_FIELDS
    """Of the articles of the last three days."""
    before: Fields = _NO_FIELDS
    """Of those of the 28 days before."""
    visited: Sequence[Visited] = ()
    """Visits to its articles in the last three days."""
    pauses: Sequence[PausedHost] = ()
    """Its hosts that refused us last time."""


def judge(facts: Facts, at: datetime) -> list[Finding]:
    """All that is to be said of a source, the worst first; never empty."""
    if not facts.source.enabled:
        return [_finding(HealthStatus.OFF, at)]
    if not facts.doors:
        return [_finding(HealthStatus.NEVER, at)]
    found = [
        *_doors(facts),
        *_kept_out(facts),
        *_layout(facts, at),
        *_dates(facts, at),
        *(_silent(facts) or _rhythm(facts, at)),
    ]
    worst_of: dict[HealthStatus, Finding] = {}
    for finding in found:  # two facts may say one thing: a wall stands before the doors and before the articles
        known = worst_of.setdefault(finding.status, finding)
        if finding.since < known.since:
            worst_of[finding.status] = finding
    if (blocked := worst_of.get(HealthStatus.BLOCKED)) and facts.pauses:
        until = max(pause.paused_until for pause in facts.pauses)
        if until > at:
            detail = {**blocked.detail, "until": until.isoformat()}
            worst_of[HealthStatus.BLOCKED] = replace(blocked, detail=detail)
    order = list(HealthStatus)
    ordered = sorted(worst_of.values(), key=lambda finding: order.index(finding.status))
    return ordered or [_finding(HealthStatus.OK if _is_known(facts, at) else HealthStatus.LEARNING, at)]


def by_day(published: Sequence[datetime], last: date, days: int = SPAN) -> list[int]:
    """Articles of each of the Vietnamese days that end with ``last``."""
    counts = Counter(map(local_day, published))
    return [counts[last - timedelta(days=back)] for back in reversed(range(days))]


def _finding(status: HealthStatus, since: datetime, **detail: object) -> Finding:
    return Finding(status=status, since=since, detail=detail)


def _doors(facts: Facts) -> Iterator[Finding]:
    broken = [door for door in facts.doors if door.failing_since]
    if not broken:
        return
    first = min(broken, key=lambda door: door.failing_since or door.checked_at)
    assert first.failing_since
    detail = {"broken": len(broken), "doors": len(facts.doors), "reason": first.reason, "detail": first.detail}
    if len(broken) < len(facts.doors):
        yield _finding(HealthStatus.PARTLY, first.failing_since, url=first.url, **detail)
        return
    # All have failed since the last of them did.
    since = max(door.failing_since for door in broken if door.failing_since)
    statuses = {_status(door.reason, door.detail) for door in broken}
    status = min(statuses, key=list(HealthStatus).index)
    yield _finding(status, since, url=first.url, **detail)


def _status(reason: str, detail: str) -> HealthStatus:
    if reason == Reason.HTTP_STATUS and detail.startswith(_REFUSED):
        return HealthStatus.BLOCKED
    return _BY_REASON.get(Reason(reason), HealthStatus.FAILING) if reason in list(Reason) else HealthStatus.FAILING


def _kept_out(facts: Facts) -> Iterator[Finding]:
    """Doors may be open while the articles behind them are not."""
    for pause in facts.pauses:
        yield _finding(HealthStatus.BLOCKED, pause.since, reason=pause.reason, detail=pause.detail, url=pause.host)
    fetched = sum(some.count for some in facts.visited)
    for status in (HealthStatus.CERTIFICATE, HealthStatus.BLOCKED, HealthStatus.ROBOTS):
        alike = [some for some in facts.visited if some.reason and _visit_status(some) is status]
        count = sum(some.count for some in alike)
        if count >= _KEPT_OUT and count >= _KEPT_OUT_SHARE * fetched:
            since = min(some.first_at for some in alike)
            yield _finding(status, since, reason=alike[0].reason, detail="", pages=count, url="")


def _visit_status(some: Visited) -> HealthStatus | None:
    return _BY_REASON.get(Reason(some.reason)) if some.reason in list(Reason) else None


def _layout(facts: Facts, at: datetime) -> Iterator[Finding]:
    unreadable = [some for some in facts.visited if some.outcome is Outcome.QUARANTINED]
    pages = sum(some.count for some in unreadable)
    read = sum(some.count for some in facts.visited if some.outcome is Outcome.NEW)
    missing: list[str] = []
    if facts.now.articles >= _LEAST_NOW and facts.before.articles >= _LEAST_BEFORE:
        for field in Field:
            usual = getattr(facts.before, field) / facts.before.articles
            share = getattr(facts.now, field) / facts.now.articles
            if usual >= _USUAL_SHARE and share < usual / 2:
                missing.append(field)
    if pages < _UNREADABLE or pages < _UNREADABLE_SHARE * (pages + read):
        pages = 0
    if missing or pages:
        since = min((some.first_at for some in unreadable), default=at) if pages else at
        yield _finding(HealthStatus.LAYOUT, since, fields=missing, pages=pages)


def _dates(facts: Facts, at: datetime) -> Iterator[Finding]:
    if facts.now.articles < _LEAST_NOW:
        return
    undated = 1 - facts.now.date / facts.now.articles
    doubtful = facts.now.doubtful / facts.now.articles
    if undated >= _UNDATED_SHARE:
        yield _finding(HealthStatus.UNDATED, at, share=undated)
    if doubtful >= _DOUBTFUL_SHARE:
        yield _finding(HealthStatus.DOUBTFUL_DATES, at, share=doubtful)


def _silent(facts: Facts) -> list[Finding]:
    looked = max((door.worked_at for door in facts.doors if door.worked_at), default=None)
    last = facts.last_seen_at
    if last is None or looked is None or looked - last < _SILENT_AT_LEAST:
        return []
    for_long = looked - last >= _SILENT_ANYWAY
    expected = 0.0
    if facts.first_seen_at and last - facts.first_seen_at >= timedelta(days=_LEAST_DAYS):
        usual = _usual(by_day(facts.published, local_day(last)))
        whole_days = (local_day(looked) - local_day(last)).days - 1
        expected = sum(usual[ahead % 7] for ahead in range(whole_days))
        for_long &= expected >= _SILENT_ANYWAY_EXPECTED
    if expected < _SILENT_EXPECTED and not for_long:
        return []
    return [_finding(HealthStatus.SILENT, last, expected=round(expected))]


def _rhythm(facts: Facts, at: datetime) -> Iterator[Finding]:
    yesterday = local_day(at) - timedelta(days=1)
    looked = max((door.worked_at for door in facts.doors if door.worked_at), default=None)
    if looked is None or looked < _begin(yesterday + timedelta(days=1)) or not _is_known(facts, at):
        return
    days = by_day(facts.published, yesterday, 2 * SPAN)
    judged = [_against(days[position - SPAN : position], days[position]) for position in range(SPAN, 2 * SPAN)]
    status, usual = judged[-1]
    if status:
        same = next((back for back, (other, _usual) in enumerate(reversed(judged)) if other is not status), SPAN)
        since = _begin(yesterday - timedelta(days=same - 1))
        yield _finding(status, since, count=days[-1], usual=round(usual))


def _against(before: Sequence[int], count: int) -> tuple[HealthStatus | None, float]:
    """How a day stands against the 28 days before it, and how many articles its weekday usually has."""
    usual = _usual(before)
    strays = sum((articles - usual[position % 7]) ** 2 for position, articles in enumerate(before))
    mean = usual[0]
    # Days of a source that is as regular as four weeks can show still stray by chance.
    deviation = max(sqrt(strays / (SPAN - 7)), sqrt(mean))
    if count < mean - _BELOW * deviation:
        return HealthStatus.BELOW, mean
    if count > mean + _ABOVE * deviation:
        return HealthStatus.ABOVE, mean
    return None, mean


def _usual(days: Sequence[int]) -> list[float]:
    """Mean of each weekday of four weeks; the first is that of the day after them."""
    return [sum(days[weekday::7]) / (len(days) / 7) for weekday in range(7)]


def _is_known(facts: Facts, at: datetime) -> bool:
    return (
        facts.first_seen_at is not None
        and at - facts.first_seen_at >= timedelta(days=_LEAST_DAYS)
        and len(facts.published) >= _LEAST_ARTICLES
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
