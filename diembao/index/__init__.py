"""Search engines only. What they hold is derived from the archive and can be made again at any time.

:mod:`~diembao.index.protocol` says what an engine does, :mod:`~diembao.index.query` reads what people type,
:mod:`~diembao.index.highlight` shows where it was found, :mod:`~diembao.index.analysis` gives every engine the same
words, :mod:`~diembao.index.compiler` asks every engine the same, :mod:`~diembao.index.rules` says what none is asked,
:mod:`~diembao.index.embedded` is the engine that needs no service, and :mod:`~diembao.index.elastic` the one that
does::

    with open_index(home) as index:
        query = parse('"thu phí" OR BOT')
        found = index.search(query, Filters(topics=("giao-thong",)), facets=("source",), histogram="day")
"""

from diembao.index.highlight import Snippet, Span, highlight, snippet
from diembao.index.opening import drop_index, open_index, rebuild_index
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
from diembao.index.rules import PUBLISHERS, asks_for_flags

__all__ = [
    "FACET_FIELDS",
    "NO_FILTERS",
    "PUBLISHERS",
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
    "asks_for_flags",
    "drop_index",
    "highlight",
    "open_index",
    "parse",
    "rebuild_index",
    "snippet",
]
