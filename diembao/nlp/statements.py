"""Sentences of a text, each with what kind of statement it is: what an editor has to check, and what nobody can."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple, TypeVar

from diembao.core.text import fold, index_form
from diembao.nlp.attribution import attribution
from diembao.nlp.check_worthiness import KINDS, threshold
from diembao.nlp.claim_types import ClaimType, claim_type
from diembao.nlp.forms import Forms, forms_of, part_of
from diembao.nlp.guard import Verdict, judge_forms
from diembao.nlp.quantities import Quantity, find_quantities
from diembao.nlp.sentences import sentences

T = TypeVar("T")
Span = tuple[int, int]
"""First character in a text, and the one behind the last."""


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
    :ivar type: what it states, if it is a claim.
    :ivar quantities: amounts in it, with offsets into the text, not into the sentence.
    :ivar attribution: who is quoted for it, as written; empty if nobody.
    :ivar places: where in the text the names of places and organisations stand in it.
    :ivar times: where in the text its dates and times stand.
    """

    start: int
    end: int
    text: str
    kind: SentenceKind
    score: float
    rule: str
    type: ClaimType | None
    quantities: tuple[Quantity, ...]
    attribution: str
    places: tuple[Span, ...] = ()
    times: tuple[Span, ...] = ()


class Judgement(NamedTuple):
    """What one sentence is taken for; the fields are those of :class:`Statement`."""

    kind: SentenceKind
    score: float
    rule: str


_KINDS = tuple(map(SentenceKind, KINDS))


def statements(text: str, *, places: Sequence[Span] = (), times: Sequence[Span] = ()) -> tuple[Statement, ...]:
    """Every sentence of a display text once, in order; a paragraph's end ends a sentence.

    :param places: where names stand, in order; each is told to the sentence in which it begins.
    :param times: likewise, of dates and times.
    """
    index = index_form(text)
    folded = fold(index)
    spans = sentences(text)
    inside = _shared_out(find_quantities(text), spans, start=lambda quantity: quantity.start)
    named = _shared_out(places, spans, start=itemgetter(0))
    timed = _shared_out(times, spans, start=itemgetter(0))
    forms = [part_of(text, index, folded, start, end) for start, end in spans]
    found = zip(spans, forms, inside, named, timed, _judgements(forms, inside), strict=True)
    return tuple(
        _statement(span, sentence, judgement, amounts, names, moments)
        for span, sentence, amounts, names, moments, judgement in found
    )


def _statement(
    span: Span,
    sentence: Forms,
    judgement: Judgement,
    quantities: tuple[Quantity, ...],
    places: tuple[Span, ...],
    times: tuple[Span, ...],
) -> Statement:
    speaker = attribution(sentence)
    is_claim = judgement.kind is SentenceKind.CLAIM
    return Statement(
        start=span[0],
        end=span[1],
        text=sentence.written,
        kind=judgement.kind,
        score=judgement.score,
        rule=judgement.rule,
        type=claim_type(sentence, quantities, speaker) if is_claim else None,
        quantities=quantities,
        attribution=speaker,
        places=places,
        times=times,
    )


def _shared_out(items: Sequence[T], spans: Sequence[Span], *, start: Callable[[T], int]) -> list[tuple[T, ...]]:
    """For each span the items, given in order, that begin in it."""
    starts = [start(item) for item in items]
    return [tuple(items[bisect_left(starts, first) : bisect_left(starts, end)]) for first, end in spans]


def classify(sentence: str) -> Judgement:
    """What a sentence is, judged by itself alone."""
    forms = forms_of(sentence)
    return next(_judgements([forms], [find_quantities(forms.written)]))


def _judgements(forms: Sequence[Forms], quantities: Sequence[tuple[Quantity, ...]]) -> Iterator[Judgement]:
    """A judgement for each sentence; the model is asked once for all of them."""
    units = [[quantity.unit for quantity in amounts] for amounts in quantities]
    return map(_judgement, judge_forms(forms, units))


def _judgement(verdict: Verdict) -> Judgement:
    """The kind of a sentence: what the guard lets pass is no opinion, so the likeliest of the other kinds."""
    if not verdict.flaggable:
        return Judgement(SentenceKind.OPINION, 0.0, verdict.rule)
    shares = dict(zip(_KINDS, verdict.shares, strict=True))
    claim = shares[SentenceKind.CLAIM]
    if claim >= threshold():
        return Judgement(SentenceKind.CLAIM, claim, "")
    return Judgement(max((SentenceKind.TRIVIAL, SentenceKind.OTHER), key=shares.__getitem__), claim, "")
