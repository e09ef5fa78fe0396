"""The words by which rules read a sentence: ``data/cues.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from diembao.core.text import fold, index_form
from diembao.verify.vocabulary import form, plain

#: Where a clause of a headline begins, with or without marks.
_CLAUSE_BEGINS = r"(?:^|[,;:.–“”\"-]|\b(?:khi|lúc|luc|nếu|neu|vì|vi|và|va)\b)\W*(?:(?:khi|nền|nen|cái|cai|một|mot)\s+)*"


class Phrases:
    """Phrases looked for in display text on whole words, whatever the capitals.

    Text without any mark is searched for the phrases without marks, but not for single syllables: without its mark a
    syllable is too many words.
    """

    def __init__(self, phrases: Iterable[str], frame: str = "{}") -> None:
        """:param frame: regular expression around the phrases, which stand at ``{}``."""
        phrases = list(phrases)
        self._marked = _pattern(map(form, phrases), frame)
        self._plain = _pattern((plain(phrase) for phrase in phrases if " " in phrase), frame)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Where the phrases stand, in offsets of ``text``."""
        lowered = index_form(text)
        pattern = self._marked if fold(lowered) != lowered else self._plain
        return pattern.finditer(lowered)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where a phrase stands."""
        return next(self.finditer(text), None)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a headline may assert, and the words that bear it out in a body."""

    name: Phrases
    words: Phrases


class Cues:
    """Cue words, ready to be looked for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        # with at most two short words between cue and figure
        self._before = {
            role: Phrases(phrases, r"{}(?:\s+\w+){{0,2}}\s*$") for role, phrases in values["before"].items()
        }
        self._after = {role: Phrases(phrases, r"^\W*{}") for role, phrases in values["after"].items()}
        self._still = Phrases(values["remaining"]["still"], r"{}\s*$")
        self.later = Phrases(values["counting"]["later"])
        self.toll = Phrases(values["counting"]["toll"])
        self.moving = Phrases(values["counting"]["moving"])
        self._fates = {
            fate: Phrases(phrases, r"^\W*(?:đã |da |bị |bi )?{}") for fate, phrases in values["fate"].items()
        }
        self._tells = {fate: Phrases(phrases) for fate, phrases in values["fate"].items()}
        self.background = Phrases(values["counting"]["background"], r"^\W*{}")
        self._nouns = {plain(noun): plain(group[0]) for group in values["counting"]["nouns"] for noun in group}
        self.says_not = Phrases(values["denial"]["says_not"])
        self.told = Phrases(values["denial"]["told"])
        self.own_voice = Phrases(values["denial"]["own_voice"])
        self.no_statement = Phrases(values["denial"]["no_statement"])
        self.no_longer = Phrases(values["denial"]["no_longer"], r"{}\s*(?:[.,;:!”\"]|$)")
        self.no_denial = Phrases(values["denial"]["no_denial"])
        self.denies_what_follows = Phrases(values["denial"]["denies_what_follows"])
        self.denies_what_precedes = Phrases(values["denial"]["denies_what_precedes"])
        self.instead = Phrases(values["denial"]["instead"])
        self.no_need = Phrases(values["denial"]["no_need"])
        self.open = Phrases(values["denial"]["open"])
        self.rumour = Phrases(values["denial"]["rumour"])
        self.asks = Phrases(values["stance"]["asks"])
        self.has_none = Phrases(values["stance"]["has_none"])
        self.tells_that = Phrases(values["stance"]["tells_that"])
        facts = values["facts"]
        self.places: tuple[str, ...] = tuple(facts["places"])
        self.ranks: tuple[str, ...] = tuple(facts["ranks"])
        self.numbered: tuple[str, ...] = tuple(facts["numbered"])
        self.looks_back = Phrases(facts["looks_back"])
        self.moved = Phrases(facts["moved"])
        self.no_negation = Phrases(facts["no_negation"])
        self.unsure = Phrases(values["headline"]["unsure"])
        intangible, fields = values["headline"]["intangible"], values["headline"]["fields"]
        # as the subject, with at most four words to the event, more behind "của"; a field of life only right before it
        self.intangible_before = (
            Phrases(
                intangible, rf"{_CLAUSE_BEGINS}{{}}(?:\s+(?:của|cua)(?:\s+\w+){{{{0,4}}}})?(?:\s+\w+){{{{0,4}}}}\s*$"
            ),
            Phrases(fields, rf"{_CLAUSE_BEGINS}{{}}(?:\s+(?:đã|đang|bị|sắp|cũng|lại|da|dang|bi|sap|cung|lai))*\s*$"),
        )
        self.intangible_behind = Phrases(intangible, r"^[^\w:]*(?:\w+[^\w:]+){{0,2}}{}")
        self.events = tuple(
            Event(Phrases([event]), Phrases([event, *words])) for event, *words in values["headline"]["events"]
        )

    def roles(self, before: str, after: str) -> frozenset[str]:
        """What the words before and after a figure say of it."""
        if still := self._still.search(before):
            before = before[: still.start()]
        found = {role for role, phrases in self._before.items() if phrases.search(before)}
        found |= {role for role, phrases in self._after.items() if phrases.search(after)}
        return frozenset(found)

    def fate(self, after: str) -> str:
        """What became of the people that a figure counts, by the words right behind it; empty: not told there."""
        return next((fate for fate, phrases in self._fates.items() if phrases.search(after)), "")

    def tells(self, fate: str, text: str) -> bool:
        """Whether a text tells of somebody's fate anywhere."""
        return self._tells[fate].search(text) is not None

    def counts(self, counted: Sequence[str]) -> bool:
        """Whether folded words of a counted noun begin with one of the nouns of people and things that are known."""
        return any(" ".join(counted[:length]) in self._nouns for length in (3, 2, 1))

    def noun(self, counted: Sequence[str]) -> str:
        """What folded words of a counted noun count, one word for nouns of the same people or things."""
        for length in (3, 2, 1):
            phrase = " ".join(counted[:length])
            if phrase in self._nouns:
                return self._nouns[phrase]
        return " ".join(counted[:2])


@cache
def cues() -> Cues:
    """The shipped cue words."""
    return Cues(tomllib.loads(files("diembao.verify").joinpath("data", "cues.toml").read_text(encoding="utf-8")))


def _pattern(phrases: Iterable[str], frame: str) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    alternatives = "|".join(r"[\s/-]+".join(map(re.escape, phrase.split())) for phrase in ordered)
    return re.compile(frame.format(rf"(?<!\w)(?:{alternatives or '(?!)'})(?!\w)"))
