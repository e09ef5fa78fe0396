"""What the ranking looks at in a finding: numbers by name, none of which knows who published, wrote or is meant.

Pure: of the finding, of how many independent voices stand on either side, and of the times of the two reports.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from diembao.core.findings import Finding, FlagReason, Passage, PassageKind
from diembao.nlp.check_worthiness import KINDS
from diembao.nlp.guard import judge
from diembao.nlp.quantities import Quantity
from diembao.verify import values
from diembao.verify.reading import Reading, common, read
from diembao.verify.vocabulary import plain

_CLAIM = KINDS.index("claim")
_MOST_FIGURES = 6
_MOST_APART = 3.0
_SURE = 0.98
_DAY = 24.0
_GROUPS = {
    "person": "counted",
    "piece": "counted",
    "household": "counted",
    "VND": "money",
    "USD": "money",
    "percent": "share",
    "ratio": "share",
    "year": "time",
    "month": "time",
    "day": "time",
    "hour": "time",
}

#: Names of the numbers, in their order.
NAMES = (
    "always",
    *(f"reason:{reason}" for reason in FlagReason),
    "score",
    "alike",
    "same-frame",
    "shared-name",
    "longer",
    "permuted",
    "values-apart",
    "figures-besides",
    *(f"unit:{group}" for group in dict.fromkeys(_GROUPS.values())),
    "check-worthy",
    "voices",
    "days-apart",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A finding, and what the archive knows around it."""

    finding: Finding
    voices: tuple[int, int] = (1, 1)
    """Independent voices on either side; copies of one text are one."""
    hours_apart: float = 0.0
    """Between the reports on either side; 0 also where one is undated."""


def seen(finding: Finding, voice_of: Mapping[str, str], dated: Mapping[str, str]) -> Seen:
    """A finding among its reports.

    :param voice_of: id of an article -> id of the first print of its text; an article without is its own voice.
    :param dated: id of an article -> the instant it is filed under, as :func:`diembao.verify.reports.instant` gives it.
    """

    def voices(side: Passage, also: tuple[str, ...]) -> int:
        return len({voice_of.get(ref, ref) for ref in (side.ref, *also)})

    first, second = dated.get(finding.claim.ref, ""), dated.get(finding.evidence.ref, "")
    apart = abs(datetime.fromisoformat(first) - datetime.fromisoformat(second)) if first and second else None
    return Seen(
        finding=finding,
        voices=(voices(finding.claim, finding.also[0]), voices(finding.evidence, finding.also[1])),
        hours_apart=apart.total_seconds() / 3600 if apart else 0.0,
    )


def features(given: Seen) -> dict[str, float]:
    """The numbers of one finding, by name; those that are 0 are left out."""
    finding = given.finding
    claim, evidence = read(finding.claim.text), read(finding.evidence.text)
    found = {
        "always": 1.0,
        f"reason:{finding.reason}": 1.0,
        "score": _log_odds(finding.score),
        "alike": _alike(claim, evidence),
        "same-frame": float(_frame(finding.claim) == _frame(finding.evidence)),
        "shared-name": float(any(evidence.holds(name) for name in claim.names)),
        "longer": abs(math.log((1 + len(claim.folded)) / (1 + len(evidence.folded)))),
        "figures-besides": min(len(claim.quantities) + len(evidence.quantities), _MOST_FIGURES) / _MOST_FIGURES,
        "check-worthy": min(map(_worth, (finding.claim, finding.evidence))),
        "voices": math.log(sum(given.voices) / 2),
        "days-apart": math.log1p(given.hours_apart / _DAY),
        **_of_values(finding, claim, evidence),
    }
    return {name: value for name, value in found.items() if value}


def _of_values(finding: Finding, claim: Reading, evidence: Reading) -> dict[str, float]:
    """What the two marked amounts tell."""
    one, other = _marked(finding.claim, claim), _marked(finding.evidence, evidence)
    found = {f"unit:{group}": 1.0} if (group := _GROUPS.get(finding.facts.get("unit", ""))) else {}
    if one and other:
        found["permuted"] = float(values.permuted(one, other))
        if one.low > 0 and other.low > 0:
            found["values-apart"] = min(abs(math.log(one.low / other.low)), _MOST_APART)
    return found


def _marked(passage: Passage, reading: Reading) -> Quantity | None:
    """The amount that a passage marks."""
    return next((item for item in reading.quantities if (item.start, item.end) in passage.marks), None)


def _frame(passage: Passage) -> str:
    """The folded words of a passage without what it marks."""
    kept, last = [], 0
    for start, end in passage.marks:
        kept.append(passage.text[last:start])
        last = end
    return plain(" ".join([*kept, passage.text[last:]]))


def _alike(one: Reading, other: Reading) -> float:
    first, second = common(one, other)
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 0.0


def _worth(passage: Passage) -> float:
    """How surely a passage is a claim worth checking; a reviewed claim was one to somebody."""
    return 1.0 if passage.kind is PassageKind.FACT_CHECK else judge(passage.text).shares[_CLAIM]


def _log_odds(score: float) -> float:
    bounded = min(max(score, 1 - _SURE), _SURE)
    return math.log(bounded / (1 - bounded))
