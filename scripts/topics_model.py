"""Learns the model of diembao.nlp.topic_model from labelled articles.

Usage: .venv/bin/python scripts/topics_model.py PRESS [--labels labels/topics.tsv]

PRESS is the folder of the press corpus: ``press/*.jsonl.gz`` (articles) and ``labels/topics_train.jsonl`` (labelled
articles). ``labels/topics.tsv`` names further articles of the corpus with the topics that readers gave them; it holds
no text. Deterministic: the same data give the same model.

Words are weighted by TF-IDF over all articles of the corpus, labelled or not, and the classifiers see them twice: as
they are, and through a latent semantic analysis of the corpus (Deerwester et al. 1990), which is a linear map, so that
what is learnt on it is folded back into the words' weights. A word that no labelled article has thereby gets a weight
from those that it keeps company with. What stands mostly in names of persons is left out: nothing is learnt of anybody.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from diembao.core.text import clean, clean_line, index_form, words
from diembao.nlp.names.capitals import FAMILY_NAMES, person_at
from diembao.nlp.topic_file import SHIPPED_TOPICS, load_topics
from diembao.nlp.topic_model import HEAD_CHARACTERS, ReadWords, Table, TopicModel, grams, read_words, write
from diembao.nlp.topics import TopicTagger

DATA = Path(__file__).resolve().parent.parent / "diembao" / "nlp" / "data" / "topics.npz"
LABELS = Path(__file__).resolve().parent.parent / "labels" / "topics.tsv"
PRESS = ("baomoi2017", "dated_news")

LEAST_ARTICLES, MOST_ARTICLES = 4, 0.3
#: Share of the articles with an n-gram in which it is part of a person's name.
MOST_IN_NAMES = 0.25
_FAMILY = re.compile(rf"\b(?:{'|'.join(sorted(FAMILY_NAMES))})\b")
MOST_GRAMS = {"text": 250_000, "title": 80_000}
DIMENSIONS = 200
#: How much each part counts beside the words of the text.
TITLE, LATENT, RULES = 0.7, 1.0, 0.3
INVERSE_REGULARISATION = 8.0
#: Weight of an article of ``labels/topics.tsv``: their readers agree less with the other labels than those with each
#: other.
FURTHER = 0.7
FOLDS = 5


class Vectors:
    """TF-IDF of one part of articles, learnt from a corpus."""

    def __init__(self, corpus: Iterable[Sequence[str]], most: int, of_persons: Counter[int]) -> None:
        seen: Counter[int] = Counter()
        articles = 0
        for tokens in corpus:
            seen.update(set(grams(tokens)))
            articles += 1
        kept = [
            (n, gram)
            for gram, n in seen.items()
            if LEAST_ARTICLES <= n <= MOST_ARTICLES * articles and of_persons[gram] < MOST_IN_NAMES * n
        ]
        kept.sort(key=lambda pair: (-pair[0], pair[1]))
        chosen = sorted((gram, n) for n, gram in kept[:most])
        self.hashes = np.array([gram for gram, _n in chosen], np.uint32)
        often = np.array([n for _gram, n in chosen], float)
        self.idf = (np.log((1 + articles) / (1 + often)) + 1).astype(np.float16)

    def matrix(self, rows: Iterable[Sequence[str]]) -> csr_matrix:
        """One row of length 1 for each article."""
        table = Table(self.hashes, self.idf, np.zeros((0, 0), np.int8), np.zeros(0, np.float32))
        found = [table.find(tokens) for tokens in rows]
        ends = np.cumsum([0, *(len(columns) for columns, _values in found)])
        shape = (len(found), len(self.hashes))
        return csr_matrix(
            (np.concatenate([v for _c, v in found]), np.concatenate([c for c, _v in found]), ends), shape=shape
        )


def read_press(folder: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Title and text of the articles of the corpus, by set and id (of ``dated_news`` the number of the line)."""
    found = {}
    for name in PRESS:
        with gzip.open(folder / "press" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                summary, text = clean(row.get("summary") or ""), clean(row["text"] or "")
                if summary and summary[:40] not in text:
                    text = f"{summary}\n{text}"
                found[name, str(row["id"] if name == "baomoi2017" else number)] = (clean_line(row["title"]), text)
    return found


def grams_of_persons(texts: Iterable[str]) -> Counter[int]:
    """In how many texts each n-gram is part of a person's name, or of a name and the word beside it."""
    found: Counter[int] = Counter()
    for text in texts:
        named: set[int] = set()
        for family in _FAMILY.finditer(text):
            if person := person_at(text, family.start()):
                before = words(text[max(0, person.start - 12) : person.start])[-1:]
                after = words(text[person.end : person.end + 12])[:1]
                name = words(text[person.start : person.end])
                whole = words(index_form(" ".join([*before, *name, *after])))
                beside = {*grams(words(index_form(" ".join(before)))), *grams(words(index_form(" ".join(after))))}
                named |= set(grams(whole)) - beside
        found.update(named)
    return found


def fitted(matrix: csr_matrix, labels: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights ``(features, topics)`` and bias ``(topics,)``."""
    models = [
        LogisticRegression(
            C=INVERSE_REGULARISATION, solver="liblinear", dual=True, tol=0.01, max_iter=300, random_state=0
        ).fit(matrix, column, sample_weight=weights)
        for column in labels.T
    ]
    return np.hstack([model.coef_.T for model in models]), np.concatenate([model.intercept_ for model in models])


def calibrated(odds: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the log-odds (Platt 1999)."""

    def loss(line: np.ndarray) -> float:
        sums = odds * line[0] + line[1]
        return float(np.logaddexp(0, np.where(labels, -sums, sums)).mean())

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(slope), float(shift)


def best_threshold(probabilities: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> float:
    """The probability from which on calling it the topic gives the best F1."""

    def f1(limit: float) -> float:
        called = probabilities >= limit
        return float(2 * weights[called & labels].sum() / max(weights[called].sum() + weights[labels].sum(), 1))

    return max(np.arange(0.1, 0.7, 0.02).round(2).tolist(), key=f1)


def scores(called: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Micro-F1, and macro-F1 over all topics."""
    both, either = (called & labels).sum(axis=0), called.sum(axis=0) + labels.sum(axis=0)
    return float(2 * both.sum() / either.sum()), float((2 * both / np.maximum(either, 1)).mean())


def table(vectors: Vectors, weights: np.ndarray) -> Table:
    """Weights in whole numbers."""
    scale = np.abs(weights).max(axis=0) / 127
    return Table(vectors.hashes, vectors.idf, np.round(weights / scale).astype(np.int8), scale.astype(np.float32))


def main() -> None:
    """Learn, measure over folds, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("press", type=Path)
    parser.add_argument("--labels", type=Path, default=LABELS)
    given = parser.parse_args()
    press = read_press(given.press)
    corpus = [read_words(title, text) for title, text in press.values()]
    in_texts = grams_of_persons(f"{title}\n{text[:HEAD_CHARACTERS]}" for title, text in press.values())
    in_titles = grams_of_persons(title for title, _text in press.values())
    text = Vectors((article.all for article in corpus), MOST_GRAMS["text"], in_texts)
    title = Vectors((article.title for article in corpus), MOST_GRAMS["title"], in_titles)
    print(f"{len(corpus)} articles; n-grams: {len(text.hashes)} of texts, {len(title.hashes)} of titles", flush=True)
    latent = TruncatedSVD(DIMENSIONS, n_iter=4, random_state=0)
    usual = np.linalg.norm(latent.fit_transform(text.matrix(article.all for article in corpus)), axis=1).mean()
    print("latent semantic analysis done", flush=True)

    with as_file(files("diembao.nlp") / "data" / "topics.toml") as file:
        tagger = TopicTagger(load_topics(file))
    rows: list[tuple[str, str, Sequence[str], float]] = []
    for line in (given.press / "labels" / "topics_train.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        rows.append((clean_line(row["title"]), clean(row["text"]), row["topics"], 1.0))
    first = len(rows)
    for line in given.labels.read_text(encoding="utf-8").splitlines():
        name, number, topics = line.split("\t")
        rows.append((*press[name, number], topics.split(",") if topics else (), FURTHER))
    articles: list[ReadWords] = [read_words(row[0], row[1]) for row in rows]
    labels = np.array([[topic in row[2] for topic in SHIPPED_TOPICS] for row in rows])
    weights = np.array([row[3] for row in rows])
    of_text, of_title = text.matrix(a.all for a in articles), title.matrix(a.title for a in articles)
    rules = np.array([tagger.rule_features(row[0], "", row[1][:HEAD_CHARACTERS], SHIPPED_TOPICS) for row in rows])
    matrix = hstack(
        [
            of_text,
            of_title * TITLE,
            csr_matrix(latent.transform(of_text) * (LATENT / usual)),
            csr_matrix(rules * RULES),
        ]
    ).tocsr()

    odds = np.zeros(labels.shape)
    for chosen, left_out in KFold(FOLDS, shuffle=True, random_state=0).split(matrix):
        coefficients, bias = fitted(matrix[chosen], labels[chosen], weights[chosen])
        odds[left_out] = matrix[left_out] @ coefficients + bias
    lines = np.array([calibrated(odds[:, j], labels[:, j]) for j in range(len(SHIPPED_TOPICS))])
    probabilities = 1 / (1 + np.exp(-(odds * lines[:, 0] + lines[:, 1])))
    thresholds = np.array(
        [best_threshold(probabilities[:, j], labels[:, j], weights) for j in range(len(SHIPPED_TOPICS))]
    )
    called = probabilities >= thresholds
    for name, part in (("all", slice(None)), ("topics_train", slice(first)), ("further", slice(first, None))):
        micro, macro = scores(called[part], labels[part])
        print(f"{FOLDS} folds, {name}: micro-F1 {micro:.3f}, macro-F1 {macro:.3f} ({len(labels[part])} articles)")

    coefficients, bias = fitted(matrix, labels, weights)
    ends = np.cumsum([len(text.hashes), len(title.hashes), DIMENSIONS])
    plain, of_titles, of_latent, of_rules = np.split(coefficients, ends)
    model = TopicModel(
        topics=tuple(SHIPPED_TOPICS),
        text=table(text, plain + latent.components_.T @ of_latent * (LATENT / usual)),
        title=table(title, of_titles * TITLE),
        rules=of_rules * RULES,
        bias=bias,
        slope=lines[:, 0],
        shift=lines[:, 1],
        thresholds=thresholds,
    )
    with DATA.open("wb") as out:
        write(out, model)
    print(f"thresholds {dict(zip(SHIPPED_TOPICS, thresholds.tolist(), strict=True))}")
    print(f"{DATA.name}: {DATA.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
