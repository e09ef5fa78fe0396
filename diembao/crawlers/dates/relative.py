"""Times that are told from the moment of reading: "2 giờ trước", "hôm qua 14:05", "18:44"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from diembao.core.clock import VIETNAM
from diembao.crawlers.dates.moments import A_DAY, Moment, moment, sensible
from diembao.crawlers.dates.written import clock

_WORDS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3,
}  # fmt: skip
_UNITS = {
    "giay|seconds?|secs?": timedelta(seconds=1),
    "phut|p|minutes?|mins?": timedelta(minutes=1),
    "gio|h|tieng|hours?|hrs?": timedelta(hours=1),
    "ngay|hom|days?": timedelta(days=1),
    "tuan|weeks?": timedelta(days=7),
    "thang|months?": timedelta(days=30),
    "nam|years?": timedelta(days=365),
}
_COUNT = rf"(\d{{1,4}}|{'|'.join(_WORDS)})"
_UNIT = "|".join(_UNITS)
_AGO = re.compile(
    rf"(?:khoang|hon|gan|about|cach day)?\s?{_COUNT}\s?({_UNIT})(?:(?:\s|,|and|va){{0,3}}{_COUNT}\s?({_UNIT}))?"
)
_SPAN = re.compile(rf"(?:{_AGO.pattern})\s?(?:truoc|ago)(?![a-z])|cach day\s(?:{_AGO.pattern})(?![a-z])")
_JUST_NOW = re.compile(r"(?:vua (?:xong|moi|dang)|moi day|just now|bay gio)(?![a-z])")
_DAYS_AGO = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1, "hom kia": 2}
_DAY_WORD = re.compile(rf"({'|'.join(_DAYS_AGO)})(?![a-z])")
_BESIDE = re.compile(r"^(?:[\s,;|–—·•-]|luc|vao|at|(?:gmt|utc)?\s?\+0?7(?::?00)?|[()])+|(?:[\s,;|–—·•-]|luc)+$")


def read_relative(text: str, now: datetime) -> Moment | None:
    """The moment that a plain text means to somebody who reads it at ``now``; None when it is nothing of the kind.

    A clock alone is the last time that it showed this hour.
    """
    if _JUST_NOW.match(text):
        return sensible(now)
    if match := _SPAN.match(text):
        parts = [group for group in match.groups() if group]
        return _back(parts, now)
    if match := _DAY_WORD.search(text):
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        return _on_day(_DAYS_AGO[match[1]], rest, now)
    if (shown := clock(text)) is not None:
        today = now.astimezone(VIETNAM).date()
        found = moment(today.year, today.month, today.day, shown)
        return Moment(found.at - A_DAY, found.within) if found and found.at > now + timedelta(hours=1) else found
    return None


def _back(parts: list[str], now: datetime) -> Moment | None:
    """``parts``: a number and a unit, and perhaps once more."""
    back, unit = timedelta(0), timedelta(0)
    for count, name in zip(parts[::2], parts[1::2], strict=True):
        unit = next(length for names, length in _UNITS.items() if re.fullmatch(names, name))
        back += (int(count) if count.isdigit() else _WORDS[count]) * unit
    try:
        # Whole units are told: "2 giờ trước" is said for one hour more.
        return sensible(now - back, unit if unit > timedelta(minutes=1) else timedelta(0))
    except OverflowError:
        return None


def _on_day(days: int, rest: str, now: datetime) -> Moment | None:
    day = now.astimezone(VIETNAM).date() - timedelta(days=days)
    told = _BESIDE.sub("", _BESIDE.sub("", rest.strip()))
    parts = clock(told) if told else None
    if told and parts is None:
        return None
    return moment(day.year, day.month, day.day, parts)
