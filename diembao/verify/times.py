"""Times that a sentence speaks of: days, months, quarters, years and school years, as far as each is told.

"ngày 15/6" has no year and "năm 2024" no month; two times agree when nothing that both tell differs.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import product

_MONTH_WORDS = dict(
    zip(
        ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai"),
        range(1, 13),
        strict=True,
    )
) | {"gieng": 1, "chap": 12}
_MONTH = r"(?:\d{1,2}|muoi mot|muoi hai|gieng|mot|hai|ba|tu|nam|sau|bay|tam|chin|muoi|chap)"
_QUARTERS = {
    **dict.fromkeys(("i", "1", "mot", "dau"), 1),
    **dict.fromkeys(("ii", "2", "hai"), 2),
    **dict.fromkeys(("iii", "3", "ba"), 3),
    **dict.fromkeys(("iv", "4", "tu", "bon", "cuoi"), 4),
}
_YEAR = r"(?:19|20)\d\d"
_OF_YEAR = rf"(?:\s*[,/]?\s*(?:cua\s+)?(?:nam\s+)?(?P<year>{_YEAR}))?"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bnam hoc (?P<school>{_YEAR})\s*[-–/]\s*{_YEAR}",
        rf"\bngay (?P<day>\d{{1,2}}) thang (?P<month>{_MONTH})\b{_OF_YEAR}",
        rf"(?<![\d/.,-])(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>{_YEAR})(?![\d/])",
        rf"\bthang (?P<month>{_MONTH})\s*[/-]\s*(?P<year>{_YEAR})(?![\d/])",
        rf"\bthang (?P<month>{_MONTH})\b(?! (?:ngay|nam\b(?! {_YEAR})))(?: nam)? ?(?P<year>{_YEAR})?(?![\d/])",
        rf"\bquy (?P<quarter>iv|i{{1,3}}|[1-4]|mot|hai|ba|tu|bon|dau|cuoi)\b{_OF_YEAR}",
        rf"\b(?P<first>ba|3) thang dau nam(?: (?P<year>{_YEAR}))?",
        r"(?:\b(?:ngay|tu|den|hom|toi|sang|chieu|trua|dem|truoc|sau|ngay \d{1,2} va)\s+|\()"
        r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?![\d/%]|[.,]\d|\s*(?:so|tong|nguoi|ho)\b)",
        rf"(?<![\d/.,-])(?P<month>1[0-2]|0?[1-9])/(?P<year>{_YEAR})(?![\d/])",
        rf"(?<![\d/.,-])(?P<year>{_YEAR})(?![\d/.,]\d|\d|\s*(?:%|nguoi|ho\b|con\b|ca\b|ty|trieu|dong|ti\b|m2|ha\b|tan))",
    )
)
_LAST_DAY, _LAST_MONTH = 31, 12


@dataclass(frozen=True, slots=True, order=True)
class Time:
    """A time as far as it is told; 0 stands for what is not told."""

    year: int = 0
    quarter: int = 0
    month: int = 0
    day: int = 0
    school: bool = False
    """Whether it is the school year that begins in ``year``."""

    def agrees(self, other: Time) -> bool:
        """Whether nothing that both tell differs."""
        if self.school and not other.school:
            return other.year in (0, self.year, self.year + 1)
        if other.school and not self.school:
            return other.agrees(self)
        return all(not here or not there or here == there for here, there in self._beside(other))

    def meets(self, other: Time) -> bool:
        """Whether both tell a part, and it is the same."""
        return self.agrees(other) and any(here and here == there for here, there in self._beside(other))

    def _beside(self, other: Time) -> tuple[tuple[int, int], ...]:
        return (
            (self.year, other.year),
            (self.quarter, other.quarter),
            (self.month, other.month),
            (self.day, other.day),
        )


def find_times(folded: str) -> tuple[Time, ...]:
    """Times in folded lower-case text, in the order of their kinds; each stretch is read once.

    The one year that a text names holds for all its times: "từ ngày 15/6 đến 15/7/2023".
    """
    found: dict[Time, None] = {}
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(start < other_end and end > other_start for other_start, other_end in taken):
                continue
            time = _time(match.groupdict())
            if time is not None:
                taken.append((start, end))
                found[time] = None
    years = {time.year for time in found if time.year}
    if len(years) == 1:
        (year,) = years
        return tuple(dict.fromkeys(time if time.year else replace(time, year=year) for time in found))
    return tuple(found)


def differ(some: Collection[Time], others: Collection[Time]) -> bool:
    """Whether two sentences speak of different times: both tell some, and too few of the first agree with another.

    A sentence with fewer times than the first may leave some of them out.
    """
    agreeing = sum(any(time.agrees(other) for other in others) for time in some)
    return bool(some and others) and agreeing < min(len(some), len(others))


def shared(some: Collection[Time], others: Collection[Time]) -> bool:
    """Whether one time of the first agrees with one of the others and tells a common part with it."""
    return any(time.meets(other) for time, other in product(some, others))


def _time(parts: dict[str, str | None]) -> Time | None:
    if school := parts.get("school"):
        return Time(year=int(school), school=True)
    year = int(parts.get("year") or 0)
    if parts.get("first"):
        return Time(year=year, quarter=1)
    if quarter := parts.get("quarter"):
        return Time(year=year, quarter=_QUARTERS[quarter])
    written = parts.get("month") or ""
    month = int(written) if written.isdigit() else _MONTH_WORDS.get(written, 0)
    day = int(parts.get("day") or 0)
    if month > _LAST_MONTH or day > _LAST_DAY or (parts.get("month") and not month):
        return None
    return Time(year=year, quarter=(month + 2) // 3, month=month, day=day)
