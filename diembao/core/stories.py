"""Stories: the reports of one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The reports of one event. Its id is given at founding and outlives merges (an alias leads on to it)."""

    id: str
    founded_at: datetime
    """When the earliest of its reports is dated."""
    last_at: datetime
    """When the latest of its reports is dated."""
    articles: tuple[str, ...]
    """Ids, oldest first."""
    voices: int
    """How many independent texts: copies of one text are one voice."""
    headline: str
    """Id of the report that speaks for the story: the most central of its voices, in the earliest print of it. Outlets
    play no part in it."""
