"""Time as the desk sees it: instants in UTC, days in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant, with its zone."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Việt Nam."""
    return now().astimezone(VIETNAM).date()


def local(instant: datetime) -> datetime:
    """The same instant on a Vietnamese clock."""
    return instant.astimezone(VIETNAM)


def local_day(instant: datetime) -> date:
    """The Vietnamese day that an instant falls on."""
    return instant.astimezone(VIETNAM).date()
