"""The words for how a source does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from diembao.archive.visits import DoorState
from diembao.core.models import Source


class HealthStatus(StrEnum):
    """How a source does, the worst first."""

    CERTIFICATE = "certificate"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    FAILING = "failing"
    """None of its doors can be read, for any other reason."""
    LAYOUT = "layout"
    """Its pages have changed so that they are no longer read in full."""
    SILENT = "silent"
    """It answers, but has brought nothing for longer than its rhythm explains."""
    PARTLY = "partly"
    """Some of its doors cannot be read."""
    UNDATED = "undated"
    DOUBTFUL_DATES = "doubtful-dates"
    BELOW = "below"
    """Fewer articles than its rhythm explains."""
    ABOVE = "above"
    NEVER = "never"
    """It was never looked at."""
    LEARNING = "learning"
    """It answers; there is not enough yet to know its rhythm."""
    OK = "ok"
    OFF = "off"


#: Nothing comes in from such a source, or less than it publishes.
MISSING = frozenset(
    {
        HealthStatus.CERTIFICATE,
        HealthStatus.BLOCKED,
        HealthStatus.ROBOTS,
        HealthStatus.FAILING,
        HealthStatus.LAYOUT,
        HealthStatus.SILENT,
        HealthStatus.PARTLY,
    }
)
#: An admin should look at these.
TROUBLED = MISSING | {HealthStatus.UNDATED, HealthStatus.DOUBTFUL_DATES, HealthStatus.BELOW}


class Field(StrEnum):
    """Parts of articles whose absence shows that a page's layout has changed."""

    LEAD = "lead"
    SECTION = "section"
    AUTHORS = "authors"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is to be said of a source."""

    status: HealthStatus
    since: datetime
    detail: Mapping[str, Any]
    """What its sentence names: plain values, as JSON keeps them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How one source does: its worst finding, and all of them."""

    source: Source
    findings: Sequence[Finding]
    """The worst first; never empty."""
    days: Sequence[int]
    """Articles of each of the last 28 Vietnamese days, the present one last."""
    doors: Sequence[DoorState]

    @property
    def status(self) -> HealthStatus:
        """The worst that is to be said."""
        return self.findings[0].status

    @property
    def since(self) -> datetime:
        """Since when its status has been what it is, as far as that is known."""
        return self.findings[0].since

    @property
    def checked_at(self) -> datetime | None:
        """The last look at any of its doors."""
        return max((door.checked_at for door in self.doors), default=None)

    @property
    def worked_at(self) -> datetime | None:
        """The last look that brought something to read."""
        return max((door.worked_at for door in self.doors if door.worked_at), default=None)
