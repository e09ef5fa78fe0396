"""The query tree as a query of an engine: what every engine is asked, in words that each has.

Weights were measured with the embedded engine on 35,000 articles of 2017: how well words of a title find it again (mean
reciprocal rank of 1,500; two to five words in a row, or two separate pairs; typed with marks / without).

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
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from diembao.index import analysis, fields
from diembao.index.protocol import FACET_FIELDS, Filters
from diembao.index.query import And, Label, Not, Or, Query, Word, Words, positive_words

_TITLE_BOOST: Final = 2.0
_PAIR_BOOST: Final = 2.0
_ROW_BOOST: Final = 1.0
_EXACT_BOOST: Final = 0.5
_EXACT_BOOST_UNMARKED: Final = 0.05

Q = TypeVar("Q")


class Spelling(NamedTuple):
    """One word of a phrase as the fields have it."""

    exact: str | None
    """None: with any marks."""
    folded: str


class Builder(Protocol[Q]):
    """The queries of one engine."""

    def term(self, field: str, value: str) -> Q:
        """Articles with this very word or value."""

    def phrase(self, field: str, words: Sequence[Spelling]) -> Q:
        """Articles with these words, two or more, side by side in one field."""

    def boolean(self, must: Sequence[Q], must_not: Sequence[Q] = (), should: Sequence[Q] = ()) -> Q:
        """Articles that match all of the first, at least one, and none of the second; the third only adds to scores."""

    def any(self, queries: Sequence[Q]) -> Q:
        """Articles that match at least one; scores add up."""

    def everything(self) -> Q:
        """All articles."""

    def days(self, first: int | None, last: int | None) -> Q:
        """Articles of these days, both included, as ordinals; None: no bound on this side."""

    def boost(self, query: Q, weight: float) -> Q:
        """The same articles, with their scores times the weight."""

    def unscored(self, query: Q) -> Q:
        """The same articles, all with score 0: what narrows down does not say how relevant."""


def asks_for_words(query: Query | None) -> bool:
    """Whether articles can be more or less relevant to the query."""
    return query is not None and any(True for _ in positive_words(query))


def compile_query(build: Builder[Q], query: Query | None, filters: Filters, *, scored: bool = False) -> Q:
    """One engine query.

    :param scored: whether hits will be ordered by relevance; without it, the query does less work.
    """
    musts = compile_filters(build, filters)
    if query is not None:
        compiler = _Scored(build, query) if scored else _Matching(build)
        musts.insert(0, compiler.compile(query))
    return both(build, musts) if musts else build.everything()


def compile_filters(build: Builder[Q], filters: Filters) -> list[Q]:
    """What each filtered field asks for."""
    chosen: dict[str, tuple[str, ...]] = {
        **{field: filters.selected(field) for field in FACET_FIELDS},
        fields.FLAG: filters.flags,
        fields.STORY: (filters.story,) if filters.story else (),
    }
    found = [
        build.unscored(_any(build, [build.term(field, value) for value in values]))
        for field, values in chosen.items()
        if values
    ]
    if filters.since is not None or filters.until is not None:
        since = None if filters.since is None else filters.since.toordinal()
        until = None if filters.until is None else filters.until.toordinal()
        found.append(build.unscored(build.days(since, until)))
    return found


def both(build: Builder[Q], queries: Sequence[Q]) -> Q:
    """Articles that match each of these queries, at least one."""
    return queries[0] if len(queries) == 1 else build.boolean(queries)


def _any(build: Builder[Q], queries: Sequence[Q]) -> Q:
    return queries[0] if len(queries) == 1 else build.any(queries)


class _Matching(Generic[Q]):
    """Which articles match."""

    def __init__(self, build: Builder[Q]) -> None:
        self._build = build

    def compile(self, query: Query) -> Q:
        match query:
            case Words():
                return self._words(query)
            case Label():
                return self._label(query)
            case And(parts):
                return self._and(parts)
            case Or(parts):
                return _any(self._build, [self.compile(part) for part in parts])
            case Not():
                return self._and((query,))

    def _words(self, words: Words) -> Q:
        return _any(self._build, [self._in(field, words.words) for field in _fields(words)])

    def _in(self, field: str, words: tuple[Word, ...]) -> Q:
        """These words side by side in one field: all as they were typed, or all without marks."""
        spellings = [[_spelling(word, word.exact) for word in words]]
        if any(word.marked for word in words):
            spellings.append([_spelling(word, analysis.bare(word.folded)) for word in words])
        return _any(self._build, [self._side_by_side(field, spelling) for spelling in spellings])

    def _side_by_side(self, field: str, spelling: Sequence[Spelling]) -> Q:
        if len(spelling) == 1:
            return self._build.term(field, spelling[0].exact or spelling[0].folded)
        return self._build.phrase(field, spelling)

    def _label(self, query: Label) -> Q:
        folded = [word.folded for word in query.words]
        names = [fields.folded_label(query.field, folded)]
        if any(word.marked for word in query.words):
            names = [fields.label(query.field, [word.exact for word in query.words]), fields.label(query.field, folded)]
        build = self._build
        return build.unscored(_any(build, [build.term(fields.LABELS, name) for name in names]))

    def _and(self, parts: tuple[Query, ...]) -> Q:
        wanted = [self.compile(part) for part in parts if not isinstance(part, Not)]
        unwanted = [self.compile(part.part) for part in parts if isinstance(part, Not)]
        preferred = self._preferences(parts)
        if not wanted:
            wanted = [self._build.unscored(self._build.everything())]
        if len(wanted) == 1 and not unwanted and not preferred:
            return wanted[0]
        return self._build.boolean(wanted, unwanted, preferred)

    def _preferences(self, parts: tuple[Query, ...]) -> list[Q]:
        """What makes an article that matches all parts more relevant."""
        return []


class _Scored(_Matching[Q]):
    """The same articles, with what makes some more relevant."""

    def __init__(self, build: Builder[Q], query: Query) -> None:
        super().__init__(build)
        words = [word for group in positive_words(query) for word in group.words]
        typed_with_marks = any(word.marked for word in words)
        self._exact_boost = _EXACT_BOOST if typed_with_marks or len(words) == 1 else _EXACT_BOOST_UNMARKED

    def _words(self, words: Words) -> Q:
        matching = _any(self._build, [self._boosted(field, self._in(field, words.words)) for field in _fields(words)])
        if any(word.marked for word in words.words):
            return matching
        return self._build.boolean([matching], should=list(self._exact(words)))

    def _exact(self, words: Words) -> Iterable[Q]:
        """Words without marks that have none in the article either."""
        spelling = [Spelling(fields.exact(word.exact), fields.folded(word.folded)) for word in words.words]
        for field in _fields(words):
            found = self._side_by_side(field, spelling)
            yield self._boosted(field, self._build.boost(found, self._exact_boost))

    def _preferences(self, parts: tuple[Query, ...]) -> list[Q]:
        """Words that stand side by side in the query, and do so in the article: in Vietnamese often one word."""
        preferred = []
        for row in _rows(parts):
            preferred += [self._build.boost(self._in(field, row), _ROW_BOOST) for field in (fields.TITLE, fields.TEXT)]
            preferred += [
                self._build.boost(self._in(fields.TITLE, row[at : at + 2]), _PAIR_BOOST) for at in range(len(row) - 1)
            ]
        return preferred

    def _boosted(self, field: str, query: Q) -> Q:
        return self._build.boost(query, _TITLE_BOOST) if field == fields.TITLE else query


def _fields(words: Words) -> tuple[str, ...]:
    return (fields.TITLE,) if words.title else (fields.TITLE, fields.TEXT)


def _spelling(word: Word, exact: str) -> Spelling:
    """A word as it was typed: without marks it stands for any."""
    return Spelling(fields.exact(exact) if word.marked else None, fields.folded(word.folded))


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
