"""How well topics are found: precision, recall and F1 over labelled articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import Any, Protocol

from diembao.core.models import TopicTag
from diembao.core.text import clean, clean_line
from diembao.evaluation.counts import Counts
from diembao.nlp.topics import Topic

#: Labelled articles of a topic, for its F1 to count in the mean.
_LEAST_SUPPORT = 10


class Tagger(Protocol):
    """What finds topics; :class:`diembao.nlp.topics.TopicTagger` is one."""

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics it knows."""

    def tag(self, title: str, lead: str, body: str) -> tuple[TopicTag, ...]:
        """Topics of one article."""


def evaluate(rows: Iterable[Mapping[str, Any]], tagger: Tagger) -> dict[str, Any]:
    """Measures a tagger on labelled articles. All ratios are 0 to 1.

    :param rows: articles with ``title``, ``text``, ``topics`` (list of ids) and, if known, ``lead``; other keys are
        ignored.
    :return: ``articles``; ``micro_f1`` over all decisions; ``macro_f1``, the mean over the topics with at least ten
        labelled articles, since one article more or less moves the others by a tenth and more (without any such topic:
        over those that the labels or the tagger used); ``topics``, from id to ``precision``, ``recall``, ``f1`` and
        ``support`` (articles labelled with it). What has nothing to be measured by is 0.
    """
    counts: dict[str, Counts] = {topic.id: Counts() for topic in tagger.topics}
    articles = 0
    for row in rows:
        articles += 1
        found = {
            tag.topic
            for tag in tagger.tag(clean_line(row["title"]), clean_line(row.get("lead") or ""), clean(row["text"]))
        }
        labelled = set(row["topics"])
        for topic in found | labelled:
            count = counts.setdefault(topic, Counts())
            count.right += topic in found and topic in labelled
            count.wrong += topic in found and topic not in labelled
            count.missed += topic not in found
    measured = [count for count in counts.values() if count.right + count.missed >= _LEAST_SUPPORT]
    used = [count for count in counts.values() if count.right + count.wrong + count.missed]
    every = Counts(
        right=sum(count.right for count in used),
        wrong=sum(count.wrong for count in used),
        missed=sum(count.missed for count in used),
    )
    return {
        "articles": articles,
        "micro_f1": every.f1(),
        "macro_f1": fmean(count.f1() for count in measured or used) if used else 0.0,
        "topics": {topic: {**count.ratios(), "support": count.right + count.missed} for topic, count in counts.items()},
    }
