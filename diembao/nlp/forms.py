"""The forms of one sentence, made once for all who read it."""

from __future__ import annotations

from typing import NamedTuple

from diembao.core.text import fold, index_form, nfc
from diembao.nlp.tokens import have_marks, words_of


class Forms(NamedTuple):
    """A sentence in three forms of one length.

    :ivar written: display form.
    :ivar lower: index form, lower case, with marks.
    :ivar folded: without marks.
    :ivar marked: whether it was typed with marks; without them its words may stand for any marked ones.
    :ivar words: what words, rows of letters, stand in it; in folded form where it was typed without marks.
    """

    written: str
    lower: str
    folded: str
    marked: bool
    words: frozenset[str]

    @property
    def typed(self) -> str:
        """What its words are compared in: index form, or folded where it was typed without marks."""
        return self.lower if self.marked else self.folded


def forms_of(sentence: str) -> Forms:
    """The forms of a sentence by itself."""
    written = nfc(sentence)
    index = index_form(written)
    return part_of(written, index, fold(index), 0, len(written))


def part_of(written: str, index: str, folded: str, start: int, end: int) -> Forms:
    """The forms of a sentence of a text whose forms are known."""
    part, plain = index[start:end], folded[start:end]
    words = words_of(part)
    marked = have_marks(words)
    return Forms(written[start:end], part, plain, marked, frozenset(words if marked else words_of(plain)))
