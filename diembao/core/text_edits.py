"""Edits of a text, and where each character of what comes out of them stood."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple


class Edit(NamedTuple):
    """Put ``new`` in the place of ``text[start:end]``."""

    start: int
    end: int
    new: str


#: A rule of cleaning: the edits that a text needs, in order, without overlap.
Rule = Callable[[str], Iterable[Edit]]


def substitution(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Rule:
    """The rule that puts something in the place of each match."""
    compiled = re.compile(pattern)

    def edits(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            yield Edit(match.start(), match.end(), new if isinstance(new, str) else new(match))

    return edits


def edited(text: str, rules: Iterable[Rule]) -> str:
    """The text after all rules, each applied to what the one before left."""
    for rule in rules:
        parts: list[str] = []
        behind = 0
        for start, end, new in rule(text):
            parts += (text[behind:start], new)
            behind = end
        if parts:
            text = "".join((*parts, text[behind:]))
    return text


class Traced(NamedTuple):
    """A cleaned text and where its stretches stood in the original.

    :ivar text: after all rules.
    :ivar starts: rising offsets in ``text`` at which a stretch begins.
    :ivar origins: for each of them its first and last offset in the original; a stretch as long as its origin is the
        same characters, moved.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of ``text[start:end]``; of a character that was made of several, all of them.

        :raises ValueError: the span is empty or not inside of the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError((start, end))
        return self._of(start)[0], self._of(end - 1)[1]

    def _of(self, offset: int) -> tuple[int, int]:
        at = bisect_right(self.starts, offset) - 1
        first, last = self.origins[at]
        begins = self.starts[at]
        ends = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)
        if ends - begins == last - first:
            return first + offset - begins, first + offset - begins + 1
        return first, last


def traced(text: str, rules: Iterable[Rule]) -> Traced:
    """As :func:`edited`, with the places in the original."""
    spans = [(at, at + 1) for at in range(len(text))]
    for rule in rules:
        kept: list[tuple[int, int]] = []
        parts: list[str] = []
        behind = 0
        for start, end, new in rule(text):
            parts += (text[behind:start], new)
            place = spans[start:end] or [(spans[start - 1][1], spans[start - 1][1]) if start else (0, 0)]
            same = len(new) == end - start
            kept += spans[behind:start]
            kept += spans[start:end] if same else [(place[0][0], place[-1][1])] * len(new)
            behind = end
        text = "".join((*parts, text[behind:]))
        spans = kept + spans[behind:]
    starts: list[int] = []
    for at, span in enumerate(spans):
        before = spans[at - 1] if at else None
        moved = before is not None and span[1] - span[0] == 1 == before[1] - before[0] and span[0] == before[1]
        if span != before and not moved:
            starts.append(at)
    return Traced(text, tuple(starts), tuple(_origin(spans, starts, at) for at in range(len(starts))))


def _origin(spans: list[tuple[int, int]], starts: list[int], at: int) -> tuple[int, int]:
    end = starts[at + 1] if at + 1 < len(starts) else len(spans)
    return spans[starts[at]][0], spans[end - 1][1]
