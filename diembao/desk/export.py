"""Articles as files. By-lines are shown on an article's own page only, so no export holds them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from diembao.archive import Archive, articles
from diembao.core.errors import UsageError
from diembao.core.i18n import _
from diembao.core.models import Article
from diembao.index import NO_FILTERS, Filters, SearchIndex, asks_for_flags, parse

ExportFormat = Literal["jsonl", "csv"]
_PAGE = 500
#: Cells that begin like this are formulas to a spreadsheet program.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(
    archive: Archive,
    index: SearchIndex,
    text: str = "",
    filters: Filters = NO_FILTERS,
    *,
    format: ExportFormat = "jsonl",
    source_names: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> Iterator[str]:
    """Articles that a query finds, newest first, as lines of a file (JSON Lines can be imported again).

    :param source_names: id of a source -> its name.
    :param limit: how many articles at most.
    :raises QuerySyntaxError: the query cannot be read.
    :raises UsageError: flags are asked for: a table of flagged articles is one step from a count by outlet.
    """
    query = parse(text)
    if asks_for_flags(query, filters):
        raise UsageError(
            _("Articles are not exported by flag."),
            _("A flag is about a claim, not about who published it. Look at flags with `diembao flags list`."),
        )
    names = source_names or {}
    done = 0
    if format == "csv":
        yield "\ufeff" + _csv_line(_COLUMNS)  # without the mark, spreadsheet programs take UTF-8 for something else
    while True:
        size = _PAGE if limit is None else min(_PAGE, limit - done)
        hits = index.search(query, filters, limit=size, offset=done, order="newest").hits if size else ()
        if not hits:
            return
        done += len(hits)
        with archive.reading() as connection:
            found = articles.get(connection, [hit.id for hit in hits])
        for article in found:
            values = record(article, names)
            yield (
                json.dumps(values, ensure_ascii=False) + "\n"
                if format == "jsonl"
                else _csv_line([_cell(values[column]) for column in _COLUMNS])
            )


def record(article: Article, source_names: Mapping[str, str]) -> dict[str, Any]:
    """An article as plain values, without by-lines."""
    content, annotation = article.content, article.annotation
    return {
        "id": article.id,
        "url": article.url,
        "source": article.source_id,
        "source_name": source_names.get(article.source_id, article.source_id),
        "title": content.title,
        "lead": content.lead,
        "section": content.section,
        "published_at": content.published_at.isoformat() if content.published_at else None,
        "first_seen_at": article.first_seen_at.isoformat(),
        "removed_at": article.removed_at.isoformat() if article.removed_at else None,
        "version": article.version,
        "topics": list(article.topics),
        "places": [tag.place for tag in annotation.places] if annotation else [],
        "in_home_province": annotation.in_home_province if annotation else False,
        "text": content.text,
    }


_COLUMNS = (
    "id",
    "published_at",
    "source_name",
    "title",
    "lead",
    "url",
    "topics",
    "places",
    "in_home_province",
    "section",
    "version",
    "removed_at",
    "text",
)


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
