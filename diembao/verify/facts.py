"""Two reports of one story that tell a fact in different ways: a day, a place, an office, a number, yes or no.

What is told of private people, and trifles, are no part of it (:class:`diembao.verify.differing.Kind`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from diembao.core.findings import Finding, FlagReason, Passage
from diembao.core.logs import logger
from diembao.verify import reports
from diembao.verify.differing import Difference, Kind, Told, differences
from diembao.verify.reading import Reading, read
from diembao.verify.reports import Report
from diembao.verify.vocabulary import plain

NAME = "conflicting-facts/1"

log = logger(__name__)

#: Pairs of sentences of one story that are compared at most.
_MOST_PAIRS = 5_000
# A concept that stands in more sentences of the story than this brings none of them together.
_MOST_SHARING = 120
_FEWEST_SHARED = 3
_LEAST_DICE = 0.3
# Reports of what comes daily tell the same of two days.
_FIGURES = re.compile(r"\d+(?: \d+)+")
_SAME_REPORT = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A claim of a report."""

    passage: Passage
    told: Told
    order: reports.Order

    @property
    def reading(self) -> Reading:
        return read(self.passage.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Disagreement:
    one: _Said
    other: _Said
    difference: Difference

    @property
    def values(self) -> tuple[str, str]:
        """What differs, as written."""
        found = self.difference
        return self.one.passage.text[slice(*found.one)], self.other.passage.text[slice(*found.other)]


def inputs(sources: Iterable[Report]) -> dict[str, Any]:
    """What the rule needs of the reports of one story, as plain values."""
    found = ((source, reports.claims(source)) for source in sources)
    return {"reports": [reports.heading(source, passages) for source, passages in found if passages]}


def narrowed(given: Mapping[str, Any], finding: Finding) -> dict[str, Any]:
    """The part of the inputs that a finding rests upon; the rule finds it there as well."""
    refs = {finding.claim.ref, finding.evidence.ref, *finding.also[0], *finding.also[1]}
    return {"reports": [report for report in given["reports"] if report["id"] in refs]}


def find(given: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Disagreements of the reports of one story, each once; the surest first."""
    said = [claim for report in given["reports"] for claim in _claims(report)]
    written = {report["id"]: _written(report) for report in given["reports"]}
    groups: dict[tuple[str, ...], list[_Disagreement]] = defaultdict(list)
    for one, other in _near(said):
        for difference in differences(one.told, other.told):
            found = _Disagreement(one=one, other=other, difference=difference)
            if difference.kind is Kind.ASIDE or _says_both(found, written) or _comes_daily(found):
                continue
            groups[difference.kind, difference.of, *sorted(map(plain, found.values))].append(found)
    return tuple(reports.ranked(map(_finding, groups.values()), given))


def _claims(report: Mapping[str, Any]) -> Iterator[_Said]:
    order = reports.order(report)
    for passage in reports.passages(report):
        yield _Said(passage=passage, told=Told(passage.text, report["dated"]), order=order)


def _written(report: Mapping[str, Any]) -> str:
    """All that a report claims, as phrases are looked for."""
    return f" {plain(' '.join(passage.text for passage in reports.passages(report)))} "


def _near(said: Sequence[_Said]) -> Iterator[tuple[_Said, _Said]]:
    """Pairs of claims of different reports that have the most concepts in common, so many at most."""
    concepts = [claim.reading.plain_concepts for claim in said]
    holders: dict[str, list[int]] = defaultdict(list)
    for position, held in enumerate(concepts):
        for concept in held:
            holders[concept].append(position)
    shared: Counter[tuple[int, int]] = Counter()
    for positions in holders.values():
        if len(positions) <= _MOST_SHARING:
            for place, one in enumerate(positions):
                shared.update((one, other) for other in positions[place + 1 :])
    pairs = [
        (2 * common / (len(concepts[one]) + len(concepts[other])), one, other)
        for (one, other), common in shared.items()
        if common >= _FEWEST_SHARED and said[one].passage.ref != said[other].passage.ref
    ]
    pairs = sorted((pair for pair in pairs if pair[0] >= _LEAST_DICE), key=lambda pair: (-pair[0], pair[1:]))
    if len(pairs) > _MOST_PAIRS:
        log.debug("a story has more pairs of claims than are compared", compared=_MOST_PAIRS)
    for _dice, one, other in pairs[:_MOST_PAIRS]:
        if said[one].passage.text != said[other].passage.text:
            yield said[one], said[other]


def _says_both(found: _Disagreement, written: Mapping[str, str]) -> bool:
    """Whether one of the reports gives the other's value as well: then it knows both, and they differ in something."""
    if found.difference.kind not in (Kind.DATE, Kind.PLACE):
        return False
    first, second = map(_core, found.values)
    return f" {second} " in written[found.one.passage.ref] or f" {first} " in written[found.other.passage.ref]


def _core(value: str) -> str:
    """What tells a value apart, as phrases are looked for: of a day its figures."""
    told = plain(value)
    figures = _FIGURES.search(told)
    return figures.group() if figures else told


def _comes_daily(found: _Disagreement) -> bool:
    """Whether two reports tell of two days what comes every day."""
    first, second = found.one.told.dated, found.other.told.dated
    if found.difference.kind is not Kind.DATE or not first or not second:
        return False
    apart = datetime.fromisoformat(second) - datetime.fromisoformat(first)
    days = [
        next(when.first for when in claim.told.whens if when.start == span[0])
        for claim, span in ((found.one, found.difference.one), (found.other, found.difference.other))
    ]
    return abs(apart) > _SAME_REPORT and abs((days[1] - days[0]) - apart) <= _SAME_REPORT


def _finding(group: Sequence[_Disagreement]) -> Finding:
    """One finding a disagreement: the earliest report of either value, the others beside it."""
    value = plain(group[0].values[0])
    sides: tuple[dict[str, tuple[_Said, tuple[int, int]]], ...] = ({}, {})
    for found in sorted(group, key=lambda item: (item.one.order, item.other.order)):
        first = plain(found.values[0]) == value
        for side, claim, span in (
            (sides[not first], found.one, found.difference.one),
            (sides[first], found.other, found.difference.other),
        ):
            side.setdefault(claim.passage.ref, (claim, span))
    told = [sorted(side.values(), key=lambda item: (item[0].order, item[0].passage.start)) for side in sides]
    told.sort(key=lambda side: side[0][0].order, reverse=True)
    (claim, claimed), (evidence, given) = told[0][0], told[1][0]
    return Finding(
        reason=FlagReason.CONFLICTING_FACTS,
        claim=replace(claim.passage, marks=(claimed,)),
        evidence=replace(evidence.passage, marks=(given,)),
        score=max(found.difference.score for found in group),
        values=(claim.passage.text[slice(*claimed)], evidence.passage.text[slice(*given)]),
        also=(_others(told[0]), _others(told[1])),
        facts={"kind": group[0].difference.kind},
    )


def _others(side: Sequence[tuple[_Said, tuple[int, int]]]) -> tuple[str, ...]:
    return tuple(claim.passage.ref for claim, _span in side[1:])
