"""How much of one thing two sentences speak."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from rapidfuzz import fuzz

from diembao.verify.reading import Reading, common

_FEWEST_SHARED = 2
# A short sentence of which a long one about the same name tells all but little.
_TOLD = 0.75
_FEWEST_TOLD = 3
#: Sentences of which so many per cent of the letters are the same, in whatever order their words stand, are one
#: sentence that was edited.
_EDITED = 88
_FEWEST_WORDS = 8
_DIGITS = re.compile(r"\d+")


def likeness(one: Reading, other: Reading) -> float:
    """Dice coefficient of the concepts of two sentences, 0 to 1; 0 if they share one at most."""
    first, second = common(one, other)
    shared = len(first & second)
    return 2 * shared / (len(first) + len(second)) if shared >= _FEWEST_SHARED else 0.0


def tells(one: Reading, other: Reading) -> bool:
    """Whether the longer of two sentences tells what the shorter one does, and of the same name."""
    first, second = common(one, other)
    shared = len(first & second)
    return shares_name(one, other) and shared >= max(_FEWEST_TOLD, _TOLD * min(len(first), len(second)))


def is_edited(one: Reading, other: Reading) -> bool:
    """Whether one is the other with some words moved, put before it or exchanged, whatever its figures."""
    first, second = (" ".join(_DIGITS.sub(" ", reading.folded).split()) for reading in (one, other))
    if min(first.count(" "), second.count(" ")) < _FEWEST_WORDS:
        return False
    return fuzz.token_sort_ratio(first, second, score_cutoff=_EDITED) > 0


def shares_name(one: Reading, other: Reading) -> bool:
    """Whether a name of more than one word stands in both."""
    return any(" " in name.words and other.holds(name) for name in one.names)


def names_agree(one: Reading, other: Reading) -> bool:
    """Whether one at most names somebody or something that the other does not, and most names are in both."""
    sides = ((one, other), (other, one))
    alone = [[name for name in here.names if not there.holds(name)] for here, there in sides]
    if all(any(" " in name.words for name in names) for names in alone):
        return False
    return any(len(names) * 2 <= len(here.names) for names, (here, _there) in zip(alone, sides, strict=True))


def overlap(some: AbstractSet[str], others: AbstractSet[str]) -> float:
    """Part of the smaller set that is in the other, 0 to 1."""
    smaller = min(len(some), len(others))
    return len(some & others) / smaller if smaller else 0.0
