"""Searching: requests, and what their answers say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from elasticsearch import Elasticsearch

from diembao.core.errors import UsageError
from diembao.core.i18n import _, number
from diembao.index import compiler, fields
from diembao.index.elastic.builder import Builder, JsonQuery
from diembao.index.elastic.schema import WINDOW
from diembao.index.protocol import (
    FacetCount,
    FacetField,
    Filters,
    HistogramBar,
    Hit,
    Interval,
    Order,
    SearchResult,
)
from diembao.index.query import Query

#: Values of one field in one answer; Elasticsearch refuses answers of more than 65,536.
_MOST_VALUES: Final = 10_000
_BUILD: Final = Builder()
_ORDERS: Final[Mapping[Order, list[dict[str, str]]]] = {
    "newest": [{fields.NEWEST: "desc"}],
    "oldest": [{fields.OLDEST: "asc"}],
    "relevance": [{"_score": "desc"}, {fields.NEWEST: "desc"}],
}


class View:
    """Asks one alias. Any method raises what the client raises."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._client = client
        self._alias = alias

    def search(
        self,
        query: Query | None,
        filters: Filters,
        *,
        limit: int,
        offset: int,
        order: Order,
        facets: Sequence[FacetField],
        facet_limit: int,
        histogram: Interval | None,
    ) -> SearchResult:
        """One request for hits, counts by field and by time.

        Chosen values of the fields that are counted narrow the hits after the counts are made (``post_filter``); each
        count is narrowed by the chosen values of the other fields.
        """
        size = max(min(limit, WINDOW - offset), 0)
        by_relevance = order == "relevance" and compiler.asks_for_words(query)
        chosen = {field: values for field in facets if (values := filters.selected(field))}
        always = filters
        for field in chosen:
            always = always.without(field)
        counts: dict[str, Any] = {
            field: _narrowed(_values(field, facet_limit, chosen.get(field, ())), _chosen(chosen, but=field))
            for field in facets
        }
        if histogram is not None:
            bars = {"histogram": {"field": histogram, "interval": 1, "min_doc_count": 1}}
            counts["histogram"] = _narrowed({"found": bars}, _chosen(chosen))
        answer = self._ask(
            query=compiler.compile_query(_BUILD, query, always, scored=by_relevance and size > 0),
            post_filter=_all(_chosen(chosen)),
            aggregations=counts or None,
            from_=offset if size else 0,
            size=size,
            sort=_ORDERS["relevance" if by_relevance else "newest" if order == "relevance" else order],
        )
        total = answer["hits"]["total"]["value"]
        if offset + size < min(total, offset + limit):
            raise _too_deep()
        found = answer.get("aggregations", {})
        return SearchResult(
            total=total,
            hits=tuple(_hits(answer)),
            facets={field: _counts(found[field], facet_limit, chosen.get(field, ())) for field in facets},
            histogram=() if histogram is None else tuple(_bars(found["histogram"]["found"]["buckets"], histogram)),
        )

    def count(self, query: Query | None, filters: Filters) -> int:
        """How many articles match."""
        answer = self._client.count(index=self._alias, query=compiler.compile_query(_BUILD, query, filters))
        return int(answer["count"])

    def aggregate(self, field: FacetField, query: Query | None, filters: Filters, limit: int) -> tuple[FacetCount, ...]:
        """Counts by field; every filter narrows them."""
        counts = {field: _narrowed(_values(field, limit, ()), [])}
        answer = self._ask(query=compiler.compile_query(_BUILD, query, filters), size=0, aggregations=counts)
        return _counts(answer["aggregations"][field], limit, ())

    def similar(self, text: str, exclude: Collection[str], filters: Filters, limit: int) -> tuple[Hit, ...]:
        """Articles that share the telling words of a text."""
        query = _BUILD.similar(text, compiler.compile_filters(_BUILD, filters), exclude)
        if query is None or limit == 0:
            return ()
        return tuple(_hits(self._ask(query=query, size=min(limit, WINDOW), sort=_ORDERS["relevance"])))

    def _ask(self, **body: Any) -> Any:
        # Half an answer, from the parts of the index that are there, would pass for a whole one.
        return self._client.search(index=self._alias, track_total_hits=True, allow_partial_search_results=False, **body)


def _chosen(chosen: Mapping[FacetField, Sequence[str]], but: FacetField | None = None) -> list[JsonQuery]:
    """What the chosen values of all fields but one ask for."""
    return [_BUILD.any([_BUILD.term(field, each) for each in chosen[field]]) for field in chosen if field != but]


def _all(queries: list[JsonQuery]) -> JsonQuery | None:
    return {"bool": {"filter": queries}} if queries else None


def _narrowed(counts: dict[str, Any], by: list[JsonQuery]) -> dict[str, Any]:
    return {"filter": _all(by) or _BUILD.everything(), "aggregations": counts}


def _values(field: FacetField, limit: int, chosen: Sequence[str]) -> dict[str, Any]:
    """The most frequent values, and the chosen ones."""
    counts: dict[str, Any] = {
        "found": {
            "terms": {
                "field": field,
                "size": max(min(limit, _MOST_VALUES), 1),
                "order": [{"_count": "desc"}, {"_key": "asc"}],
            }
        }
    }
    if chosen:
        counts["chosen"] = {"terms": {"field": field, "include": list(chosen), "size": len(chosen)}}
    return counts


def _counts(answer: Mapping[str, Any], limit: int, chosen: Sequence[str]) -> tuple[FacetCount, ...]:
    values = {bucket["key"]: bucket["doc_count"] for bucket in answer["found"]["buckets"][:limit]}
    if chosen:
        known = {bucket["key"]: bucket["doc_count"] for bucket in answer["chosen"]["buckets"]}
        values |= {value: known.get(value, 0) for value in chosen if value not in values}
    return tuple(FacetCount(value, count) for value, count in values.items())


def _hits(answer: Mapping[str, Any]) -> Iterable[Hit]:
    return (Hit(hit["_id"], float(hit["_score"] or 0.0)) for hit in answer["hits"]["hits"])


def _bars(buckets: Iterable[Mapping[str, Any]], interval: Interval) -> Iterable[HistogramBar]:
    for bucket in buckets:
        key = int(bucket["key"])
        start = date.fromordinal(key) if interval == "day" else fields.month_start(key)
        yield HistogramBar(start, bucket["doc_count"])


def _too_deep() -> UsageError:
    return UsageError(
        _("The search engine shows the first {number} hits only.").format(number=number(WINDOW)),
        _("Narrow the search down, for instance to a span of days."),
    )
