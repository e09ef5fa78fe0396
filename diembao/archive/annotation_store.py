"""What reading found in the present version of each article; made anew whenever the reading changes."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from diembao.archive import rows
from diembao.archive.schema import AnyRow
from diembao.archive.schema import annotations as table
from diembao.core.models import Annotation, OrganisationTag, PlaceTag, TopicTag


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
