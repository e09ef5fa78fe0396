"""The queries of the embedded engine; a :class:`diembao.index.compiler.Builder`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tantivy import FieldType, Occur, Query, Schema

from diembao.index import fields
from diembao.index.compiler import Spelling


class Builder:
    """Makes queries for one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def term(self, field: str, value: str) -> Query:
        """See the protocol."""
        return Query.term_query(self._schema, field, value)

    def phrase(self, field: str, words: Sequence[Spelling]) -> Query:
        """See the protocol."""
        places: list[str | tuple[int, str]] = [
            (2 * at + 1, folded) if exact is None else (2 * at, exact) for at, (exact, folded) in enumerate(words)
        ]
        return Query.phrase_query(self._schema, field, places)

    def boolean(self, must: Sequence[Query], must_not: Sequence[Query] = (), should: Sequence[Query] = ()) -> Query:
        """See the protocol."""
        kinds = ((Occur.Must, must), (Occur.MustNot, must_not), (Occur.Should, should))
        return Query.boolean_query([(occur, query) for occur, queries in kinds for query in queries])

    def any(self, queries: Sequence[Query]) -> Query:
        """See the protocol."""
        return Query.boolean_query([(Occur.Should, each) for each in queries])

    def everything(self) -> Query:
        """See the protocol."""
        return Query.all_query()

    def days(self, first: int | None, last: int | None) -> Query:
        """See the protocol."""
        return Query.range_query(self._schema, fields.DAY, FieldType.Integer, first, last)

    def boost(self, query: Query, weight: float) -> Query:
        """See the protocol."""
        return Query.boost_query(query, weight)

    def unscored(self, query: Query) -> Query:
        """See the protocol."""
        return Query.const_score_query(query, 0.0)

    def similar(self, words: Iterable[tuple[str, float]], filters: Sequence[Query], exclude: Iterable[str]) -> Query:
        """Articles that share some of these words of a text.

        :param words: with how often each counts; the engine adds how rare they are.
        :param exclude: ids to leave out.
        """
        shared = self.any([self.boost(self.term(fields.TEXT, word), weight) for word, weight in words])
        return self.boolean([shared, *filters], [self.term(fields.ID, each) for each in exclude])
