"""``python -m benchmarks.polling``: requests and freshness of our rhythm, and of looking every 15 minutes.

The press has 500 sources. Each takes after one domain of the dated corpus with enough articles: the weekday and the
time of day of every article are drawn from that domain's own, up to ten minutes off (a domain of fifty articles would
make fifty minutes of a day of it). How many articles a domain really has a day cannot be read off a sample of them, so
rates are made up, in three ways:

- ``spread``: log-normal, median 14 a day, half of the sources between 6 and 34 (sigma 1.3), at most 300: few large
  outlets, many small ones, as the press is;
- ``as counted``: a domain's number of articles in the corpus, taken for one week;
- ``even``: every source the same 32 a day. No few sources have most of the articles, so nothing can be saved without
  waiting longer: it shows where the rhythm's worth ends.

Days vary around a source's rate (Gamma, variation 0.3), days of training and the measured week alike. Everything is
drawn with one seed. A rhythm learns from four weeks of training and, each day anew, from what its own looks have found,
never from what is still to come. ``cold`` knows nothing when the measured week begins but the dates of the 30 articles
that its first look lists; it learns anew each hour of the first day.

One look is one request (a 304 too); fetching an article is one more for each, the same for both, and is not counted.
Freshness is the time from an article's publication to the look that lists it. A door lists 30 articles: ``lost`` are
those that more than 30 newer ones had pushed out.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.corpus import corpus
from diembao.archive.visits import DoorState
from diembao.core.clock import VIETNAM, local
from diembao.core.models import Channel, Door, Source, SourceKind
from diembao.core.settings import CrawlSettings
from diembao.crawlers import dates
from diembao.pipeline import rhythm, schedule

_SOURCES = 500
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_TRAINED = datetime(2026, 11, 2, tzinfo=VIETNAM)
_BEGIN = _TRAINED + rhythm.MEMORY
_END = _BEGIN + _WEEK
_EVERY = timedelta(minutes=15)
_LISTED = 30
#: Articles with a time of day that a domain needs to lend its week to a source.
_ENOUGH = 40
#: An aggregator; its articles in the corpus are of two evenings.
_NO_OUTLETS = ("baomoi.com",)
_VARIATION = 0.3
_OFF = timedelta(minutes=10)
_CRAWL = CrawlSettings.model_validate({})


@dataclass(frozen=True, slots=True)
class Outlet:
    """A made-up source: when it published, before and in the measured week."""

    source: Source
    before: Sequence[datetime]
    measured: Sequence[datetime]


@dataclass(slots=True)
class Result:
    """What looking cost and brought."""

    requests: int = 0
    lost: int = 0
    gap: timedelta = timedelta.max
    waits: list[float] = field(default_factory=list)
    """Of each article, in minutes."""

    def line(self) -> str:
        """In words, times in minutes."""
        waits = sorted(self.waits)
        return (
            f"{self.requests:,} requests, {self.requests / len(waits):.2f} an article; freshness median "
            f"{waits[len(waits) // 2]:.1f}, p95 {waits[len(waits) * 95 // 100]:.1f}, longest {waits[-1]:.0f} min; "
            f"smallest gap at a host {self.gap / timedelta(minutes=1):.1f} min; lost {self.lost}"
        )


def measure(file: Path) -> None:
    """Measure and report."""
    weeks = domains(file)
    print(f"{len(weeks)} domains lend their weeks: {', '.join(f'{name} {len(week)}' for name, week in weeks.items())}")
    for name in ("spread", "as counted", "even"):
        press = list(outlets(weeks, name, random.Random(1)))
        print(f"{name}: {sum(len(outlet.measured) for outlet in press):,} articles of {len(press)} sources in a week")
        fixed = every_quarter(press)
        print(f"  every 15 minutes: {fixed.line()}")
        for kind in ("trained", "cold"):
            ours = by_rhythm(press, trained=kind == "trained")
            print(f"  by rhythm, {kind}: {ours.line()}; {fixed.requests / ours.requests:.2f} times fewer requests")
            sys.stdout.flush()


def domains(file: Path) -> dict[str, list[timedelta]]:
    """Times since Monday 0 h of the articles of each domain with enough of them."""
    found: dict[str, list[timedelta]] = defaultdict(list)
    seen = set()
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            key = row["url"] or row["title"]
            at = dates.find(row["date_raw"] or "")
            if key in seen or at is None:
                continue
            seen.add(key)
            there = local(at)
            if row["domain"] in _NO_OUTLETS:
                continue
            if time_of_day := timedelta(hours=there.hour, minutes=there.minute, seconds=there.second):
                found[row["domain"] or row["origin"]].append(timedelta(days=there.weekday()) + time_of_day)
    return {name: week for name, week in sorted(found.items()) if len(week) >= _ENOUGH}


def outlets(weeks: dict[str, list[timedelta]], kind: str, chance: random.Random) -> Iterator[Outlet]:
    """The made-up press."""
    for number in range(_SOURCES):
        week = weeks[chance.choice(list(weeks))]
        match kind:
            case "spread":
                rate = min(math.exp(chance.gauss(math.log(14), 1.3)), 300.0)
            case "as counted":
                rate = len(week) / 7
            case _:
                rate = 32.0
        published = sorted(_weeks(week, rate, chance))
        before = [at for at in published if at < _BEGIN]
        yield Outlet(_source(number), before, published[len(before) :])


def _weeks(week: Sequence[timedelta], rate: float, chance: random.Random) -> Iterator[datetime]:
    days: dict[int, list[timedelta]] = defaultdict(list)
    for moment in week:
        days[moment.days].append(moment - timedelta(days=moment.days))
    shape = 1 / _VARIATION**2
    for day in range((_END - _TRAINED).days):
        usual = rate * 7 * len(days[day % 7]) / len(week)
        mean = usual * chance.gammavariate(shape, 1 / shape)
        for _ in range(_poisson(mean, chance)):
            yield _TRAINED + timedelta(days=day) + chance.choice(days[day % 7]) + chance.uniform(-1, 1) * _OFF


def _poisson(mean: float, chance: random.Random) -> int:
    """Steps of an even walk with exponential strides."""
    count, walked = 0, chance.expovariate(1.0)
    while walked < mean:
        count, walked = count + 1, walked + chance.expovariate(1.0)
    return count


def _source(number: int) -> Source:
    door = Door(url=f"https://bao-{number}.example/rss", channel=Channel.FEED)
    return Source(
        id=f"bao-{number}", name="Báo", publisher="x", kind=SourceKind.LOCAL, domains=("x.example",), doors=(door,)
    )


def every_quarter(press: Sequence[Outlet]) -> Result:
    """Looking at every source each 15 minutes, each beginning at its own moment."""
    result, chance = Result(gap=_EVERY), random.Random(2)
    for outlet in press:
        at, met = _BEGIN + chance.random() * _EVERY, 0
        while at < _END or met < len(outlet.measured):
            met, at = _look(result, outlet, met, at)[0], at + _EVERY
    return result


def by_rhythm(press: Sequence[Outlet], *, trained: bool) -> Result:
    """Looking when the program would."""
    result = Result()
    for outlet in press:
        history = outlet.before if trained else outlet.before[-_LISTED:]
        at, met = _BEGIN, 0
        own, learned_at = None, at
        state = _state(at) if trained else None
        while at < _END or met < len(outlet.measured):
            age = timedelta(hours=1) if not trained and at < _BEGIN + _DAY else _DAY
            if own is None or at - learned_at >= age:
                own, learned_at = _learned([*history, *outlet.measured[:met]], at), at
            met, fresh = _look(result, outlet, met, at)
            plan = schedule.plan(own, outlet.source, state, at, _CRAWL, listed=_LISTED, fresh=min(fresh, _LISTED))
            result.gap = min(result.gap, plan.next_look_at - at)
            state = replace(_state(at), failures=plan.failures, brought=plan.brought, awaited=plan.awaited)
            at = plan.next_look_at
    return result


def _learned(seen: Sequence[datetime], at: datetime) -> rhythm.Rhythm:
    since = max(at - rhythm.MEMORY, min(seen, default=at))
    return rhythm.learn(seen, since=since, until=at, interval=timedelta(minutes=_CRAWL.interval_minutes))


def _state(at: datetime) -> DoorState:
    return DoorState("", "", Channel.FEED, at, at, _LISTED, "", "", None)


def _look(result: Result, outlet: Outlet, met: int, at: datetime) -> tuple[int, int]:
    """Take in what has come out; gives how many articles are known then, and how many were new."""
    result.requests += at < _END
    known = met
    while met < len(outlet.measured) and outlet.measured[met] <= at:
        result.waits.append((at - outlet.measured[met]) / timedelta(minutes=1))
        met += 1
    result.lost += max(met - known - _LISTED, 0)
    return met, met - known


if __name__ == "__main__":
    folder = corpus()
    if folder is None:
        sys.exit("no press corpus on this machine (PRESS_CORPUS names its folder)")
    measure(folder / "press" / "dated_news.jsonl.gz")
