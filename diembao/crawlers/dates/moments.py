"""What a written time says: an instant, and how exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta, tzinfo
from enum import Enum

from diembao.core.clock import VIETNAM

#: The first Vietnamese newspaper went on line in 1997: a date before the web is a field that nobody filled in.
_OLDEST_YEAR = 1991
EXACT = timedelta(0)
A_DAY = timedelta(days=1)


class Order(Enum):
    """Which of two numbers is the day."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True, slots=True)
class Moment:
    """A written time.

    :param at: the instant, in UTC; of a day without time of day, its first.
    :param within: for how long from ``at`` on the text may mean any instant: a day for "14/9/2026", nothing for what
        names the minute.
    """

    at: datetime
    within: timedelta = EXACT

    @property
    def exact(self) -> bool:
        """Whether the minute is named."""
        return self.within == EXACT


def moment(
    year: int,
    month: int,
    day: int,
    clock: tuple[int, int, int] | None = None,
    zone: tzinfo = VIETNAM,
) -> Moment | None:
    """The moment of a calendar day and a clock; None when there is no such instant, or none on the web.

    :param clock: hour, minute, second.
    """
    try:
        at = datetime(year, month, day, *(clock or (0, 0, 0)), tzinfo=zone)
    except (ValueError, OverflowError):
        return None
    return sensible(at, EXACT if clock else A_DAY)


def sensible(at: datetime, within: timedelta = EXACT) -> Moment | None:
    """The moment of an instant, unless it lies before the web or at the end of the calendar."""
    try:
        at = at.astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar
        return None
    # The last days of the calendar (a field that means "never") do not exist on a Vietnamese clock.
    return Moment(at, within) if _OLDEST_YEAR <= at.year < MAXYEAR else None
