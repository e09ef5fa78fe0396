"""Whether a word is spelled as a Vietnamese syllable can be.

A slip of the finger mostly leaves something that cannot be one ("ngưòi", "đưọc"); a word that was replaced was one
("bán", "bắn").
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from diembao.core.syllables import is_syllable
from diembao.core.text import fold, index_form


def is_typo(before: str, after: str) -> bool:
    """Whether only the spelling of a word was mended: one letter of what cannot be a word, or all its marks."""
    if is_syllable(before) or not is_syllable(after):
        return False
    one, other = index_form(before), index_form(after)
    return OSA.distance(one, other) <= 1 or fold(one) == fold(other)
