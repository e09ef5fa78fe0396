"""Which phrases rise: counts of a day against those of the four weeks before. Pure: counts in, ranking out.

A phrase is counted by voices, texts that are no copies of each other, and each on the day of its first print. How far
it rises is the signed root of the log-likelihood ratio of its rates, among all texts of the day and of the past
(Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19, 1993): unlike
a ratio it knows how much was counted, and unlike the log-odds with a Dirichlet prior of Monroe, Colaresi and Quinn
(2008) it does not lose what was never met before among many thousand texts. The past is drawn towards half a text, and
a phrase that comes in bursts must rise above its own bursts: its statistic is divided by the dispersion of its days.
What returns every week, such as a column, is held against the same days of the weeks before.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from diembao.core.text import index_form

#: Length of the past, in days: whole weeks, so that each day of the week counts alike.
PAST_DAYS = 28
#: Days with articles from which on there is a past to speak of.
FEWEST_DAYS = 7
#: Voices of the day that a phrase needs.
FEWEST_VOICES = 3
#: Standard deviations from which on a phrase rises: 5 in 100 would by chance.
LEAST_SCORE = 1.645
#: What is added to the count of the past, in texts: that a phrase was not met does not say that it never is.
_UNSEEN = 0.5
#: On so many of the same days of the weeks before a phrase must have stood for the day of the week to matter.
_WEEKLY = 2
#: Share of the voices of the rarer of two phrases, one of which contains the other, from which on they are one.
_TOGETHER = 0.5


class WindowText(NamedTuple):
    """One voice of the window."""

    voice: str
    story: str
    """Empty: in none."""
    day: date
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A phrase of the day."""

    phrase: str
    """As most texts write it."""
    voices: tuple[str, ...]
    """The day's texts that have it."""
    stories: int
    """How many stories these tell; a text in no story is one by itself."""
    by_day: tuple[int, ...]
    """Voices a day over the 28 days before and the day, oldest first."""
    score: float
    """Standard deviations above its past."""

    @property
    def before(self) -> float:
        """Voices a day before, on average."""
        return sum(self.by_day[:-1]) / (len(self.by_day) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What one day talks about."""

    voices: int
    """How many independent texts the day had."""
    past_days: int
    """On how many of the days before there was any text."""
    rising: tuple[Said, ...]
    """What rises, the surest first; empty without a past."""
    frequent: tuple[Said, ...]
    """What the most voices have, whether it rises or not."""

    @property
    def has_past(self) -> bool:
        """Whether there is enough of a past to rise against."""
        return self.past_days >= FEWEST_DAYS


def talk(texts: Iterable[WindowText], day: date, *, limit: int) -> Talk:
    """What a day talks about.

    :param texts: the voices of the day and of the 28 days before, each once.
    :param limit: how many phrases to give of each kind.
    """
    first = day - timedelta(days=PAST_DAYS)
    window = [text for text in texts if first <= text.day <= day]
    totals = [0] * (PAST_DAYS + 1)
    for text in window:
        totals[(text.day - first).days] += 1
    stories = {text.voice: text.story or text.voice for text in window}
    groups, written = _phrases_of_day([text for text in window if text.day == day])
    counted = _by_day(window, groups, first)
    said = [
        Said(
            phrase=written[name],
            voices=tuple(voices),
            stories=len({stories[voice] for voice in voices}),
            by_day=tuple(counted[name]),
            score=_score(counted[name], totals),
        )
        for name, voices in _voices(groups, window, day).items()
        if len(voices) >= FEWEST_VOICES
    ]
    past_days = sum(total > 0 for total in totals[:-1])
    surest = sorted(said, key=lambda one: (-one.score, -len(one.voices), one.phrase))
    most = sorted(said, key=lambda one: (-len(one.voices), -one.score, one.phrase))
    rising = [one for one in surest if one.score >= LEAST_SCORE] if past_days >= FEWEST_DAYS else []
    return Talk(
        voices=totals[-1],
        past_days=past_days,
        rising=tuple(rising[:limit]),
        frequent=tuple(most[:limit]),
    )


def surprise(here: float, texts_here: float, before: float, texts_before: float) -> float:
    """By how many standard deviations a phrase is more frequent here than before; below 0: less frequent.

    :param here: texts with the phrase, of ``texts_here``.
    :param before: likewise for the past.
    """
    if not texts_here or not texts_before:
        return 0.0
    before += _UNSEEN
    share = (here + before) / (texts_here + texts_before)
    ratio = _part(here, share * texts_here) + _part(before, share * texts_before)
    return math.copysign(math.sqrt(2 * max(ratio, 0.0)), here / texts_here - before / texts_before)


def _part(count: float, expected: float) -> float:
    return count * math.log(count / expected) if count else 0.0


def _dispersion(counts: Sequence[int], totals: Sequence[int]) -> float:
    """Variance over mean of a phrase's days, against what their texts let expect; 1 where it is no burst."""
    days = [(count, total) for count, total in zip(counts, totals, strict=True) if total]
    rate = sum(counts) / sum(totals) if days else 0.0
    if not rate or len(days) < 2:
        return 1.0
    return max(1.0, sum((count - rate * total) ** 2 / (rate * total) for count, total in days) / (len(days) - 1))


def _score(counts: Sequence[int], totals: Sequence[int]) -> float:
    past, texts = counts[:-1], totals[:-1]
    score = surprise(counts[-1], totals[-1], sum(past), sum(texts)) / math.sqrt(_dispersion(past, texts))
    same_days = range(len(counts) - 8, -1, -7)
    if sum(counts[at] > 0 for at in same_days) >= _WEEKLY:
        before, texts_before = sum(counts[at] for at in same_days), sum(totals[at] for at in same_days)
        score = min(score, surprise(counts[-1], totals[-1], before, texts_before))
    return score


def _phrases_of_day(texts: Sequence[WindowText]) -> tuple[dict[str, str], dict[str, str]]:
    """Phrases of a day in index form -> the one that stands for each; and how that is mostly written."""
    voices: defaultdict[str, set[str]] = defaultdict(set)
    spelt: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for text in texts:
        for phrase in text.phrases:
            name = index_form(phrase)
            voices[name].add(text.voice)
            spelt[name][phrase] = spelt[name].get(phrase, 0) + 1
    groups = _one_for_all(voices)
    written = {name: min(forms, key=lambda form: (-forms[form], form)) for name, forms in spelt.items()}
    return groups, written


def _one_for_all(voices: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Phrases -> the one that stands for each: of two of which one contains the other, the more frequent.

    Of "giá xăng" and "giá xăng dầu" in the same texts one is enough.
    """
    groups: dict[str, str] = {}
    heads: dict[str, list[str]] = defaultdict(list)
    for name in sorted(voices, key=lambda one: (-len(voices[one]), -len(one), one)):
        syllables = name.split()
        head = next(
            (
                other
                for syllable in syllables
                for other in heads[syllable]
                if _one_in_other(name, other)
                and len({*voices[name]} & {*voices[other]}) >= _TOGETHER * len(voices[name])
            ),
            name,
        )
        groups[name] = head
        if head == name:
            for syllable in set(syllables):
                heads[syllable].append(name)
    return groups


def _one_in_other(one: str, other: str) -> bool:
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "


def _voices(groups: Mapping[str, str], window: Sequence[WindowText], day: date) -> dict[str, list[str]]:
    """The day's voices of each phrase that stands for others."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in window:
        if text.day == day:
            for name in dict.fromkeys(groups[index_form(phrase)] for phrase in text.phrases):
                found[name].append(text.voice)
    return found


def _by_day(window: Sequence[WindowText], groups: Mapping[str, str], first: date) -> dict[str, list[int]]:
    counted: dict[str, list[int]] = defaultdict(lambda: [0] * (PAST_DAYS + 1))
    for text in window:
        at = (text.day - first).days
        for name in {groups[name] for phrase in text.phrases if (name := index_form(phrase)) in groups}:
            counted[name][at] += 1
    return counted
