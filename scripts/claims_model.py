"""Learns the weights of diembao.nlp.check_worthiness from labelled sentences.

Usage: .venv/bin/python scripts/claims_model.py LABELLED.jsonl

Each line holds ``sentence`` and ``label`` (claim, trivial, opinion, other). Every sentence is learnt twice, as written
and without marks. The threshold is the one of the best F1 over ten folds. Deterministic: the same lines give the same
weights.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from diembao.core.text import clean_line, fold
from diembao.nlp.check_worthiness import BUCKETS, KINDS, buckets
from diembao.nlp.forms import forms_of
from diembao.nlp.guard import judge
from diembao.nlp.quantities import find_quantities

REGULARISATION = 0.3
FOLDS = 10
DATA = Path(__file__).resolve().parent.parent / "diembao" / "nlp" / "data" / "claims.npz"


def rows_of(sentences: list[str]) -> csr_matrix:
    """One row a sentence, 1 in each of its buckets."""
    rows = []
    for sentence in sentences:
        rows.append(np.sort(buckets(forms_of(sentence), [quantity.unit for quantity in find_quantities(sentence)])))
    ends = np.cumsum([0, *map(len, rows)])
    return csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), BUCKETS))


def fitted(matrix: csr_matrix, labels: np.ndarray) -> LogisticRegression:
    """A model of the kinds, in the order of ``KINDS``."""
    return LogisticRegression(C=REGULARISATION, max_iter=2000).fit(matrix, [KINDS.index(label) for label in labels])


def main(file: Path) -> None:
    """Learn, measure over folds, write."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    sentences = [clean_line(line["sentence"]) for line in lines]
    labels = np.array([line["label"] for line in lines])
    matrix, unmarked = rows_of(sentences), rows_of([fold(sentence) for sentence in sentences])
    guarded = np.array([bool(judge(sentence).rule) for sentence in sentences])

    def both(chosen: np.ndarray) -> LogisticRegression:
        return fitted(vstack([matrix[chosen], unmarked[chosen]]), np.concatenate([labels[chosen], labels[chosen]]))

    found = np.zeros(len(labels))
    found_unmarked = np.zeros(len(labels))
    for chosen, left_out in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(matrix, labels):
        model = both(chosen)
        found[left_out] = model.predict_proba(matrix[left_out])[:, 0]
        found_unmarked[left_out] = model.predict_proba(unmarked[left_out])[:, 0]
    true = labels == "claim"
    scores = {float(limit): f1_score(true, (found >= limit) & ~guarded) for limit in np.arange(0.3, 0.7, 0.01).round(2)}
    limit = max(scores, key=lambda key: scores[key])
    print(f"threshold {limit}: F1 {scores[limit]:.3f} over {FOLDS} folds")
    print(
        f"without the guard {f1_score(true, found >= limit):.3f}, "
        f"without marks {f1_score(true, found_unmarked >= limit):.3f}"
    )

    model = both(np.arange(len(labels)))
    scale = float(np.abs(model.coef_).max() / 127)
    np.savez_compressed(
        DATA,
        weights=np.round(model.coef_.T / scale).astype(np.int8),
        scale=np.float32(scale),
        bias=model.intercept_.astype(np.float32),
        threshold=np.float32(limit),
    )
    print(f"{DATA.name}: {DATA.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
