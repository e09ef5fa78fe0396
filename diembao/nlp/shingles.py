"""How much of one text stands in another: shingles of four syllables and their MinHash.

Containment, the share of the smaller text's shingles that the other has too, is the measure: an abridged copy keeps
it, whereas the Jaccard index falls with the length that was cut.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from diembao.nlp.syllables import Hashes, hashes, sequences

MinHash = NDArray[np.uint32]

#: Values in a MinHash.
PERMUTATIONS = 128
_SYLLABLES = 4
_SEED = 1


def shingles(text: str) -> Hashes:
    """The different shingles of a text, sorted."""
    return np.unique(sequences(hashes(text), _SYLLABLES))


def minhashes(sets: Sequence[Hashes]) -> list[MinHash]:
    """The MinHash of each set of shingles. An empty set has one too, which means nothing."""
    if not sets:
        return []
    offsets = np.cumsum([0, *(len(one) for one in sets)])
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        np.concatenate(sets).tolist(), offsets.tolist(), PERMUTATIONS, _SEED
    )
    return [np.array(row, dtype="<u4") for row in matrix.to_rows()]


def containment(one: Hashes, other: Hashes) -> float:
    """Share of the smaller set that the other has too, 0 to 1; 0 if one is empty."""
    smaller = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / smaller if smaller else 0.0
