"""When a source publishes, and when it is worth a look: learned from what the archive has seen of it.

A rhythm is 168 rates, one for each hour of a Vietnamese week. Four weeks say little about a single hour of the week,
so what was seen is told in steps, each of which corrects the one before it by as much as its figures carry: the level,
the hours of a day, the days of a week, the single hours (Gamma priors with mean 1).

The next look is due when the looks that the rates ask for have added up to one. With a given number of requests the
mean wait is shortest when looks go with the square root of the rate, and the number of articles met at once is largest
when they all go where most articles are. What is taken lies between the two; ``benchmarks/polling.py`` measures it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from diembao.core.clock import local

#: Span that a rhythm is learned from.
MEMORY = timedelta(days=28)
_HOURS, _DAYS = 24, 7
_WEEK = _HOURS * _DAYS
_HOUR = timedelta(hours=1)

#: Articles by hour of the day before anything is known of a source, against an even day: offices begin at seven.
_USUAL = (0.3, 0.2, 0.1, 0.1, 0.3, 0.8, 1.2, 1.5, 1.8, 1.8, 1.8, 1.6, 1.1, 1.2, 1.6, 1.7, 1.6, 1.3, 1.1, 0.9, 0.8, 0.7)
_USUAL_DAY = (*_USUAL, 0.5, 0.4)
#: Hours of observation that the guess of a source's level is worth.
_LEVEL_HOURS = 24.0
#: Articles that a step is worth against what was seen: hours of the day, days of the week, single hours of the week.
_STEPS = (3.0, 6.0, 6.0)

#: Looks an hour at a door that brings one article an hour, and how steeply they follow what a door brings.
_LOOKS = 60 / 110
_STEEPNESS = 0.85
#: Share of what a door lists that may be new at the next look: nothing must drop out of a feed between two looks.
_ROOM = 0.5


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Articles an hour in each hour of the Vietnamese week, Monday 0 h first."""

    rates: tuple[float, ...]

    def rate(self, at: datetime) -> float:
        """Articles an hour at a moment."""
        return self.rates[_hour_of_week(at)]

    def expected(self, since: datetime, until: datetime) -> float:
        """How many articles a span usually brings."""
        return sum(self.rate(start) * hours for start, hours in _pieces(since, until))


def learn(published: Iterable[datetime], *, since: datetime, until: datetime, interval: timedelta) -> Rhythm:
    """The rhythm that a source had in a span; times outside of it are left out.

    :param interval: the guess: pause between two looks that would suit the source.
    """
    seen = Counter(_hour_of_week(at) for at in published if since <= at < until)
    weeks, rest = divmod(until - since, _WEEK * _HOUR)
    watched = [float(weeks)] * _WEEK
    for start, hours in _pieces(until - rest, until):
        watched[_hour_of_week(start)] += hours
    guess = (_HOUR / interval / _LOOKS) ** (1 / _STEEPNESS)
    rates = [guess * _USUAL_DAY[hour % _HOURS] for hour in range(_WEEK)]
    groups: tuple[tuple[float, Sequence[range]], ...] = (
        (guess * _LEVEL_HOURS, [range(_WEEK)]),
        (_STEPS[0], [range(hour, _WEEK, _HOURS) for hour in range(_HOURS)]),
        (_STEPS[1], [range(day * _HOURS, (day + 1) * _HOURS) for day in range(_DAYS)]),
        (_STEPS[2], [range(hour, hour + 1) for hour in range(_WEEK)]),
    )
    for worth, parts in groups:
        for part in parts:
            expected = sum(rates[hour] * watched[hour] for hour in part)
            factor = (sum(seen[hour] for hour in part) + worth) / (expected + worth)
            for hour in part:
                rates[hour] *= factor
    return Rhythm(tuple(rates))


def next_look(
    rhythm: Rhythm, at: datetime, *, share: float = 1.0, listed: int = 0, shortest: timedelta, longest: timedelta
) -> datetime:
    """When a door is worth the next look.

    :param share: part of the source's articles that this door brings first.
    :param listed: how many articles the door lists; 0: not known.
    :returns: a moment within ``[at + shortest, at + longest]``.
    """
    looks = brought = 0.0
    for start, hours in _pieces(at, at + longest):
        rate = rhythm.rate(start) * share
        pace = _LOOKS * rate**_STEEPNESS
        waits = [(1 - looks) / pace] if pace else []
        if listed and rate:
            waits.append((listed * _ROOM - brought) / rate)
        if waits and (wait := min(waits)) <= hours:
            return max(start + timedelta(hours=wait), at + shortest)
        looks, brought = looks + pace * hours, brought + rate * hours
    return at + longest


def _hour_of_week(at: datetime) -> int:
    there = local(at)
    return there.weekday() * _HOURS + there.hour


def _pieces(since: datetime, until: datetime) -> Iterator[tuple[datetime, float]]:
    """A span cut at full hours: beginning and length in hours of each piece."""
    while since < until:
        end = min(since.replace(minute=0, second=0, microsecond=0) + _HOUR, until)
        yield since, (end - since) / _HOUR
        since = end
