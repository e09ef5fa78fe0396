"""One report says that what another reports is not so. The pair disagrees; neither side is the wrong one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scipy.cluster.hierarchy import DisjointSet

from diembao.core.findings import Finding, FlagReason, Passage
from diembao.core.text import fold, words
from diembao.nlp.forms import forms_of
from diembao.nlp.guard_rules import fired
from diembao.nlp.quantities import Quantity
from diembao.nlp.sentences import sentences
from diembao.verify import reports, times, values
from diembao.verify.cues import cues
from diembao.verify.reading import Reading, common, read
from diembao.verify.reports import Report

NAME = "denied/3"

# What is denied and what is claimed have in common: these parts of either's concepts, and so many with a name.
_OF_DENIED = 0.6
_OF_DENIED_UNNAMED = 0.7
_OF_CLAIM = 0.2
_FEWEST_CONCEPTS = 2
_FEWEST_SHARED = 3
# A denial with fewer concepts of its own speaks of the sentence before it: "Thông tin này là sai."
_OWN_CONTENT = 5
_CLAUSE_END = re.compile(
    r"[;.]|, (?:nhưng|tuy nhiên|mà|đồng thời|sau đó|cho biết|nói)\b| và (?:khẳng định|cho biết|nói|cho rằng)\b"
)
# "thông tin lan truyền trên mạng cho rằng …": what is denied begins behind it.
_LEAD = re.compile(r"^(?:\S+\s+){0,7}?(?<!làm )(?<!công )(?:cho rằng|rằng|nói là|việc|về)\b\s*", re.IGNORECASE)
# "Tin cầu sập là bịa đặt": of what is denied this says only that it was told.
_TOLD_FIRST = re.compile(
    r"^(?:(?:những|các|mọi) )?(?:thông tin|tin đồn|tin|con số|số liệu|nội dung|bài viết|bài đăng|chuyện|việc)\s+",
    re.IGNORECASE,
)
# Fewer words are seldom a claim that can be understood alone.
_FEWEST_WORDS = 6
_CORE_WORDS = 10
_OF_CORE = 0.65
# The same where only few words are denied.
_SHORT_CORE = 5
_OF_SHORT_CORE = 0.8
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
    order: reports.Order
    denied: _Denied | None = None
    """What it says is not so; None: it claims something."""


@dataclass(frozen=True, slots=True)
class _Denied:
    """What a passage says is not so."""

    mark: tuple[int, int]
    """The words of denial."""
    content: Reading
    """The clause that they are about."""
    is_before: bool
    """Whether that clause stands before the words."""
    stated: bool
    """Whether that it is not so is stated as a fact, and not as an opinion, a promise, a demand or in mockery."""


# How surely the second says that what the first claims is not so, and both.
_Pair = tuple[float, _Said, _Said]


def inputs(sources: Iterable[Report]) -> dict[str, Any] | None:
    """What the rule needs of reports that may speak of one thing, as plain values; None when none denies anything."""
    found, denies = [], False
    for source in sources:
        passages = [*reports.claims(source), *_denials(source)]
        if passages:
            denies = denies or any(denied.stated for item in passages if (denied := _denied_in(item)))
            found.append(reports.heading(source, list(dict.fromkeys(passages))))
    return {"reports": found} if denies and len(found) > 1 else None


def narrowed(given: Mapping[str, Any], finding: Finding) -> dict[str, Any]:
    """The part of the inputs that a finding rests upon; the rule finds it there as well."""
    refs = {finding.claim.ref, finding.evidence.ref, *finding.also[0], *finding.also[1]}
    return {"reports": [report for report in given["reports"] if report["id"] in refs]}


def find(given: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Claims of reports that others say are not so; one finding a dispute, however many take part in it."""
    claims: list[_Said] = []
    denials: list[_Said] = []
    for report in given["reports"]:
        for said in _said(report):
            (denials if said.denied else claims).append(said)
    own: dict[str, list[_Said]] = defaultdict(list)
    for denial in denials:
        own[denial.passage.ref].append(denial)
    stated = [denial for denial in denials if denial.denied and denial.denied.stated]
    found: list[_Pair] = []
    for claim in claims[:_MOST_CLAIMS]:
        for denial in stated:
            score = 0.0 if claim.voice == denial.voice else _score(claim, denial)
            # a report that tells of the denial as well does not stand by the claim
            if score and not any(_score(claim, said) for said in own[claim.passage.ref]):
                found.append((score, claim, denial))
    return tuple(reports.ranked(map(_finding, _disputes(found)), given))


def compare(claim: Passage, denial: Passage) -> float:
    """How surely one passage says that the other is not so; 0: it does not."""
    denied = _denied_in(denial)
    return _fits(read(claim.text), read(denial.text), denied.content) if denied and denied.stated else 0.0


def denies(source: Report, claim: Passage) -> bool:
    """Whether a report says anywhere that what a passage claims is not so."""
    return any(compare(claim, denial) for denial in _denials(source))


def denied_claims(source: Report) -> Iterator[tuple[str, Passage]]:
    """What a report states is not so, each as a claim in the report's own words with the sentence that says it.

    Only what the very sentence tells: "Thông tin này là sai" says of what, but not there.
    """
    for passage in _denials(source):
        denied = _denied_in(passage)
        if denied is None or not denied.stated:
            continue
        told = _CLAUSE_END.split(_LEAD.sub("", denied.content.text), maxsplit=1)[0]
        told = _TOLD_FIRST.sub("", told).strip(" ,.:;-–“”\"'")
        if len(words(told)) >= _FEWEST_WORDS and len(_content(read(told))) >= _FEWEST_CONCEPTS:
            yield told[0].upper() + told[1:], passage


def _denials(source: Report) -> Iterator[Passage]:
    """Sentences that say that something is not so, each with the one before it if it speaks of that."""
    if source.opinion:
        return
    sentences = reports.sentences(source)
    for position, passage in enumerate(sentences):
        denied = _denied_in(passage)
        if not denied:
            continue
        before = sentences[position - 1] if position else None
        if len(_content(denied.content)) < _OWN_CONTENT and denied.is_before and before and before.part == passage.part:
            whole = source.lead if passage.part == "lead" else source.text
            passage = replace(before, text=whole[before.start : passage.start + len(passage.text)])
        yield passage


def _said(report: Mapping[str, Any]) -> Iterator[_Said]:
    order = reports.order(report)
    for passage in reports.passages(report):
        denied = _denied_in(passage)
        if denied is None and (
            cues().says_not.search(passage.text)
            or cues().rumour.search(passage.text)
            or cues().open.search(passage.text)
        ):
            continue  # told as a rumour, or as what is denied: nobody claims it
        yield _Said(passage=passage, reading=read(passage.text), voice=report["voice"], order=order, denied=denied)


def _denied_in(passage: Passage) -> _Denied | None:
    """What a passage says is not so, if anything."""
    text = passage.text
    if cues().no_denial.search(text) or text.endswith("?"):
        return None
    if match := cues().denies_what_follows.search(text):
        clause = _CLAUSE_END.split(text[match.end() :], maxsplit=1)[0]
        if words(clause) and not clause.startswith(","):
            return _Denied(match.span(), read(clause.strip()), is_before=False, stated=_is_stated(text, match.span()))
    else:
        match = cues().denies_what_precedes.search(text)
        if not match or not cues().told.search(text[: match.start()]):
            return None
    told = cues().told.search(text[: match.start()])
    begins = told.start() if told else 0
    comma = text.rfind(",", begins, match.start())  # behind it stands who denies: "trước tin ấy, xã phủ nhận"
    content = range(begins, match.start() if comma < 0 else comma + 1)
    stated = _is_stated(text, match.span(), content)
    return _Denied(match.span(), read(text[: match.start()].strip()), is_before=True, stated=stated)


def _is_stated(text: str, mark: tuple[int, int], content: range = range(0)) -> bool:
    """Whether who denies and how make the words of denial a statement of fact.

    The words themselves are left out, and so is what is denied, for it may be anything: "bác bỏ thông tin giá điện sẽ
    tăng" predicts nothing.

    :param mark: where the words of denial stand.
    :param content: characters of what is denied, where it stands before them.
    """
    start, end = next(span for span in (*sentences(text), (0, len(text))) if mark[0] < span[1])
    frame = "".join(text[position] for position in range(start, mark[0]) if position not in content)
    return not (
        cues().own_voice.search(text[start:end])
        or cues().no_statement.search(frame)
        or cues().no_longer.search(text[mark[1] : end])
        or text[start:end].rstrip("”\"' ").endswith("!")
        or fired(forms_of(frame)) is not None
    )


def _score(claim: _Said, denial: _Said) -> float:
    return _fits(claim.reading, denial.reading, denial.denied.content) if denial.denied else 0.0


def _fits(claim: Reading, denial: Reading, content: Reading) -> float:
    """How surely what a sentence claims is what another denies.

    :param content: the clause of ``denial`` that is denied.
    """
    first, second = common(claim, content)
    second = second - _TELLING
    shared = len(first & second)
    named = any(denial.holds(name) for name in claim.names)
    if (
        shared < _FEWEST_CONCEPTS
        or shared + named < _FEWEST_SHARED
        or shared < (_OF_DENIED if named else _OF_DENIED_UNNAMED) * len(second)
        or shared < _OF_CLAIM * len(first)
        or not _core(claim, content)
    ):
        return 0.0
    if (claim.names and denial.names and not named) or times.differ(claim.times, denial.times):
        return 0.0
    if _NEGATION.search(claim.folded) or not _figures_fit(claim, content):
        return 0.0
    return round(min(0.4 + 0.3 * shared / len(second) + 0.1 * named + 0.03 * shared, 0.95), 2)


def _core(claim: Reading, content: Reading) -> bool:
    """Whether the beginning of what is denied, where its predicate stands, is claimed, and not only what is around."""
    beginning = read(" ".join(_LEAD.sub("", content.text).split()[:_CORE_WORDS]))
    claimed, denied = common(claim, beginning)
    core = denied - _TELLING
    least = _OF_SHORT_CORE if len(core) <= _SHORT_CORE else _OF_CORE
    first = beginning.begins[0] if claim.marked and beginning.marked else beginning.begins[1]
    return (not first or first in claimed | _TELLING) and len(core & claimed) >= least * len(core)


def _figures_fit(claim: Reading, denial: Reading) -> bool:
    """Whether a denial that names figures names one that is claimed, and no unit of it with other values only."""
    if not denial.quantities:
        return True
    agreed = {one.unit for one in claim.quantities for other in denial.quantities if _agree(claim, one, denial, other)}
    shared = {item.unit for item in claim.quantities} & {item.unit for item in denial.quantities}
    return bool(agreed) and shared <= agreed


def _agree(one: Reading, quantity: Quantity, other: Reading, other_quantity: Quantity) -> bool:
    return quantity.unit == other_quantity.unit and values.agree(
        quantity,
        fold(one.text[quantity.start : quantity.end].lower()),
        other_quantity,
        fold(other.text[other_quantity.start : other_quantity.end].lower()),
    )


def _content(reading: Reading) -> frozenset[str]:
    return reading.own_concepts - _TELLING


def _disputes(pairs: Sequence[_Pair]) -> Iterator[list[_Pair]]:
    """Pairs that a claiming voice or a denying report joins."""
    joined = DisjointSet()
    for _score, claim, denial in pairs:
        for end in (("claims", claim.voice), ("denies", denial.passage.ref)):
            joined.add(end)
        joined.merge(("claims", claim.voice), ("denies", denial.passage.ref))
    groups: dict[tuple[str, str], list[_Pair]] = defaultdict(list)
    for pair in pairs:
        groups[joined[("claims", pair[1].voice)]].append(pair)
    yield from groups.values()


def _finding(group: Sequence[_Pair]) -> Finding:
    """The earliest report that claims and the earliest that denies it, in their best sentences; the others beside them.

    By time and not by fit: a report that comes in late leaves the pair, and with it what people decided, as it is.
    """
    first = min((claim.order, denial.order) for _score, claim, denial in group)
    score, claim, denial = max(
        (pair for pair in group if (pair[1].order, pair[2].order) == first),
        key=lambda pair: (pair[0], -pair[1].passage.start, -pair[2].passage.start),
    )
    claimants = dict.fromkeys(said.passage.ref for _score, said, _denial in group)
    deniers = dict.fromkeys(said.passage.ref for _score, _claim, said in group)
    mark = denial.denied.mark if denial.denied else (0, 0)
    return Finding(
        reason=FlagReason.DENIED,
        claim=claim.passage,
        evidence=replace(denial.passage, marks=(mark,)),
        score=score,
        values=("", denial.passage.text[slice(*mark)]),
        also=(
            tuple(ref for ref in claimants if ref != claim.passage.ref),
            tuple(ref for ref in deniers if ref != denial.passage.ref),
        ),
    )
