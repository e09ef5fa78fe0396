"""What stands around a quantity: what is counted or measured, and the words of its clause."""

from __future__ import annotations

import re
from bisect import bisect_right

from diembao.core.text import fold
from diembao.nlp.quantities.vocabulary import Vocabulary
from diembao.nlp.tokens import Tokens

_CLAUSE_ENDS = frozenset('.;:!?()[]"')
#: Words that are looked at on each side.
_CLAUSE_WORDS = 20
_MEASURED_WORDS = 5
_MODIFIERS = 3
_LINE_END = re.compile("\n")


class Surroundings:
    """Reads around token positions of one text."""

    def __init__(self, tokens: Tokens, words: Vocabulary) -> None:
        self._tokens = tokens
        self._words = words
        # tokens behind which a line ends
        self._breaks = frozenset(
            bisect_right(tokens.starts, end.start()) - 1 for end in _LINE_END.finditer(tokens.text)
        )

    def counted(self, start: int, end: int, noun: tuple[int, int] | None, *, counts: bool) -> tuple[str, ...]:
        """Folded words of what the tokens ``start`` to ``end`` count, or measure."""
        tokens = self._tokens
        if noun is not None and counts:
            named = [tokens.form(position) for position in range(*noun)]
            for position in range(end, min(end + _MODIFIERS, tokens.last)):
                if not tokens.is_word(position) or tokens.form(position) in self._words.not_counted:
                    break
                named.append(tokens.form(position))
            return tuple(fold(word) for word in named)
        measured: list[str] = []
        for position in range(start - 1, max(-1, start - 1 - _CLAUSE_WORDS), -1):
            if len(measured) == _MEASURED_WORDS or tokens.form(position) in _CLAUSE_ENDS or position in self._breaks:
                break
            if tokens.is_word(position) and tokens.form(position) not in self._words.function_words:
                measured.append(fold(tokens.form(position)))
        return tuple(reversed(measured))

    def context(self, start: int, end: int) -> tuple[str, ...]:
        """Folded content words of the clause around the tokens ``start`` to ``end``."""
        before = self._words_of(range(start - 1, max(-1, start - 1 - _CLAUSE_WORDS), -1))
        after = self._words_of(range(end, min(end + _CLAUSE_WORDS, self._tokens.last)))
        return (*reversed(before), *after)

    def _words_of(self, positions: range) -> list[str]:
        forms, function_words = self._tokens.forms, self._words.function_words
        read: list[str] = []
        for position in positions:
            form = forms[position]
            if form in _CLAUSE_ENDS or position in self._breaks:
                break
            if form[0].isalpha() and form not in function_words:
                read.append(form)
        return fold(" ".join(read)).split()
