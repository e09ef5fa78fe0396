"""``python -m benchmarks.sections VNTC``: the learner of topics on another corpus, next to a usual one.

VNTC (about 2006, ten sections, one a text) without exact duplicates; a fifth is held out, by section. Ours is the
learner of ``scripts/topics_model.py``: TF-IDF of syllables and pairs with damped frequencies, latent semantic analysis
of the training texts, one logistic regression a section; the surest section counts. There are no word lists here, and
texts are read whole; titles are glued to the texts, so that the first words stand for them. The peer is LinearSVC over
TF-IDF of 200,000 syllable 1-2-grams.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.svm import LinearSVC

from diembao.core.text import clean, index_form, words
from scripts.topics_model import DIMENSIONS, LATENT, MOST_GRAMS, TITLE, Vectors, fitted, table

_GRAMS = 400_000
#: So many words of the beginning are taken for the title.
_TITLE_WORDS = 60
_HELD_OUT = 0.2


def measure(file: Path) -> dict[str, float]:
    """Measure both and print: accuracy and macro-F1 on the held-out fifth, training time, size of the weights."""
    texts: dict[str, str] = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            texts.setdefault(index_form(clean(row["text"])), row["label"])
    labels = np.array(list(texts.values()))
    split = StratifiedShuffleSplit(1, test_size=_HELD_OUT, random_state=0)
    chosen, others = next(split.split(labels, labels))
    every = list(texts)
    train, test = [every[i] for i in chosen], [every[i] for i in others]
    print(f"sections: {len(train)} texts to learn from, {len(test)} held out", flush=True)
    found = {"ours": _ours(train, labels[chosen], test), "LinearSVC": _usual(train, labels[chosen], test)}
    figures = {}
    for name, (sections, seconds, megabytes) in found.items():
        figures[f"{name}_accuracy"] = accuracy_score(labels[others], sections)
        figures[f"{name}_macro_f1"] = f1_score(labels[others], sections, average="macro")
        print(
            f"  {name}: accuracy {figures[f'{name}_accuracy']:.4f}, macro-F1 {figures[f'{name}_macro_f1']:.4f}; "
            f"learnt in {seconds:.0f} s of processor, {megabytes:.1f} MB",
            flush=True,
        )
    return figures


def _ours(train: list[str], labels: np.ndarray, test: list[str]) -> tuple[np.ndarray, float, float]:
    start = time.process_time()
    read = [words(text) for text in train]
    texts = Vectors(read, _GRAMS, Counter())
    titles = Vectors(map(_title, read), MOST_GRAMS["title"], Counter())
    plain = texts.matrix(read)
    latent = TruncatedSVD(DIMENSIONS, n_iter=4, random_state=0)
    places = latent.fit_transform(plain)
    scale = LATENT / np.linalg.norm(places, axis=1).mean()
    features = hstack([plain, csr_matrix(places * scale), titles.matrix(map(_title, read)) * TITLE]).tocsr()
    sections = np.unique(labels)
    coefficients, bias = fitted(features, labels[:, None] == sections, np.ones(len(labels)))
    seconds = time.process_time() - start
    ends = np.cumsum([plain.shape[1], places.shape[1]])
    of_words, of_places, of_titles = np.split(coefficients, ends)
    tables = (
        (texts, table(texts, of_words + latent.components_.T @ of_places * scale), lambda row: row),
        (titles, table(titles, of_titles * TITLE), _title),
    )
    size = sum(model.weights.nbytes + model.hashes.nbytes + model.idf.nbytes for _v, model, _part in tables) / 1e6
    rows = [words(text) for text in test]
    sums = bias + sum(
        vectors.matrix(map(part, rows)) @ (model.weights * model.scale) for vectors, model, part in tables
    )
    return sections[sums.argmax(axis=1)], seconds, size


def _title(read: list[str]) -> list[str]:
    return read[:_TITLE_WORDS]


def _usual(train: list[str], labels: np.ndarray, test: list[str]) -> tuple[np.ndarray, float, float]:
    start = time.process_time()
    vectors = TfidfVectorizer(ngram_range=(1, 2), max_features=200_000, token_pattern=r"\w+")
    model = LinearSVC(random_state=0).fit(vectors.fit_transform(train), labels)
    seconds = time.process_time() - start
    return model.predict(vectors.transform(test)), seconds, model.coef_.nbytes / 1e6


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    measure(parser.parse_args().file)


if __name__ == "__main__":
    main()
