"""Days, clocks and zones as they are written, in any order.

Everything here reads text that :func:`~diembao.crawlers.dates.reading.plain` has made lower-case and unmarked, so that
"Thứ Hai", "THỨ HAI" and "Thu hai" are one word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from diembao.core.clock import VIETNAM
from diembao.crawlers.dates.moments import A_DAY, Moment, Order, moment

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?![a-z])"
)
#: "tháng Giêng" and "tháng Chạp" are left out: who writes them means the lunar calendar.
_SPOKEN = {
    "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "muoi mot": 11, "muoi hai": 12,
}  # fmt: skip
_MONTH = rf"(?:thang|thg|th)\.?\s?(?P<month>\d{{1,2}}|{'|'.join(sorted(_SPOKEN, key=len, reverse=True))})(?![a-z\d])"

_YEAR = r"(?P<year>(?:19|2[01])\d{2})(?:(?!\d)|(?=\d{1,2}[:h]\d{2}))"  # a clock may follow without a blank
_SHORT_YEAR = r"(?P<year>\d{2})(?![\d:h])"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"

WEEKDAY = (
    r"(?:thu\s?(?:hai|ba|tu|nam|sau|bay|[2-7](?![\d/]|[-.]\d{1,2}[-.]|\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))"
    r"|chu[a]?\s?nhat|cn|t[2-7](?!\d)"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?(?![a-z]))"
)
#: What may stand between a day and its clock. Bounded, so that no line is searched for ever.
_GAP = rf"(?:[\s,;|–—·•@()\[\].-]|t(?=\d)|luc|vao|hoi|at|ngay(?: dang)?:?|{WEEKDAY}){{0,12}}"
_BETWEEN = re.compile(_GAP)

_CLOCK = (
    r"(?P<hour>\d{1,2})(?:\s?(?:[:hg]|gio)\s?(?P<minute>\d{2})(?!\d)(?:\s?phut|['’])?"
    r"(?::(?P<second>\d{2})(?!\d)(?:[.,]\d{1,9})?)?|\s?(?:h|gio)(?![a-z\d])|(?=\s?[ap]\.?m\b))"
    r"(?:\s?(?P<half>[ap]\.?m\b\.?|(?:sa|ch|sang|chieu|toi)(?![a-z])))?"
)
_ZONE = (
    r"(?:\s?[(\[]?\s?(?P<zone>(?:gmt|utc)\s?[+-]\s?\d{1,2}(?::?\d{2})?(?!\d)|[+-]\d{1,2}(?::?\d{2})?(?![\d/.-])"
    r"|(?:z|gmt|utc?|ict|[ecmp][sd]t)(?![a-z\d])))?"
)
_CLOCK_AFTER = re.compile(_CLOCK + _ZONE)
_CLOCK_ANYWHERE = re.compile(rf"(?<![\d:]){_CLOCK}")
_DAY_ZONE = re.compile(_ZONE)
#: A clock that ends where a day begins, but for what may stand between.
_CLOCK_BEFORE = re.compile(_CLOCK + _ZONE + _GAP)
#: How far before a day its clock is looked for, in characters.
_REACH = 48

_NAMED_ZONES = {"ict": 7, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
_FURTHEST_ZONE = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Written:
    """A time that stands in a text from ``start`` to ``end``."""

    start: int
    end: int
    moment: Moment


def _number(match: re.Match[str]) -> tuple[int, int, int]:
    return _full_year(match["year"]), int(match["month"]), int(match["day"])


def _named(match: re.Match[str]) -> tuple[int, int, int]:
    name = match["month"]
    month = int(name) if name.isdigit() else _SPOKEN.get(name) or 1 + _ENGLISH.index(name[:3])
    return _full_year(match["year"]), month, int(match["day"])


def _full_year(text: str) -> int:
    year = int(text)
    return year if year > 99 else year + (1900 if year > 90 else 2000)


#: How a day is written, with its reader: year, month, day.
_DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int, int]]], ...] = (
    (
        re.compile(r"(?<!\d)(?P<year>(?:19|2[01])\d{2})(?P<by>[-/.])(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})(?!\d)"),
        _number,
    ),
    (re.compile(rf"{_DAY}\s?{_MONTH}[\s,/-]*(?:nam\s?)?{_YEAR}"), _named),
    (re.compile(rf"{_MONTH}\s{_DAY},?\s?(?:nam\s)?{_YEAR}"), _named),
    (re.compile(rf"{_DAY}(?:st|nd|rd|th)?[\s.-]{{0,2}}(?:of\s)?{_ENGLISH_MONTH}[\s.,-]{{0,3}}(?:{_YEAR})"), _named),
    (re.compile(rf"{_DAY}[\s-]{_ENGLISH_MONTH}[\s-]{_SHORT_YEAR}"), _named),
    (re.compile(rf"(?<![a-z]){_ENGLISH_MONTH}\s?{_DAY}(?:st|nd|rd|th)?,?\s{_YEAR}"), _named),
)
#: Three numbers of which the last is the year; which of the others is the day is another question.
NUMBERS = re.compile(
    rf"(?<![\d/])(?P<first>\d{{1,2}})\s?(?P<by>[-/.])\s?(?P<second>\d{{1,2}})\s?(?P=by)\s?(?:{_YEAR}|(?P<short>\d{{2}})(?![\d:h/.-]))"
)
#: The C library's form, in which the year stands last: "Mon Sep 14 18:44:00 +07 2026".
_C = re.compile(rf"(?<![a-z]){_ENGLISH_MONTH}\s{{1,2}}{_DAY}\s{_CLOCK}{_ZONE}\s{_YEAR}")
#: What .NET writes by itself on a machine set to US English: numbers without a leading zero, seconds, AM or PM. On one
#: set to Vietnamese or to British English it writes SA, CH or a clock of 24 hours.
_US = re.compile(r"[1-9]\d?/[1-9]\d?/\d{4} (?:[1-9]|1[0-2]):\d{2}:\d{2} [ap]m")
_WITHOUT_YEAR = re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?![\d/.-])")


def times(text: str, now: datetime | None, order: Order | None) -> Iterator[Written]:
    """Every day that is written in ``text``, with its clock where one stands beside it, from left to right.

    :param now: when the text was read; without it nothing is known of the future, nor the year that a text leaves out.
    :param order: what is known of the order of day and month.
    """
    taken = 0
    for start, end, day in _days(text, now, order):
        if start < taken:
            continue
        found = _with_clock(text, start, end, day, taken)
        if found:
            taken = found.end
            yield found


def _days(text: str, now: datetime | None, order: Order | None) -> list[tuple[int, int, tuple[int, int, int] | Moment]]:
    found: dict[int, tuple[int, int, tuple[int, int, int] | Moment]] = {}
    for match in _C.finditer(text):
        if (zone := _zone(match["zone"])) and (whole := moment(*_named(match), _clock(match), zone)):
            found.setdefault(match.start(), (match.start(), match.end(), whole))
    for form, parts in _DAYS:
        for match in form.finditer(text):
            found.setdefault(match.start(), (match.start(), match.end(), parts(match)))
    for match in NUMBERS.finditer(text):
        found.setdefault(match.start(), (match.start(), match.end(), _ordered(text, match, now, order)))
    if now and not found:
        for match in _WITHOUT_YEAR.finditer(text):
            if day := _latest(int(match["month"]), int(match["day"]), now):
                found.setdefault(match.start(), (match.start(), match.end(), day))
    return [found[start] for start in sorted(found)]


def _ordered(text: str, match: re.Match[str], now: datetime | None, order: Order | None) -> tuple[int, int, int]:
    first, second, year = int(match["first"]), int(match["second"]), _full_year(match["year"] or match["short"])
    day_first, month_first = (year, second, first), (year, first, second)
    if first > 12 or second > 12 or first == second:
        return month_first if second > 12 >= first else day_first
    if order is None and _US.match(text, match.start()):
        order = Order.MONTH_FIRST
    if order is None and now and _is_future(day_first, now) and not _is_future(month_first, now):
        order = Order.MONTH_FIRST
    return month_first if order is Order.MONTH_FIRST else day_first


def _is_future(day: tuple[int, int, int], now: datetime) -> bool:
    found = moment(*day)
    return found is not None and found.at > now + A_DAY


def _latest(month: int, day: int, now: datetime) -> tuple[int, int, int] | None:
    year = now.astimezone(VIETNAM).year
    return next(
        (one for one in ((year, month, day), (year - 1, month, day)) if moment(*one) and not _is_future(one, now)), None
    )


def _with_clock(text: str, start: int, end: int, day: tuple[int, int, int] | Moment, taken: int) -> Written | None:
    if isinstance(day, Moment):
        return Written(start, end, day)
    before = _clock_before(text, start, taken)
    gap = _BETWEEN.match(text, end)
    after = _CLOCK_AFTER.match(text, gap.end() if gap else end)
    match = before or after
    if match is None:
        # A day may have a zone, too: "2026-09-14+07:00".
        zoned = _DAY_ZONE.match(text, end) if text[end : end + 1] in ("+", "z") else None
        zone = _zone(zoned["zone"] if zoned else None)
        found = moment(*day, None, zone) if zone else None
        return Written(start, end, found) if found else None
    zone = _zone(match["zone"])
    found = moment(*day, _clock(match), zone) if zone else None
    return Written(min(start, match.start()), max(end, match.end()), found) if found else None


def _clock_before(text: str, start: int, taken: int) -> re.Match[str] | None:
    for match in _CLOCK_ANYWHERE.finditer(text, max(taken, start - _REACH), start):
        whole = _CLOCK_BEFORE.match(text, match.start(), start)
        if whole and whole.end() == start:
            return whole
    return None


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour, half = int(match["hour"]), (match["half"] or "").replace(".", "")
    if half in ("pm", "ch", "chieu", "toi") and hour < 12:
        hour += 12
    elif half in ("am", "sa", "sang") and hour == 12:
        hour = 0
    return hour, int(match["minute"] or 0), int(match["second"] or 0)


def clock(text: str) -> tuple[int, int, int] | None:
    """Hour, minute and second of a text that is a clock; None when it is anything else."""
    match = _CLOCK_AFTER.fullmatch(text)
    return _clock(match) if match and not match["zone"] else None


def _zone(text: str | None) -> tzinfo | None:
    """The zone of a suffix, Vietnamese time for none; None when there is no such zone."""
    if not text:
        return VIETNAM
    sign = next((char for char in text if char in "+-"), "")
    if not sign:
        hours = _NAMED_ZONES.get(text, 0)
        return timezone(timedelta(hours=hours)) if hours else UTC
    digits = re.sub(r"\D", "", text)
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    offset = timedelta(hours=hours, minutes=minutes)
    if offset > _FURTHEST_ZONE:
        return None
    return timezone(-offset if sign == "-" else offset)
