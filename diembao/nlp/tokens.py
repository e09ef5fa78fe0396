"""A text cut into numbers, words and marks, for readers that walk along it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import Generic, NamedTuple, TypeVar

from diembao.core.text import fold, index_form, is_marked, nfc, plain_marks
from diembao.core.text_caches import kept

Meaning = TypeVar("Meaning")

# A number; a word, with figures that hang on its letters ("m2", "U23"); or a single mark. Possessive, so that no text
# is gone over twice. The end of a line is a mark too: what is said ends with it.
_TOKEN = re.compile(r"\d++(?:[.,]\d++)*+|[^\W\d_]++(?:\d\w*+)?+|[^\w\s]|_|\n")
_WORD = re.compile(r"[^\W\d_]+")
#: Fewer words with marks than this: the text was typed without them, and its words may stand for any marked ones.
_MARKED_SHARE = 0.1
_marked = kept(1 << 15)(is_marked)


class Tokens(NamedTuple):
    """A text's tokens: what they say, where they stand.

    ``forms`` are in index form, with one sign for all dashes and one for all quotation marks; in a text that was typed
    without marks every token has none, and ``marked`` is false.
    Behind the last token stands an empty one, so that looking one token ahead needs no check.
    """

    text: str
    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    marked: bool
    last: int  # position behind the last token of the text

    def form(self, position: int) -> str:
        """The token's form, or nothing outside the text."""
        return self.forms[position] if 0 <= position <= self.last else ""

    def touch(self, position: int) -> bool:
        """Whether a token stands directly behind the one before it, without a blank."""
        return 0 < position < self.last and self.starts[position] == self.ends[position - 1]

    def is_number(self, position: int) -> bool:
        """Whether a token is written in figures."""
        return 0 <= position <= self.last and self.forms[position][:1].isdigit()

    def is_word(self, position: int) -> bool:
        """Whether a token begins with a letter."""
        return 0 <= position <= self.last and self.forms[position][:1].isalpha()


def words_of(form: str) -> list[str]:
    """Words of an index form or folded form, as rows of letters."""
    return _WORD.findall(form)


def have_marks(words: Sequence[str]) -> bool:
    """Whether a text was typed with the marks of Vietnamese; judged over all of its words, in index form."""
    return sum(map(_marked, words)) >= _MARKED_SHARE * len(words)


def tokenize(text: str, *, marked: bool | None = None) -> Tokens:
    """Cuts a text into tokens; offsets are those of ``text``.

    :param marked: whether the text was typed with marks; found out where it is not said.
    """
    form = plain_marks(index_form(text))
    if marked is None:
        marked = have_marks(words_of(form))
    if not marked:
        form = fold(form)
    forms = _TOKEN.findall(form)
    starts = [match.start() for match in _TOKEN.finditer(form)]
    ends = map(add, starts, map(len, forms))
    return Tokens(text, (*forms, ""), (*starts, len(text)), (*ends, len(text)), marked, len(forms))


def spelled(words: str | Iterable[str], *, marked: bool) -> frozenset[str]:
    """Words of a vocabulary as tokens have them."""
    listed = words.split() if isinstance(words, str) else words
    return frozenset(form if marked else fold(form) for form in (index_form(nfc(word)) for word in listed))


class Phrases(Generic[Meaning]):
    """Phrases with a meaning, found at a position; the longest one counts."""

    def __init__(self, phrases: Mapping[str, Meaning], *, marked: bool) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in phrases.items():
            forms = tokenize(phrase, marked=marked).forms[:-1]
            self._by_first.setdefault(forms[0], []).append((forms, meaning))
            self._by_last.setdefault(forms[-1], []).append((forms, meaning))
        for table in (self._by_first, self._by_last):
            for listed in table.values():
                listed.sort(key=lambda entry: -len(entry[0]))

    def at(self, tokens: Tokens, position: int) -> tuple[Meaning, int] | None:
        """The phrase that begins at a position, and the position behind it."""
        for forms, meaning in self._by_first.get(tokens.form(position), ()):
            if tokens.forms[position : position + len(forms)] == forms:
                return meaning, position + len(forms)
        return None

    def before(self, tokens: Tokens, position: int) -> tuple[Meaning, int] | None:
        """The phrase that ends directly before a position, and where it begins."""
        for forms, meaning in self._by_last.get(tokens.form(position - 1), ()):
            start = position - len(forms)
            if start >= 0 and tokens.forms[start:position] == forms:
                return meaning, start
        return None
