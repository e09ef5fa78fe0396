"""How surely a sentence states something worth checking: a small linear model over words and rules.

Words and pairs of words have weights of their own, hashed, learnt from labelled sentences. A term (a common word or
pair) has further weights that come from where it stands in a large body of news that nobody labelled: of these the mean
over a sentence counts, so that rare words speak too. The weights lie in ``data/claims.npz``, made by
``scripts/claims_model.py``; ``docs/model-card-claims.md`` tells how.
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

#: What counts as a word.
TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+|[^\w\s]")
_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}(?!\d)")
_OPENING_WORDS = 3
_LENGTH_STEP, _LONGEST = 6, 9
_MOST_QUANTITIES = 3
_KNOWN_WORDS = 1 << 15
_ASIDE = 0.25


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


class Asked(NamedTuple):
    """A sentence with what has been found in it.

    :ivar units: of its quantities.
    :ivar rule: the name of the guard's rule that fires on it; empty if none does.
    """

    sentence: Forms
    units: Sequence[str]
    rule: str


class Rows(NamedTuple):
    """A sentence as the model sees it.

    :ivar buckets: of its features, each once.
    :ivar terms: sums of the names of its words and pairs, in the form in which it was typed.
    """

    buckets: npt.NDArray[np.intp]
    terms: npt.NDArray[np.uint32]


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


def rows(asked: Asked) -> Rows:
    """The rows of the model that a sentence adds up."""
    sentence = asked.sentence
    # folding makes no letter of what is none, so that both forms have the same words
    words = [_word("0" if token[0].isdigit() else token) for token in TOKEN.findall(sentence.lower)]
    if words:
        folded, marked_sums, folded_sums, begun, begun_folded, ending, ending_folded = zip(*words, strict=True)
    else:
        folded, marked_sums, folded_sums, begun, begun_folded, ending, ending_folded = ((),) * 7
    marked_terms = (*marked_sums, *map(crc32, ending[1:], begun))
    folded_terms = (*folded_sums, *map(crc32, ending_folded[1:], begun_folded))
    sums = {crc32(feature.encode()) for feature in _shape(asked, folded)}
    sums.update(marked_terms, folded_terms)
    numbers = {value & (BUCKETS - 1) for value in sums}
    return Rows(
        np.fromiter(numbers, dtype=np.intp, count=len(numbers)),
        np.array(marked_terms if sentence.marked else folded_terms, dtype=np.uint32),
    )


def term_sums(term: str) -> tuple[int, int]:
    """The sums by which a word or a pair of words with one blank between is found: as written, and folded."""
    words = [_word(word) for word in term.split(" ")]
    if len(words) == 1:
        return words[0].sum_marked, words[0].sum_folded
    first, second = words
    return crc32(second.bytes_marked, first.pair_marked), crc32(second.bytes_folded, first.pair_folded)


def _shape(asked: Asked, folded: Sequence[str]) -> Iterator[str]:
    """Features by name, beyond words and pairs of words: how a sentence opens and closes, its length, its amounts."""
    sentence, units, rule = asked
    if rule:
        yield "rule"
        yield f"rule={rule}"
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
    terms: npt.NDArray[np.uint32]  # sorted
    term_weights: npt.NDArray[np.int8]  # (terms, kinds)
    term_scale: float
    bias: npt.NDArray[np.float32]
    threshold: float
    doubts: tuple[float, float]


@cache
def _model() -> _Model:
    with (files("diembao.nlp") / "data" / "claims.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return _Model(
            arrays["weights"],
            float(arrays["scale"]),
            arrays["terms"],
            arrays["term_weights"],
            float(arrays["term_scale"]),
            arrays["bias"],
            float(arrays["threshold"]),
            tuple(arrays["doubts"].tolist()),
        )


def probabilities(asked: Sequence[Asked]) -> npt.NDArray[np.float64]:
    """Probability of each kind for sentences: shape ``(sentences, kinds)``."""
    if not asked:
        return np.empty((0, len(KINDS)))
    model = _model()
    found = [rows(one) for one in asked]
    own = _sums(model.weights, [one.buckets for one in found]) * model.scale
    known = [_known(model.terms, one.terms) for one in found]
    counts = np.array([[max(len(one), 1)] for one in known])
    scores = own + _sums(model.term_weights, known) * model.term_scale / counts + model.bias
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _known(terms: npt.NDArray[np.uint32], sums: npt.NDArray[np.uint32]) -> npt.NDArray[np.intp]:
    """Rows of the terms that have weights."""
    places = np.searchsorted(terms, sums).clip(max=len(terms) - 1)
    return np.asarray(places[terms[places] == sums])


def _sums(weights: npt.NDArray[np.int8], chosen: Sequence[npt.NDArray[np.intp]]) -> npt.NDArray[np.int64]:
    """For each sentence the sum of its rows of ``weights``."""
    # a row of zeros stands behind each sentence's rows: there may be none, and reduceat knows no empty part
    ends = np.cumsum([len(one) + 1 for one in chosen])
    table = np.zeros((ends[-1], weights.shape[1]), dtype=np.int8)
    filled = np.ones(len(table), dtype=bool)
    filled[ends - 1] = False
    table[filled] = weights[np.concatenate(chosen)]
    return np.asarray(np.add.reduceat(table, np.r_[0, ends[:-1]], axis=0, dtype=np.int64))


def threshold() -> float:
    """Least probability of a claim: the one with the best F1 on sentences left out of training."""
    return _model().threshold


def doubts(shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How likely sentences are opinion rather than claim, 0 to 1, by their probabilities: shape ``(sentences,)``.

    That a sentence is likely trivial or a fragment speaks a little against its being an opinion.
    """
    claim, trivial, opinion, other = shares.T
    return np.asarray(opinion / (opinion + claim + _ASIDE * (trivial + other)))


def doubt_limit(*, ruled: bool) -> float:
    """Least doubt at which the guard refuses.

    :param ruled: a soft rule of the guard fires on the sentence.
    """
    return _model().doubts[ruled]
