"""Facts that two sentences on one event tell in different ways: a day, a place, an office, a number, yes or no.

What a sentence says otherwise is no contradiction while it may speak of something else: both must be alike in their
words, tied by a name or a figure, and agree in the names, figures and times that they tell besides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from diembao.core.text import fold
from diembao.nlp.quantities import Quantity
from diembao.verify import slots, values
from diembao.verify.cues import cues
from diembao.verify.likeness import is_edited, likeness, names_agree, overlap, shares_name, tells
from diembao.verify.reading import Reading, about_others, common, read
from diembao.verify.slots import Designation, Negation, Slot, When, Where

# Sentences are as much alike as this (Dice of their concepts) to differ in a number, in a day, in anything else.
_SOMEWHAT = 0.4
_ALIKE = 0.5
_VERY = 0.6
_NEGATED = 0.7
# A day that looks like no slip of the other needs sentences that are all but equal.
_ALL_BUT_EQUAL = 0.75
# Characters on either side of a value, and the part of their concepts that is in both.
_AROUND = 60
_NEAR = 0.5
_FEWEST_NEAR = 2
# Months and years are told of plans and of what came before as often as of the event itself.
_NEAR_YEAR = 0.6
_NEAR_NEGATION = 0.6
# Sentences with more times than this list them.
_MOST_TIMES = 3
# Two number plates that are not as much alike as this are of two vehicles.
_ONE_PLATE = 70
_TIME = frozenset(("year", "month", "day", "hour"))
_SHORTEST_WORD = 3
# How sure it is that one person holds one of two ranks in one body.
_OFFICE = 0.7


class Kind(StrEnum):
    """What is told in different ways."""

    DATE = "date"
    PLACE = "place"
    OFFICE = "office"
    NUMBER = "number"
    """The number by which a document, a road, a session is called."""
    YES_NO = "yes-no"
    ASIDE = "aside"
    """What nobody is to be bothered with: details of private people, trifles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact that two sentences tell in different ways."""

    kind: Kind
    score: float
    """How surely, 0 to 1."""
    one: tuple[int, int]
    """Where the first sentence tells it."""
    other: tuple[int, int]
    of: str = ""
    """Folded: whose office it is, what the number names; empty: the values say so themselves."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and the instant of its report, as text; empty: not known."""

    text: str
    dated: str = ""

    @property
    def reading(self) -> Reading:
        """The sentence, read."""
        return read(self.text)

    @property
    def whens(self) -> tuple[When, ...]:
        """The times of which it speaks."""
        return slots.whens(self.text, self.dated)

    @property
    def figures(self) -> list[Quantity]:
        """Its amounts; lengths of time say when rather than how much."""
        return [item for item in self.reading.quantities if item.unit not in _TIME]

    def around(self, start: int, end: int) -> Reading:
        """What stands around a part of it, read."""
        first, last = max(0, start - _AROUND), end + _AROUND
        before, behind = self.text[first:start], self.text[end:last]
        if first:
            before = before.partition(" ")[2]
        if last < len(self.text):
            behind = behind.rpartition(" ")[0]
        return read(f"{before} {behind}".strip())


def differences(one: Told, other: Told) -> tuple[Difference, ...]:
    """The facts that two sentences on one event tell in different ways, one a kind at most, the surest first."""
    first, second = one.reading, other.reading
    if about_others(first, second) or any(cues().moving.search(told.text) for told in (one, other)):
        return ()
    if _other_figures(one, other):
        return ()
    edited = is_edited(first, second)
    alike = max(likeness(first, second), _VERY * tells(first, second), _ALL_BUT_EQUAL * edited)
    if alike < _SOMEWHAT:
        return ()
    found = [_number(one, other, alike, edited=edited)]
    of_others = bool(first.numbered and second.numbered) and not first.numbered & second.numbered
    if alike >= _ALIKE and not of_others:
        found += [_date(one, other, alike, edited=edited), _office(one, other)]
    if alike >= _VERY and not of_others and (edited or _tied(one, other)) and not _other_times(one, other):
        found += [_place(one, other, alike, edited=edited), _yes_no(one, other, alike)]
    return tuple(sorted((item for item in found if item), key=lambda difference: -difference.score))


def _date(one: Told, other: Told, alike: float, *, edited: bool) -> Difference | None:
    first = [when for when in one.whens if all(when.apart(there) for there in other.whens)]
    second = [when for when in other.whens if all(when.apart(there) for there in one.whens)]
    pairs = [
        (_near(one, here, other, there), here.slips(there), here, there)
        for here in first
        for there in second
        if (edited and here.of_telling == there.of_telling) or (here.is_event and there.is_event)
        if here.unit == there.unit and here.is_range == there.is_range
    ]
    if not pairs or max(len(one.whens), len(other.whens)) > _MOST_TIMES:
        return None
    if not edited and not (_tied(one, other) and names_agree(one.reading, other.reading)):
        return None
    if any(cues().moved.search(told.text) for told in (one, other)):
        return None
    near, slips, here, there = max(pairs, key=lambda pair: pair[:2])
    if edited and len(pairs) == 1:
        near = max(near, alike)  # the only day of the sentence may stand at its other end
    if here.unit != "day" and near < _NEAR_YEAR:
        return None
    if near < _NEAR or (not slips and (alike < _ALL_BUT_EQUAL or near < _ALL_BUT_EQUAL)):
        return None
    return _difference(Kind.DATE, 0.2 + 0.3 * alike + 0.3 * near + 0.1 * slips, here, there)


def _place(one: Told, other: Told, alike: float, *, edited: bool) -> Difference | None:
    if any(cues().moved.search(told.text) for told in (one, other)):
        return None
    first = [place for place in slots.wheres(one.text) if not other.reading.says(place.words)]
    second = [place for place in slots.wheres(other.text) if not one.reading.says(place.words)]
    pairs = [(_near(one, here, other, there), here, there) for here in first for there in second if here.differs(there)]
    near, here, there = max(pairs, key=lambda pair: pair[0], default=(0.0, None, None))
    if edited and len(pairs) == 1:
        near = max(near, alike)
    if here is None or there is None or near < _NEAR:
        return None
    kind = Kind.ASIDE if here.is_home or there.is_home else Kind.PLACE
    return _difference(kind, 0.2 + 0.3 * alike + 0.3 * near, here, there)


def _office(one: Told, other: Told) -> Difference | None:
    for here in slots.offices(one.text):
        for there in slots.offices(other.text):
            if here.person == there.person and here.differs(there):
                return _difference(Kind.OFFICE, _OFFICE, here, there, of=here.person)
    return None


def _number(one: Told, other: Told, alike: float, *, edited: bool) -> Difference | None:
    first, second = slots.designations(one.text), slots.designations(other.text)
    if not first or not second or not names_agree(one.reading, other.reading) or _other_times(one, other):
        return None
    for of in sorted({item.of for item in first} & {item.of for item in second}):
        here, there = ([item for item in side if item.of == of] for side in (first, second))
        if len(here) > 1 or len(there) > 1 or here[0].number == there[0].number:
            continue
        if here[0].is_plate and fuzz.ratio(here[0].number, there[0].number) < _ONE_PLATE:
            continue
        near = max(_near(one, here[0], other, there[0]), alike * edited)
        if near >= _NEAR:
            kind = Kind.ASIDE if here[0].is_aside else Kind.NUMBER
            return _difference(kind, 0.2 + 0.3 * alike + 0.3 * near, here[0], there[0], of=of)
    return None


def _yes_no(one: Told, other: Told, alike: float) -> Difference | None:
    negated, asserted = (one, other) if slots.negations(one.text) else (other, one)
    if alike < _NEGATED or slots.negations(asserted.text) or not names_agree(one.reading, other.reading):
        return None
    for negation in slots.negations(negated.text):
        said = _said(negation, asserted)
        if said is None:
            continue
        first, second = negated.around(negation.start, negation.end), asserted.around(*said)
        if overlap(*common(first, second)) >= _NEAR_NEGATION:
            spans = (negation.start, negation.end), said
            here, there = spans if negated is one else spans[::-1]
            return Difference(kind=Kind.YES_NO, score=round(0.1 + 0.6 * alike, 2), one=here, other=there)
    return None


def _said(negation: Negation, asserted: Told) -> tuple[int, int] | None:
    """Where a sentence says what the other one negates."""
    folded = fold(asserted.text.lower())
    for word in (negation.word, negation.word.split()[0]):
        if len(word) >= _SHORTEST_WORD and (match := re.search(rf"\b{word}\b", folded)):
            return match.span()
    return None


def _difference(kind: Kind, score: float, here: Slot, there: Slot, *, of: str = "") -> Difference:
    one, other = (here.start, here.end), (there.start, there.end)
    return Difference(kind=kind, score=round(score, 2), one=one, other=other, of=of)


def _near(one: Told, here: When | Where | Designation, other: Told, there: When | Where | Designation) -> float:
    """How much of what stands around two values is in both."""
    first, second = common(one.around(here.start, here.end), other.around(there.start, there.end))
    return overlap(first, second) if len(first & second) >= _FEWEST_NEAR else 0.0


def _tied(one: Told, other: Told) -> bool:
    """Whether something rare ties two sentences to one event: a name or a figure that both give."""
    return shares_name(one.reading, other.reading) or bool(one.figures and other.figures)


def _other_times(one: Told, other: Told) -> bool:
    return bool(one.whens and other.whens) and all(here.apart(there) for here in one.whens for there in other.whens)


def _other_figures(one: Told, other: Told) -> bool:
    """Whether both give figures and none that the other gives."""
    return bool(one.figures and other.figures) and not any(
        here.unit == there.unit and values.agree(here, _written(one, here), there, _written(other, there))
        for here in one.figures
        for there in other.figures
    )


def _written(told: Told, quantity: Quantity) -> str:
    return fold(told.text[quantity.start : quantity.end].lower())
