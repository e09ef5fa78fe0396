"""Search engines only. What they hold is derived from the archive and can be made again at any time.

:mod:`~diembao.index.protocol` says what an engine does, :mod:`~diembao.index.query` reads what people type,
:mod:`~diembao.index.highlight` shows where it was found, :mod:`~diembao.index.analysis` gives every engine the same
words, and :mod:`~diembao.index.embedded` is the engine that needs no service::

    with open_index(home.index_folder) as index:
        query = parse('"thu phí" OR BOT')
        found = index.search(query, Filters(topics=("giao-thong",)), facets=("source",), histogram="day")
"""

from diembao.index.embedded import open_index, rebuild_index
from diembao.index.highlight import Snippet, Span, highlight, snippet
from diembao.index.protocol import (
    FACET_FIELDS,
    NO_FILTERS,
    FacetCount,
    FacetField,
    Filters,
    HistogramBar,
    Hit,
    IndexDocument,
    IndexWriter,
    Interval,
    Order,
    SearchIndex,
    SearchResult,
)
from diembao.index.query import Query, parse

__all__ = [
    "FACET_FIELDS",
    "NO_FILTERS",
    "FacetCount",
    "FacetField",
    "Filters",
    "HistogramBar",
    "Hit",
    "IndexDocument",
    "IndexWriter",
    "Interval",
    "Order",
    "Query",
    "SearchIndex",
    "SearchResult",
    "Snippet",
    "Span",
    "highlight",
    "open_index",
    "parse",
    "rebuild_index",
    "snippet",
]
