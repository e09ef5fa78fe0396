"""What a report is about, as a sparse vector: TF-IDF of the syllables and pairs of syllables of its beginning.

How common a term is was counted once in press text and is shipped (``data/frequencies.npz``, made by
``scripts/frequencies.py``): the same two reports are as similar in every archive, whatever else it holds. Terms are
known by number only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from diembao.nlp.syllables import Hashes, hashes, sequences

#: Numbers that a term can have: a power of two. Terms of equal number are taken for one.
BUCKETS = 1 << 18
_SHIFT = np.uint64(64 - 18)
#: Syllables of the body that are read: a report says first what it is about.
_BEGINNING = 400
#: Terms kept of each report, the weightiest.
_MOST_TERMS = 150
#: How many times a term of the title counts.
_TITLE = 2.0
_FREQUENCIES = Path(__file__).with_name("data") / "frequencies.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A vector of unit length, or of none for a text without words."""

    numbers: NDArray[np.uint32]
    """Terms, rising."""
    weights: NDArray[np.float16]

    def __bytes__(self) -> bytes:
        """For the archive."""
        return self.numbers.astype("<u4").tobytes() + self.weights.astype("<f2").tobytes()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Self:
        """The vector that :meth:`__bytes__` gave."""
        count = len(kept) // 6
        return cls(np.frombuffer(kept, "<u4", count), np.frombuffer(kept, "<f2", count, 4 * count))


def term_numbers(text: str, limit: int | None = None) -> NDArray[np.uint32]:
    """Numbers of the terms of a text, once for each time that they stand there.

    :param limit: read only so many syllables.
    """
    return _numbers(hashes(text)[:limit])


def terms(title: str, lead: str, body: str) -> Terms:
    """The vector of a report."""
    parts = [(term_numbers(title), _TITLE), (term_numbers(lead), 1.0), (term_numbers(body, _BEGINNING), 1.0)]
    numbers, places = np.unique(np.concatenate([part for part, _weight in parts]), return_inverse=True)
    counts = np.bincount(places, np.concatenate([np.full(len(part), weight) for part, weight in parts]))
    weights = (1 + np.log(counts)) * _rarity()[numbers]
    if len(numbers) > _MOST_TERMS:
        kept = np.sort(np.argsort(-weights, kind="stable")[:_MOST_TERMS])
        numbers, weights = numbers[kept], weights[kept]
    length = np.linalg.norm(weights)
    return Terms(numbers, (weights / length if length else weights).astype(np.float16))


def _numbers(syllables: Hashes) -> NDArray[np.uint32]:
    both = np.concatenate([sequences(syllables, 1), sequences(syllables, 2)])
    return (both >> _SHIFT).astype(np.uint32)


@cache
def _rarity() -> NDArray[np.float64]:
    """Inverse document frequency of each term."""
    with np.load(_FREQUENCIES, allow_pickle=False) as counted:
        rarity: NDArray[np.float64] = np.log((counted["documents"] + 1) / (counted["frequencies"] + 1.0))
    return rarity
