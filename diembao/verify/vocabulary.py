"""Which words mean much the same: phrases of ``data/vocabulary.toml`` and ``data/paraphrases.toml`` as concepts."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from diembao.core.text import fold, index_form, nfc, words


def form(phrase: str) -> str:
    """A phrase as marked texts are compared: lower-case words with single blanks."""
    return " ".join(words(index_form(nfc(phrase))))


def plain(phrase: str) -> str:
    """A phrase as texts without marks are compared."""
    return fold(form(phrase))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Groups of phrases with one meaning, and words without any of their own.

    :ivar names: phrase -> name of its group.
    :ivar longest: words in the longest phrase.
    :ivar stop: words that say nothing of what a sentence is about.
    :ivar exclusive: sets of concepts of which a sentence is about one.
    :ivar turns: concepts that make something else of what stands behind them.
    """

    names: dict[str, str]
    longest: int
    stop: frozenset[str]
    exclusive: tuple[frozenset[str], ...]
    turns: frozenset[str]

    def concepts(self, found: Sequence[str]) -> tuple[str, ...]:
        """What words in their order mean: groups of the longest phrases that stand there, and the other words.

        Each stands once; names of groups have ``_`` before them, so that they are told from words.
        """
        meant: dict[str, None] = {}
        position = 0
        while position < len(found):
            for length in range(min(self.longest, len(found) - position), 0, -1):
                phrase = " ".join(found[position : position + length])
                if phrase in self.names:
                    meant[self.names[phrase]] = None
                    position += length
                    break
            else:
                if found[position] not in self.stop:
                    meant[found[position]] = None
                position += 1
        return tuple(meant)

    def excluded(self, some: frozenset[str], others: frozenset[str]) -> bool:
        """Whether one is about another thing of a kind than the other: pigs and ducks, a rise and a fall."""
        return any(some & kinds and others & kinds and not some & others & kinds for kinds in self.exclusive)


@cache
def vocabulary(*, marked: bool, wide: bool = False) -> Vocabulary:
    """The vocabulary for texts with marks, or for texts typed without.

    Without marks one syllable is too many words to be a phrase of its own.

    :param wide: with the further words of ``data/paraphrases.toml``.
    """
    files_read = [_values("vocabulary"), *([_values("paraphrases")] if wide else [])]
    written = form if marked else plain
    names: dict[str, str] = {}
    for values in files_read:
        for group in values["groups"]:
            name = names.get(written(group[0]), f"_{plain(group[0])}")
            names |= {phrase: name for phrase in map(written, group) if marked or " " in phrase}
    if wide:  # what is told apart by several words is one concept
        told_apart = [phrase for values in files_read for phrases in values["exclusive"] for phrase in phrases]
        for phrase in map(written, (*told_apart, *files_read[1]["turns"])):
            if " " in phrase:
                names.setdefault(phrase, f"_{plain(phrase)}")
    return Vocabulary(
        names=names,
        longest=max(phrase.count(" ") + 1 for phrase in names),
        stop=frozenset(written(word) for values in files_read for word in values["stop"].split()),
        exclusive=tuple(
            frozenset(names.get(phrase, phrase) for phrase in map(written, phrases))
            for values in files_read
            for phrases in values["exclusive"]
        ),
        turns=frozenset(
            names.get(phrase, phrase) for values in files_read for phrase in map(written, values.get("turns", ()))
        ),
    )


def _values(name: str) -> dict[str, Any]:
    return tomllib.loads(files("diembao.verify").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))
