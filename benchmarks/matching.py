"""Matching of sentences to reviewed claims beside plain retrieval: BM25 and TF-IDF, each with one threshold.

``python -m benchmarks.matching tests/verify/data/matching_own.json``: for each method the part of the matches that it
keeps where it accepts at most 5 % of the sentences that match nothing, and how often its first claim is the right one.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from diembao.core.text import fold, index_form, words
from diembao.evaluation.matching import evaluate

#: Sentences without a match that a method may accept.
_NEGATIVES = 0.05
#: Saturation and length normalisation of BM25, as Robertson and Zaragoza give them (2009).
_K1, _B = 1.2, 0.75


def main(path: Path) -> None:
    """Print one line a method."""
    data = json.loads(path.read_text(encoding="utf-8"))
    ours = evaluate(data)
    print(
        f"diembao: keeps {ours['match_recall']:.3f} of the matches, accepts "
        f"{ours['hard_negatives_matched']:.3f} of the "
        f"others, precision {ours['match_precision']:.3f}, stance {ours['stance_accuracy']:.3f}"
    )
    claims = [item["claim"] for item in data["factchecks"]]
    for name, scores in (("BM25", _bm25(claims)), ("TF-IDF", _tf_idf(claims))):
        kept, first = _at_threshold(data, scores)
        print(f"{name}: keeps {kept:.3f} at {_NEGATIVES:.0%} of the others; first claim right for {first:.3f}")


def _at_threshold(data: dict[str, Any], scores: Callable[[str], Sequence[float]]) -> tuple[float, float]:
    """Part of the matches that are found and accepted, and part whose right claim comes first."""
    ids = [item["id"] for item in data["factchecks"]]
    best = []
    for query in data["queries"]:
        score, place = max((score, place) for place, score in enumerate(scores(query["text"])))
        best.append((score, ids[place], query["match"]))
    negatives = sorted((score for score, _found, wanted in best if wanted is None), reverse=True)
    threshold = negatives[int(_NEGATIVES * len(negatives))]
    matched = [(score, found == wanted) for score, found, wanted in best if wanted]
    kept = sum(right and score > threshold for score, right in matched) / len(matched)
    return kept, sum(right for _score, right in matched) / len(matched)


def _terms(text: str) -> list[str]:
    syllables = words(fold(index_form(text)))
    return [*syllables, *map(" ".join, pairwise(syllables))]


def _bm25(claims: Sequence[str]) -> Callable[[str], Sequence[float]]:
    counts = [Counter(_terms(claim)) for claim in claims]
    lengths = [sum(count.values()) for count in counts]
    mean = sum(lengths) / len(lengths)
    found_in = Counter(term for count in counts for term in count)

    def scores(text: str) -> list[float]:
        asked = set(_terms(text))
        return [
            sum(
                math.log(1 + (len(claims) - found_in[term] + 0.5) / (found_in[term] + 0.5))
                * count[term]
                * (_K1 + 1)
                / (count[term] + _K1 * (1 - _B + _B * length / mean))
                for term in asked & count.keys()
            )
            for count, length in zip(counts, lengths, strict=True)
        ]

    return scores


def _tf_idf(claims: Sequence[str]) -> Callable[[str], Sequence[float]]:
    vectorizer = TfidfVectorizer(analyzer=_terms, sublinear_tf=True)
    vectors = vectorizer.fit_transform(claims)

    def scores(text: str) -> Sequence[float]:
        found: Sequence[float] = (vectorizer.transform([text]) @ vectors.T).toarray()[0].tolist()
        return found

    return scores


if __name__ == "__main__":
    main(Path(sys.argv[1]))
