"""Words and turns of phrase that tell opinion, question, demand, promise … from a statement of fact.

The rules stand in ``data/guard.toml``, where a person can read them; the first one that fires counts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from diembao.core.text import fold
from diembao.nlp.forms import Forms, part_of
from diembao.nlp.phrases import Hit, PhraseMatcher

#: Characters of the longest sentences that are judged in one piece: one in ten thousand of the press is longer.
_LONGEST = 2_000
_PIECE = re.compile(rf"(?s).{{1,{_LONGEST}}}(?!\S)|.{{1,{_LONGEST}}}")


class Fired(NamedTuple):
    """A rule that fires on a sentence.

    :ivar code: what it takes the sentence for, such as ``guard-question``.
    :ivar name: tells it from other rules of that code: its first phrase or pattern.
    :ivar hard: it refuses by itself; otherwise it is evidence that the model weighs.
    """

    code: str
    name: str
    hard: bool


# Words that every match of a pattern has are read off its source: groups of plain words and single words, each
# between word boundaries and in no other group.
_BOUNDARY = r"(?:(?<=\\b)|(?<=\\W\*)|(?<=\s))"
_PLAIN_GROUP = re.compile(_BOUNDARY + r"\(\?:(\w[\w ]*(?:\|\w[\w ]*)*)\)(?=\\b| (?![?*{]))")
_PLAIN_WORD = re.compile(_BOUNDARY + r"([^\W\d_]+)(?=\\b| (?![?*{]))")
_INNERMOST_GROUP = re.compile(r"\([^()]*\)")
_CHARACTER_CLASS = re.compile(r"\[[^]]*\]")


def _needed(source: str) -> tuple[frozenset[str], ...]:
    """Sets of words, of each of which every match of a pattern has one; none where the pattern does not tell."""
    source = _CHARACTER_CLASS.sub("~", source)
    groups: list[frozenset[str]] = []
    outside = source
    while (shorter := _INNERMOST_GROUP.sub("~", outside)) != outside:
        outside = shorter
    if "|" in outside:
        return ()
    for group in _PLAIN_GROUP.finditer(source):
        before = source[: group.start()]
        if before.count("(") == before.count(")"):
            groups.append(frozenset(words.split()[0] for words in group[1].split("|")))
    return (*(frozenset([word]) for word in _PLAIN_WORD.findall(outside)), *groups)


class Patterns:
    """Patterns of which only those are tried whose words stand in the sentence."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._patterns = [(_needed(source), re.compile(source)) for source in sources]

    @property
    def needed(self) -> list[frozenset[str]]:
        """For each pattern, words of which every match has one; an empty set where any sentence may match."""
        return [min(needed, key=len, default=frozenset()) for needed, _pattern in self._patterns]

    def first(self, sentence: Forms, end: int | None = None) -> re.Match[str] | None:
        """The match of the first pattern that has one, not behind ``end`` if that is given."""
        form, words = sentence.typed, sentence.words
        stop = len(form) if end is None else end
        for needed, pattern in self._patterns:
            for among in needed:
                if words.isdisjoint(among):
                    break
            else:
                if (found := pattern.search(form, 0, stop)) is not None:
                    return found
        return None


@dataclass(frozen=True, slots=True)
class _Rule:
    fired: Fired
    patterns: Patterns
    unless: Patterns
    yields: bool


class _Rules:
    """The rules in the form of texts typed with marks, or without."""

    def __init__(self, file: dict[str, Any], *, marked: bool) -> None:
        def typed(source: str) -> str:
            return source if marked else fold(source)

        def patterns(sources: Iterable[str]) -> Patterns:
            return Patterns(map(typed, sources))

        self._rules = tuple(
            _Rule(
                fired=Fired(
                    rule["code"], (*rule.get("phrases", ()), *rule.get("patterns", ()))[0], not rule.get("soft", False)
                ),
                patterns=patterns(rule.get("patterns", ())),
                unless=patterns((*rule.get("unless", ()), *(() if marked else rule.get("unless_unmarked", ())))),
                yields=rule.get("yields", False),
            )
            for rule in file["rule"]
        )
        self._reports = patterns(file["report"]["patterns"])
        self._long = re.compile(file["report"]["long"])
        self._not_reported = patterns(file["report"]["not_with"])
        skipped = frozenset(() if marked else file["unmarked"]["skipped"])
        first_rule: dict[str, int] = {}
        for number, rule in enumerate(file["rule"]):
            for phrase in rule.get("phrases", ()):
                if phrase not in skipped:
                    first_rule.setdefault(typed(phrase), number)
        covering = [phrase for phrase in map(typed, file["covered"]["phrases"]) if phrase not in first_rule]
        self._rule_of = (*first_rule.values(), *(None for _phrase in covering))
        self._phrases = PhraseMatcher([*first_rule, *covering])
        # rules whose patterns may match where a word stands, and those whose patterns may match anywhere
        self._by_word: dict[str, set[int]] = {}
        self._anywhere: set[int] = set()
        for number, rule in enumerate(self._rules):
            for needed in rule.patterns.needed:
                for word in needed:
                    self._by_word.setdefault(word, set()).add(number)
                if not needed:
                    self._anywhere.add(number)

    def first(self, sentence: Forms) -> Fired | None:
        """The first rule that fires on a sentence; a soft one only where no hard one does."""
        soft: Fired | None = None
        said: dict[int, int] = {}  # where a phrase of a rule stands first
        for hit in _uncovered(self._phrases.hits(sentence.typed)):
            number = self._rule_of[hit.phrase]
            if number is not None:
                said.setdefault(number, hit.start)
        possible = self._anywhere.union(said, *(self._by_word[word] for word in self._by_word.keys() & sentence.words))
        for number in sorted(possible):
            rule, cue = self._rules[number], said.get(number)
            if cue is None and (found := rule.patterns.first(sentence)) is not None:
                cue = found.start()
            if cue is None or rule.unless.first(sentence) is not None:
                continue
            if rule.yields and self._is_report(sentence, cue):
                continue
            if rule.fired.hard:
                return rule.fired
            soft = soft or rule.fired
        return soft

    def _is_report(self, sentence: Forms, cue: int) -> bool:
        """Whether what stands before the words in question makes them part of a report."""
        if self._not_reported.first(sentence) is not None:
            return False
        return self._long.search(sentence.typed) is not None or self._reports.first(sentence, cue) is not None


def _uncovered(hits: list[Hit]) -> list[Hit]:
    """Hits that do not lie inside a longer one."""
    kept: list[Hit] = []
    end = -1
    for hit in hits:  # of those that start together the longest comes first
        if hit.end > end:
            kept.append(hit)
            end = hit.end
    return kept


@cache
def _rules(marked: bool) -> _Rules:
    text = (files("diembao.nlp") / "data" / "guard.toml").read_text(encoding="utf-8")
    return _Rules(tomllib.loads(text), marked=marked)


def fired(sentence: Forms) -> Fired | None:
    """The rule that says that a sentence states no fact, or nothing; a soft rule only where no hard one fires."""
    found = [rule for piece in _pieces(sentence) if (rule := _rules(piece.marked).first(piece)) is not None]
    return next((rule for rule in found if rule.hard), found[0] if found else None)


def _pieces(sentence: Forms) -> Iterator[Forms]:
    """The sentence; one longer than any that people write in pieces, so that no pattern sees more than a bounded text.

    A pattern may look from each of its words to the end of the sentence, which over a page without stops takes hours.
    """
    if len(sentence.written) <= _LONGEST:
        yield sentence
        return
    for piece in _PIECE.finditer(sentence.written):
        yield part_of(sentence.written, sentence.lower, sentence.folded, *piece.span())
