"""What a desk's own labels teach: the shipped model of topics moved by them, and what to ask people next.

The shipped weights are where learning begins, every time anew: what the labels ask for is paid for with the distance
from them (a Gaussian prior around the shipped weights), so that a few labels move little and many move much. A topic is
moved only where that tells labelled articles that were left out better than the shipped model does.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from diembao.archive import articles, topic_labels
from diembao.core.models import Content
from diembao.nlp.topic_model import TopicModel, read_words, shipped_model, write
from diembao.nlp.topics import SHIPPED_TOPICS, TopicTagger
from diembao.pipeline.parts import Parts

#: Labels of one topic, of each kind, below which nothing is learnt.
LEAST_OF_EACH = 5
#: How dear it is to leave the shipped weights.
_STIFFNESS = 0.25
_FOLDS = 5
#: Newest articles among which questions are looked for.
_AMONG = 2000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTraining:
    """What was learnt of one topic.

    :ivar carried: labels that say that an article carries it.
    :ivar not_carried: labels that say that one does not.
    :ivar before: mean log-loss of the shipped model on the labelled articles; None: too few labels.
    :ivar after: of the moved model on those that were left out of moving it.
    :ivar is_used: whether it was moved.
    """

    topic: str
    carried: int
    not_carried: int
    before: float | None
    after: float | None
    is_used: bool


class Suggestion(NamedTuple):
    """A question whose answer would teach much."""

    article_id: str
    topic: str
    score: float
    """How sure the machine is, 0 to 1; from 0.5 on it says that the article carries the topic."""


def train(parts: Parts) -> list[TopicTraining]:
    """Learn from all labels that stand, and keep the model in the home; without a topic to move the shipped one counts.

    Articles that were read before keep their topics until they are read again (``collect --replay``).
    """
    shipped = shipped_model()
    tagger = TopicTagger(parts.topics, shipped)
    with parts.archive.reading() as connection:
        labels = topic_labels.standing(connection)
        texts = {article.id: article.content for article in articles.get(connection, list(labels))}
    report, moved = [], {}
    for topic in shipped.topics:
        said = [(texts[id_], found[topic].carried) for id_, found in labels.items() if topic in found and id_ in texts]
        learnt = _learn(tagger, shipped, topic, said)
        report.append(learnt.report)
        if learnt.step is not None:
            moved[topic] = learnt
    file = parts.home.topic_model_file
    if moved:
        _save(file, _moved(shipped, moved))
    else:
        file.unlink(missing_ok=True)
    parts.__dict__.pop("annotator", None)
    return report


def suggest(parts: Parts, *, topics: Collection[str] = SHIPPED_TOPICS, limit: int = 20) -> list[Suggestion]:
    """Articles and topics that nobody was asked about yet, the most instructive first, each article once.

    :param topics: only questions about these.
    """
    with parts.archive.reading() as connection:
        newest = articles.newest(connection, _AMONG)
        labels = topic_labels.standing(connection)
    answered = {topic: sum(topic in found for found in labels.values()) for topic in SHIPPED_TOPICS}
    best: list[tuple[float, Suggestion]] = []
    for article in newest:
        doubts = [
            # 1 at the threshold; a topic about which little was said is asked about before others
            (4 * it.score * (1 - it.score) / (1 + answered[topic]) ** 0.25, Suggestion(article.id, topic, it.score))
            for topic, it in parts.annotator.judge_topics(article.content).items()
            if topic in topics and topic not in labels.get(article.id, {})
        ]
        best += [max(doubts)] if doubts else []
    best.sort(key=lambda pair: (-pair[0], pair[1]))
    return [suggestion for _doubt, suggestion in best[:limit]]


class _Learnt(NamedTuple):
    report: TopicTraining
    rows: npt.NDArray[np.intp]
    """N-grams of the text table whose weights move."""
    step: Floats | None
    """By how much, and at the end the bias; in calibrated log-odds."""


def _learn(tagger: TopicTagger, model: TopicModel, topic: str, said: Sequence[tuple[Content, bool]]) -> _Learnt:
    carried = sum(yes for _content, yes in said)
    report = TopicTraining(
        topic=topic, carried=carried, not_carried=len(said) - carried, before=None, after=None, is_used=False
    )
    if min(report.carried, report.not_carried) < LEAST_OF_EACH:
        return _Learnt(report, np.empty(0, np.intp), None)
    labels = np.array([yes for _content, yes in said])
    rows, matrix, odds = _features(tagger, model, topic, [content for content, _yes in said])
    left_out = np.zeros(len(labels))
    for chosen, others in _folds(labels):
        left_out[others] = odds[others] + matrix[others] @ _step(matrix[chosen], odds[chosen], labels[chosen])
    before, after = _loss(odds, labels), _loss(left_out, labels)
    report = replace(report, before=before, after=after, is_used=after < before)
    return _Learnt(report, rows, _step(matrix, odds, labels) if report.is_used else None)


def _features(
    tagger: TopicTagger, model: TopicModel, topic: str, contents: Sequence[Content]
) -> tuple[npt.NDArray[np.intp], Floats, Floats]:
    """Rows of the text table that occur; shares of each article, with a last column of ones; shipped log-odds."""
    column = model.topics.index(topic)
    found, odds = [], []
    for content in contents:
        text = f"{content.lead}\n{content.text}"
        read = read_words(content.title, text)
        points = tagger.rule_features(content.title, content.lead, content.text, model.topics)
        odds.append(model.log_odds(read, points)[column])
        found.append(model.text.find(read.all))
    rows = np.unique(np.concatenate([each for each, _values in found]))
    matrix = np.zeros((len(found), len(rows) + 1))
    matrix[:, -1] = 1
    for line, (each, values) in zip(matrix, found, strict=True):
        line[np.searchsorted(rows, each)] = values
    return rows, matrix, np.array(odds)


def _step(matrix: Floats, odds: Floats, labels: npt.NDArray[np.bool_]) -> Floats:
    """The step from the shipped weights that explains the labels best for what it costs."""
    from scipy.optimize import minimize  # half a second to load, for this alone

    signs = np.where(labels, 1.0, -1.0)

    def cost(step: Floats) -> tuple[float, Floats]:
        margins = signs * (odds + matrix @ step)
        pull = -signs / (1 + np.exp(np.clip(margins, -500, 500)))
        loss = float(np.logaddexp(0, -margins).sum() + _STIFFNESS / 2 * step @ step)
        return loss, matrix.T @ pull + _STIFFNESS * step

    return np.asarray(minimize(cost, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B").x)


def _folds(labels: npt.NDArray[np.bool_]) -> Iterator[tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]]:
    """Folds that hold as much of either kind as each other, the same every time."""
    numbers = np.zeros(len(labels), int)
    for kind in (True, False):
        numbers[labels == kind] = np.arange((labels == kind).sum()) % _FOLDS
    for fold in range(_FOLDS):
        yield numbers != fold, numbers == fold


def _loss(odds: Floats, labels: npt.NDArray[np.bool_]) -> float:
    return float(np.logaddexp(0, np.where(labels, -odds, odds)).mean())


def _moved(shipped: TopicModel, moved: dict[str, _Learnt]) -> TopicModel:
    weights = shipped.text.weights * shipped.text.scale.astype(np.float64)
    shift = shipped.shift.copy()
    for topic, learnt in moved.items():
        column = shipped.topics.index(topic)
        assert learnt.step is not None
        weights[learnt.rows, column] += learnt.step[:-1] / shipped.slope[column]
        shift[column] += learnt.step[-1]
    scale = np.abs(weights).max(axis=0) / 127
    text = replace(shipped.text, weights=np.round(weights / scale).astype(np.int8), scale=scale.astype(np.float32))
    return replace(shipped, text=text, shift=shift)


def _save(file: Path, model: TopicModel) -> None:
    """In one step: who reads meanwhile has the old or the new one."""
    file.parent.mkdir(exist_ok=True)
    fresh = file.with_suffix(".new")
    with fresh.open("wb") as out:
        write(out, model)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
