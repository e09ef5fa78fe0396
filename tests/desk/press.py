"""Stories of an invented press, put straight into an archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from ulid import ULID

from diembao.archive import Archive, annotation_store, articles, recording, schema
from diembao.core.models import Annotation, Channel, Content, PlaceTag, Provenance, TopicTag

#: 12:00 in Việt Nam.
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
DAY = NOON.date()

_numbers = count(1)


def before(hours: float) -> datetime:
    return NOON - timedelta(hours=hours)


def report(
    archive: Archive,
    title: str,
    *,
    lead: str = "",
    source: str = "bao-mau",
    at: datetime = NOON,
    topic: str = "",
    home: bool = False,
    url: str = "",
) -> str:
    """A published and annotated report; gives its id.

    :param url: its address; empty: one of its own.
    """
    url = url or f"https://{source}.example/{next(_numbers)}"
    content = Content(
        title=title, lead=lead, text=f"{title}. {lead}", published_at=at, published_from=Provenance.JSON_LD
    )
    annotation = Annotation(
        language="vi",
        topics=(TopicTag(topic=topic, score=9, why=(("từ", 9.0),)),) if topic else (),
        places=(PlaceTag(place="Phú Giang", count=1, home=home),) if home else (),
    )
    with archive.writing() as connection:
        recorded = recording.record(
            connection,
            content,
            source_id=source,
            keys={url: url},
            channel=Channel.FEED,
            fetched_at=at,
        )
        annotation_store.put(connection, recorded.article_id, 1, annotation)
    return recorded.article_id


def story(archive: Archive, reports: Sequence[str], *, copies: Sequence[str] = ()) -> str:
    """The story of some reports, the first of them its headline; ``copies`` are copies of the first."""
    everything, story_id = [*reports, *copies], str(ULID())
    with archive.writing() as connection:
        dated = [article.dated or NOON for article in articles.get(connection, everything)]
        span = {"founded_at": min(dated), "last_at": max(dated)}
        connection.execute(schema.stories.insert(), {"id": story_id, "founder_id": everything[0], **span})
        members = [
            {"article_id": ref, "story_id": story_id, "similarity": 1 / (place + 1), "pinned": False}
            for place, ref in enumerate(everything)
        ]
        connection.execute(schema.story_articles.insert(), members)
        for copy in copies:
            values = {"article_id": copy, "origin_id": everything[0], "containment": 1.0}
            connection.execute(schema.copies.insert(), values)
    return story_id
