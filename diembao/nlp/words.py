"""The one adapter of underthesea, which is not required: our own rules are measured beside its names.

It is loaded at the first call, and leaves the logging of the program as it was: some of its versions take over the root
logger at import. Its ``text_normalize`` and ``word_tokenize(fixed_words=…)`` are never called: the first "repairs"
spelling, the second changes all later calls.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

_KINDS = {"LOC": "place", "ORG": "organisation"}


class WordName(NamedTuple):
    """A name as underthesea marks it: ``text[start:end]``."""

    start: int
    end: int
    kind: str
    """``place`` or ``organisation``; its persons are left out."""


def is_installed() -> bool:
    """Whether underthesea can be asked."""
    return find_spec("underthesea") is not None


def names(sentence: str) -> list[WordName]:
    """Places and organisations of one sentence; the time of a call grows with the square of its length.

    :param sentence: text in NFC.
    :raises ModuleNotFoundError: underthesea is not installed.
    """
    found: list[WordName] = []
    at = 0
    current: WordName | None = None
    for word, _tag, _chunk, label in _tagger()(sentence):
        start, end = _position(sentence, word, at)
        if start < 0:
            continue
        at = end
        mark, _, name = label.partition("-")
        kind = _KINDS.get(name, "")
        if mark == "I" and current is not None and current.kind == kind:
            current = current._replace(end=end)
            found[-1] = current
        elif kind:
            current = WordName(start, end, kind)
            found.append(current)
        else:
            current = None
    return found


@cache
def _tagger() -> Any:
    with _own_logging_kept():
        from underthesea import ner

        ner("Hà Nội")  # its model is loaded at the first call
    return ner


@contextmanager
def _own_logging_kept() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers, disabled = root.level, root.handlers[:], logging.root.manager.disable
    try:
        yield
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers
        logging.disable(disabled)


def _position(sentence: str, word: str, at: int) -> tuple[int, int]:
    """Where a word of its output stands; it moves tone marks and blanks, so its syllables are looked for one by one."""
    start = end = -1
    for syllable in word.replace("_", " ").split():
        place = sentence.find(syllable, at)
        if place < 0:
            continue
        start = place if start < 0 else start
        at = end = place + len(syllable)
    return start, end
