"""Times as they are told, before anybody asks what days they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from diembao.nlp.times.calendar import Third
from diembao.nlp.times.model import DayPart, Granularity


class YearTold(NamedTuple):
    """A year by its number, or so many years from the article's; neither: not told."""

    number: int = 0
    offset: int | None = None

    def __bool__(self) -> bool:
        return bool(self.number) or self.offset is not None


NO_YEAR = YearTold()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; 0 for a month that is not told."""

    day: int
    month: int = 0
    year: YearTold = NO_YEAR
    lunar: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar.

    :ivar turn: 1 for the next of that name ("tháng 9 tới"), -1 for the last ("tháng 9 vừa qua"), 0 for the nearest.
    """

    month: int
    year: YearTold = NO_YEAR
    lunar: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    quarter: int
    year: YearTold = NO_YEAR


@dataclass(frozen=True, slots=True)
class Years:
    """A year, or several from the first to the last."""

    first: YearTold
    last: YearTold


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year, by the year that it begins in."""

    begins: int


@dataclass(frozen=True, slots=True)
class Near:
    """The article's own period moved by some: "tuần này" (0), "tháng trước" (-1)."""

    unit: Granularity
    offset: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 0 for Monday.

    :ivar week: so many weeks from the article's, where it is told.
    :ivar turn: without one: 1 for the next, -1 for the last.
    """

    weekday: int
    week: int | None = None
    turn: int = -1


@dataclass(frozen=True, slots=True)
class Away:
    """A period so many units before or behind the article's: "3 ngày trước", "hai năm nữa"."""

    count: int
    unit: Granularity
    direction: int


@dataclass(frozen=True, slots=True)
class Lasting:
    """A length of time up to the article's day, or from it on: "hai năm qua", "10 ngày tới"."""

    count: int
    unit: Granularity
    direction: int


@dataclass(frozen=True, slots=True)
class Part:
    """A third of a period: "cuối năm ngoái"."""

    third: Third
    of: Told


@dataclass(frozen=True, slots=True)
class Some:
    """The first or the last units of a period: "6 tháng đầu năm", "nửa cuối tháng 9" (``half``)."""

    count: int
    unit: Granularity
    end: bool
    of: Told
    half: bool = False


@dataclass(frozen=True, slots=True)
class UpToNow:
    """From the beginning of a time to the article's day: "từ đầu năm đến nay"."""

    since: Told


@dataclass(frozen=True, slots=True)
class SamePeriod:
    """The period told before, in another year; without one in the year before: "cùng kỳ năm ngoái"."""

    year: YearTold = NO_YEAR


@dataclass(frozen=True, slots=True)
class SameDay:
    """The day told before, or one some days behind it: "cùng ngày", "hôm sau"."""

    offset: int = 0


@dataclass(frozen=True, slots=True)
class Vague:
    """A time without a number."""

    unit: Granularity


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day: hour and minute, or a part; ``day`` where one is told with it."""

    hour: int | None = None
    minute: int | None = None
    part: DayPart | None = None
    day: Told | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """From one time to another."""

    first: Told
    last: Told


Told = (
    Day | Month | Quarter | Years | SchoolYear | Near | Weekday | Away | Lasting | Part | Some | UpToNow | SamePeriod
    | SameDay | Vague | Moment | Range
)  # fmt: skip
