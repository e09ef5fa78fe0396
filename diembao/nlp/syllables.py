"""Syllables as numbers, the common ground of shingles and term vectors.

Texts are compared in folded form: a report typed without marks is still a copy of one that has them. The numbers are
kept in the archive, so they must be the same in every process and on every machine.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from diembao.core.text import fold, index_form, words
from diembao.core.text_caches import kept

Hashes = NDArray[np.uint64]

#: Odd multipliers, one for each place in a sequence of syllables (from the finalisers of xxHash).
_MULTIPLIERS = np.array(
    [0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63], dtype=np.uint64
)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)


@kept(200_000)
def _hash(syllable: str) -> int:
    return zlib.crc32(syllable.encode())


def hashes(text: str) -> Hashes:
    """A number for each syllable of a text, in order."""
    return np.array([_hash(syllable) for syllable in words(fold(index_form(text)))], dtype=np.uint64)


def sequences(syllables: Hashes, length: int) -> Hashes:
    """A number for each run of ``length`` (at most four) neighbouring syllables, in order; 64 bits, well mixed."""
    count = len(syllables) - length + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(length):
        mixed = (mixed ^ (syllables[place : place + count] * _MULTIPLIERS[place])) * _MIX
        mixed ^= mixed >> _HALF
    return mixed
