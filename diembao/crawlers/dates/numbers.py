"""Times written as digits in a row: seconds since 1970, and the numbers that systems make of the clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from diembao.crawlers.dates.moments import A_DAY, Moment, moment, sensible

#: Seconds or milliseconds since 1970 (ten digits: 2001 to 2286), as JSON feeds and .NET ("/Date(1789386240000)/") have
#: them.
_EPOCH = re.compile(r"(?:/date\()?(?P<seconds>\d{10})(?:\.\d+|(?P<thousandths>\d{3}))?(?:[+-]\d{4})?(?:\)/)?")
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[t\s]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?:\d{3})?)?(?P<zone>z|[+-]00:?00)?"
)
#: Article numbers that begin with the clock: "-20260914184400123.htm"; with three digits for the site before it and a
#: year of two, "-188260914184400084.chn".
_IN_NUMBER = (
    re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})(?P<clock>\d{6})\d{0,3}(?!\d)"),
    re.compile(r"(?<!\d)[1-9]\d{2}(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})(?P<clock>\d{6})\d{3}(?!\d)"),
)
#: Folders: "/2026/09/14/", "/20260914/", "/2026-09-14/".
_IN_PATH = re.compile(r"/(?P<year>(?:19|20)\d{2})(?P<by>[-/]?)(?P<month>\d{2})(?P=by)(?P<day>\d{2})(?=/)")


def read_number(text: str) -> Moment | None:
    """The moment of a text that is nothing but such a number."""
    if match := _EPOCH.fullmatch(text):
        return sensible(datetime.fromtimestamp(int(match["seconds"]), UTC))
    if not (match := _COMPACT.fullmatch(text)):
        return None
    clock = (int(match["hour"]), int(match["minute"]), int(match["second"] or 0)) if match["hour"] else None
    day = int(match["year"]), int(match["month"]), int(match["day"])
    return moment(*day, clock, UTC) if match["zone"] else moment(*day, clock)


def in_address(path: str) -> Moment | None:
    """The time that a system wrote into an article's path.

    It is when the article was begun, which may be days before it was published; so it says no more than the day.
    """
    for form in _IN_NUMBER:
        if match := form.search(path):
            year = int(match["year"])
            clock = match["clock"]
            parts = int(clock[:2]), int(clock[2:4]), int(clock[4:])
            found = moment(year if year > 99 else 2000 + year, int(match["month"]), int(match["day"]), parts)
            if found:
                return Moment(found.at, A_DAY)
    if match := _IN_PATH.search(path):
        return moment(int(match["year"]), int(match["month"]), int(match["day"]))
    return None
