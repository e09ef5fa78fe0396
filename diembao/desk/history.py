"""What became of one article: its versions, its absences, and what waits for a second look.

One article at a time: nothing here counts or compares by outlet or author.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.engine import Connection

from diembao.archive import identity, suspects, versions, visits
from diembao.archive.suspects import Suspect
from diembao.archive.versions import Version
from diembao.archive.visits import Visit
from diembao.core.models import Article, Outcome
from diembao.nlp.revisions import Comparison, compare

_COLLECTED = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
_MOST_VISITS = 1000


class EventKind(StrEnum):
    """What happened."""

    FIRST_READ = "first-read"
    CHANGED = "changed"
    REMOVED = "removed"
    BACK = "back"
    MERGED = "merged"
    """Another id turned out to be the same article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to an article."""

    kind: EventKind
    at: datetime
    version: Version | None = None
    """The version that was read then (first read, changed)."""
    visit: Visit | None = None
    """The visit that met it (removed, back)."""
    former_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """An article's events and versions."""

    events: tuple[Event, ...]
    """The newest first."""
    versions: tuple[Version, ...]
    """The oldest first."""
    waiting: Suspect | None
    """What waits for a second look."""

    def comparison(self, number: int) -> Comparison:
        """A version against the one before it.

        :param number: of the version, from 2 on.
        """
        before, after = self.versions[number - 2], self.versions[number - 1]
        return compare(before.content, after.content)


def history(connection: Connection, article: Article) -> History:
    """The history of an article."""
    texts = versions.history(connection, article.id)
    looks = visits.of_article(connection, article.id, limit=_MOST_VISITS)[::-1]
    events = [
        *(
            Event(
                kind=EventKind.CHANGED if version.number > 1 else EventKind.FIRST_READ,
                at=version.fetched_at,
                version=version,
            )
            for version in texts
        ),
        *_comings_and_goings(looks),
        *(
            Event(kind=EventKind.MERGED, at=at, former_id=former_id)
            for former_id, at in identity.aliases_of(connection, article.id)
        ),
    ]
    return History(
        events=tuple(sorted(events, key=lambda event: event.at, reverse=True)),
        versions=tuple(texts),
        waiting=suspects.of(connection, article.id),
    )


def _comings_and_goings(looks: Sequence[Visit]) -> list[Event]:
    """Removals, and the first visit after each that found the article again; ``looks`` come oldest first."""
    found: list[Event] = []
    away = False
    for look in looks:
        if look.outcome is Outcome.REMOVED:
            found.append(Event(kind=EventKind.REMOVED, at=look.at, visit=look))
            away = True
        elif away and look.outcome in _COLLECTED:
            found.append(Event(kind=EventKind.BACK, at=look.at, visit=look))
            away = False
    return found
