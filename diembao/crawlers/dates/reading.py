"""Reading a field that holds a time, or a line that has one in it."""

from __future__ import annotations

import re
from datetime import datetime

from diembao.core.text import clean_line, fold
from diembao.crawlers.dates.moments import Moment, Order
from diembao.crawlers.dates.numbers import read_number
from diembao.crawlers.dates.relative import read_relative
from diembao.crawlers.dates.written import WEEKDAY, times

#: Longer fields are looked at as far as this, in characters.
_LONGEST = 400
#: A line that is told from the moment of reading is about as long as its time.
_LONGEST_RELATIVE = 48
_LABEL = (
    r"ngay(?: gio)?(?: dang| cap nhat| xuat ban| tao)?|thoi gian|xuat ban|dang(?: tai| luc| ngay)?"
    r"|cap nhat(?: lan cuoi)?|luc|vao|phat hanh|posted|published|updated|modified|last|date|on|at"
)
#: What may stand before the time in a field that holds nothing else.
_BEFORE = re.compile(rf"(?:[\s,;:|–—·•()\[\]-]|(?:{_LABEL})(?![a-z])|{WEEKDAY}(?![a-z]))*")
_CHANGED = re.compile(r"cap nhat|chinh sua|\bsua\b|updated|modified|edited")


def plain(text: str) -> str:
    """The form of a text in which times are looked for: one line, lower case, without marks, not too long."""
    return fold(clean_line(text[: 4 * _LONGEST])).lower()[:_LONGEST]


def read(text: str, *, now: datetime | None = None, order: Order | None = None) -> Moment | None:
    """The moment that ``text`` starts with or is; None when there is none.

    A text without zone is read as Vietnamese time. "Thứ Hai,", "Cập nhật lúc" and the like may stand before it.

    :param now: when the text was read; without it "2 giờ trước" is no time.
    :param order: day or month first, where that is known (:func:`~diembao.crawlers.dates.ordering.order_of`). Otherwise
        what is ambiguous is day first, unless it is in the very form that .NET writes in US English, or would lie in
        the future.
    """
    line = plain(text)
    if not any(char.isalnum() for char in line):
        return None
    start = match.end() if (match := _BEFORE.match(line)) else 0
    rest = line[start:]
    if found := read_number(rest):
        return found
    if (first := next(times(line, now, order), None)) and first.start <= start:
        return first.moment
    return read_relative(rest, now) if now and len(rest) <= _LONGEST_RELATIVE else None


def parse(text: str, *, now: datetime | None = None, order: Order | None = None) -> datetime | None:
    """The instant, in UTC, of what :func:`read` finds; of a day without time of day, its first."""
    found = read(text, now=now, order=order)
    return found.at if found else None


def find_moment(text: str, *, now: datetime | None = None, order: Order | None = None) -> Moment | None:
    """The first time with an hour that is written anywhere in a line.

    One that the line says is that of a change ("cập nhật", "updated") counts only when there is no other.
    """
    line = plain(text)
    changed: Moment | None = None
    end = 0
    for found in times(line, now, order):
        label, end = line[end : found.start], found.end
        if not found.moment.exact:
            continue
        if not _CHANGED.search(label):
            return found.moment
        changed = changed or found.moment
    if changed or now is None or len(line) > _LONGEST_RELATIVE:
        return changed
    return read(text, now=now)


def find(text: str, *, now: datetime | None = None, order: Order | None = None) -> datetime | None:
    """The instant, in UTC, of what :func:`find_moment` finds."""
    found = find_moment(text, now=now, order=order)
    return found.at if found else None
