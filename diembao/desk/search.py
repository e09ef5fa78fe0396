"""Searching the press: hits with their words marked, facets, and how many a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diembao.archive import Archive, articles, outbox
from diembao.core.errors import SearchIndexDown
from diembao.core.i18n import ngettext, number
from diembao.core.models import Article
from diembao.index import (
    NO_FILTERS,
    PUBLISHERS,
    FacetCount,
    FacetField,
    Filters,
    HistogramBar,
    Interval,
    Order,
    SearchIndex,
    Snippet,
    Span,
    asks_for_flags,
    highlight,
    parse,
    snippet,
)

#: Facets that a search page shows. There is none of persons and none of flags; a search for flags has none of sources
#: and organisations.
FACETS: Sequence[FacetField] = ("topic", "source", "place", "organisation", "home")
#: Length of the passage under a hit, in characters.
SNIPPET_WIDTH = 280


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """One hit: the article, where the query stands in its title, and the passage that answers the query best."""

    article: Article
    score: float
    title_spans: tuple[Span, ...]
    passage: Snippet


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results."""

    total: int
    hits: tuple[FoundArticle, ...]
    facets: Mapping[FacetField, tuple[FacetCount, ...]]
    histogram: tuple[HistogramBar, ...]


def search(
    archive: Archive,
    index: SearchIndex,
    text: str,
    filters: Filters = NO_FILTERS,
    *,
    limit: int = 20,
    offset: int = 0,
    order: Order = "relevance",
    histogram: Interval | None = "day",
) -> SearchPage:
    """Find articles for a typed query; an empty one finds everything, newest first.

    :raises QuerySyntaxError: the query cannot be read.
    :raises UsageError: it asks for flags by source or organisation.
    :raises SearchIndexDown: search is down; says how many articles wait for the index meanwhile.
    :raises SearchIndexError: the index cannot be read.
    """
    query = parse(text)
    facets = [field for field in FACETS if field not in PUBLISHERS or not asks_for_flags(query, filters)]
    try:
        result = index.search(
            query, filters, limit=limit, offset=offset, order=order, facets=facets, histogram=histogram
        )
    except SearchIndexDown as error:
        raise SearchIndexDown(f"{error.message} {_waiting(archive)}", error.hint) from error
    with archive.reading() as connection:
        found = {article.id: article for article in articles.get(connection, [hit.id for hit in result.hits])}
    hits = []
    for hit in result.hits:
        if article := found.get(hit.id):
            body = "\n\n".join(filter(None, (article.content.lead, article.content.text)))
            hits.append(
                FoundArticle(
                    article,
                    hit.score,
                    highlight(article.content.title, query, title=True),
                    snippet(body, highlight(body, query), SNIPPET_WIDTH),
                )
            )
    return SearchPage(result.total, tuple(hits), result.facets, result.histogram)


def _waiting(archive: Archive) -> str:
    with archive.reading() as connection:
        waiting = outbox.articles(connection)
    return ngettext("{number} article waits for the index.", "{number} articles wait for the index.", waiting).format(
        number=number(waiting)
    )


def similar(archive: Archive, index: SearchIndex, article: Article, limit: int = 8) -> list[Article]:
    """Other articles that share the telling words of one, most similar first."""
    text = "\n".join((article.content.title, article.content.lead, article.content.text))
    ids = [hit.id for hit in index.similar(text, exclude=(article.id,), limit=limit)]
    with archive.reading() as connection:
        return articles.get(connection, ids)
