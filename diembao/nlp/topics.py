"""What an article is about: topics by their words, which everybody can read.

An article gets points for a topic from each phrase of its list, and carries the topic from ``Topic.threshold`` points
on. The rules, in full:

* Phrases are matched on whole words of the index form: marks count, so ``đảng`` is not ``đang``; the placement of the
  tone does not. Text that was typed without marks is compared with the phrases stripped of theirs.
* Of two phrases of one topic that lie inside each other only the longer counts.
* A phrase brings ``weight × (1.5 if it is in the title + log2(1 + times in the text))``: the title weighs more, and
  saying it again adds less each time.
* News says first what it is about. Only the first 700 characters after the title (about 150 words) count in full,
  what comes later a tenth. A long report therefore does not collect topics by its length.
* ``not_words`` take points away by the same formula. An article about other countries only loses up to
  ``Topic.abroad`` points (:mod:`diembao.nlp.abroad`).

The figures were fitted together with the weights of the shipped ``topics.toml``; measured without the discount for
what comes late, the same weights lost 0.2 of F1 on whole articles.

Over the shipped topics a learnt model decides (:mod:`diembao.nlp.topic_model`), to which these points are one ground
among others; a topic that a desk adds works by its words alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from diembao.core.models import TopicTag
from diembao.core.text import fold, index_form, is_marked, words
from diembao.nlp.abroad import load_abroad, share
from diembao.nlp.language import detect
from diembao.nlp.phrases import PhraseMatcher
from diembao.nlp.topic_file import (
    DEFAULT_THRESHOLD,
    DEFAULT_WEIGHT,
    SHIPPED_TOPICS,
    Topic,
    load_topics,
    shipped_topics,
)
from diembao.nlp.topic_model import Floats, Judgement, TopicModel, joined, read_words, rule_features

__all__ = [
    "DEFAULT_THRESHOLD",
    "DEFAULT_WEIGHT",
    "SHIPPED_TOPICS",
    "Topic",
    "TopicTagger",
    "load_topics",
    "shipped_topics",
]

_TITLE = 1.5
_HEAD_CHARACTERS = 700
_LATE = 0.1
_ABROAD_TITLE = 2.0


class TopicTagger:
    """Finds the topics of articles.

    :param topics: what to look for.
    :param model: decides over the shipped topics among them, with their words as one of its grounds; None: words alone
        decide, as they do over every topic that a desk adds, and over texts typed without marks.
    """

    def __init__(self, topics: Iterable[Topic], model: TopicModel | None = None) -> None:
        self.topics = tuple(topics)
        self._model = model
        self._marked = _WordLists(self.topics, folded=False)
        self._unmarked = _WordLists(self.topics, folded=True)

    def tag(self, title: str, lead: str, body: str, *, language: str | None = None) -> tuple[TopicTag, ...]:
        """Topics of one article, the surest first.

        The score is between 0 and 1, and 0.5 is the threshold of every topic. By words alone, with ``p`` points where
        ``t`` are needed it is ``p / (p + t)``, and ``why`` holds what each phrase contributed in points, largest first;
        its sum is ``p``. Where a model decides, ``why`` holds the words and phrases that weigh most for and against,
        as log-odds.

        :param language: what :func:`diembao.nlp.language.detect` says of the text, where the caller knows it already.
        """
        text = f"{title}\n{lead}\n{body}"
        if language is None:
            language = detect(text)
        met = self._met(text, len(title), unmarked=language == "vi-unmarked")
        judged = {} if language == "vi-unmarked" else self._judged(title, f"{lead}\n{body}", met)
        tags = []
        for topic, said in zip(self.topics, met.of_topics, strict=True):
            if not said.is_possible:
                continue
            judgement = judged.get(topic.id)
            if judgement is None:
                if said.why and said.points >= topic.threshold:
                    score = said.points / (said.points + topic.threshold)
                    why = tuple(sorted(said.why, key=lambda pair: -pair[1]))
                    tags.append(TopicTag(topic=topic.id, score=score, why=why))
            elif judgement.is_carried:
                learnt = self._why(title, f"{lead}\n{body}", topic, said)
                tags.append(TopicTag(topic=topic.id, score=judgement.score, why=learnt))
        tags.sort(key=lambda tag: -tag.score)
        return tuple(tags)

    def judge(self, title: str, lead: str, body: str) -> dict[str, Judgement]:
        """What the model says of each topic that it knows, carried or not; nothing where words alone decide."""
        text = f"{title}\n{lead}\n{body}"
        if detect(text) == "vi-unmarked":
            return {}
        return self._judged(title, f"{lead}\n{body}", self._met(text, len(title), unmarked=False))

    def rule_features(self, title: str, lead: str, body: str, topics: Sequence[str]) -> Floats:
        """What the word lists say of an article, in the form that a model takes."""
        return self._met(f"{title}\n{lead}\n{body}", len(title), unmarked=False).features(self.topics, topics)

    def _met(self, text: str, title_end: int, *, unmarked: bool) -> _Met:
        lists = self._unmarked if unmarked else self._marked
        found = lists.find(text, title_end)
        away = _away(found.pop(lists.abroad, []))
        return _Met(
            [
                _said(topic, found.get(number, []), away, len(self.topics) + number in found)
                for number, topic in enumerate(self.topics)
            ],
            sum(part for _phrase, part in away),
        )

    def _judged(self, title: str, text: str, met: _Met) -> dict[str, Judgement]:
        model = self._model
        if model is None:
            return {}
        judged = model.judge(read_words(title, text), met.features(self.topics, model.topics))
        return {topic: judgement for topic, judgement in judged.items() if topic in SHIPPED_TOPICS}

    def _why(self, title: str, text: str, topic: Topic, said: _Said) -> tuple[tuple[str, float], ...]:
        """The weightiest words: those of the model, and those of the topic's list with their part of what it adds."""
        assert self._model is not None
        column = self._model.topics.index(topic.id)
        listed = float(self._model.rules[column, column] * self._model.slope[column]) / topic.threshold
        shares = [(phrase, listed * points) for phrase, points in said.why]
        learnt = [pair for pair in self._model.why(read_words(title, text), topic.id) if pair[0] not in dict(shares)]
        return tuple(joined([*shares, *learnt]))


class _Said(NamedTuple):
    """What the words of one topic say of an article."""

    why: list[tuple[str, float]]
    points: float
    is_possible: bool
    """Whether what the topic needs is there."""


class _Met(NamedTuple):
    """What all word lists say of an article."""

    of_topics: list[_Said]
    away: float

    def features(self, own: Sequence[Topic], topics: Sequence[str]) -> Floats:
        points = {topic.id: said.points / topic.threshold for topic, said in zip(own, self.of_topics, strict=True)}
        return rule_features(points, self.away, topics)


def _said(topic: Topic, uses: list[_Use], away: list[tuple[str, float]], has_needed: bool) -> _Said:
    why = [(use.phrase, use.points()) for use in uses]
    if why and topic.abroad:
        why += ((phrase, -topic.abroad * part) for phrase, part in away)
    why = [(phrase, round(points, 2)) for phrase, points in why if abs(points) >= 0.005]
    return _Said(why, sum(value for _phrase, value in why), has_needed or not topic.needs)


@dataclass(slots=True)
class _Use:
    """What one phrase means in one list, and (in copies) how often it was met there."""

    number: int
    """Which list."""
    phrase: str
    weight: float
    title_only: bool = False
    in_title: int = 0
    in_text: float = 0.0

    def points(self) -> float:
        """What the phrase contributes to its topic."""
        return self.weight * ((_TITLE if self.in_title else 0.0) + log2(1 + self.in_text))


class _WordLists:
    """The phrases of all topics in one form of text, in one automaton.

    List ``i`` holds topic ``i``'s words, list ``n + i`` what it needs; the list of number :attr:`abroad` holds the
    words that place a text abroad (weight 1) or at home (-1).
    """

    def __init__(self, topics: tuple[Topic, ...], *, folded: bool) -> None:
        self.abroad = 2 * len(topics)
        self._folded = folded
        self._uses: dict[str, list[_Use]] = {}
        for number, topic in enumerate(topics):
            for phrase, weight in topic.words:
                self._add(_Use(number, phrase, weight))
            for phrase, weight in topic.title_words:
                self._add(_Use(number, phrase, weight, title_only=True))
            for phrase, weight in topic.not_words:
                self._add(_Use(number, phrase, -weight))
            for phrase in topic.needs:
                self._add(_Use(len(topics) + number, phrase, 0.0))
        places = load_abroad()
        for weight, phrases in ((1.0, places.words), (-1.0, places.home_words), (0.0, places.decoys)):
            for phrase in phrases:
                self._add(_Use(self.abroad, phrase, weight))
        self._matcher = PhraseMatcher(tuple(self._uses))
        self._uses_of = tuple(self._uses.values())

    def _form(self, text: str) -> str:
        return fold(index_form(text)) if self._folded else index_form(text)

    def _add(self, use: _Use) -> None:
        # one syllable without its marks is too many words at once: "bão", "báo", "bảo" and "bao" are all "bao"
        if self._folded and is_marked(use.phrase) and len(words(use.phrase)) == 1:
            return
        uses = self._uses.setdefault(self._form(use.phrase), [])
        for place, other in enumerate(uses):
            if other.number == use.number:  # two phrases that differ in marks only are one here
                if abs(use.weight) > abs(other.weight):
                    uses[place] = use
                return
        uses.append(use)

    def find(self, text: str, title_end: int) -> dict[int, list[_Use]]:
        """What of each list stands in a text, counted; lists with nothing are left out.

        :param title_end: where the title ends in ``text``.
        """
        head_end = title_end + _HEAD_CHARACTERS
        reached: defaultdict[int, int] = defaultdict(int)
        met: dict[tuple[int, int], _Use] = {}
        for start, end, phrase in self._matcher.hits(self._form(text)):
            for place, use in enumerate(self._uses_of[phrase]):
                number = use.number
                if end <= reached[number]:
                    continue  # inside a longer phrase of the same list
                if use.title_only and end > title_end:
                    continue
                reached[number] = end
                seen = met.get((phrase, place))
                if seen is None:
                    seen = met[phrase, place] = _Use(number, use.phrase, use.weight, use.title_only)
                if end <= title_end:
                    seen.in_title += 1
                elif number == self.abroad or start < head_end:
                    seen.in_text += 1
                else:
                    seen.in_text += _LATE
        found: dict[int, list[_Use]] = {}
        for use in met.values():
            found.setdefault(use.number, []).append(use)
        return found


def _away(uses: list[_Use]) -> list[tuple[str, float]]:
    """The phrases that place a text abroad, each with its part in how far away that is; together 0 to 1."""
    foreign = [use for use in uses if use.weight > 0]
    far = share(_presence(foreign), _presence(use for use in uses if use.weight < 0))
    mentions = sum(_ABROAD_TITLE * use.in_title + use.in_text for use in foreign)
    return [(use.phrase, far * (_ABROAD_TITLE * use.in_title + use.in_text) / mentions) for use in foreign if far > 0]


def _presence(uses: Iterable[_Use]) -> float:
    uses = list(uses)
    return _ABROAD_TITLE * sum(use.in_title for use in uses) + log2(1 + sum(use.in_text for use in uses))
