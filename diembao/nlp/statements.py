"""Sentences of a text, each with what kind of statement it is: what an editor has to check, and what nobody can."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

from diembao.nlp.attribution import attribution
from diembao.nlp.check_worthiness import Reading, probabilities, threshold
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


def _statement(text: str, start: int, end: int, quantities: tuple[Quantity, ...]) -> Statement:
    sentence = text[start:end]
    rule = judge(sentence).rule
    shares = probabilities(sentence, Reading(rule, [quantity.unit for quantity in quantities]))
    return Statement(
        start=start,
        end=end,
        text=sentence,
        kind=_kind(shares, rule),
        score=0.0 if rule else shares["claim"],
        rule=rule,
        quantities=quantities,
        attribution=attribution(sentence),
    )


def _kind(shares: dict[str, float], rule: str) -> SentenceKind:
    if rule:
        return SentenceKind.OPINION
    if shares["claim"] >= threshold():
        return SentenceKind.CLAIM
    return SentenceKind(max((kind for kind in shares if kind != "claim"), key=lambda kind: shares[kind]))
