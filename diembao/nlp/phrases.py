"""Many phrases looked for at once, on whole words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick


class Hit(NamedTuple):
    """Where a phrase stands: ``text[start:end]`` is the phrase of that number in the list."""

    start: int
    end: int
    phrase: int


class PhraseMatcher:
    """One Aho-Corasick automaton over all phrases.

    :param phrases: what to look for, distinct and not empty, in the same form as the texts that will be searched.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        self._automaton = AhoCorasick(list(phrases)) if phrases else None

    def hits(self, text: str) -> list[Hit]:
        """All places where a phrase stands between word boundaries, overlaps included.

        Ordered by start; of two that start together the longer comes first, so that whoever walks the list meets a
        phrase before the shorter ones inside it.
        """
        if self._automaton is None:
            return []
        last = len(text)
        found = [
            Hit(start, end, phrase)
            for phrase, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            # a word character on both sides of an edge means that the edge is inside a word
            if (end == last or not (_is_word(text[end]) and _is_word(text[end - 1])))
            and (start == 0 or not (_is_word(text[start - 1]) and _is_word(text[start])))
        ]
        found.sort(key=_longest_first)
        return found


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _longest_first(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end
