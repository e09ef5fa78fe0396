"""What a time expression is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from diembao.core.clock import VIETNAM


class Kind(StrEnum):
    """How a time is told."""

    POINT = "point"
    """One day, or a moment of it."""
    SPAN = "span"
    """A period with a name, or from one time to another."""
    ANCHORED = "anchored"
    """A length of time, counted from the day of the article: "3 ngày trước", "hai năm qua"."""


class Granularity(StrEnum):
    """The unit that an expression counts in, and so how sharp it is."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class DayPart(StrEnum):
    """A part of a day, as it is called."""

    DAWN = "dawn"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class Unresolved(StrEnum):
    """Why an expression has no interval."""

    LUNAR = "lunar"
    """A day of the lunar calendar."""
    VAGUE = "vague"
    """No number is said: "vài năm trước"."""
    NO_DAY = "no-day"
    """A time of day, and no day is told with it."""
    NO_REFERENCE = "no-reference"
    """It depends on the day of the article, which is not known, or on a time before it in the text, where none is."""
    IMPOSSIBLE = "impossible"
    """No such day: 30/2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time that a text speaks of.

    :ivar start: first character.
    :ivar end: behind the last character.
    :ivar kind: how it is told.
    :ivar granularity: how sharply.
    :ivar relative: it means another time in an article of another day ("hôm qua"). A date without its year is not
        relative, though its year is found by the article's.
    :ivar first: its first day; of two that bound a range that of the earlier. Nothing where it cannot be told.
    :ivar last: its last day, the same as ``first`` for a time within one day.
    :ivar clock: Vietnamese time of day at which it is, or begins on its first day.
    :ivar until: Vietnamese time of day at which it ends on its last day, of a range of times of day.
    :ivar part: part of the day, such as "sáng".
    :ivar unresolved: why ``first`` and ``last`` are not known; nothing where they are.
    """

    start: int
    end: int
    kind: Kind
    granularity: Granularity
    relative: bool
    first: date | None
    last: date | None
    clock: time | None = None
    until: time | None = None
    part: DayPart | None = None
    unresolved: Unresolved | None = None

    @property
    def instant(self) -> datetime | None:
        """When it is, or begins, where a time of day is told; in Vietnamese time."""
        return None if self.first is None or self.clock is None else datetime.combine(self.first, self.clock, VIETNAM)
