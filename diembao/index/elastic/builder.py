"""The queries of Elasticsearch; a :class:`diembao.index.compiler.Builder`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from diembao.index import analysis, fields
from diembao.index.compiler import Spelling

JsonQuery = dict[str, Any]

#: How many words of a text stand for it when similar texts are looked for.
_TELLING_WORDS: Final = 40


class Builder:
    """Makes queries."""

    def term(self, field: str, value: str) -> JsonQuery:
        """See the protocol."""
        return {"term": {field: {"value": value}}}

    def phrase(self, field: str, words: Sequence[Spelling]) -> JsonQuery:
        """See the protocol.

        Elasticsearch has no phrases with places left out, only spans that may have so many words between them in all.
        Every word is asked for in its folded form, a marked one also in its exact form right before it. Exact and
        folded forms alternate, so what is asked for cannot stand closer than where every word is next to the one
        before; only that has no more words between than the exact forms that are not asked for.
        """
        clauses: list[JsonQuery] = []
        left_out = 0
        for exact, folded in words:
            if exact is not None:
                clauses.append({"span_term": {field: {"value": exact}}})
            elif clauses:
                left_out += 1
            clauses.append({"span_term": {field: {"value": folded}}})
        return {"span_near": {"clauses": clauses, "slop": left_out, "in_order": True}}

    def boolean(
        self, must: Sequence[JsonQuery], must_not: Sequence[JsonQuery] = (), should: Sequence[JsonQuery] = ()
    ) -> JsonQuery:
        """See the protocol."""
        parts = {"must": list(must), "must_not": list(must_not), "should": list(should)}
        return {"bool": {name: queries for name, queries in parts.items() if queries}}

    def any(self, queries: Sequence[JsonQuery]) -> JsonQuery:
        """See the protocol."""
        return {"bool": {"should": list(queries)}}

    def everything(self) -> JsonQuery:
        """See the protocol."""
        return {"match_all": {}}

    def days(self, first: int | None, last: int | None) -> JsonQuery:
        """See the protocol."""
        return {"range": {fields.DAY: {"gte": first, "lte": last}}}

    def boost(self, query: JsonQuery, weight: float) -> JsonQuery:
        """See the protocol. The weight is written into the query, because queries may be nested only 30 deep."""
        ((kind, body),) = query.items()
        if kind == "term":
            ((field, value),) = body.items()
            return {kind: {field: value | {"boost": weight * value.get("boost", 1.0)}}}
        return {kind: body | {"boost": weight * body.get("boost", 1.0)}}

    def unscored(self, query: JsonQuery) -> JsonQuery:
        """See the protocol."""
        return {"constant_score": {"filter": query, "boost": 0.0}}

    def similar(self, text: str, filters: Sequence[JsonQuery], exclude: Iterable[str]) -> JsonQuery | None:
        """Articles that share some of the words of a text that are frequent in it and rare elsewhere.

        :param exclude: ids to leave out.
        :returns: None for a text without words.
        """
        words = [
            fields.folded(folded) if exact.startswith(analysis.BARE_SIGN) else fields.exact(exact)
            for exact, folded in zip(*analysis.streams(text), strict=True)
        ]
        if not words:
            return None
        alike = {
            "more_like_this": {
                "fields": [fields.TEXT],
                "like": " ".join(words),
                "analyzer": "whitespace",
                "max_query_terms": _TELLING_WORDS,
                "min_term_freq": 1,
                "min_doc_freq": 1,
                "minimum_should_match": 1,
                "boost_terms": 1,
            }
        }
        return self.boolean([alike, *filters], [{"ids": {"values": list(exclude)}}])
