"""Searching: one generation as it stood at one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nlargest
from math import log
from typing import Any, Final, Self

import tantivy

from diembao.core.i18n import _
from diembao.index import analysis, compiler, fields
from diembao.index.embedded import schema
from diembao.index.embedded.builder import Builder
from diembao.index.embedded.failures import damaged
from diembao.index.embedded.generations import Generations, Hold
from diembao.index.protocol import FacetCount, FacetField, Filters, HistogramBar, Hit, Interval, Order
from diembao.index.query import Query

#: Values that each segment hands in for a facet; fewer would make the counts of an index of several segments inexact.
_VALUES_PER_SEGMENT: Final = 10_000
#: How many words of a text stand for it when similar texts are looked for.
_TELLING_WORDS: Final = 40

Facets = dict[FacetField, tuple[FacetCount, ...]]


@dataclass(frozen=True, slots=True)
class View:
    """What a search sees; never changes."""

    name: str
    index: tantivy.Index
    searcher: tantivy.Searcher
    hold: Hold

    @classmethod
    def open(cls, generations: Generations) -> Self | None:
        """The generation in use as it is now; None where there is no index yet.

        :raises SearchIndexError: it is damaged, or was made by another version of the program.
        """
        while (name := generations.current()) is not None:
            hold = generations.hold(name)
            if name != generations.current():
                continue  # a rebuild put another one in use meanwhile, and may have removed this one
            if hold is None:
                raise damaged(generations.folder, _("generation {name} is missing").format(name=name))
            return cls._opened(generations, name, hold)
        return None

    @classmethod
    def _opened(cls, generations: Generations, name: str, hold: Hold) -> Self:
        path = generations.path(name)
        if generations.format(name) != fields.FORMAT or not tantivy.Index.is_compatible(str(path)):
            raise damaged(generations.folder, _("it was made by another version of the program"))
        index = schema.opened(path)
        index.reload()
        return cls(name, index, index.searcher(), hold)

    def reloaded(self) -> Self:
        """The same generation as it is now."""
        self.index.reload()
        return replace(self, searcher=self.index.searcher())

    def count(self, query: Query | None, filters: Filters) -> int:
        """How many articles match."""
        return self._count(self._matching(query, filters))

    def page(
        self, query: Query | None, filters: Filters, *, limit: int, offset: int, order: Order
    ) -> tuple[int, tuple[Hit, ...]]:
        """How many articles match, and some of them."""
        limit = min(limit, self.searcher.num_docs - offset)  # the engine reserves room for what is asked
        if limit <= 0:
            return self.count(query, filters), ()
        if order == "relevance" and compiler.asks_for_words(query):
            scored = compiler.compile_query(self._build, query, filters, scored=True)
            found = self.searcher.search(scored, limit, offset=offset)
            return _total(found), self._hits(found.hits)
        field, direction = (
            (fields.OLDEST, tantivy.Order.Asc) if order == "oldest" else (fields.NEWEST, tantivy.Order.Desc)
        )
        found = self.searcher.search(
            self._matching(query, filters), limit, offset=offset, order_by_field=field, order=direction
        )
        return _total(found), self._hits((0.0, address) for _key, address in found.hits)

    def counts(
        self,
        query: Query | None,
        filters: Filters,
        facets: Sequence[FacetField],
        limit: int,
        histogram: Interval | None = None,
    ) -> tuple[Facets, tuple[HistogramBar, ...]]:
        """Counts by field and by time; every filter narrows them."""
        wanted: dict[str, Any] = {
            field: {"terms": {"field": field, "size": max(limit, 1), "segment_size": _VALUES_PER_SEGMENT}}
            for field in facets
        }
        if histogram is not None:
            wanted["histogram"] = {"histogram": {"field": histogram, "interval": 1, "min_doc_count": 1}}
        if not wanted:
            return {}, ()
        found = self.searcher.aggregate(self._matching(query, filters), wanted)
        counted = {field: _values(found[field]["buckets"], limit) for field in facets}
        return counted, () if histogram is None else tuple(_bars(found["histogram"]["buckets"], histogram))

    def free_counts(
        self, query: Query | None, filters: Filters, field: FacetField, limit: int
    ) -> tuple[FacetCount, ...]:
        """Counts of a filtered field as if it were not filtered; the chosen values are always among them."""
        free = filters.without(field)
        values = self.counts(query, free, [field], limit)[0][field]
        listed = {each.value for each in values}
        matching = self._matching(query, free)
        return values + tuple(
            FacetCount(chosen, self._count(self._build.boolean([matching, self._build.term(field, chosen)])))
            for chosen in dict.fromkeys(filters.selected(field))
            if chosen not in listed
        )

    def similar(self, text: str, exclude: Collection[str], filters: Filters, limit: int) -> tuple[Hit, ...]:
        """Articles that share the telling words of a text."""
        limit = min(limit, self.searcher.num_docs)
        words = self._telling_words(text)
        if limit <= 0 or not words:
            return ()
        query = self._build.similar(words, compiler.compile_filters(self._build, filters), exclude)
        return self._hits(self.searcher.search(query, limit, count=False).hits)

    @property
    def _build(self) -> Builder:
        return Builder(self.index.schema)

    def _telling_words(self, text: str) -> list[tuple[str, float]]:
        """The words that are frequent in the text and rare elsewhere, with how often they count."""
        words = Counter(
            fields.folded(folded) if exact.startswith(analysis.BARE_SIGN) else fields.exact(exact)
            for exact, folded in zip(*analysis.streams(text), strict=True)
        )
        articles = self.searcher.num_docs
        weighed = [
            (count * log(1 + articles / frequency), word, 1 + log(count))
            for word, count in words.items()
            if (frequency := self.searcher.doc_freq(fields.TEXT, word))
        ]
        return [(word, weight) for _worth, word, weight in nlargest(_TELLING_WORDS, weighed)]

    def _matching(self, query: Query | None, filters: Filters) -> tantivy.Query:
        return compiler.compile_query(self._build, query, filters)

    def _count(self, query: tantivy.Query) -> int:
        return _total(self.searcher.search(query, 1))

    def _hits(self, found: Iterable[tuple[Any, tantivy.DocAddress]]) -> tuple[Hit, ...]:
        return tuple(Hit(self.searcher.doc(address)[fields.ID][0], float(score)) for score, address in found)


def _total(found: tantivy.SearchResult) -> int:
    total: int = found.count  # type: ignore[attr-defined]  # missing in the library's stubs
    return total


def _values(buckets: Iterable[dict[str, Any]], limit: int) -> tuple[FacetCount, ...]:
    values = [FacetCount(str(bucket["key"]), bucket["doc_count"]) for bucket in buckets]
    return tuple(sorted(values, key=lambda each: (-each.count, each.value))[:limit])


def _bars(buckets: Iterable[dict[str, Any]], interval: Interval) -> Iterable[HistogramBar]:
    for bucket in buckets:
        number = int(bucket["key"])
        start = date.fromordinal(number) if interval == "day" else fields.month_start(number)
        yield HistogramBar(start, bucket["doc_count"])
