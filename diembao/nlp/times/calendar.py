"""Periods of the calendar, from their first to their last day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from diembao.nlp.times.model import Granularity

_MONTHS = {Granularity.MONTH: 1, Granularity.QUARTER: 3, Granularity.YEAR: 12}
_DAYS = {Granularity.DAY: 1, Granularity.WEEK: 7}
#: Days that a date without its year may lie before and behind the article in the article's own year.
_LONGEST_AGO, _LONGEST_AHEAD = 270, 200


class Third(StrEnum):
    """A part of a period: "đầu tháng", "giữa tháng", "cuối tháng"."""

    BEGINNING = "beginning"
    MIDDLE = "middle"
    END = "end"


class Period(NamedTuple):
    """Days from ``first`` to ``last``, both in it."""

    first: date
    last: date


def period(unit: Granularity, day: date) -> Period:
    """The calendar's period that a day lies in; weeks begin on Monday."""
    if unit in _DAYS:
        first = day - timedelta(days=day.weekday()) if unit is Granularity.WEEK else day
        return Period(first, first + timedelta(days=_DAYS[unit] - 1))
    months = _MONTHS[unit]
    begins = (day.month - 1) // months * months + 1
    return months_from(day.year, begins, months)


def months_from(year: int, month: int, count: int = 1) -> Period:
    """So many months from the first of one."""
    last = add_months(date(year, month, 1), count - 1)
    return Period(date(year, month, 1), last.replace(day=monthrange(last.year, last.month)[1]))


def years(first: int, last: int) -> Period:
    """From the first day of one year to the last of another."""
    return Period(date(first, 1, 1), date(last, 12, 31))


def add_months(day: date, count: int) -> date:
    """The same day of another month, or that month's last.

    :raises ValueError: outside of the years that :class:`datetime.date` knows.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= date.max.year:
        raise ValueError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add(unit: Granularity, day: date, count: int) -> date:
    """A day moved by so many units.

    :raises ValueError, OverflowError: outside of the years that :class:`datetime.date` knows.
    """
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    return add_months(day, count * _MONTHS[unit])


def third(unit: Granularity, whole: Period, part: Third) -> Period:
    """A third of a period: ten days of a month, four months of a year; the end of a week is Saturday and Sunday."""
    if unit is Granularity.WEEK:
        begins, ends = {Third.BEGINNING: (0, 1), Third.MIDDLE: (2, 4), Third.END: (5, 6)}[part]
        return Period(whole.first + timedelta(days=begins), whole.first + timedelta(days=ends))
    place = tuple(Third).index(part)
    if unit in (Granularity.QUARTER, Granularity.YEAR):
        length = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
        if length % 3 == 0:
            begins_at = add_months(whole.first, place * length // 3)
            return months_from(begins_at.year, begins_at.month, length // 3)
    days = (whole.last - whole.first).days + 1
    size = days // 3
    first = whole.first + timedelta(days=place * size)
    return Period(first, whole.last if part is Third.END else first + timedelta(days=size - 1))


def in_likely_year(day: int, month: int, today: date) -> date:
    """The day that a date without its year means in an article of today: in the article's year unless too far away.

    The press leaves out its own year, and near New Year the one beside it: in January "28/12" is past, in December
    "5/1" is to come.

    :raises ValueError: there is no such day.
    """
    year = today.year
    ahead = (date(year, month, min(day, monthrange(year, month)[1])) - today).days
    year += (ahead < -_LONGEST_AGO) - (ahead > _LONGEST_AHEAD)
    while (day, month) == (29, 2) and monthrange(year, 2)[1] < day:
        year -= 1
    return date(year, month, day)


def nearest_in_month(day: int, today: date) -> date:
    """The day of that number nearest to today, in this month or one beside it.

    :raises ValueError: there is none.
    """
    found = []
    for offset in (-1, 0, 1):
        month = add_months(today.replace(day=1), offset)
        if 1 <= day <= monthrange(month.year, month.month)[1]:
            found.append(month.replace(day=day))
    if not found:
        raise ValueError(day)
    return min(found, key=lambda each: abs((each - today).days))
