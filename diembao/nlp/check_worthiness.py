"""How surely a sentence states something worth checking: a small linear model over words and rules.

The weights lie in ``data/claims.npz``, made by ``scripts/claims_model.py``; ``docs/model-card-claims.md`` tells how.
The model is asked only about what the guard has let pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from diembao.core.text import fold, index_form

#: Kinds in the order of the model's columns.
KINDS = ("claim", "trivial", "opinion", "other")
#: Words fall into this many buckets; a power of two.
BUCKETS = 1 << 15

_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+|[^\w\s]")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}(?!\d)")
_OPENING_WORDS = 3
_LENGTH_STEP, _LONGEST = 6, 9
_MOST_QUANTITIES = 3


def features(sentence: str, units: Sequence[str]) -> Iterator[str]:
    """Features of a sentence by name; a feature counts once.

    :param units: of the quantities in it.
    """
    form = index_form(sentence)
    words = _words(form)
    folded = _words(fold(form))
    for prefix, row in (("m", words), ("f", folded)):
        for word in row:
            yield f"{prefix}={word}"
        for first, second in pairwise(row):
            yield f"{prefix}2={first} {second}"
    for place, word in enumerate(folded[:_OPENING_WORDS]):
        yield f"at{place}={word}"
    if len(folded) > 1:
        yield f"open={folded[0]} {folded[1]}"
        yield f"close={folded[-2]} {folded[-1]}"
    if folded:
        yield f"last={folded[-1]}"
    yield f"length={min(len(folded) // _LENGTH_STEP, _LONGEST)}"
    yield f"quantities={min(len(units), _MOST_QUANTITIES)}"
    for unit in units:
        yield f"unit={unit}"
    if _DAY.search(form):
        yield "day"
    yield f"capitals={_share_of_capitals(sentence)}"


def _words(form: str) -> list[str]:
    return ["0" if match[0].isdigit() else match for match in _TOKEN.findall(form)]


def _share_of_capitals(sentence: str) -> int:
    """0 to 5: how many words begin with a capital."""
    words: list[str] = [word for word in _TOKEN.findall(sentence) if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) * 5 // max(len(words), 1)


def buckets(sentence: str, units: Sequence[str]) -> npt.NDArray[np.intp]:
    """The model's rows for a sentence, each once."""
    rows = {crc32(feature.encode()) & (BUCKETS - 1) for feature in features(sentence, units)}
    return np.fromiter(rows, dtype=np.intp, count=len(rows))


class _Model(NamedTuple):
    weights: npt.NDArray[np.int8]  # (BUCKETS, kinds)
    scale: float
    bias: npt.NDArray[np.float32]
    threshold: float


@cache
def _model() -> _Model:
    with (files("diembao.nlp") / "data" / "claims.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return _Model(arrays["weights"], float(arrays["scale"]), arrays["bias"], float(arrays["threshold"]))


def probabilities(sentence: str, units: Sequence[str]) -> dict[str, float]:
    """Probability of each kind, 0 to 1."""
    model = _model()
    sums = model.weights[buckets(sentence, units)].sum(axis=0, dtype=np.int64) * model.scale + model.bias
    shares = np.exp(sums - sums.max())
    shares /= shares.sum()
    return dict(zip(KINDS, map(float, shares), strict=True))


def threshold() -> float:
    """Least probability of a claim: the one with the best F1 on sentences left out of training."""
    return _model().threshold
