"""How surely a sentence states something worth checking: a small linear model over words and rules.

The weights lie in ``data/claims.npz``, made by ``scripts/claims_model.py``; ``docs/model-card-claims.md`` tells how.
The model is asked only about what the guard has let pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from diembao.core.text import fold
from diembao.core.text_caches import kept
from diembao.nlp.forms import Forms

#: Kinds in the order of the model's columns.
KINDS = ("claim", "trivial", "opinion", "other")
#: Words fall into this many buckets; a power of two.
BUCKETS = 1 << 15

_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+|[^\w\s]")
_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}(?!\d)")
_OPENING_WORDS = 3
_LENGTH_STEP, _LONGEST = 6, 9
_MOST_QUANTITIES = 3
_KNOWN_WORDS = 1 << 15


class _Word(NamedTuple):
    """What a word adds to the features of a sentence: sums (CRC-32) of their names, not yet cut to buckets.

    A pair's name is "m2=first second". The sum of its beginning is kept with the first word, and goes on over the
    second: no name of a pair is ever put together.
    """

    folded: str
    sum_marked: int
    sum_folded: int
    pair_marked: int
    pair_folded: int
    bytes_marked: bytes
    bytes_folded: bytes


@kept(_KNOWN_WORDS)
def _word(word: str) -> _Word:
    plain = fold(word)
    marked_bytes, plain_bytes = word.encode(), plain.encode()
    return _Word(
        folded=plain,
        sum_marked=crc32(b"m=" + marked_bytes),
        sum_folded=crc32(b"f=" + plain_bytes),
        pair_marked=crc32(b"m2=" + marked_bytes + b" "),
        pair_folded=crc32(b"f2=" + plain_bytes + b" "),
        bytes_marked=marked_bytes,
        bytes_folded=plain_bytes,
    )


def buckets(sentence: Forms, units: Sequence[str]) -> npt.NDArray[np.intp]:
    """The model's rows for a sentence, each once.

    :param units: of the quantities in it.
    """
    # folding makes no letter of what is none, so that both forms have the same words
    words = [_word("0" if token[0].isdigit() else token) for token in _TOKEN.findall(sentence.lower)]
    folded, *single, begun, begun_folded, ending, ending_folded = zip(*words, strict=True) if words else ((),) * 7
    sums = {crc32(feature.encode()) for feature in _shape(sentence, folded, units)}
    sums.update(*single, map(crc32, ending[1:], begun), map(crc32, ending_folded[1:], begun_folded))
    rows = {value & (BUCKETS - 1) for value in sums}
    return np.fromiter(rows, dtype=np.intp, count=len(rows))


def _shape(sentence: Forms, folded: Sequence[str], units: Sequence[str]) -> Iterator[str]:
    """Features by name, beyond words and pairs of words: how a sentence opens and closes, its length, its amounts."""
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
    if _DAY.search(sentence.lower):
        yield "day"
    yield f"capitals={_share_of_capitals(sentence.written)}"


def _share_of_capitals(written: str) -> int:
    """0 to 5: how many words begin with a capital."""
    initials = _INITIAL.findall(written)
    return sum(map(str.isupper, initials)) * 5 // max(sum(map(str.isalpha, initials)), 1)


class _Model(NamedTuple):
    weights: npt.NDArray[np.int8]  # (BUCKETS, kinds)
    scale: float
    bias: npt.NDArray[np.float32]
    threshold: float


@cache
def _model() -> _Model:
    with (files("diembao.nlp") / "data" / "claims.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return _Model(arrays["weights"], float(arrays["scale"]), arrays["bias"], float(arrays["threshold"]))


def probabilities(asked: Sequence[tuple[Forms, Sequence[str]]]) -> npt.NDArray[np.float64]:
    """Probability of each kind for sentences with the units of their quantities: shape ``(sentences, kinds)``."""
    if not asked:
        return np.empty((0, len(KINDS)))
    model = _model()
    rows = [buckets(sentence, units) for sentence, units in asked]
    firsts = np.cumsum([0, *map(len, rows[:-1])])  # no sentence is without a row: it has a length
    sums = np.add.reduceat(model.weights[np.concatenate(rows)], firsts, axis=0, dtype=np.int64)
    shares = np.exp((scores := sums * model.scale + model.bias) - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def threshold() -> float:
    """Least probability of a claim: the one with the best F1 on sentences left out of training."""
    return _model().threshold
