"""What an article is about, as learnt from labelled articles: one linear model for each shipped topic.

Syllables and pairs of syllables of the title and of the beginning of the text, weighted by TF-IDF, and the points of
the word lists (:mod:`diembao.nlp.topics`) add up to log-odds. The weights lie in ``data/topics.npz``, made by
``scripts/topics_model.py``; ``docs/model-card-topics.md`` tells how. A desk's own labels move them
(:mod:`diembao.pipeline.learning`), from the shipped ones, and only as far as the labels ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from diembao.core.text import index_form, words
from diembao.core.text_caches import kept

Floats = npt.NDArray[np.float64]
Hashes = npt.NDArray[np.uint32]

#: Characters of the text that are read: news says first what it is about.
HEAD_CHARACTERS = 700
#: What a topic's points are divided by is its threshold; more than this says nothing more.
_MOST_POINTS, _LEAST_POINTS = 3.0, -1.0
_KNOWN_WORDS = 1 << 15
_MOST_WHY = 12
_LEAST_WHY = 0.02


class _Word(NamedTuple):
    alone: int
    before: int
    """Sum of the word with a blank behind it: a pair's goes on over its second word."""
    written: bytes


@kept(_KNOWN_WORDS)
def _word(word: str) -> _Word:
    written = word.encode()
    return _Word(crc32(written), crc32(b" ", crc32(written)), written)


def grams(tokens: Sequence[str]) -> Iterator[int]:
    """A number (CRC-32) for each word, and for each two neighbours as ``first second``."""
    before: _Word | None = None
    for token in tokens:
        word = _word(token)
        yield word.alone
        if before is not None:
            yield crc32(word.written, before.before)
        before = word


class ReadWords(NamedTuple):
    """What is read of an article: words of its title, and of title and beginning."""

    title: list[str]
    all: list[str]


def read_words(title: str, text: str) -> ReadWords:
    """The words of an article in index form.

    :param title: display form; so is ``text``.
    :param text: lead and body.
    """
    of_title = words(index_form(title))
    return ReadWords(of_title, [*of_title, *words(index_form(text[:HEAD_CHARACTERS]))])


@dataclass(frozen=True, slots=True)
class Table:
    """Weights of the n-grams of one part of an article.

    :ivar hashes: of the n-grams that count, ascending, shape ``(n,)``.
    :ivar idf: inverse document frequency of each.
    :ivar weights: shape ``(n, topics)``, to be multiplied by ``scale``, shape ``(topics,)``.
    """

    hashes: Hashes
    idf: npt.NDArray[np.float16]
    weights: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]

    def find(self, tokens: Sequence[str]) -> tuple[npt.NDArray[np.intp], Floats]:
        """Rows of the n-grams that stand in a text, and the share that each has in it (of length 1 together)."""
        counts = Counter(grams(tokens))
        if not counts or not len(self.hashes):
            return np.empty(0, np.intp), np.empty(0)
        asked = np.fromiter(counts.keys(), np.uint32, len(counts))
        rows = np.minimum(np.searchsorted(self.hashes, asked), len(self.hashes) - 1)
        known = self.hashes[rows] == asked
        rows = rows[known]
        often = np.fromiter(counts.values(), np.float64, len(counts))[known]
        values = (1 + np.log(often)) * self.idf[rows]
        return rows, values / max(float(np.sqrt(values @ values)), 1e-9)

    def terms(self, rows: npt.NDArray[np.intp], values: Floats) -> Floats:
        """What each of these n-grams adds to each topic: shape ``(n-grams, topics)``."""
        return np.asarray(values[:, None] * self.weights[rows] * self.scale)


class Judgement(NamedTuple):
    """What the model says of one article and topic."""

    probability: float
    is_carried: bool
    score: float
    """0 to 1, where 0.5 is the threshold of the topic."""


@dataclass(frozen=True, slots=True)
class TopicModel:
    """The model of all learnt topics.

    :ivar topics: ids, in the order of the columns.
    :ivar rules: weights of the points of the word lists, shape ``(topics + 1, topics)``; the last row is that of how
        far an article is abroad.
    :ivar bias: shape ``(topics,)``.
    :ivar slope: by which the log-odds are multiplied to be calibrated; ``shift`` is added then.
    :ivar thresholds: least calibrated probability of each topic.
    """

    topics: tuple[str, ...]
    text: Table
    title: Table
    rules: Floats
    bias: Floats
    slope: Floats
    shift: Floats
    thresholds: Floats

    def log_odds(self, article: ReadWords, points: Floats) -> Floats:
        """Calibrated log-odds of each topic.

        :param points: what :func:`rule_features` gives.
        """
        sums = self.bias + points @ self.rules
        for table, tokens in ((self.text, article.all), (self.title, article.title)):
            rows, values = table.find(tokens)
            sums = sums + (values @ table.weights[rows]) * table.scale
        return np.asarray(sums * self.slope + self.shift)

    def judge(self, article: ReadWords, points: Floats) -> dict[str, Judgement]:
        """What the article is about, by topic."""
        odds = self.log_odds(article, points)
        limits = np.log(self.thresholds / (1 - self.thresholds))
        probabilities, scores = 1 / (1 + np.exp(-odds)), 1 / (1 + np.exp(limits - odds))
        return {
            topic: Judgement(probability, score >= 0.5, score)
            for topic, probability, score in zip(self.topics, probabilities.tolist(), scores.tolist(), strict=True)
        }

    def why(self, article: ReadWords, topic: str) -> list[tuple[str, float]]:
        """The words and pairs of words that speak most for and against a topic, with their share of the log-odds."""
        column = self.topics.index(topic)
        found: dict[str, float] = {}
        for table, tokens in ((self.text, article.all), (self.title, article.title)):
            rows, values = table.find(tokens)
            shares = table.terms(rows, values)[:, column] * self.slope[column]
            share_of = dict(zip(table.hashes[rows].tolist(), shares.tolist(), strict=True))
            for number, gram in _written(tokens):
                if share := share_of.pop(number, 0.0):
                    found[gram] = found.get(gram, 0.0) + share
        return sorted(found.items(), key=lambda pair: -abs(pair[1]))


def _written(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The numbers of :func:`grams` with what they stand for."""
    yield from zip(grams(tokens), _spelt(tokens), strict=True)


def _spelt(tokens: Sequence[str]) -> Iterator[str]:
    for place, token in enumerate(tokens):
        yield token
        if place:
            yield f"{tokens[place - 1]} {token}"


def rule_features(points: Mapping[str, float], away: float, topics: Sequence[str]) -> Floats:
    """What the word lists say, as the model takes it: shape ``(topics + 1,)``.

    :param points: of each topic, divided by its threshold.
    :param away: how far the article is abroad, 0 to 1.
    """
    values = [min(max(points.get(topic, 0.0), _LEAST_POINTS), _MOST_POINTS) for topic in topics]
    return np.array([*values, away])


def joined(shares: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The weightiest of what speaks for and against a topic; a word inside a listed phrase is not listed again."""
    kept_: list[tuple[str, float]] = []
    for phrase, share in sorted(shares, key=lambda pair: -abs(pair[1])):
        if abs(share) < _LEAST_WHY or len(kept_) == _MOST_WHY:
            break
        if not any(f" {phrase} " in f" {other} " or f" {other} " in f" {phrase} " for other, _share in kept_):
            kept_.append((phrase, round(share, 2)))
    return sorted(kept_, key=lambda pair: -pair[1])


def read(file: IO[bytes]) -> TopicModel:
    """A model from its file.

    :raises ValueError: it is none, or one of a later version.
    """
    with np.load(file, allow_pickle=False) as arrays:
        if int(arrays["version"]) != 1:
            raise ValueError(f"version {int(arrays['version'])}")
        text, title = (
            Table(
                hashes=np.cumsum(arrays[f"{name}_steps"], dtype=np.uint32),
                idf=arrays[f"{name}_idf"],
                weights=np.ascontiguousarray(arrays[f"{name}_weights"].T),
                scale=arrays[f"{name}_scale"],
            )
            for name in ("text", "title")
        )
        numbers = {name: arrays[name].astype(np.float64) for name in ("rules", "bias", "slope", "shift", "thresholds")}
        return TopicModel(tuple(arrays["topics"].tolist()), text, title, **numbers)


def write(file: IO[bytes], model: TopicModel) -> None:
    """Write a model to a file that :func:`read` takes."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "version": np.array(1),
        "topics": np.array(model.topics),
        **{name: getattr(model, name) for name in ("rules", "bias", "slope", "shift", "thresholds")},
    }
    for name, table in (("text", model.text), ("title", model.title)):
        # Differences of sorted numbers, and columns one after the other, compress better than what is meant.
        arrays[f"{name}_steps"] = np.diff(table.hashes, prepend=np.uint32(0))
        arrays[f"{name}_idf"] = table.idf
        arrays[f"{name}_weights"] = np.ascontiguousarray(table.weights.T)
        arrays[f"{name}_scale"] = table.scale
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


@cache
def shipped_model() -> TopicModel:
    """The model that comes with the program."""
    with (files("diembao.nlp") / "data" / "topics.npz").open("rb") as file:
        return read(file)
