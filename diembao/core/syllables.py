"""Whether a word is spelled as a Vietnamese syllable can be: consonant, rhyme and at most one tone mark."""

from __future__ import annotations

import re
import unicodedata

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
#: A tone on the first letter of "ươ" is misplaced.
_MISPLACED = re.compile("[ứừửữự]ơ")
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong "
    "op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya "
    "uych uyên uyêt uynh uyt uyu uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    "y yêm yên yêng yêt yêu"
).split()
_SYLLABLE = re.compile(
    r"(?:qu|b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|r|s|th|tr|t|v|x)?"
    rf"(?:{'|'.join(sorted(_RHYMES, key=len, reverse=True))})"
)


def is_syllable(word: str) -> bool:
    """Whether a composed word can be a Vietnamese syllable, with either placement of its tone mark."""
    lowered = word.lower()
    if _MISPLACED.search(lowered):
        return False
    parts = unicodedata.normalize("NFD", lowered)
    toneless, tones = _TONES.subn("", parts)
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None
