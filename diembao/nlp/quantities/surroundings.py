"""What stands around a quantity: what is counted or measured, and the words of its clause."""

from __future__ import annotations

from diembao.core.text import fold
from diembao.nlp.quantities.tokens import Tokens
from diembao.nlp.quantities.vocabulary import Vocabulary

_CLAUSE_ENDS = frozenset('.;:!?…()[]"“”')
#: Words that are looked at on each side.
_CLAUSE_WORDS = 20
_MEASURED_WORDS = 5
_MODIFIERS = 3


class Surroundings:
    """Reads around token positions of one text."""

    def __init__(self, tokens: Tokens, words: Vocabulary) -> None:
        self._tokens = tokens
        self._words = words

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
        for position in range(start - 1, -1, -1):
            if len(measured) == _MEASURED_WORDS or tokens.form(position) in _CLAUSE_ENDS or self._breaks(position):
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
        tokens = self._tokens
        read: list[str] = []
        for position in positions:
            if tokens.form(position) in _CLAUSE_ENDS or self._breaks(position):
                break
            if tokens.is_word(position) and tokens.form(position) not in self._words.function_words:
                read.append(fold(tokens.form(position)))
        return read

    def _breaks(self, position: int) -> bool:
        """Whether a line ends behind the token."""
        tokens = self._tokens
        return "\n" in tokens.text[tokens.ends[position] : tokens.starts[position + 1]]
