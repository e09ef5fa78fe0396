"""The pair rules on any text, without archive: what reports and reviewed claims say to the sentences of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from diembao.core.findings import Finding, Passage
from diembao.nlp.guard import judge
from diembao.verify import denials, figures, headlines, reports
from diembao.verify.agreeing import is_quoted, voices
from diembao.verify.matching import FactBase, Match
from diembao.verify.reading import read
from diembao.verify.reports import Report


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A sentence that is about a reviewed claim, whether that makes a flag or is context."""

    passage: Passage
    match: Match


def compare(draft: Report, candidates: Iterable[Report]) -> tuple[Finding, ...]:
    """What each of some reports says that does not go together with a draft, the surest first.

    Every report is held against the draft alone, so that no finding hides behind another. Nothing is stored.

    :param draft: the text; with ``seen`` behind that of the candidates it is the claiming side.
    """
    candidates = list(candidates)
    found: dict[str, Finding] = {}
    stated = _stated(draft)
    for candidate in candidates:
        for finding in _other_figures(draft, stated, candidate, candidates):
            found[finding.key] = finding
        denied = denials.inputs([draft, candidate])
        for finding in denials.find(denied) if denied else ():
            found[finding.key] = finding
    own = headlines.inputs(draft)
    for finding in headlines.find(own) if own else ():
        found[finding.key] = finding
    return tuple(sorted(found.values(), key=lambda finding: (-finding.score, finding.key)))


def _stated(draft: Report) -> tuple[Passage, ...]:
    """Sentences of a draft that give a figure, also those that the model finds trivial: an editor answers for all.

    What the guard refuses is never among them.
    """
    return tuple(
        passage
        for passage in reports.sentences(draft)
        if read(passage.text).quantities and judge(passage.text).flaggable
    )


def _other_figures(
    draft: Report, stated: Sequence[Passage], candidate: Report, candidates: Sequence[Report]
) -> Iterator[Finding]:
    """Figures of a draft that a report gives otherwise.

    A draft tells no day of its own: a higher toll than a report's may bring it up to date, or be a mistake. It is held
    to be news of the report's own day, unless a later report gives it too.
    """
    told = figures.inputs([candidate])["reports"]

    def against(dated: str) -> tuple[Finding, ...]:
        return figures.find({"reports": [reports.heading(replace(draft, dated=dated), stated), *told]})

    found = against(candidate.dated) if stated and told else ()
    surely = {finding.key for finding in against(draft.dated)} if found else set()
    for finding in found:
        own, other = finding.claim, finding.evidence
        if own.ref != draft.id:
            own, other = other, own
        if is_quoted(other.text, other, candidate):
            continue
        if finding.key in surely or not voices(own.text, [it for it in candidates if _is_later(it, candidate)]):
            yield finding


def _is_later(report: Report, other: Report) -> bool:
    if not (report.dated and other.dated):
        return False
    return datetime.fromisoformat(report.dated) - datetime.fromisoformat(other.dated) >= figures.LATER


def reviewed(draft: Report, base: FactBase) -> tuple[Reviewed, ...]:
    """Sentences of a draft that are about reviewed claims, in their order; flags and context alike."""
    passages = reports.claims(draft)
    matches = ((passage, base.match(passage.text)) for passage in passages)
    return tuple(Reviewed(passage, match) for passage, match in matches if match)
