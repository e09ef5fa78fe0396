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
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log2

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
    """

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.topics = tuple(topics)
        self._marked = _WordLists(self.topics, folded=False)
        self._unmarked = _WordLists(self.topics, folded=True)

    def tag(self, title: str, lead: str, body: str, *, language: str | None = None) -> tuple[TopicTag, ...]:
        """Topics of one article, the surest first.

        The score is between 0 and 1: with ``p`` points where ``t`` are needed it is ``p / (p + t)``, so that 0.5 is
        the threshold of every topic. ``why`` holds what each phrase contributed in points, largest first; its sum is
        ``p``.

        :param language: what :func:`diembao.nlp.language.detect` says of the text, where the caller knows it already.
        """
        text = f"{title}\n{lead}\n{body}"
        if language is None:
            language = detect(text)
        lists = self._unmarked if language == "vi-unmarked" else self._marked
        found = lists.find(text, len(title))
        away = _away(found.pop(lists.abroad, []))
        tags = []
        for number, topic in enumerate(self.topics):
            uses = found.get(number)
            if not uses or (topic.needs and len(self.topics) + number not in found):
                continue
            why = [(use.phrase, use.points()) for use in uses]
            if topic.abroad:
                why += ((phrase, -topic.abroad * part) for phrase, part in away)
            why = [(phrase, round(points, 2)) for phrase, points in why if abs(points) >= 0.005]
            points = sum(value for _phrase, value in why)
            if points >= topic.threshold:
                why.sort(key=lambda pair: -pair[1])
                tags.append(TopicTag(topic=topic.id, score=points / (points + topic.threshold), why=tuple(why)))
        tags.sort(key=lambda tag: -tag.score)
        return tuple(tags)


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
