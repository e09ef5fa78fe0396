"""A checkable statement that an article makes otherwise than it did when it was first read.

That says nothing of why: outlets correct themselves, and news goes on. A count that rises while it goes on is no
change of what was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from diembao.core.findings import Finding, FlagReason, Passage
from diembao.core.models import Content
from diembao.core.text import words
from diembao.nlp.revisions import Change, Why, compare
from diembao.verify import figures, reports
from diembao.verify.cues import cues
from diembao.verify.differing import Kind, Told, differences
from diembao.verify.reports import Report

NAME = "changed-after-publication/1"

#: Earlier versions that are looked at: the first ones, and the last.
_MOST_VERSIONS = 6
_SUBSTANCE = frozenset((Why.FIGURE, Why.DATE, Why.NAME, Why.NEGATION, Why.WORDS))
# In two versions of one sentence whatever differs is told of the same thing: surer than between two reports.
_LEAST_SCORE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changed:
    """A sentence as it is now and as it was, with the spans that differ."""

    now: Passage
    before: Passage
    score: float
    kind: str


def inputs(source: Report) -> dict[str, Any] | None:
    """What the rule needs of one report, as plain values; None when its text is as it was first read."""
    earlier = [*source.earlier[: _MOST_VERSIONS - 1], *source.earlier[_MOST_VERSIONS - 1 :][-1:]]
    versions = [
        {"version": version.version, **_plain(passages)} for version in earlier if (passages := _claims(version))
    ]
    passages = _claims(source)
    return {"reports": [reports.heading(source, passages)], "earlier": versions} if versions and passages else None


def _claims(source: Report) -> tuple[Passage, ...]:
    if source.brief or source.opinion:
        return ()
    return ((reports.title(source),) if reports.may_claim(source) else ()) + reports.claims(source)


def _plain(passages: Sequence[Passage]) -> dict[str, Any]:
    return {"passages": [{"part": item.part, "start": item.start, "text": item.text} for item in passages]}


def narrowed(given: Mapping[str, Any], finding: Finding) -> dict[str, Any]:
    """The part of the inputs that a finding rests upon; the rule finds it there as well."""
    (report,) = given["reports"]
    return {
        "reports": [{**report, "passages": _only(report, finding.claim)}],
        "earlier": [
            {**version, "passages": _only(version, finding.evidence)}
            for version in given["earlier"]
            if version["version"] == finding.evidence.version
        ],
    }


def _only(given: Mapping[str, Any], passage: Passage) -> list[Any]:
    return [item for item in given["passages"] if (item["part"], item["start"]) == (passage.part, passage.start)]


def find(given: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Statements of the one report that it made otherwise before, each against the oldest version that has it so."""
    (report,) = given["reports"]
    now = reports.passages(report)
    said = {tuple(words(passage.text)) for passage in now}
    found: dict[str, Finding] = {}
    for version in given["earlier"]:
        before = reports.passages({"id": report["id"], **version})
        for changed in _changed(now, before):
            if tuple(words(changed.before.text)) not in said:  # what it says still is not changed
                found.setdefault(changed.now.key, _finding(changed))
    return tuple(reports.ranked(found.values(), given))


def _changed(now: Sequence[Passage], before: Sequence[Passage]) -> Iterator[_Changed]:
    """Sentences of two versions that are one sentence with another value."""
    for part in dict.fromkeys(passage.part for passage in now):
        new, old = ([passage for passage in side if passage.part == part] for side in (now, before))
        for row in compare(_content(old), _content(new)).rows:
            if row.change is Change.CHANGED and _SUBSTANCE & set(row.reasons):
                one = next((passage for passage in new if passage.text == row.after), None)
                other = next((passage for passage in old if passage.text == row.before), None)
                if one and other and (changed := _differing(one, other)):
                    yield changed


def _content(passages: Sequence[Passage]) -> Content:
    """Sentences as a text in which each is a paragraph, so that none grows together with the next."""
    return Content(title="", text="\n\n".join(passage.text for passage in passages))


def _differing(now: Passage, before: Passage) -> _Changed | None:
    for score, figure, former in figures.differing(now, before):
        is_toll = cues().toll.search(before.text) is not None or cues().later.search(now.text) is not None
        if is_toll and figure.quantity.low > former.quantity.low:
            continue
        marks = (figure.quantity.start, figure.quantity.end), (former.quantity.start, former.quantity.end)
        return _marked(now, before, marks, score, "figure")
    for difference in differences(Told(now.text), Told(before.text)):
        if difference.kind is not Kind.ASIDE:
            return _marked(now, before, (difference.one, difference.other), difference.score, difference.kind)
    return None


def _marked(
    now: Passage, before: Passage, spans: tuple[tuple[int, int], tuple[int, int]], score: float, kind: str
) -> _Changed:
    return _Changed(
        now=replace(now, marks=(spans[0],)),
        before=replace(before, marks=(spans[1],)),
        score=max(score, _LEAST_SCORE),
        kind=kind,
    )


def _finding(changed: _Changed) -> Finding:
    (now,), (before,) = changed.now.marks, changed.before.marks
    return Finding(
        reason=FlagReason.CHANGED_AFTER_PUBLICATION,
        claim=changed.now,
        evidence=changed.before,
        score=changed.score,
        values=(changed.now.text[slice(*now)], changed.before.text[slice(*before)]),
        facts={"kind": changed.kind},
    )
