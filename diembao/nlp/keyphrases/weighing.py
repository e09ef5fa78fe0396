"""Which phrases of an article are its key phrases.

A phrase counts the more, the more often it stands in the article, above all in its title and lead, and the fewer other
texts have it (TF-IDF). One of several words must be known to hold together, from the press or because the article says
it again; of two of which one contains the other, one is kept: the longer, unless the shorter stands mostly alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from diembao.nlp.keyphrases.candidates import Candidate, candidates, is_empty
from diembao.nlp.keyphrases.lexicon import Kind, Lexicon, press_lexicon
from diembao.nlp.language import Language

#: Phrases of one article, at most.
MOST_PHRASES = 8
#: Only so much of a text is read, in characters: what a report is about stands at its beginning.
_BEGINNING = 2_000
#: What standing in the title or the lead adds; standing once counts 1.
_TITLE, _LEAD = 1.2, 0.5
#: What each further word of a phrase adds to its weight.
_LONGER = 0.25
#: Weight of a phrase that is one verb or quality.
_NO_NOUN = 0.6
#: Share of the shorter's places from which on the longer phrase stands for it.
_STANDS_FOR = 0.5
#: Longest phrase shown; longer rows of words are looked at only to see what is cut short.
_MOST_SYLLABLES = 5
#: Phrases that weigh less than this share of the weightiest are no key phrases.
_LEAST = 0.3


@dataclass(slots=True)
class _Met:
    """A candidate over the whole article."""

    first: Candidate
    written: str
    settled: bool
    """Whether it was met where its first letter tells how it is written."""
    times: int = 0
    parts: set[int] = field(default_factory=set)


class KeyPhrases:
    """Finds the key phrases of articles. Loading the list takes a moment, at the first article."""

    def of(self, title: str, lead: str, text: str, *, language: Language) -> tuple[str, ...]:
        """The key phrases of an article as written, the weightiest first, at most eight.

        :return: nothing for texts in other languages, and for Vietnamese typed without marks: without them syllables
            do not tell which words they are.
        """
        if language not in ("vi", "unknown"):
            return ()
        lexicon = press_lexicon()
        met = _meet((title, lead, text[:_BEGINNING]), lexicon)
        weights = {key: _weight(key, one, lexicon) for key, one in met.items()}
        _stand_for(met, weights, lexicon)
        chosen: list[str] = []
        ranked = sorted((key for key in weights if weights[key] > 0), key=lambda key: (-weights[key], key))
        for key in ranked:
            if len(chosen) == MOST_PHRASES or weights[key] < _LEAST * weights[ranked[0]]:
                break
            if not any(_contains(key, other) or _contains(other, key) for other in chosen):
                chosen.append(key)
        return tuple(met[key].written for key in chosen)


def _meet(parts: tuple[str, ...], lexicon: Lexicon) -> dict[str, _Met]:
    met: dict[str, _Met] = {}
    for number, part in enumerate(parts):
        for candidate in candidates(part, lexicon):
            one = met.get(candidate.key)
            if one is None or (not one.settled and not candidate.opening):
                written = part[candidate.start : candidate.end]
                if candidate.opening and not written[:2].isupper():
                    written = written[0].lower() + written[1:]
                fresh = _Met(candidate, " ".join(written.split()), not candidate.opening)
                if one is not None:
                    fresh.times, fresh.parts = one.times, one.parts
                met[candidate.key] = one = fresh
            one.times += 1
            one.parts.add(number)
    return met


def _weight(key: str, one: _Met, lexicon: Lexicon) -> float:
    if is_empty(one.first):
        return 0.0
    words = one.first.words
    rarity = lexicon.phrases.get(key)
    rarities = [word.rarity for word in words if word] or [lexicon.most_rarity / 2]
    if rarity is None:
        if len(words) > 1 and (one.times < 2 or not _fits(one.first)):
            return 0.0
        rarity = max(rarities)
    if None in words and one.times < 2 and 0 not in one.parts:
        return 0.0
    times = 1 + math.log(one.times) + (_TITLE if 0 in one.parts else 0) + (_LEAD if 1 in one.parts else 0)
    shape = 1 + _LONGER * (len(words) - 1)
    if len(words) == 1 and words[0] and words[0].kind is not Kind.NOUN:
        shape *= _NO_NOUN
    return times * rarity * shape


def _fits(one: Candidate) -> bool:
    """Whether unknown words in this order may make a phrase.

    That is a noun with what follows it, or a verb of two syllables with its object or manner; single syllables side by
    side are none.
    """
    if None in one.words:
        return True
    first, second = one.words[0], one.words[1]
    if one.key.count(" ") + 1 == len(one.words) or first is None or second is None:  # single syllables
        return False
    if first.kind == Kind.NOUN:
        return True
    return first.kind == Kind.VERB and " " in one.parts[0] and second.kind in (Kind.NOUN, Kind.QUALITY)


def _stand_for(met: dict[str, _Met], weights: dict[str, float], lexicon: Lexicon) -> None:
    """Take away what stands mostly inside a longer phrase of the article."""
    standing = {key: f" {key} " for key, weight in weights.items() if weight > 0 and " " in key}
    for key in sorted((key for key in standing if key.count(" ") > 1), key=len, reverse=True):
        if weights[key] <= 0:
            continue
        too_long = key.count(" ") >= _MOST_SYLLABLES
        for other, padded in standing.items():
            if padded not in standing[key] or other == key:
                continue
            # what is cut short by the limit is no phrase; what is known to be one stays
            spared = too_long and (len(met[other].first.words) == 1 or other in lexicon.phrases)
            if not spared and met[key].times >= _STANDS_FOR * met[other].times:
                weights[other] = 0.0
        if too_long:
            weights[key] = 0.0


def _contains(whole: str, part: str) -> bool:
    return f" {part} " in f" {whole} "
