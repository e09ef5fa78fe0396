"""What a sentence that is about a claim does with it: repeats it, denies it, or leaves it open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from diembao.core.text import fold, index_form
from diembao.verify.cues import Phrases, cues
from diembao.verify.reading import Reading, read
from diembao.verify.vocabulary import plain

# "không cắt điện", "chưa hề cắt điện": a word of the claim is negated. Without marks "chua" is as often "chứa".
_NEGATION = {
    True: re.compile(r"\b(?:không|chưa|chẳng) (?:hề |từng |bị |được |có |phải )*(?=(\w+))"),
    False: re.compile(r"\b(?:khong|chua|chang) (?:he |tung |bi |duoc |co |phai )*(?=(\w+))"),
}


class Stance(StrEnum):
    """What a sentence does with a reviewed claim, whatever its rating."""

    REPEATS = "repeats"
    DENIES = "denies"
    DISCUSSES = "discusses"


def stance(claim: str, sentence: str) -> Stance:
    """What a sentence that is about a claim does with it."""
    if says_beyond(cues().open, claim, sentence) or says_beyond(cues().asks, claim, sentence):
        return Stance.DISCUSSES
    if any(says_beyond(cue, claim, sentence) for cue in (cues().says_not, cues().instead, cues().has_none)):
        return Stance.DENIES
    return Stance.DENIES if _negates(read(claim), read(sentence)) else Stance.REPEATS


def says_beyond(cue: Phrases, claim: str, sentence: str) -> bool:
    """Whether a cue stands in a sentence that is no part of a claim's own words."""
    own, text = read(claim), sentence
    for match in (*cues().no_need.finditer(text), *cues().tells_that.finditer(text)):
        text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return any(not own.says(plain(match.group())) for match in cue.finditer(text))


def _negates(claim: Reading, sentence: Reading) -> bool:
    """Whether a sentence negates a word that the claim has and does not negate itself."""
    negated = {fold(match[1]) for match in _negations(claim)}
    return any(
        claim.says(fold(match[1])) and fold(match[1]) not in negated and not cues().no_need.search(match.group())
        for match in _negations(sentence)
    )


def _negations(reading: Reading) -> Iterator[re.Match[str]]:
    yield from _NEGATION[reading.marked].finditer(index_form(reading.text))
