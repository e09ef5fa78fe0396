"""Sentences of a text, each with what kind of statement it is: what an editor has to check, and what nobody can."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from diembao.core.text import fold, index_form
from diembao.nlp.attribution import attribution
from diembao.nlp.check_worthiness import KINDS, probabilities, threshold
from diembao.nlp.forms import Forms, forms_of, part_of
from diembao.nlp.guard import judge_forms
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


class Judgement(NamedTuple):
    """What one sentence is taken for; the fields are those of :class:`Statement`."""

    kind: SentenceKind
    score: float
    rule: str


_KINDS = tuple(map(SentenceKind, KINDS))


def statements(text: str) -> tuple[Statement, ...]:
    """Every sentence of a display text once, in order; a paragraph's end ends a sentence."""
    index = index_form(text)
    folded = fold(index)
    quantities = find_quantities(text)
    starts = [quantity.start for quantity in quantities]
    spans = sentences(text)
    inside = [quantities[bisect_left(starts, start) : bisect_left(starts, end)] for start, end in spans]
    forms = [part_of(text, index, folded, start, end) for start, end in spans]
    return tuple(
        Statement(
            start=start,
            end=end,
            text=sentence.written,
            kind=judgement.kind,
            score=judgement.score,
            rule=judgement.rule,
            quantities=amounts,
            attribution=attribution(sentence),
        )
        for (start, end), sentence, amounts, judgement in zip(
            spans, forms, inside, _judgements(forms, inside), strict=True
        )
    )


def classify(sentence: str) -> Judgement:
    """What a sentence is, judged by itself alone."""
    forms = forms_of(sentence)
    return next(_judgements([forms], [find_quantities(forms.written)]))


def _judgements(forms: Sequence[Forms], quantities: Sequence[tuple[Quantity, ...]]) -> Iterator[Judgement]:
    """A judgement for each sentence; the model is asked once for all that the guard lets pass."""
    rules = [judge_forms(sentence).rule for sentence in forms]
    shares = iter(
        probabilities(
            [
                (sentence, [quantity.unit for quantity in amounts])
                for sentence, amounts, rule in zip(forms, quantities, rules, strict=True)
                if not rule
            ]
        ).tolist()
    )
    for rule in rules:
        yield Judgement(SentenceKind.OPINION, 0.0, rule) if rule else _likeliest(next(shares))


def _likeliest(shares: Sequence[float]) -> Judgement:
    """The kind of a sentence by the model's probabilities, in the order of its columns."""
    claim, *others = shares
    if claim >= threshold():
        return Judgement(SentenceKind.CLAIM, claim, "")
    return Judgement(_KINDS[1 + others.index(max(others))], claim, "")
