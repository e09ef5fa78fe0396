"""The rules, each a pure function from complete plain inputs to findings, under its name and version.

A change that can change any output gives a rule a new version. Inputs hold ids as handles, times and passages: neither
outlets nor addresses nor authors, so that a finding cannot depend on them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from diembao.core.errors import DiembaoError
from diembao.core.findings import Finding, FlagReason, canonical, to_plain
from diembao.core.text import words
from diembao.verify import denials, facts, figures, headlines, matching, official, old_news, revisions
from diembao.verify.matching import FactBase
from diembao.verify.official import Register
from diembao.verify.reports import Report

Inputs = Mapping[str, Any]
#: A register in which nothing stands.
NO_FIGURES = Register()

#: Name and version -> the rule.
RULES: Mapping[str, Callable[[Inputs], tuple[Finding, ...]]] = {
    figures.NAME: figures.find,
    facts.NAME: facts.find,
    denials.NAME: denials.find,
    headlines.NAME: headlines.find,
    matching.NAME: matching.find,
    official.NAME: official.find,
    revisions.NAME: revisions.find,
    old_news.NAME: old_news.find,
}
#: Name and version -> the reason of its findings.
REASONS: Mapping[str, FlagReason] = {
    figures.NAME: FlagReason.CONFLICTING_FIGURES,
    facts.NAME: FlagReason.CONFLICTING_FACTS,
    denials.NAME: FlagReason.DENIED,
    headlines.NAME: FlagReason.HEADLINE_MISMATCH,
    matching.NAME: FlagReason.MATCHES_FACT_CHECK,
    official.NAME: FlagReason.DIFFERS_FROM_OFFICIAL_FIGURE,
    revisions.NAME: FlagReason.CHANGED_AFTER_PUBLICATION,
    old_news.NAME: FlagReason.OLD_NEWS,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the rule that found it and the least inputs in which it does."""

    finding: Finding
    rule: str
    inputs: str
    """Canonical JSON."""

    @property
    def output(self) -> str:
        """What the rule gives for the inputs, as canonical JSON."""
        return run(self.rule, self.inputs)


@dataclass(frozen=True, slots=True)
class Broken:
    """A report on which a rule broke; the rule was held against the others without it."""

    report: str
    """Its id."""
    rule: str
    error: Exception

    @property
    def detail(self) -> str:
        """What happened, in one line."""
        return f"{self.rule}: {type(self.error).__name__}: {self.error}"


@dataclass(frozen=True, slots=True)
class Held:
    """What holding rules against reports gave."""

    found: Sequence[Found]
    broken: Sequence[Broken]


def run(rule: str, inputs: str) -> str:
    """What a rule gives for inputs, both as canonical JSON.

    :raises KeyError: the program does not know this version of the rule.
    """
    return canonical([to_plain(finding) for finding in RULES[rule](json.loads(inputs))])


def hold(
    sources: Sequence[Report],
    base: FactBase,
    register: Register = NO_FIGURES,
    *,
    only: Collection[str] = (),
    spoke: Collection[str] = (),
) -> Held:
    """Rules held against the reports of one story, or against one report alone.

    A report on which a rule breaks is left out of that rule, and of no other; the other reports lose nothing by it.

    :param sources: reports in any order; the same reports always give the same findings.
    :param base: the reviewed claims.
    :param register: the official figures.
    :param only: names of rules; empty: all.
    :param spoke: ids of reports and fact-checks that speak for a side of a known flag, and go on doing so.
    """
    ordered = sorted((replace(source, spoke=source.id in spoke) for source in sources), key=lambda source: source.order)
    found: list[Found] = []
    broken: list[Broken] = []
    for rule, ask in _QUESTIONS.items():
        if not only or rule in only:
            held = _spared(rule, ordered, partial(ask, base=base, register=register, spoke=spoke))
            found += held.found
            broken += held.broken
    return Held(found, broken)


def _figures(sources: Sequence[Report], **_others: object) -> Iterator[Found]:
    if len(sources) > 1:
        yield from _found(figures.NAME, figures.inputs(sources), figures.narrowed)


def _facts(sources: Sequence[Report], **_others: object) -> Iterator[Found]:
    if len(sources) > 1:
        yield from _found(facts.NAME, facts.inputs(sources), facts.narrowed)


def _denials(sources: Sequence[Report], **_others: object) -> Iterator[Found]:
    if len(sources) > 1:
        yield from _found(denials.NAME, denials.inputs(sources), denials.narrowed)


def _matching(sources: Sequence[Report], base: FactBase, spoke: Collection[str], **_others: object) -> Iterator[Found]:
    yield from _found(matching.NAME, matching.inputs(sources, base, spoke), matching.narrowed)


def _official(sources: Sequence[Report], register: Register, **_others: object) -> Iterator[Found]:
    yield from _found(official.NAME, official.inputs(sources, register), official.narrowed)


def _headlines(sources: Sequence[Report], **_others: object) -> Iterator[Found]:
    seen: set[tuple[str, ...]] = set()
    for source in sources:
        print_of = (source.speaks_as, *words(source.title))
        if print_of not in seen:  # another print of one text under one headline is told with the first
            seen.add(print_of)
            yield from _found(headlines.NAME, headlines.inputs(source))


def _revisions(sources: Sequence[Report], **_others: object) -> Iterator[Found]:
    for source in sources:
        yield from _found(revisions.NAME, revisions.inputs(source), revisions.narrowed)


def _old_news(sources: Sequence[Report], **_others: object) -> Iterator[Found]:
    for source in sources:
        prints = [other for other in sources if other.id != source.id and other.speaks_as == source.speaks_as]
        yield from _found(old_news.NAME, old_news.inputs(source, prints))


#: Name and version -> what it is asked about reports in their order, a base, and ids of who spoke already.
_QUESTIONS: Mapping[str, Callable[..., Iterator[Found]]] = {
    figures.NAME: _figures,
    facts.NAME: _facts,
    denials.NAME: _denials,
    matching.NAME: _matching,
    official.NAME: _official,
    headlines.NAME: _headlines,
    revisions.NAME: _revisions,
    old_news.NAME: _old_news,
}


def _found(
    rule: str, inputs: Inputs | None, narrowed: Callable[[Inputs, Finding], Inputs] | None = None
) -> Iterator[Found]:
    if inputs is None:
        return
    for finding in RULES[rule](inputs):
        least = narrowed(inputs, finding) if narrowed else inputs
        if finding not in RULES[rule](least):
            least = inputs
        yield Found(finding, rule, canonical(least))


def _spared(rule: str, sources: Sequence[Report], ask: Callable[[Sequence[Report]], Iterator[Found]]) -> Held:
    """What a rule finds in reports, without those on which it breaks."""
    left = list(sources)
    broken: list[Broken] = []
    while isinstance(found := _tried(ask, left), Exception):
        if not left:
            return Held((), broken)
        # Halved down to the first reports that break it together: the last of them is the one with which it breaks.
        fine, breaks, error = 0, len(left), found
        while breaks - fine > 1:
            middle = (fine + breaks) // 2
            half = _tried(ask, left[:middle])
            if isinstance(half, Exception):
                breaks, error = middle, half
            else:
                fine = middle
        broken.append(Broken(left.pop(breaks - 1).id, rule, error))
    return Held(found, broken)


def _tried(ask: Callable[[Sequence[Report]], Iterator[Found]], sources: Sequence[Report]) -> list[Found] | Exception:
    try:
        return list(ask(sources))
    except DiembaoError:
        raise
    except Exception as error:  # what a rule meets in a text that nobody foresaw
        return error
