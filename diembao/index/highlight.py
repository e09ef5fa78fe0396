"""Where a query's words stand in a text, and the part of the text that shows them best.

Computed here for every engine, from the words that :mod:`diembao.index.analysis` gives to engines: what is marked is
what was matched, to the letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from diembao.core import text as forms
from diembao.index import analysis
from diembao.index.query import Query, Word, positive_words


class Span(NamedTuple):
    """A part of a text: ``text[start:end]``."""

    start: int
    end: int


class Snippet(NamedTuple):
    """A part of a text, with the spans that are marked in it."""

    text: str
    spans: tuple[Span, ...]
    """Offsets in ``text`` of the snippet."""
    cut_before: bool
    """Whether the full text goes on before the snippet."""
    cut_after: bool


def highlight(text: str, query: Query | None, *, title: bool = False) -> tuple[Span, ...]:
    """Spans of the words that the query matches, in order and apart from each other.

    A phrase is one span, and only where the whole phrase stands. What is under a minus is not marked. Spans are those
    that the engine matched if the text is the one that was indexed: pass a title, or lead and body
    together (:attr:`~diembao.index.protocol.IndexDocument.text`), and not a piece of them.

    :param text: display text (NFC).
    :param title: whether the text is a title, where ``title:`` words stand.
    """
    if query is None:
        return ()
    passage = _Passage(text)
    spans = sorted(
        {
            span
            for words in set(positive_words(query))
            if title or not words.title
            for span in passage.occurrences(words.words)
        }
    )
    return tuple(_apart(spans))


class _Passage:
    """A text in both forms.

    Searched with regular expressions, not word by word: a page of results has twenty articles of hundreds of words.
    """

    def __init__(self, text: str) -> None:
        self._exact = forms.index_form(text)
        self._folded = forms.fold(self._exact)

    @cached_property
    def _is_bare(self) -> bool:
        return analysis.is_bare(forms.words(self._exact), forms.words(self._folded))

    def occurrences(self, words: tuple[Word, ...]) -> Iterator[Span]:
        """Where these words stand side by side, all as they were typed or all without marks."""
        for match in _pattern(tuple(word.folded for word in words)).finditer(self._folded):
            found = [self._exact[slice(*match.span(group))] for group in range(1, len(words) + 1)]
            marked = [(word, there) for word, there in zip(words, found, strict=True) if word.marked]
            if all(there == word.exact for word, there in marked) or (
                all(there == word.folded for word, there in marked) and self._is_bare
            ):
                yield Span(match.start(1), match.end(len(words)))


@lru_cache(maxsize=256)
def _pattern(folded: tuple[str, ...]) -> re.Pattern[str]:
    """Finds whole words side by side, overlapping occurrences too; each word is a group."""
    side_by_side = r"\W+".join(f"({re.escape(word)})" for word in folded)
    return re.compile(rf"(?<!\w)(?={side_by_side}(?!\w))")


def _apart(spans: Sequence[Span]) -> Iterator[Span]:
    """Overlapping spans as one."""
    last: Span | None = None
    for span in spans:
        if last is None:
            last = span
        elif span.start < last.end:
            last = Span(last.start, max(last.end, span.end))
        else:
            yield last
            last = span
    if last is not None:
        yield last


def snippet(text: str, spans: Sequence[Span], width: int = 240) -> Snippet:
    """The part of a text that holds the most different marked words, cut between words.

    :param spans: what :func:`highlight` gave for this text.
    :param width: most characters; more only where a single span is longer.
    """
    if len(text) <= width:
        return Snippet(text, tuple(spans), cut_before=False, cut_after=False)
    first, last = _richest(text, spans, width)
    start, end = (spans[first].start, spans[last].end) if spans else (0, 0)
    spare = max(width - (end - start), 0)
    # A third of the room before the first marked word: enough to see what it is about. What one side does not need
    # goes to the other.
    left = max(start - spare // 3, 0)
    right = min(left + (end - start) + spare, len(text))
    left = max(min(left, right - (end - start) - spare), 0)
    left, right = _to_word_start(text, left, start), _to_word_end(text, right, end)
    inside = tuple(
        Span(span.start - left, span.end - left) for span in spans if span.start >= left and span.end <= right
    )
    return Snippet(text[left:right], inside, cut_before=left > 0, cut_after=right < len(text))


def _richest(text: str, spans: Sequence[Span], width: int) -> tuple[int, int]:
    """Indexes of the first and the last span of the best window: most different words, then most spans, then first."""
    words = [forms.fold(forms.index_form(text[span.start : span.end])) for span in spans]
    ends = [span.end for span in spans]
    best, choice = (-1, -1), (0, 0)
    for first, span in enumerate(spans):
        last = max(bisect_left(ends, span.start + width + 1) - 1, first)
        worth = (len(set(words[first : last + 1])), last - first)
        if worth > best:
            best, choice = worth, (first, last)
    return choice


def _to_word_start(text: str, left: int, limit: int) -> int:
    """The first start of a word at or after ``left``, but not after ``limit``."""
    if left == 0:
        return 0
    if not text[left - 1].isspace():
        while left < limit and not text[left].isspace():
            left += 1
    while left < limit and text[left].isspace():
        left += 1
    return left


def _to_word_end(text: str, right: int, limit: int) -> int:
    """The last end of a word at or before ``right``, but not before ``limit``."""
    if right == len(text):
        return right
    if not text[right].isspace():
        while right > limit and not text[right - 1].isspace():
            right -= 1
    while right > limit and text[right - 1].isspace():
        right -= 1
    return right
