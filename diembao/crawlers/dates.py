"""Published times in all the forms that Vietnamese pages and feeds write them."""

from __future__ import annotations

import re
from datetime import MAXYEAR, UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from diembao.core.clock import VIETNAM

_ZONE = r"(?:\(?\s*(?:GMT|UTC)?\s*(?P<zone>Z|[+-]\d{1,2}(?::?\d{2})?)\s*\)?)?"
_CLOCK = r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[AP]M|SA|CH)?"

#: Year first: ISO 8601 and its relatives, with or without zone.
_ISO = re.compile(
    rf"(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})(?:[T\s,]+{_CLOCK})?\s*{_ZONE}", re.IGNORECASE
)
#: Day first: "Thứ Hai, 14/9/2026, 18:44 (GMT+7)", "07-03-2026 - 00:01", "14 tháng 09, 2026".
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:[-/.]|\s+tháng\s+)(?P<month>\d{{1,2}})(?:[-/.]|,?\s+(?:năm\s+)?)(?P<year>\d{{4}})"
    rf"(?:[\s,|–-]+(?:lúc\s+)?{_CLOCK})?\s*{_ZONE}",
    re.IGNORECASE,
)
#: Clock before the date: "18:44 14/09/2026", "08:06 | 23/03/2015", "18:44, ngày 14/9/2026".
_CLOCK_FIRST = re.compile(
    rf"{_CLOCK}\s*{_ZONE}[\s,|–-]+(?:ngày\s+)?(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.](?P<year>\d{{4}})",
    re.IGNORECASE,
)
#: The form that .NET writes on a machine set to US English: month first, no zone.
_US = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}) (?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r" (?P<half>[AP]M)",
    re.IGNORECASE,
)
_RFC822 = re.compile(r"(?:[A-Za-z]{3,9},?\s*)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{2,4}\s")
#: "+07", "GMT+7", "UTC+07:00" at the end, where RFC 822 has "+0700".
_LOOSE_ZONE = re.compile(r"\s*(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?$")
_WEEKDAY = re.compile(r"^(?:thứ\s+\w+|chủ\s+nhật|t[2-7]|cn)\s*,?\s*(?:ngày\s+)?(?=\d)", re.IGNORECASE)
#: The first Vietnamese newspaper went on line in 1997: a date before the web is a field that nobody filled in.
_OLDEST_YEAR = 1991


def parse(text: str) -> datetime | None:
    """The instant that ``text`` starts with or is, in UTC; None when there is none.

    A text without zone is read as Vietnamese time; a day without time of day is its first instant.
    """
    text = _WEEKDAY.sub("", " ".join(text.split()), count=1)
    if _RFC822.match(text):
        return _rfc822(text)
    for form in (_US, _ISO, _CLOCK_FIRST, _DAY_FIRST):
        if (match := form.match(text)) and (instant := _instant(match)):
            return instant
    return None


def find(text: str) -> datetime | None:
    """The first instant with a time of day that is written anywhere in ``text``, in UTC."""
    found = [
        (match.start(), instant)
        for form in (_CLOCK_FIRST, _DAY_FIRST, _ISO)
        for match in form.finditer(text)
        if match["hour"] and (instant := _instant(match))
    ]
    return min(found)[1] if found else None


def _rfc822(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(_LOOSE_ZONE.sub(_strict_zone, text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _in_utc(instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM))


def _strict_zone(zone: re.Match[str]) -> str:
    digits = f"{zone[2]:0>2}{zone[3] or '00'}"
    return f" {zone[1] if int(digits) else '+'}{digits}"  # "-0000" is UTC, too, but email.utils reads no zone in it


def _instant(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    hour = int(parts["hour"] or 0)
    half = (parts["half"] or "").upper()
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    elif half in ("AM", "SA") and hour == 12:
        hour = 0
    try:
        instant = datetime(
            int(parts["year"]),
            int(parts["month"]),
            int(parts["day"]),
            hour,
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
            tzinfo=_zone(parts.get("zone")),
        )
    except (ValueError, OverflowError):
        return None
    return _in_utc(instant)


def _in_utc(instant: datetime) -> datetime | None:
    try:
        instant = instant.astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar
        return None
    # The last days of the calendar (a field that means "never") do not exist on a Vietnamese clock.
    return instant if _OLDEST_YEAR <= instant.year < MAXYEAR else None


def _zone(text: str | None) -> tzinfo:
    if not text:
        return VIETNAM
    if text.upper() == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
