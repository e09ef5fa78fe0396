"""What a visit found that may be a fault of the page, and waits for a second visit to say the same.

Of each article at most one doubt waits: the last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.schema import suspects
from diembao.core.models import Absence, Doubt

#: A second visit counts from here on; a little less than the hour after which it is due.
CONFIRMS_AFTER = timedelta(minutes=50)
#: A doubt of one kind that lasts so long counts, even if the text was another one at each visit.
LASTS_AT_MOST = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A doubt about an article's page."""

    article_id: str
    reason: Doubt | Absence
    digest: str
    """Of the text that was read; empty: none was."""
    raw_digest: str | None
    """The page that gave rise to it; None: none came."""
    seen_at: datetime
    """When it was seen first."""

    def says_what(self, other: Suspect) -> bool:
        """Whether both doubt the same; a page may be absent in another way each time."""
        return self.reason is other.reason or (isinstance(self.reason, Absence) and isinstance(other.reason, Absence))

    def is_confirmed_by(self, other: Suspect) -> bool:
        """Whether what a later visit found says the same, long enough after."""
        passed = other.seen_at - self.seen_at
        return self.says_what(other) and (
            passed >= LASTS_AT_MOST or (self.digest == other.digest and passed >= CONFIRMS_AFTER)
        )


def meet(connection: Connection, found: Suspect) -> bool:
    """Note a doubt, or find that it was seen before.

    :returns: whether this visit confirms an earlier one: the doubt is over, what was found counts.
    """
    before = of(connection, found.article_id)
    if before and before.is_confirmed_by(found):
        clear(connection, found.article_id)
        return True
    since = before.seen_at if before and before.says_what(found) else found.seen_at
    clear(connection, found.article_id)
    connection.execute(
        suspects.insert(),
        {
            "article_id": found.article_id,
            "reason": found.reason,
            "digest": found.digest,
            "raw_digest": found.raw_digest,
            "seen_at": since,
        },
    )
    return False


def clear(connection: Connection, article_id: str) -> None:
    """Forget a doubt: the page is as it was, or what was found counts."""
    connection.execute(suspects.delete().where(suspects.c.article_id == article_id))


def of(connection: Connection, article_id: str) -> Suspect | None:
    """The doubt that waits for an article's second visit, if any."""
    row = connection.execute(sa.select(suspects).where(suspects.c.article_id == article_id)).one_or_none()
    if row is None:
        return None
    reason = Doubt(row.reason) if row.reason in list(Doubt) else Absence(row.reason)
    return Suspect(
        article_id=row.article_id,
        reason=reason,
        digest=row.digest,
        raw_digest=row.raw_digest,
        seen_at=row.seen_at,
    )
