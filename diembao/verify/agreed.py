"""What the reports of one story agree on: figures and days that independent texts give alike.

Sentences are looked up by what they give (a unit with its value, a day of the calendar), and only those that give the
same are read side by side. Copies of one text are one voice and bear nothing out. Pure: reports in, sentences out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from diembao.core.findings import Passage
from diembao.nlp.times import Granularity, find_times
from diembao.verify import reports
from diembao.verify.agreeing import agrees, is_quoted, voices
from diembao.verify.reading import read
from diembao.verify.reports import Report

#: Texts of a story that are read: the last ones. Every sentence of each may be held against those of all others.
_MOST_TEXTS = 60

#: A figure as unit, lowest and highest value; a day with its date in place of a value.
_Given = tuple[str, float, float]
_Spans = dict[_Given, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A statement that at least two independent texts make, one sentence of each, the earliest first.

    Figures and days that all of them give are marked.
    """

    said: tuple[Passage, ...]

    @property
    def statement(self) -> Passage:
        """The sentence that was printed first."""
        return self.said[0]


@dataclass(frozen=True, slots=True)
class _Sentence:
    source: Report
    passage: Passage
    given: _Spans


def agreed(sources: Sequence[Report], *, limit: int = 10) -> tuple[Agreed, ...]:
    """What reports agree on, what the most independent texts say first.

    :param sources: the reports of one story.
    :param limit: how many statements to give.
    """
    texts = _first_prints(sources)
    sentences = [sentence for source in texts for sentence in _sentences(source)]
    giving: dict[_Given, list[_Sentence]] = defaultdict(list)
    for sentence in sentences:
        for given in sentence.given:
            giving[given].append(sentence)
    told: set[tuple[str, str]] = set()
    known: set[_Given] = set()
    found: list[Agreed] = []
    for sentence in sentences:
        if _place(sentence.passage) in told or sentence.given.keys() <= known:
            continue
        if (group := _agreeing(sentence, giving)) is not None:
            found.append(group)
            told |= {_place(passage) for passage in group.said}
            known |= sentence.given.keys()
    return tuple(sorted(found, key=lambda each: -len(each.said))[:limit])  # of equals what was printed first


def _first_prints(sources: Sequence[Report]) -> list[Report]:
    """One report a voice, the earliest first."""
    found: dict[str, Report] = {}
    for source in sorted(sources, key=lambda each: each.order):
        found.setdefault(source.speaks_as, source)
    return list(found.values())[-_MOST_TEXTS:]


def _agreeing(sentence: _Sentence, giving: dict[_Given, list[_Sentence]]) -> Agreed | None:
    statement = sentence.passage.text
    near = {
        _place(other.passage): other
        for given in sentence.given
        for other in giving[given]
        if other.source.id != sentence.source.id and agrees(statement, other.passage.text)
    }
    if not near or is_quoted(statement, sentence.passage, sentence.source):
        return None
    # asked once more of whole reports: one may deny in another sentence what it repeats in this one
    candidates = {other.source.id: other.source for other in near.values()}
    bearing = [near[_place(passage)] for passage in voices(statement, candidates.values()) if _place(passage) in near]
    if not bearing:
        return None
    bearing.sort(key=lambda other: other.source.order)
    shared = set(sentence.given).intersection(*(other.given for other in bearing)) or set(sentence.given)
    return Agreed(said=tuple(_marked(each, shared) for each in (sentence, *bearing)))


def _sentences(source: Report) -> Iterator[_Sentence]:
    for passage in reports.claims(source):
        if given := _given(passage.text, source.dated):
            yield _Sentence(source, passage, given)


def _given(text: str, dated: str) -> _Spans:
    """Figures and days of a sentence, each with its span."""
    at = datetime.fromisoformat(dated) if dated else None
    days = {
        ("day", float(time.first.toordinal()), float(time.last.toordinal())): (time.start, time.end)
        for time in find_times(text, at)
        if time.first and time.last and time.granularity is Granularity.DAY
    }
    figures = {
        (item.unit, item.low, item.high): (item.start, item.end)
        for item in read(text).quantities
        if not text[item.start : item.end].istitle()  # "quận Hai Bà Trưng" names no two women
    }
    return {**days, **figures}


def _marked(sentence: _Sentence, shared: set[_Given]) -> Passage:
    spans = sorted(span for given, span in sentence.given.items() if given in shared)
    apart = [span for place, span in enumerate(spans) if not place or span[0] >= spans[place - 1][1]]
    return replace(sentence.passage, marks=tuple(apart))


def _place(passage: Passage) -> tuple[str, str]:
    return passage.ref, f"{passage.part}{passage.start}"
