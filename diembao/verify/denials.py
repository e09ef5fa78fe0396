"""One report says that what another reports is not so. The pair disagrees; neither side is the wrong one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from diembao.core.findings import Finding, FlagReason, Passage
from diembao.core.text import fold
from diembao.verify import reports, times, values
from diembao.verify.cues import cues
from diembao.verify.reading import Reading, common, read
from diembao.verify.reports import Report

NAME = "denied/1"

# Concepts that what is denied and what is claimed must have in common: this part of the shorter, and so many.
_ALIKE = 0.5
_FEWEST_SHARED = 3
# A denial with fewer concepts of its own speaks of the sentence before it: "Thông tin này là sai."
_OWN_CONTENT = 5
_NEGATION = re.compile(r"\b(?:khong|chua|chang|cha)\b")
# Words of denying and telling, which are no part of what is denied.
_TELLING = frozenset(
    "bác bỏ tin phủ nhận đính chính cải chính sai giả sự thật bịa đặt thông tin đúng xác nhận cơ quan lãnh đạo đại diện"
    " hoàn toàn đồn thất thiệt không có chuyện việc này kia trả lời báo chí _bị sai _sai _giả danh".split()
)
_MOST_CLAIMS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A passage of one report, read."""

    passage: Passage
    reading: Reading
    voice: str
    order: tuple[str, str, str]
    mark: tuple[int, int] = (0, 0)


def inputs(sources: Iterable[Report]) -> dict[str, Any] | None:
    """What the rule needs of reports that may speak of one thing, as plain values; None when none denies anything."""
    found, denies = [], False
    for source in sources:
        passages = [*reports.claims(source), *_denials(source)]
        if passages:
            denies = denies or any(cues().says_not.search(item.text) for item in passages)
            found.append(reports.heading(source, list(dict.fromkeys(passages))))
    return {"reports": found} if denies and len(found) > 1 else None


def narrowed(given: Mapping[str, Any], finding: Finding) -> dict[str, Any]:
    """The part of the inputs that a finding rests upon; the rule finds it there as well."""
    refs = {finding.claim.ref, finding.evidence.ref, *finding.also[0], *finding.also[1]}
    return {"reports": [report for report in given["reports"] if report["id"] in refs]}


def find(given: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Claims of one report that another says are not so; one finding a claiming voice."""
    claims: list[_Said] = []
    denials: list[_Said] = []
    for report in given["reports"]:
        for said in _said(report):
            (denials if said.mark[1] else claims).append(said)
    deniers = {denial.passage.ref for denial in denials}
    found: dict[str, list[tuple[float, _Said, _Said]]] = defaultdict(list)
    for claim in claims[:_MOST_CLAIMS]:
        for denial in denials:
            if claim.passage.ref in deniers or claim.voice == denial.voice:
                continue  # who tells of the denial as well does not stand by the claim
            if score := _denied(claim.reading, denial.reading):
                found[claim.voice].append((score, claim, denial))
    findings = [_finding(group) for group in found.values()]
    return tuple(sorted(findings, key=lambda finding: (-finding.score, finding.key)))


def compare(claim: Passage, denial: Passage) -> float:
    """How surely one passage says that the other is not so; 0: it does not."""
    if not cues().says_not.search(denial.text):
        return 0.0
    return _denied(read(claim.text), read(denial.text))


def _denials(source: Report) -> Iterator[Passage]:
    """Sentences that say that something is not so, each with the one before it if it speaks of that."""
    if source.opinion:
        return
    sentences = reports.sentences(source)
    for position, passage in enumerate(sentences):
        if not cues().says_not.search(passage.text):
            continue
        before = sentences[position - 1] if position else None
        if len(_content(read(passage.text))) < _OWN_CONTENT and before and before.part == passage.part:
            whole = source.lead if passage.part == "lead" else source.text
            passage = replace(before, text=whole[before.start : passage.start + len(passage.text)])
        yield passage


def _said(report: Mapping[str, Any]) -> Iterator[_Said]:
    order = (report["seen"], report["dated"], report["title"])
    for passage in reports.passages(report):
        cue = cues().says_not.search(passage.text)
        if cue is None and (cues().rumour.search(passage.text) or cues().open.search(passage.text)):
            continue  # told as a rumour: nobody claims it
        yield _Said(
            passage=passage,
            reading=read(passage.text),
            voice=report["voice"],
            order=order,
            mark=cue.span() if cue else (0, 0),
        )


def _denied(claim: Reading, denial: Reading) -> float:
    """How surely what a sentence claims is what another denies."""
    first, second = common(claim, denial)
    first, second = first - _TELLING, second - _TELLING
    shared = len(first & second)
    smaller = min(len(first), len(second))
    if shared < _FEWEST_SHARED or shared < _ALIKE * smaller:
        return 0.0
    if claim.names and denial.names and not any(denial.holds(name) for name in claim.names):
        return 0.0
    if times.differ(claim.times, denial.times) or _NEGATION.search(claim.folded):
        return 0.0
    if not _figures_fit(claim, denial):
        return 0.0
    return round(min(0.45 + 0.4 * shared / smaller + 0.02 * shared, 0.95), 2)


def _figures_fit(claim: Reading, denial: Reading) -> bool:
    """Whether every unit that both give has one value that both give."""
    units = {item.unit for item in claim.quantities} & {item.unit for item in denial.quantities}
    return all(
        any(
            one.unit == other.unit == unit
            and values.agree(
                one,
                fold(claim.text[one.start : one.end].lower()),
                other,
                fold(denial.text[other.start : other.end].lower()),
            )
            for one in claim.quantities
            for other in denial.quantities
        )
        for unit in units
    )


def _content(reading: Reading) -> frozenset[str]:
    return reading.own_concepts - _TELLING


def _finding(group: Sequence[tuple[float, _Said, _Said]]) -> Finding:
    """Of all that one voice claims and others deny: the best pair, in the earliest print of either side."""
    score, claim, denial = min(group, key=lambda item: (-item[0], item[1].order, item[2].order))
    claim = min(
        (said for _score, said, _denial in group if said.reading.folded == claim.reading.folded),
        key=lambda said: said.order,
    )
    claimants = dict.fromkeys(said.passage.ref for _score, said, _denial in group)
    deniers = dict.fromkeys(said.passage.ref for _score, _claim, said in group)
    return Finding(
        reason=FlagReason.DENIED,
        claim=claim.passage,
        evidence=replace(denial.passage, marks=(denial.mark,)),
        score=score,
        values=("", denial.passage.text[slice(*denial.mark)]),
        also=(
            tuple(ref for ref in claimants if ref != claim.passage.ref),
            tuple(ref for ref in deniers if ref != denial.passage.ref),
        ),
    )
