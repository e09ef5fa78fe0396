"""Sentences held against reviewed claims: which claim is at issue, and whether it is repeated, denied or discussed.

Two steps: a retriever by words finds the few claims that a sentence may be about; the decision is made on what must
not differ: names, figures, times, numbers of things, and the words of the claim.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np

from diembao.core.casework import FactCheck, Rating
from diembao.core.findings import Finding, FlagReason, Passage, PassageKind
from diembao.core.text import fold, index_form
from diembao.verify import reports, times
from diembao.verify.contrasts import coverage, says_another_thing
from diembao.verify.reading import Name, Reading, about_others, common, phrases, read
from diembao.verify.reports import Report
from diembao.verify.stance import Stance, stance
from diembao.verify.vocabulary import form, plain

NAME = "matches-fact-check/4"

#: Claims that the retriever hands on.
_CANDIDATES = 5
_LEAST_SIMILARITY = 0.12
#: From this score on, a sentence is about the claim.
THRESHOLD = 0.5
# A sentence with less of the claim's words than this must have its predicate in the claim's own words.
_SURELY_COVERED = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A reviewed claim that a sentence is about."""

    fact_check: FactCheck
    score: float
    stance: Stance

    @property
    def is_flag(self) -> bool:
        """Whether a person should look: a claim rated false or misleading is repeated, or a true one denied."""
        return (self.stance, self.fact_check.rating) in (
            (Stance.REPEATS, Rating.FALSE),
            (Stance.REPEATS, Rating.MISLEADING),
            (Stance.DENIES, Rating.TRUE),
        )


class Claims:
    """Claims, ready to be found by words.

    :param texts: each once; the same ones always give the same answers.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._vectors: Any = None
        if texts:
            # Imported only now: it takes longer than the rest of a small command, and a desk without fact-checks
            # never needs it.
            from sklearn.feature_extraction.text import TfidfVectorizer

            self._vectorizer = TfidfVectorizer(analyzer=_grams, sublinear_tf=True)
            self._vectors = self._vectorizer.fit_transform(texts)

    def nearest(self, sentences: Sequence[str]) -> list[list[str]]:
        """For each sentence the claims whose words are nearest to its own, the nearest first."""
        if self._vectors is None or not sentences:
            return [[] for _sentence in sentences]
        similar = (self._vectorizer.transform(sentences) @ self._vectors.T).toarray()
        best = np.argsort(-similar, axis=1, kind="stable")[:, :_CANDIDATES]
        return [
            [self._texts[place] for place in places if row[place] >= _LEAST_SIMILARITY]
            for row, places in zip(similar, best, strict=True)
        ]


class FactBase:
    """The reviewed claims, ready to be searched.

    :param fact_checks: all of them; the same ones always give the same matches, whatever their order.
    :param decided: id of a fact-check that this desk concluded -> ids of the articles that its case was about.
    """

    def __init__(
        self, fact_checks: Iterable[FactCheck], decided: Mapping[str, Collection[str]] = MappingProxyType({})
    ) -> None:
        self._reviews: dict[str, list[FactCheck]] = defaultdict(list)
        for item in sorted(fact_checks, key=_by_wording):
            self._reviews[form(item.claim)].append(item)
        self._claims = Claims([reviews[0].claim for reviews in self._reviews.values()])
        self._decided = decided

    def candidates(self, sentences: Sequence[str]) -> list[list[FactCheck]]:
        """For each sentence all reviews of the claims whose words are nearest to its own, the nearest claim first."""
        return [
            [item for claim in claims for item in self._reviews[form(claim)]]
            for claims in self._claims.nearest(sentences)
        ]

    def matches(self, sentence: str) -> tuple[Match, ...]:
        """All reviews of the reviewed claim that a sentence is about, as :func:`matches` gives them."""
        (candidates,) = self.candidates([sentence])
        return matches(sentence, candidates)

    def match(self, sentence: str) -> Match | None:
        """The first of :meth:`matches`, if any."""
        return next(iter(self.matches(sentence)), None)

    def decided(self, fact_check: FactCheck) -> list[str]:
        """Ids of the articles whose sentence or evidence a person had before them when they concluded this."""
        return sorted(self._decided.get(fact_check.id, ()))


def matches(sentence: str, candidates: Iterable[FactCheck]) -> tuple[Match, ...]:
    """All reviews of the one reviewed claim that a sentence is about; empty: it is about none.

    Reviews that make a flag come first, and of these the one that the base has had for longest.
    """
    ordered = sorted(candidates, key=_by_wording)
    scored = [(about(item.claim, sentence), item) for item in ordered]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or score < THRESHOLD:
        return ()
    found = [
        Match(fact_check=item, score=score, stance=stance(item.claim, sentence))
        for item in ordered
        if form(item.claim) == form(best.claim)
    ]
    return tuple(sorted(found, key=lambda match: (not match.is_flag, match.fact_check.imported_at)))


def _by_wording(fact_check: FactCheck) -> tuple[str, str, str]:
    """Sorts fact-checks by what tells them apart, before the id."""
    return fact_check.claim, fact_check.publisher, fact_check.id


def inputs(sources: Iterable[Report], base: FactBase, spoke: Collection[str] = ()) -> dict[str, Any] | None:
    """What the rule needs of reports and base, as plain values; None when no sentence comes near a reviewed claim.

    :param spoke: ids of fact-checks that are the evidence of a known flag, and go on being it.
    """
    found: list[dict[str, Any]] = []
    near: dict[str, FactCheck] = {}
    for source in sources:
        passages = _passages(source)
        kept = []
        for passage, candidates in zip(passages, base.candidates([item.text for item in passages]), strict=True):
            if matches(passage.text, candidates):
                kept.append(passage)
                near |= {candidate.id: candidate for candidate in candidates}
        if kept:
            found.append(reports.heading(source, kept))
    reviewed = [
        {**_plain(item), "spoke": item.id in spoke, "decided": base.decided(item)}
        for item in sorted(near.values(), key=_by_wording)
    ]
    return {"reports": found, "fact_checks": reviewed} if found else None


class About:
    """Finds reports that say something of some claims, whatever reviews made of these.

    :param claims: each once.
    """

    def __init__(self, claims: Sequence[str]) -> None:
        self._claims = Claims(claims)
        self._names = [[f" {name.words} " for name in _wanted(read(claim))] for claim in claims]

    def touched_by(self, source: Report) -> bool:
        """Whether a report has a sentence that is about one of the claims."""
        # Every sentence that is about a claim holds its names: most reports need no closer look.
        written = phrases("\n".join((source.title, source.lead, source.text)))
        if not any(all(name in written for name in names) for names in self._names):
            return False
        sentences = [passage.text for passage in _passages(source)]
        return any(
            about(claim, sentence) >= THRESHOLD
            for sentence, near in zip(sentences, self._claims.nearest(sentences), strict=True)
            for claim in near
        )


def _passages(source: Report) -> list[Passage]:
    """The sentences of a report that are held against reviewed claims."""
    return [*([reports.title(source)] if reports.may_claim(source) else []), *reports.claims(source)]


def narrowed(given: Mapping[str, Any], finding: Finding) -> dict[str, Any]:
    """The part of the inputs that a finding rests upon; the rule finds it there as well."""
    refs = {finding.claim.ref, *finding.also[0]}
    return {**given, "reports": [report for report in given["reports"] if report["id"] in refs]}


def find(given: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Reviewed claims that reports repeat although they are rated false, or deny although they are rated true.

    One finding a voice and reviewed claim, in the earliest print and its nearest sentence. The articles that a case was
    about are not told its conclusion again: a person has read them.
    """
    base = [_fact_check(item) for item in given["fact_checks"]]
    facts = {item["id"]: item for item in given["fact_checks"]}
    found: dict[tuple[str, str], list[_Reviewed]] = defaultdict(list)
    for report in given["reports"]:
        order = reports.order(report)
        for passage in reports.passages(report):
            reviews = matches(passage.text, base)
            flagged = [
                match
                for match in reviews
                if match.is_flag and report["id"] not in facts[match.fact_check.id]["decided"]
            ]
            if flagged:
                match = min(flagged, key=lambda match: not facts[match.fact_check.id]["spoke"])
                found[report["voice"], form(match.fact_check.claim)].append(_Reviewed(order, passage, match, reviews))
    return tuple(reports.ranked(map(_finding, found.values()), given))


@dataclass(frozen=True, slots=True)
class _Reviewed:
    """A sentence that goes against a review of the claim that it is about."""

    order: reports.Order
    passage: Passage
    match: Match
    reviews: Sequence[Match]
    """All of that claim."""


def _finding(group: Sequence[_Reviewed]) -> Finding:
    first = min(item.order for item in group)
    told = max((item for item in group if item.order == first), key=lambda item: item.match.score)
    reviewed = told.match.fact_check
    others = dict.fromkeys(item.passage.ref for item in group if item.passage.ref != told.passage.ref)
    further = [
        f"{item.fact_check.publisher}: {item.fact_check.rating}"
        for item in told.reviews
        if item.fact_check.id != reviewed.id
    ]
    return Finding(
        reason=FlagReason.MATCHES_FACT_CHECK,
        claim=told.passage,
        evidence=Passage(kind=PassageKind.FACT_CHECK, ref=reviewed.id, text=reviewed.claim),
        score=told.match.score,
        also=(tuple(others), ()),
        facts={
            "stance": told.match.stance,
            "rating": reviewed.rating,
            "publisher": reviewed.publisher,
            **({"further": "; ".join(sorted(further))} if further else {}),
        },
    )


def _plain(fact_check: FactCheck) -> dict[str, Any]:
    """What decides of a fact-check, and who published it, for the wording "theo X"."""
    return {
        "id": fact_check.id,
        "claim": fact_check.claim,
        "rating": fact_check.rating,
        "publisher": fact_check.publisher,
        "imported_at": fact_check.imported_at.isoformat(),
    }


def _fact_check(values: Mapping[str, Any]) -> FactCheck:
    return FactCheck(
        id=values["id"],
        claim=values["claim"],
        rating=Rating(values["rating"]),
        publisher=values["publisher"],
        imported_at=datetime.fromisoformat(values["imported_at"]),
    )


def about(claim: str, sentence: str) -> float:
    """How surely a sentence is about a reviewed claim, 0 to 1."""
    return _about(read(claim), read(sentence))


def _about(claim: Reading, sentence: Reading) -> float:
    wanted = _wanted(claim)
    if not all(sentence.holds(name) for name in wanted) or _other_kind(claim, sentence):
        return 0.0
    unnamed = [number for number in claim.numbered - sentence.numbered if not sentence.says(number)]
    if unnamed or times.differ(claim.times, sentence.times):
        return 0.0
    figures = _figures(claim, sentence)
    if figures < 0 or about_others(claim, sentence) or says_another_thing(claim, sentence):
        return 0.0
    first, second = common(claim, sentence)
    covered = _weight(first & second) / (_weight(first) or 1)
    if figures == 1:  # a claim's very figures say as much of what a sentence is about as its words
        covered = max(covered, coverage(claim, sentence))
    if covered < _SURELY_COVERED and wanted and not _has_predicate(claim, wanted[0], sentence):
        return 0.0
    new = _weight(second - first) / (_weight(second) or 1)
    return round(max(0.0, min(1.0, 0.1 + 0.75 * covered + 0.15 * figures - 0.1 * new)), 3)


def _wanted(claim: Reading) -> Sequence[Name]:
    """The names that a sentence about a claim holds."""
    return [name for name in claim.names if " " in name.words] or claim.names


def _has_predicate(claim: Reading, subject: Name, sentence: Reading) -> bool:
    """Whether a sentence has what a claim says of the first name in it, and not only what stands around that."""
    folded = fold(index_form(claim.text))
    told = read(claim.text[folded.find(subject.words) + len(subject.words) :].strip())
    first = told.begins[0] if claim.marked and sentence.marked else told.begins[1]
    return not first or first in common(claim, sentence)[1]


def _weight(concepts: Iterable[str]) -> float:
    """Groups of phrases say more of what a sentence is about than single syllables."""
    return sum(1.5 if concept.startswith("_") else 0.75 for concept in concepts)


def _other_kind(claim: Reading, sentence: Reading) -> bool:
    """Whether a name belongs to another kind of thing: "cầu Yên Thượng" is not "tỉnh Yên Thượng"."""
    kinds = {name.words: (name.kind, name.number) for name in sentence.names}
    for name in claim.names:
        kind, number = kinds.get(name.words, ("", ""))
        if (name.kind and kind and name.kind != kind and not {name.kind, kind} <= _SAME_KINDS) or (
            name.number and number != name.number
        ):
            return True
    return False


_SAME_KINDS = frozenset(
    ("trường", "thpt", "trường thpt", "thcs", "trường thcs", "tiểu học", "trường tiểu học", "khu công nghiệp", "kcn")
)


def _figures(claim: Reading, sentence: Reading) -> float:
    """Share of the claim's figures that the sentence gives; below 0: it gives another figure in place of one."""
    given, wanted = _amounts(sentence), _amounts(claim)
    if not wanted:
        return 0.5
    matched = [any(one.fits(other) for other in given) or sentence.says(one.digits) for one in wanted]
    for one, found in zip(wanted, matched, strict=True):
        if not found and any(
            other.unit == one.unit and not any(other.fits(third) for third in wanted) for other in given
        ):
            return -1.0
    return sum(matched) / len(wanted)


_COUNTS = frozenset(("person", "piece", "household"))
_PER_TA = re.compile(r"^ ?(?:/|mot |moi )ta\b")


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount in a unit in which different wordings of one amount meet."""

    unit: str
    low: float
    high: float
    digits: str
    """A whole number from ten up as a word of its own; empty: something else."""

    def fits(self, other: _Amount) -> bool:
        """Whether both can be one amount."""
        slack = 1.001
        return self.unit == other.unit and self.low <= other.high * slack and other.low <= self.high * slack


def _amounts(reading: Reading) -> list[_Amount]:
    found: list[_Amount] = []
    folded = fold(reading.text.lower())
    for item in reading.quantities:
        unit, low, high = item.unit, item.low, item.high
        if item.bound == "at-least":
            high *= 1.1
        elif item.bound == "at-most":
            low *= 0.9
        elif item.bound:
            low, high = low * 0.9, high * 1.1
        if unit in _COUNTS:
            unit = "count"
        elif unit == "ratio":
            unit, low, high = "percent", low * 100, high * 100
        elif unit == "year":
            unit, low, high = "month", low * 12, high * 12
        elif unit == "VND" and _PER_TA.match(folded[item.end :]):
            low, high = low / 100, high / 100
        digits = str(int(item.low)) if item.low == item.high >= 10 and item.low == int(item.low) else ""
        last = found[-1] if found else None
        if unit == "month" and last and last.unit == "month" and low < 12 <= last.high:
            found.append(_Amount(unit, last.low + low, last.high + high, ""))
        found.append(_Amount(unit, low, high, digits))
    return found


def _grams(text: str) -> list[str]:
    """Folded syllables of a text, alone and in pairs."""
    syllables = plain(text).split()
    return [*syllables, *map(" ".join, pairwise(syllables))]
