"""The rules, each a pure function from complete plain inputs to findings, under its name and version.

A change that can change any output gives a rule a new version. Inputs hold ids as handles, times and passages: neither
outlets nor addresses nor authors, so that a finding cannot depend on them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diembao.core.findings import Finding, canonical, to_plain
from diembao.core.text import words
from diembao.verify import denials, figures, headlines, matching
from diembao.verify.matching import FactBase
from diembao.verify.reports import Report

Inputs = Mapping[str, Any]

#: Name and version -> the rule.
RULES: Mapping[str, Callable[[Inputs], tuple[Finding, ...]]] = {
    figures.NAME: figures.find,
    denials.NAME: denials.find,
    headlines.NAME: headlines.find,
    matching.NAME: matching.find,
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


def run(rule: str, inputs: str) -> str:
    """What a rule gives for inputs, both as canonical JSON.

    :raises KeyError: the program does not know this version of the rule.
    """
    return canonical([to_plain(finding) for finding in RULES[rule](json.loads(inputs))])


def hold(sources: Sequence[Report], base: FactBase) -> Iterator[Found]:
    """All rules held against the reports of one story, or against one report alone.

    :param sources: reports in any order; the same reports always give the same findings.
    """
    ordered = sorted(sources, key=lambda source: source.order)
    if len(ordered) > 1:
        yield from _found(figures.NAME, figures.inputs(ordered), figures.narrowed)
        yield from _found(denials.NAME, denials.inputs(ordered), denials.narrowed)
    yield from _found(matching.NAME, matching.inputs(ordered, base), matching.narrowed)
    seen: set[tuple[str, ...]] = set()
    for source in ordered:
        print_of = (source.speaks_as, *words(source.title))
        if print_of not in seen:  # another print of one text under one headline is told with the first
            seen.add(print_of)
            yield from _found(headlines.NAME, headlines.inputs(source))


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
