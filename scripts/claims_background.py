"""Finds where the words of the news stand, for scripts/claims_model.py: in which sections, and beside which others.

Usage: .venv/bin/python scripts/claims_background.py DATA OUT.npz

``DATA`` holds ``press/*.jsonl.gz`` and ``vntc/train.jsonl.gz``; nobody labelled a sentence of them. A term is a common
word or a common pair of words. It gets the logarithm of how much more often each section of the second corpus has it
than the others, and its place in a latent semantic analysis (a truncated singular value decomposition of TF-IDF) of
passages of the first. Articles of the sentences that measure the work are left out. Deterministic; ten minutes, 6 GB.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.utils.extmath import randomized_svd

from diembao.core.text import clean, index_form
from diembao.nlp.check_worthiness import TOKEN

COMMON_WORD, COMMON_PAIR, PAIRS = 30, 80, 40_000
PASSAGE, EVERY = 28, 3  # words of a passage; of each so many passages one is taken
DIMENSIONS = 120


def articles(data: Path) -> Iterator[tuple[str, str]]:
    """Section, empty where unknown, and text."""
    left_out = {(row["set"], row["id"]) for row in _lines(data / "labels" / "claims_dev.jsonl")}
    for name in ("baomoi2017", "dated_news"):
        for number, row in enumerate(_lines(data / "press" / f"{name}.jsonl.gz")):
            if (name, str(row["id"]) if name == "baomoi2017" else str(number)) not in left_out:
                yield "", "\n".join((row.get("title") or "", row.get("summary") or "", row["text"] or ""))
    for row in _lines(data / "vntc" / "train.jsonl.gz"):
        yield row["label"], row["text"]


def _lines(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main(data: Path, out: Path) -> None:
    """Count, decompose, write."""
    known: dict[str, int] = {}
    texts, sections = [], []
    for section, text in articles(data):
        tokens = ("0" if word[0].isdigit() else word for word in TOKEN.findall(index_form(clean(text))))
        texts.append(np.array([known.setdefault(word, len(known)) for word in tokens], dtype=np.int64))
        sections.append(section)
    vocabulary = np.array(list(known))
    article = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    words = np.concatenate(texts)
    frequency = np.bincount(words)
    common = np.flatnonzero(frequency >= COMMON_WORD)
    single = np.full(len(vocabulary), -1)
    single[common] = np.arange(len(common))
    single = single[words]
    letters = np.char.isalpha(vocabulary)[words]
    joined = (article[:-1] == article[1:]) & letters[:-1] & letters[1:] & (single[:-1] >= 0) & (single[1:] >= 0)
    keys = words[:-1] * len(vocabulary) + words[1:]
    pairs, counts = np.unique(keys[joined], return_counts=True)
    first, second = np.divmod(pairs, len(vocabulary))
    surprise = np.log(counts * len(words) / (frequency[first].astype(float) * frequency[second]))
    worth = np.where(counts >= COMMON_PAIR, counts * surprise, 0.0)
    best = np.argsort(-worth)[:PAIRS]
    pairs = np.sort(pairs[best[worth[best] > 0]])
    places = np.searchsorted(pairs, keys).clip(max=len(pairs) - 1)
    double = np.r_[np.where(joined & (pairs[places] == keys), len(common) + places, -1), -1]
    terms = len(common) + len(pairs)
    names = [
        *vocabulary[common],
        *(f"{vocabulary[pair // len(vocabulary)]} {vocabulary[pair % len(vocabulary)]}" for pair in pairs),
    ]

    kinds = sorted(set(sections) - {""})
    kind = np.array([kinds.index(section) if section else -1 for section in sections])[article]
    tally = np.zeros((len(kinds), terms))
    for found in (single, double):
        here = (found >= 0) & (kind >= 0)
        np.add.at(tally, (kind[here], found[here]), 1)
    within = (tally + 0.5) / (tally.sum(axis=1, keepdims=True) + 0.5 * terms)
    overall = tally.sum(axis=0) + 1
    odds = np.log(within / (overall / overall.sum())).T

    passage = np.arange(len(words)) // PASSAGE
    chosen = (kind < 0) & (passage % EVERY == 0)
    spots = [(found, chosen & (found >= 0)) for found in (single, double)]
    rows = np.concatenate([passage[spot] for _found, spot in spots])
    columns = np.concatenate([found[spot] for found, spot in spots])
    rows = np.unique(rows, return_inverse=True)[1]
    matrix = csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(rows.max() + 1, terms))
    matrix.data[:] = 1
    rarity = np.log(matrix.shape[0] / (np.bincount(matrix.indices, minlength=terms) + 1)).astype(np.float32)
    matrix = matrix @ diags(rarity)
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = diags((1 / np.maximum(lengths, 1e-6)).astype(np.float32)) @ matrix
    latent = randomized_svd(matrix, DIMENSIONS, n_iter=1, n_oversamples=20, random_state=0)[2].T * rarity[:, None]

    np.savez(
        out,
        names=np.array(names),
        frequencies=np.bincount(single[single >= 0], minlength=terms)
        + np.bincount(double[double >= 0], minlength=terms),
        sections=odds.astype(np.float32),
        latent=latent.astype(np.float32),
    )
    print(f"{terms} terms of {len(texts)} articles, {matrix.shape[0]} passages")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
