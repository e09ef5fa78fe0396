"""A draft held against the archive, in this process: nothing of it is stored, logged, or asked of a database.

The archive is asked for the reports of some days, for articles by id and for its fact-checks; the rest happens here.
Functions that keep sentences for speed let go of them at the end, whatever happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.engine import Connection

from diembao.archive import Archive, articles, fact_checks, signatures
from diembao.core import text_caches
from diembao.core.clock import now
from diembao.core.findings import Finding, FlagReason, Passage, PassageKind
from diembao.core.models import Article
from diembao.nlp import names
from diembao.nlp.statements import SentenceKind, Statement, statements
from diembao.nlp.times import find_times
from diembao.verify import reports
from diembao.verify.agreeing import voices
from diembao.verify.comparing import compare, reviewed
from diembao.verify.matching import FactBase, Match
from diembao.verify.reports import Report
from diembao.verify.retrieval import Retriever

#: How the draft is called where reports have ids; no id of an article looks like it.
_DRAFT = "draft"
_BEHIND_ALL_REPORTS = "9999"
# A draft is held against reports in parts that the rules read as a whole.
_MOST_SENTENCES = 40
_MOST_FIGURES = 50
#: What goes on for longer without an end is a list or no prose; rules would read it for minutes and say nothing of it.
_LONGEST_SENTENCE = 2_000
#: Reports that one part is held against.
_MOST_CANDIDATES = 80

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """What the archive has that does not go together with a statement; neither side is marked as the wrong one."""

    reason: FlagReason
    spans: tuple[Span, ...]
    """Places in the draft that matter."""
    values: tuple[str, str]
    """What differs: as the draft has it, and as the archive has it."""
    evidence: Passage
    score: float
    claims: bool = True
    """Whether the draft claims and the archive denies; otherwise the other way round."""
    voices: int = 1
    """How many independent texts of the archive say so; 1 for a fact-check."""
    match: Match | None = None
    """The reviewed claim, if that is the evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedStatement:
    """One sentence of a draft and what the archive knows of it; an opinion is never checked."""

    statement: Statement
    checked: bool = False
    """Whether it was held against the archive: a claim, or any other sentence with a figure that is no opinion."""
    findings: tuple[Disagreement, ...] = ()
    context: tuple[Match, ...] = ()
    """Reviewed claims that it is about without going against their rating."""
    agreeing: tuple[Passage, ...] = ()
    """Sentences of reports that say the same, one an independent text."""

    @property
    def voices(self) -> int:
        """How many independent texts say the same."""
        return len(self.agreeing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft's sentences in order, and the articles that stand as evidence by id."""

    statements: tuple[CheckedStatement, ...]
    articles: dict[str, Article]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some neighbouring sentences of a draft."""

    start: int
    text: str
    statements: Sequence[Statement]


def check(
    archive: Archive, text: str, *, look_back: timedelta, progress: Callable[[float], None] = lambda share: None
) -> Checked:
    """Hold a draft against the reports of the last days and against all fact-checks.

    :param text: in display form; offsets of what is found are offsets into it.
    :param look_back: reports that are dated earlier are not looked at.
    :param progress: told how much is done, 0 to 1.
    :raises ArchiveError: the archive cannot be read.
    """
    try:
        with archive.reading() as connection:
            return _check(connection, text, look_back, progress)
    finally:
        text_caches.forget()


def _check(connection: Connection, text: str, look_back: timedelta, progress: Callable[[float], None]) -> Checked:
    at = now()
    retriever = Retriever(signatures.between(connection, at - look_back, at + timedelta(days=1)))
    base = FactBase(fact_checks.every(connection))
    checked: list[CheckedStatement] = []
    evidence: dict[str, Article] = {}
    for part in _parts(text):
        if len(part.statements[0].text) > _LONGEST_SENTENCE:
            checked.append(CheckedStatement(statement=part.statements[0]))
            continue
        known = {
            article.id: article
            for article in articles.get(connection, retriever.nearest(_asked(part))[:_MOST_CANDIDATES])
        }
        candidates = [reports.report(article, retriever.voice[article.id]) for article in known.values()]
        for found in _held(part, candidates, base, reports.instant(at)):
            checked.append(found)
            named = [*(finding.evidence for finding in found.findings), *found.agreeing]
            evidence |= {passage.ref: known[passage.ref] for passage in named if passage.ref in known}
        progress((part.start + len(part.text)) / len(text))
    return Checked(statements=tuple(checked), articles=evidence)


def _parts(text: str) -> Iterator[_Part]:
    taken: list[Statement] = []
    figures = 0
    places = [(name.start, name.end) for name in names.find(text)]
    times = [(time.start, time.end) for time in find_times(text, None)]
    for statement in statements(text, places=places, times=times):
        if len(statement.text) > _LONGEST_SENTENCE:
            if taken:
                yield _part(text, taken)
            yield _part(text, [statement])
            taken, figures = [], 0
            continue
        figures += len(statement.quantities)
        if taken and (len(taken) == _MOST_SENTENCES or figures > _MOST_FIGURES):
            yield _part(text, taken)
            taken, figures = [], len(statement.quantities)
        taken.append(statement)
    if taken:
        yield _part(text, taken)


def _part(text: str, taken: Sequence[Statement]) -> _Part:
    start, end = taken[0].start, taken[-1].end
    return _Part(start, text[start:end], taken)


def _asked(part: _Part) -> list[str]:
    """Claims by themselves, and the paragraphs that say what they are about."""
    asked = [statement.text for statement in part.statements if _is_checked(statement)]
    return list(dict.fromkeys([*part.text.split("\n\n"), *asked])) if asked else []


def _is_checked(statement: Statement) -> bool:
    """Whether the archive is asked: a figure is looked up also where the model finds its sentence trivial."""
    if statement.kind is SentenceKind.OPINION:
        return False
    return statement.kind is SentenceKind.CLAIM or bool(statement.quantities)


def _held(part: _Part, candidates: Sequence[Report], base: FactBase, dated: str) -> Iterator[CheckedStatement]:
    draft = Report(id=_DRAFT, seen=_BEHIND_ALL_REPORTS, dated=dated, title="", text=part.text)
    voice = {report.id: report.speaks_as for report in candidates}
    findings: dict[int, list[Disagreement]] = defaultdict(list)
    context: dict[int, list[Match]] = defaultdict(list)
    for finding in compare(draft, candidates):
        disagreement = _disagreement(finding, part.start)
        findings[_place(part, disagreement.spans[0])].append(disagreement)
    for known in reviewed(draft, base):
        span = (part.start + known.passage.start, part.start + known.passage.start + len(known.passage.text))
        place = _place(part, span)
        if known.match.is_flag:
            findings[place].append(_review(known.match, span))
        else:
            context[place].append(known.match)
    for place, statement in enumerate(part.statements):
        if not _is_checked(statement):
            yield CheckedStatement(statement=statement)
            continue
        yield CheckedStatement(
            statement=statement,
            checked=True,
            findings=_told_once(findings[place], voice),
            context=tuple(context[place]),
            agreeing=voices(statement.text, candidates),
        )


def _place(part: _Part, span: Span) -> int:
    """Which sentence of a part a span of the draft begins in."""
    return max(place for place, statement in enumerate(part.statements) if statement.start <= span[0])


def _disagreement(finding: Finding, offset: int) -> Disagreement:
    own, other, values = finding.claim, finding.evidence, finding.values
    claims = own.ref == _DRAFT
    if not claims:
        own, other, values = other, own, (values[1], values[0])
    start = offset + own.start
    marks = own.marks or ((0, len(own.text)),)
    return Disagreement(
        reason=finding.reason,
        spans=tuple((start + first, start + last) for first, last in marks),
        values=values,
        evidence=other,
        score=finding.score,
        claims=claims,
    )


def _review(match: Match, span: Span) -> Disagreement:
    reviewed_claim = match.fact_check
    return Disagreement(
        reason=FlagReason.MATCHES_FACT_CHECK,
        spans=(span,),
        values=("", ""),
        evidence=Passage(kind=PassageKind.FACT_CHECK, ref=reviewed_claim.id, text=reviewed_claim.claim),
        score=match.score,
        match=match,
    )


def _told_once(found: Sequence[Disagreement], voice: dict[str, str]) -> tuple[Disagreement, ...]:
    """Each disagreement with its surest evidence, and how many independent texts are behind it."""
    groups: dict[tuple[object, ...], list[Disagreement]] = defaultdict(list)
    for item in found:
        groups[item.reason, item.spans, item.values, item.evidence.kind].append(item)
    told = []
    for group in groups.values():
        surest = max(group, key=lambda item: item.score)
        told.append(replace(surest, voices=len({voice.get(item.evidence.ref, item.evidence.ref) for item in group})))
    return tuple(sorted(told, key=lambda item: (item.spans, -item.score)))
