"""Sentences of a text, each with what kind of statement it is: what an editor has to check, and what nobody can."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from diembao.nlp.attribution import attribution
from diembao.nlp.check_worthiness import probabilities, threshold
from diembao.nlp.guard import judge
from diembao.nlp.quantities import Quantity, find_quantities
from diembao.nlp.sentences import sentences


class SentenceKind(StrEnum):
    """What a sentence does."""

    CLAIM = "claim"
    TRIVIAL = "trivial"
    OPINION = "opinion"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of a text.

    :ivar start: first character in the text; ``text[start:end]`` of the text is ``text`` here.
    :ivar end: behind its last character.
    :ivar text: the sentence as written.
    :ivar kind: what it does. Never ``claim`` where the guard refuses.
    :ivar score: how surely it is a claim worth checking, 0 to 1; 0 where the guard refuses.
    :ivar rule: the guard's reason, such as ``guard-question``; empty where it refuses nothing.
    :ivar quantities: amounts in it, with offsets into the text, not into the sentence.
    :ivar attribution: who is quoted for it, as written; empty if nobody.
    """

    start: int
    end: int
    text: str
    kind: SentenceKind
    score: float
    rule: str
    quantities: tuple[Quantity, ...]
    attribution: str


def statements(text: str) -> tuple[Statement, ...]:
    """Every sentence of a display text once, in order; a paragraph's end ends a sentence."""
    quantities = find_quantities(text)
    starts = [quantity.start for quantity in quantities]
    return tuple(
        _statement(
            text, start, end, tuple(q for q in quantities[bisect_left(starts, start) : bisect_left(starts, end)])
        )
        for start, end in sentences(text)
    )


class Judgement(NamedTuple):
    """What one sentence is taken for; the fields are those of :class:`Statement`."""

    kind: SentenceKind
    score: float
    rule: str


def classify(sentence: str) -> Judgement:
    """What a sentence is, judged by itself alone."""
    return _judge(sentence, find_quantities(sentence))


def _statement(text: str, start: int, end: int, quantities: tuple[Quantity, ...]) -> Statement:
    sentence = text[start:end]
    judgement = _judge(sentence, quantities)
    return Statement(
        start=start,
        end=end,
        text=sentence,
        kind=judgement.kind,
        score=judgement.score,
        rule=judgement.rule,
        quantities=quantities,
        attribution=attribution(sentence),
    )


def _judge(sentence: str, quantities: tuple[Quantity, ...]) -> Judgement:
    rule = judge(sentence).rule
    if rule:
        return Judgement(SentenceKind.OPINION, 0.0, rule)
    shares = probabilities(sentence, [quantity.unit for quantity in quantities])
    claim = shares.pop(SentenceKind.CLAIM)
    if claim >= threshold():
        return Judgement(SentenceKind.CLAIM, claim, "")
    return Judgement(SentenceKind(max(shares, key=lambda kind: shares[kind])), claim, "")
