"""Two reports of one story that give different values for the same quantity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations, combinations_with_replacement, islice, product
from typing import Any

from diembao.core.findings import Finding, FlagReason, Passage
from diembao.core.logs import logger
from diembao.core.text import fold
from diembao.nlp.quantities import Quantity
from diembao.verify import reports, times, values
from diembao.verify.cues import cues
from diembao.verify.likeness import is_edited, likeness, names_agree, overlap, shares_name, tells
from diembao.verify.reading import Reading, about_others, read
from diembao.verify.reports import Report
from diembao.verify.vocabulary import plain

NAME = "conflicting-figures/4"

log = logger(__name__)

#: Figures of one report, and pairs of one unit in one story, that are compared at most.
_MOST_FIGURES = 60
_MOST_PAIRS = 5_000
# Sentences have at least this part of their concepts in common.
_ALIKE = 0.5
# The same, if one figure looks like a slip of the other.
_ALIKE_MISTAKEN = 0.25
#: Units of what is counted rather than measured.
_COUNTABLE = ("person", "piece", "household")
# Words just before an amount that say what is measured, and how many of them two amounts have in common.
_MEASURE = 3
_SAME_MEASURE = 2
# Two sentences with more figures than this are not told apart by their words: if one looks like a slip, and if not.
_MANY = 8
_SEVERAL = 5
# How many times one value the other may be: with a name that both hold, or clauses as much alike as this; and without.
_SAME_CLAUSE = 0.8
_MOST_APART = 10
_MOST_APART_UNNAMED = 2.5
# "349, 7 nghìn tỷ": a number torn apart is not read. "Chiều 22/11, 43 học sinh", "Năm 2026, 43 học sinh": two numbers.
_TORN = re.compile(r"(?<![\d/-])(?<!năm )\d+[.,] ?$", re.IGNORECASE)
# Two sentences with this much in common are one sentence with another figure, as in copies of one text.
_SAME_SENTENCE = 0.85
_TIME = frozenset(("year", "month", "day", "hour"))
#: From so much later on, a higher toll is one that was brought up to date.
LATER = timedelta(hours=3)
# One sentence with two figures: its score, how near in time its reports are, and the characters it has besides.
_TWINS = 0.95
_SAME_REPORT = timedelta(hours=12)
_SHORTEST_FRAME = 25
# Characters on either side of a figure that are the same where a sentence was edited elsewhere.
_NEXT_TO = 25
_FEWEST_IN_CONTEXT = 2
_AGE = re.compile(r"\btuoi$")
_LOOK_BACK = 40
_LOOK_AHEAD = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One amount in one claim of one report."""

    passage: Passage
    reading: Reading
    quantity: Quantity
    voice: str
    order: reports.Order
    dated: str
    written: str
    """The amount as written."""
    folded: str
    """The same, folded."""
    is_background: bool
    """Whether its sentence tells of something before the event."""
    roles: frozenset[str]
    """What the words around say of it: a part, a change, a plan, one of each …"""
    fate: str
    """What became of the people that it counts; empty: not told right behind it."""
    context: frozenset[str]
    """Folded words of its clause and of what it counts."""
    frame: tuple[str, str]
    """Folded words of the sentence before and behind it."""


# Report and unit -> its figures in that unit.
_Said = defaultdict[tuple[str, str], list[Figure]]


def inputs(sources: Iterable[Report]) -> dict[str, Any]:
    """What the rule needs of the reports of one story, as plain values."""
    found = []
    for source in sources:
        passages = [passage for passage in reports.claims(source) if any(c.isdigit() for c in passage.text)]
        if passages:
            found.append(reports.heading(source, passages))
    return {"reports": found}


def narrowed(given: Mapping[str, Any], finding: Finding) -> dict[str, Any]:
    """The part of the inputs that a finding rests upon; the rule finds it there as well."""
    refs = {finding.claim.ref, finding.evidence.ref, *finding.also[0], *finding.also[1]}
    kept = []
    units = {quantity.unit for quantity in read(finding.claim.text).quantities}
    for report in given["reports"]:
        if report["id"] in refs:
            passages = [item for item in report["passages"] if units & {q.unit for q in read(item["text"]).quantities}]
            kept.append({**report, "passages": passages})
    return {"reports": kept}


def find(given: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Disagreements of the reports of one story, each once; the surest first."""
    figures = [figure for report in given["reports"] for figure in _figures(report)]
    said: _Said = defaultdict(list)
    for figure in figures:
        said[figure.passage.ref, figure.quantity.unit].append(figure)
    pairs = [
        (score, one, other)
        for one, other in _near(figures)
        if (score := _conflict(one, other)) and (_altered(one, other) or not _says_both(one, other, said))
    ]
    return _told_once(reports.ranked(_findings(pairs), given))


def compare(one: Passage, other: Passage) -> float:
    """How surely two claims give different values for one quantity (0: they do not), without knowing their reports."""
    return max((score for score, _first, _second in differing(one, other)), default=0.0)


def differing(one: Passage, other: Passage) -> tuple[tuple[float, Figure, Figure], ...]:
    """The figures that two claims give differently, with how surely they do, the surest first."""
    first = list(_of_passage(one, voice="one", order=reports.UNORDERED, dated=""))
    second = list(_of_passage(other, voice="other", order=reports.UNORDERED, dated=""))
    found = [
        (score, here, there)
        for here in first
        for there in second
        if here.quantity.unit == there.quantity.unit and not _gives(second, here) and not _gives(first, there)
        if (score := _conflict(here, there))
    ]
    return tuple(sorted(found, key=lambda item: -item[0]))


def _figures(report: Mapping[str, Any]) -> list[Figure]:
    order = reports.order(report)
    found = [
        figure
        for passage in reports.passages(report)
        for figure in _of_passage(passage, voice=report["voice"], order=order, dated=report["dated"])
    ]
    return found[:_MOST_FIGURES]


def _of_passage(passage: Passage, *, voice: str, order: reports.Order, dated: str) -> Iterator[Figure]:
    if cues().moving.search(passage.text):
        return
    reading = read(passage.text)
    folded = fold(passage.text.lower())
    is_background = cues().background.search(passage.text) is not None
    for quantity in reading.quantities:
        before = passage.text[max(0, quantity.start - _LOOK_BACK) : quantity.start]
        after = passage.text[quantity.end : quantity.end + _LOOK_AHEAD]
        written = passage.text[quantity.start : quantity.end]
        if _AGE.search(folded[quantity.start : quantity.end]) or re.match(r" ?tuoi\b", folded[quantity.end :]):
            continue  # ages are nobody's business here
        if _TORN.search(before):
            continue
        yield Figure(
            passage=passage,
            reading=reading,
            quantity=quantity,
            voice=voice,
            order=order,
            dated=dated,
            written=written,
            folded=folded[quantity.start : quantity.end],
            is_background=is_background,
            roles=cues().roles(before, after),
            fate=cues().fate(after),
            context=frozenset(quantity.context) | frozenset(quantity.counted),
            frame=(plain(passage.text[: quantity.start]), plain(passage.text[quantity.end :])),
        )


def _near(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of figures of different reports that have a unit and some words in common.

    Of each unit so many at most, and those first that have the most in common: the same sentence, then shared words.
    """
    by_unit: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_unit[figure.quantity.unit].append(figure)
    for unit, group in by_unit.items():
        pairs = _nearest_first(group)
        yield from islice(pairs, _MOST_PAIRS)
        if next(pairs, None):
            log.debug("a story has more pairs of figures than are compared", unit=unit, compared=_MOST_PAIRS)


def _nearest_first(figures: Iterable[Figure]) -> Iterator[tuple[Figure, Figure]]:
    # Copies say the same in the same words: their surroundings are compared once, however many they are.
    alike: dict[tuple[frozenset[str], tuple[str, str]], list[Figure]] = defaultdict(list)
    for figure in figures:
        alike[figure.context, figure.frame].append(figure)
    near = []
    for one, other in combinations_with_replacement(alike, 2):
        shared, same_frame = len(one[0] & other[0]), one[1] == other[1]
        if same_frame or shared >= _FEWEST_IN_CONTEXT:
            near.append((not same_frame, -shared, one, other))
    for _other_frame, _shared, one, other in sorted(near, key=lambda item: item[:2]):
        same = one == other
        for here, there in combinations(alike[one], 2) if same else product(alike[one], alike[other]):
            if here.passage.ref != there.passage.ref:
                yield here, there


def _conflict(one: Figure, other: Figure) -> float:
    """How surely two figures are different values of one quantity; 0: they are not."""
    twins = _twins(one, other)
    if twins and values.alike_but_different(one.quantity, other.quantity):
        return _TWINS
    if values.agree(one.quantity, one.folded, other.quantity, other.folded):
        return 0.0
    if one.voice != other.voice and _risen(one, other):
        return 0.0
    if twins:
        return _TWINS
    if one.roles != other.roles or not _same_count(one.quantity, other.quantity):
        return 0.0
    if _other_fate(one, other) or _other_fate(other, one) or one.is_background != other.is_background:
        return 0.0
    if not _agree_besides(one, other):
        return 0.0
    if _of_others(one.reading, other.reading):
        return 0.0
    if _elsewhere(one.reading, other.reading) or about_others(one.reading, other.reading):
        return 0.0
    alike = likeness(one.reading, other.reading)
    near = overlap(one.context, other.context)
    same_sentence = alike >= _SAME_SENTENCE
    mistaken = values.permuted(one.quantity, other.quantity)
    if not same_sentence and (
        one.voice == other.voice
        or len(one.reading.quantities) + len(other.reading.quantities) > (_MANY if mistaken else _SEVERAL)
        or near < (least := _ALIKE_MISTAKEN if mistaken else _ALIKE)
        or (alike < least and not tells(one.reading, other.reading))
    ):
        return 0.0
    if not mistaken and not same_sentence and _far_apart(one, other):
        return 0.0
    return round(min(0.3 + 0.3 * alike + 0.2 * near + 0.2 * mistaken, 0.99), 2)


def _altered(one: Figure, other: Figure) -> bool:
    """Whether one is the other's sentence with another figure: in a copy of the text, or hedged in the same way."""
    same_text = one.voice == other.voice or values.alike_but_different(one.quantity, other.quantity)
    return same_text and _twins(one, other)


def _twins(one: Figure, other: Figure) -> bool:
    """Whether both stand in the same sentence but for the figure, and not in two days' reports of what comes daily."""
    if sum(map(len, one.frame)) < _SHORTEST_FRAME or _count_others(one, other):
        return False
    if one.frame != other.frame and not _is_edited(one, other):
        return False
    return one.voice == other.voice or _apart(one, other) < _SAME_REPORT


def _is_edited(one: Figure, other: Figure) -> bool:
    """Whether both stand between the same words of a sentence that was edited elsewhere, and tells of the same."""
    before, behind = zip(one.frame, other.frame, strict=True)
    if len({text[-_NEXT_TO:] for text in before}) > 1 or len({text[:_NEXT_TO] for text in behind}) > 1:
        return False
    first, second = one.reading, other.reading
    return is_edited(first, second) and names_agree(first, second) and not _of_others(first, second)


def _of_others(one: Reading, other: Reading) -> bool:
    """Whether two sentences speak of different times, or of things with different numbers."""
    if times.differ(one.times, other.times) or times.differ(other.times, one.times):
        return True
    return bool(one.numbered and other.numbered and not one.numbered & other.numbered)


def _count_others(one: Figure, other: Figure) -> bool:
    """Whether they count different people or things; the noun is part of the figure, and so of no frame."""
    first, second = one.quantity, other.quantity
    if not first.counted or not second.counted or first.unit not in _COUNTABLE:
        return False
    return cues().noun(first.counted) != cues().noun(second.counted)


def _apart(one: Figure, other: Figure) -> timedelta:
    if not (one.dated and other.dated):
        return timedelta(0)
    return abs(datetime.fromisoformat(one.dated) - datetime.fromisoformat(other.dated))


def _same_count(one: Quantity, other: Quantity) -> bool:
    """Whether both count or measure the same thing, by its noun or by the words before the amount."""
    if not one.counted or not other.counted:
        return False
    if one.unit in _COUNTABLE:
        return cues().noun(one.counted) == cues().noun(other.counted)
    return len(set(one.counted[-_MEASURE:]) & set(other.counted[-_MEASURE:])) >= _SAME_MEASURE


def _other_fate(one: Figure, other: Figure) -> bool:
    """Whether the other counts people of another fate, or of one of which its sentence says nothing."""
    if not one.fate:
        return False
    return one.fate != other.fate if other.fate else not cues().tells(one.fate, other.passage.text)


def _agree_besides(one: Figure, other: Figure) -> bool:
    """Whether two sentences that both give further figures agree in one of them; if not, they tell different things."""
    first, second = _besides(one), _besides(other)
    return not first or not second or any(_gives_in(other, second, one, quantity) for quantity in first)


def _besides(figure: Figure) -> list[Quantity]:
    """The other figures of its sentence; lengths of time say when rather than how much."""
    return [item for item in figure.reading.quantities if item != figure.quantity and item.unit not in _TIME]


def _gives_in(figure: Figure, quantities: Iterable[Quantity], asking: Figure, wanted: Quantity) -> bool:
    written = fold(asking.passage.text[wanted.start : wanted.end].lower())
    return any(
        quantity.unit == wanted.unit
        and values.agree(quantity, fold(figure.passage.text[quantity.start : quantity.end].lower()), wanted, written)
        for quantity in quantities
    )


def _elsewhere(one: Reading, other: Reading) -> bool:
    """Whether both name places or persons, and none that the other names; or other places of one kind."""
    if not one.names or not other.names:
        return False
    persons = (
        {name.words for name in one.names if name.is_person},
        {name.words for name in other.names if name.is_person},
    )
    if all(persons) and not persons[0] & persons[1]:
        return True
    numbers = {name.words: name.number for name in other.names if name.is_numbered}
    if any(numbers.get(name.words, name.number) != name.number for name in one.names if name.is_numbered):
        return True  # "Trường Tiểu học Bến Sậy 1" and "2"
    for kind in {name.kind for name in one.names if name.kind} & {name.kind for name in other.names}:
        if not any(other.holds(name) for name in one.names if name.kind == kind):
            return True
    return not any(other.holds(name) for name in one.names) and not any(one.holds(name) for name in other.names)


def _far_apart(one: Figure, other: Figure) -> bool:
    """Whether two values differ so much that they are of different things, unless a name or clause joins them."""
    low, high = sorted((abs(one.quantity.low), abs(other.quantity.low)))
    joined = overlap(one.context, other.context) >= _SAME_CLAUSE or shares_name(one.reading, other.reading)
    return high > low * (_MOST_APART if joined else _MOST_APART_UNNAMED)


def _risen(one: Figure, other: Figure) -> bool:
    """Whether the later report brings an earlier figure up to date."""
    first, second = sorted((one, other), key=lambda figure: (figure.dated, figure.order))
    if second.quantity.low <= first.quantity.low:
        return False
    apart, later = _apart(first, second), cues().later
    if later.search(second.passage.text) and (apart >= LATER or not later.search(first.passage.text)):
        return True
    return apart >= LATER and cues().toll.search(first.passage.text) is not None


def _says_both(one: Figure, other: Figure, said: _Said) -> bool:
    """Whether one of the reports gives the other's value as well: then it knows both, and they differ in something."""
    unit = one.quantity.unit
    return _gives(said[one.passage.ref, unit], other) or _gives(said[other.passage.ref, unit], one)


def _gives(figures: Iterable[Figure], wanted: Figure) -> bool:
    return any(
        figure.quantity.unit == wanted.quantity.unit
        and values.agree(figure.quantity, figure.folded, wanted.quantity, wanted.folded)
        for figure in figures
    )


def _findings(pairs: Sequence[tuple[float, Figure, Figure]]) -> Iterator[Finding]:
    """One finding a disagreement: the earliest report of either value, the others beside it."""
    groups: dict[tuple[str, float, float, float, float], list[tuple[float, Figure, Figure]]] = defaultdict(list)
    for score, one, other in pairs:
        low, high = sorted((one, other), key=lambda figure: (figure.quantity.low, figure.quantity.high))
        key = (low.quantity.unit, low.quantity.low, low.quantity.high, high.quantity.low, high.quantity.high)
        groups[key].append((score, low, high))
    yield from map(_finding, groups.values())


def _told_once(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings without those between two sentences that stand in others before."""
    kept: list[Finding] = []
    sentences: set[str] = set()
    for finding in found:
        # a third value of the same sentence's quantity is told once, against the first
        if finding.claim.key in sentences and finding.evidence.key in sentences:
            continue
        sentences |= {finding.claim.key, finding.evidence.key}
        kept.append(finding)
    return tuple(kept)


def _finding(group: Sequence[tuple[float, Figure, Figure]]) -> Finding:
    score = max(score for score, _low, _high in group)
    sides = [_by_report(low for _score, low, _high in group), _by_report(high for _score, _low, high in group)]
    sides.sort(key=lambda side: side[0].order, reverse=True)
    claim, evidence = sides[0][0], sides[1][0]
    return Finding(
        reason=FlagReason.CONFLICTING_FIGURES,
        claim=replace(claim.passage, marks=((claim.quantity.start, claim.quantity.end),)),
        evidence=replace(evidence.passage, marks=((evidence.quantity.start, evidence.quantity.end),)),
        score=score,
        values=(claim.written, evidence.written),
        subject=" ".join(claim.quantity.counted),
        also=(_others(sides[0]), _others(sides[1])),
        facts={"unit": claim.quantity.unit},
    )


def _by_report(figures: Iterable[Figure]) -> list[Figure]:
    """One figure a report, the earliest report first."""
    found: dict[str, Figure] = {}
    for figure in sorted(figures, key=lambda figure: (figure.order, figure.passage.part, figure.passage.start)):
        found.setdefault(figure.passage.ref, figure)
    return list(found.values())


def _others(side: Sequence[Figure]) -> tuple[str, ...]:
    return tuple(figure.passage.ref for figure in side[1:])
