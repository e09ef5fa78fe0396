"""What reading found in the present version of each article; made anew whenever the reading changes."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import identity, rows, topic_labels
from diembao.archive.schema import AnyRow, articles, copies, story_articles
from diembao.archive.schema import annotations as table
from diembao.core.models import Annotation, OrganisationTag, PlaceTag, TopicTag

#: Rows that are read at a time.
_PORTION = 2_000


def put(connection: Connection, article_id: str, version: int, annotation: Annotation) -> None:
    """Keep the annotation of an article's present version in place of the one before."""
    rows.put(connection, table, {"article_id": article_id}, _values(version, annotation))


def put_new(connection: Connection, annotations: Mapping[str, Annotation]) -> None:
    """Keep the annotations of the first versions of new articles, by article id."""
    if annotations:
        new = [{"article_id": article_id, **_values(1, each)} for article_id, each in annotations.items()]
        connection.execute(table.insert(), new)


def _values(version: int, annotation: Annotation) -> dict[str, Any]:
    return {
        "version": version,
        "language": annotation.language,
        "topics": [{"topic": tag.topic, "score": tag.score, "why": tag.why} for tag in annotation.topics],
        "places": [asdict(tag) for tag in annotation.places],
        "organisations": [asdict(tag) for tag in annotation.organisations],
        "phrases": list(annotation.phrases),
    }


def columns() -> list[sa.ColumnElement[Any]]:
    """Columns that :func:`from_row` reads, for a query that joins :data:`table`."""
    found = (table.c.topics, table.c.places, table.c.organisations, table.c.phrases)
    return [table.c.language.label("annotation_language"), *found]


def from_row(row: AnyRow) -> Annotation | None:
    """The annotation in a row, None when the article has not been read yet."""
    if row.annotation_language is None:
        return None
    return Annotation(
        language=row.annotation_language,
        topics=tuple(
            TopicTag(topic=tag["topic"], score=tag["score"], why=tuple((word, weight) for word, weight in tag["why"]))
            for tag in row.topics
        ),
        places=tuple(PlaceTag(**tag) for tag in row.places),
        organisations=tuple(OrganisationTag(**tag) for tag in row.organisations),
        phrases=tuple(row.phrases),
    )


class PhraseRow(NamedTuple):
    """The key phrases of one article."""

    voice: str
    """The first print of its text, which may be the article itself."""
    story: str
    """Empty: in none."""
    dated: datetime
    phrases: tuple[str, ...]


def phrases_between(
    connection: Connection, since: datetime, until: datetime, *, topic: str = "", place: str = ""
) -> Iterator[PhraseRow]:
    """Key phrases of the articles that are dated within ``[since, until)``, oldest first.

    Articles without any are among them, withheld ones are not.

    :param topic: only those that carry this topic: what people say of it stands above what was read.
    :param place: only those that name this province.
    """
    query = (
        sa.select(
            sa.func.coalesce(copies.c.origin_id, articles.c.id).label("voice"),
            sa.func.coalesce(story_articles.c.story_id, "").label("story"),
            articles.c.id,
            articles.c.dated,
            table.c.phrases,
            *([table.c.topics] if topic else []),
            *([table.c.places] if place else []),
        )
        .select_from(articles)
        .join(table, table.c.article_id == articles.c.id)
        .outerjoin(copies, copies.c.article_id == articles.c.id)
        .outerjoin(story_articles, story_articles.c.article_id == articles.c.id)
        .where(articles.c.dated >= since, articles.c.dated < until)
        .where(identity.is_alive(), articles.c.withheld_at.is_(None))
        .order_by(articles.c.dated, articles.c.id)
    )
    labels_of = topic_labels.standing(connection) if topic else {}
    said = {id_: labels[topic].carried for id_, labels in labels_of.items() if topic in labels}
    for row in connection.execute(query, execution_options={"yield_per": _PORTION}):
        if topic and not said.get(row.id, any(tag["topic"] == topic for tag in row.topics)):
            continue
        if place and all(tag["place"] != place for tag in row.places):
            continue
        yield PhraseRow(row.voice, row.story, row.dated, tuple(row.phrases))
