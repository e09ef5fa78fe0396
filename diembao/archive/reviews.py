"""Press reviews: every saved state of each day's review, so that steps can be taken back and none is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive.schema import AnyRow, reviews
from diembao.core.reviews import Review, ReviewItem, ReviewStep


def current(connection: Connection, day: date) -> Review:
    """The review of a day as it stands; of revision 0 when nobody has begun it."""
    row = connection.execute(
        sa.select(reviews).where(reviews.c.day == day).order_by(reviews.c.revision.desc()).limit(1)
    ).first()
    return _review(row) if row else Review(day=day, revision=0)


def revision(connection: Connection, day: date, number: int) -> Review:
    """An earlier state of a day's review; that of revision 0 is empty."""
    row = connection.execute(sa.select(reviews).where(reviews.c.day == day, reviews.c.revision == number)).first()
    return _review(row) if row else Review(day=day, revision=0)


def append(connection: Connection, review: Review) -> bool:
    """Keep the next state of a review.

    :returns: False when there is a state of this revision already: somebody else was quicker.
    """
    row = {
        "day": review.day,
        "revision": review.revision,
        "previous": review.previous,
        "step": review.step,
        "title": review.title,
        "intro": review.intro,
        "items": [asdict(item) for item in review.items],
        "edited_by": review.edited_by,
        "edited_at": review.edited_at,
    }
    try:
        with connection.begin_nested():
            connection.execute(reviews.insert().values(row))
    except sa.exc.IntegrityError:
        return False
    return True


def begun(connection: Connection, *, before: date) -> tuple[date, datetime] | None:
    """Day of the last review of an earlier day, and when it was begun, which may be days later."""
    row = connection.execute(
        sa.select(reviews.c.day, reviews.c.edited_at)
        .where(reviews.c.day < before, reviews.c.revision == 1)
        .order_by(reviews.c.day.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.day, row.edited_at)


def days(connection: Connection, limit: int = 60) -> Sequence[date]:
    """Days that have a review, the newest first."""
    query = sa.select(reviews.c.day).where(reviews.c.revision == 1).order_by(reviews.c.day.desc()).limit(limit)
    return list(connection.scalars(query))


def editors(connection: Connection, day: date) -> Sequence[str]:
    """Ids of the people who worked on a day's review, in the order in which they came to it."""
    query = sa.select(reviews.c.edited_by).where(reviews.c.day == day).order_by(reviews.c.revision)
    return list(dict.fromkeys(connection.scalars(query)))


def _review(row: AnyRow) -> Review:
    return Review(
        day=row.day,
        revision=row.revision,
        previous=row.previous,
        step=ReviewStep(row.step),
        title=row.title,
        intro=row.intro,
        items=tuple(ReviewItem(**{**item, "reports": tuple(item["reports"])}) for item in row.items),
        edited_by=row.edited_by,
        edited_at=row.edited_at,
    )
