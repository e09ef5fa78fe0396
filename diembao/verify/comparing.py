"""The pair rules on any text, without archive: what reports and reviewed claims say to the sentences of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from diembao.core.findings import Finding, Passage
from diembao.verify import denials, figures, headlines, reports
from diembao.verify.matching import FactBase, Match
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
    found: dict[str, Finding] = {}
    for candidate in candidates:
        pair = [draft, candidate]
        denied = denials.inputs(pair)
        for finding in (*figures.find(figures.inputs(pair)), *(denials.find(denied) if denied else ())):
            found[finding.key] = finding
    own = headlines.inputs(draft)
    for finding in headlines.find(own) if own else ():
        found[finding.key] = finding
    return tuple(sorted(found.values(), key=lambda finding: (-finding.score, finding.key)))


def reviewed(draft: Report, base: FactBase) -> tuple[Reviewed, ...]:
    """Sentences of a draft that are about reviewed claims, in their order; flags and context alike."""
    passages = reports.claims(draft)
    matches = ((passage, base.match(passage.text)) for passage in passages)
    return tuple(Reviewed(passage, match) for passage, match in matches if match)
