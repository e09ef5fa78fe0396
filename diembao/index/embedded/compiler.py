"""The query tree as a query of the embedded engine.

Weights were measured on 35,000 articles of 2017: how well words of a title find it again (mean reciprocal rank of
1,500; two to five words in a row, or two separate pairs; typed with marks / without).

====================================  =========  =========  ================================
what counts                           row        two pairs  row, titles taken from the index
====================================  =========  =========  ================================
words                                 .68 / .65  .90 / .88
words, twice in the title             .72 / .67  .93 / .91  .21 / .14
and pairs in the title, the whole     .82 / .80  .95 / .95  .26 / .21
====================================  =========  =========  ================================

Pairs in the body as well gained little and took three times as long. A word that has no marks in the query and none in
the article counts more, but hardly so where the whole query is without marks: such words are rare in articles ("thi"
for "thị"), and half of a word's weight made .16 of the last .21.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tantivy import FieldType, Occur, Schema
from tantivy import Query as EngineQuery

from diembao.index import analysis
from diembao.index.embedded import schema as fields
from diembao.index.protocol import FACET_FIELDS, Filters
from diembao.index.query import And, Label, Not, Or, Query, Word, Words, positive_words

_TITLE_BOOST: Final = 2.0
_PAIR_BOOST: Final = 2.0
_ROW_BOOST: Final = 1.0
_EXACT_BOOST: Final = 0.5
_EXACT_BOOST_UNMARKED: Final = 0.05


def asks_for_words(query: Query | None) -> bool:
    """Whether articles can be more or less relevant to the query."""
    return query is not None and any(True for _ in positive_words(query))


def compile_query(schema: Schema, query: Query | None, filters: Filters, *, scored: bool = False) -> EngineQuery:
    """One engine query.

    :param scored: whether hits will be ordered by relevance; without it, the query does less work.
    """
    musts = list(_filters(schema, filters))
    if query is not None:
        compiler = _Scored(schema, query) if scored else _Matching(schema)
        musts.insert(0, compiler.compile(query))
    return _all(musts)


def term(schema: Schema, field: str, value: str) -> EngineQuery:
    """Articles with this very word."""
    return EngineQuery.term_query(schema, field, value)


def both(one: EngineQuery, other: EngineQuery) -> EngineQuery:
    """Articles that match both."""
    return _all([one, other])


def compile_similar(
    schema: Schema, words: Iterable[tuple[str, float]], filters: Filters, exclude: Iterable[str]
) -> EngineQuery:
    """Articles that share some of these words of a text.

    :param words: with how often each counts; the engine adds how rare they are.
    :param exclude: ids to leave out.
    """
    shared = _any([EngineQuery.boost_query(term(schema, fields.TEXT, word), weight) for word, weight in words])
    clauses = [(Occur.Must, each) for each in (shared, *_filters(schema, filters))]
    clauses += [(Occur.MustNot, term(schema, fields.ID, each)) for each in exclude]
    return EngineQuery.boolean_query(clauses)


def _all(queries: Sequence[EngineQuery]) -> EngineQuery:
    if not queries:
        return EngineQuery.all_query()
    return queries[0] if len(queries) == 1 else EngineQuery.boolean_query([(Occur.Must, each) for each in queries])


def _any(queries: Sequence[EngineQuery]) -> EngineQuery:
    return queries[0] if len(queries) == 1 else EngineQuery.boolean_query([(Occur.Should, each) for each in queries])


def _unscored(query: EngineQuery) -> EngineQuery:
    """What narrows down does not say how relevant."""
    return EngineQuery.const_score_query(query, 0.0)


def _filters(schema: Schema, filters: Filters) -> Iterable[EngineQuery]:
    for field in FACET_FIELDS:
        if values := filters.selected(field):
            yield _unscored(_any([term(schema, field, value) for value in values]))
    if filters.since is not None or filters.until is not None:
        since = None if filters.since is None else filters.since.toordinal()
        until = None if filters.until is None else filters.until.toordinal()
        yield _unscored(EngineQuery.range_query(schema, fields.DAY, FieldType.Integer, since, until))


class _Matching:
    """Which articles match."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def compile(self, query: Query) -> EngineQuery:
        match query:
            case Words():
                return self._words(query)
            case Label():
                return self._label(query)
            case And(parts):
                return self._and(parts)
            case Or(parts):
                return _any([self.compile(part) for part in parts])
            case Not():
                return self._and((query,))

    def _words(self, words: Words) -> EngineQuery:
        return _any([self._in(field, words.words) for field in _fields(words)])

    def _in(self, field: str, words: tuple[Word, ...]) -> EngineQuery:
        """These words side by side in one field: all as they were typed, or all without marks."""
        spellings = [
            [(2 * at, word.exact) if word.marked else _any_marks(at, word) for at, word in enumerate(words)],
            [
                (2 * at, analysis.bare(word.folded)) if word.marked else _any_marks(at, word)
                for at, word in enumerate(words)
            ],
        ]
        if not any(word.marked for word in words):
            del spellings[1]
        if len(words) == 1:
            return _any([term(self._schema, field, spelling[0][1]) for spelling in spellings])
        return _any([EngineQuery.phrase_query(self._schema, field, list(spelling)) for spelling in spellings])

    def _label(self, query: Label) -> EngineQuery:
        folded = [word.folded for word in query.words]
        if not any(word.marked for word in query.words):
            names = [fields.folded_label(query.field, folded)]
        else:
            names = [fields.label(query.field, [word.exact for word in query.words]), fields.label(query.field, folded)]
        return _unscored(_any([term(self._schema, fields.LABELS, name) for name in names]))

    def _and(self, parts: tuple[Query, ...]) -> EngineQuery:
        wanted = [(Occur.Must, self.compile(part)) for part in parts if not isinstance(part, Not)]
        unwanted = [(Occur.MustNot, self.compile(part.part)) for part in parts if isinstance(part, Not)]
        if not wanted:
            wanted = [(Occur.Must, _unscored(EngineQuery.all_query()))]
        if len(wanted) == 1 and not unwanted:
            return wanted[0][1]
        return EngineQuery.boolean_query(wanted + unwanted)


class _Scored(_Matching):
    """The same articles, with what makes some more relevant."""

    def __init__(self, schema: Schema, query: Query) -> None:
        super().__init__(schema)
        words = [word for group in positive_words(query) for word in group.words]
        typed_with_marks = any(word.marked for word in words)
        self._exact_boost = _EXACT_BOOST if typed_with_marks or len(words) == 1 else _EXACT_BOOST_UNMARKED

    def _words(self, words: Words) -> EngineQuery:
        matching = _any([self._boosted(field, self._in(field, words.words)) for field in _fields(words)])
        if any(word.marked for word in words.words):
            return matching
        return self._preferring(matching, self._exact(words))

    def _and(self, parts: tuple[Query, ...]) -> EngineQuery:
        return self._preferring(super()._and(parts), self._side_by_side(parts))

    def _exact(self, words: Words) -> Iterable[EngineQuery]:
        """Words without marks that have none in the article either."""
        for field in _fields(words):
            exact = [(2 * at, word.exact) for at, word in enumerate(words.words)]
            found = (
                term(self._schema, field, exact[0][1])
                if len(exact) == 1
                else EngineQuery.phrase_query(self._schema, field, list(exact))
            )
            yield self._boosted(field, EngineQuery.boost_query(found, self._exact_boost))

    def _side_by_side(self, parts: tuple[Query, ...]) -> Iterable[EngineQuery]:
        """Words that stand side by side in the query, and do so in the article: in Vietnamese often one word."""
        for row in _rows(parts):
            for field in (fields.TITLE, fields.TEXT):
                yield EngineQuery.boost_query(self._in(field, row), _ROW_BOOST)
            for at in range(len(row) - 1):
                yield EngineQuery.boost_query(self._in(fields.TITLE, row[at : at + 2]), _PAIR_BOOST)

    @staticmethod
    def _boosted(field: str, query: EngineQuery) -> EngineQuery:
        return EngineQuery.boost_query(query, _TITLE_BOOST) if field == fields.TITLE else query

    @staticmethod
    def _preferring(matching: EngineQuery, preferences: Iterable[EngineQuery]) -> EngineQuery:
        preferred = [(Occur.Should, each) for each in preferences]
        return EngineQuery.boolean_query([(Occur.Must, matching), *preferred]) if preferred else matching


def _fields(words: Words) -> tuple[str, ...]:
    return (fields.TITLE,) if words.title else (fields.TITLE, fields.TEXT)


def _any_marks(at: int, word: Word) -> tuple[int, str]:
    return 2 * at + 1, fields.FOLDED_SIGN + word.folded


def _rows(parts: tuple[Query, ...]) -> Iterable[tuple[Word, ...]]:
    """Runs of two or more single words."""
    row: list[Word] = []
    for part in (*parts, None):
        if isinstance(part, Words) and not part.title and len(part.words) == 1:
            row += part.words
        else:
            if len(row) > 1:
                yield tuple(row)
            row = []
