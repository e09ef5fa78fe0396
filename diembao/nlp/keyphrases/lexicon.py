"""Words and set phrases of press Vietnamese, and the cutting of a row of syllables into them.

Vietnamese writes syllables, so where a phrase ends has to be known before it can be counted. The list
(``data/keyphrases.npz``, made by ``scripts/keyphrases.py``) was counted in press texts: each word with its most usual
part of speech and the number of texts that it stands in, and each phrase of two or three words that holds together.
It has no names.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

DATA = Path(__file__).parent.parent / "data" / "keyphrases.npz"

#: What a syllable that is no word of the list costs, as the logarithm of a frequency.
_UNKNOWN = 18.0
#: Words that no key phrase goes on through, although most are verbs and nouns: time, measure, and what only joins.
_JOINING = frozenset(
    "ngày tháng năm giờ phút giây tuần quý lúc khi buổi sáng trưa chiều tối đêm hôm nay qua mai đợt lần việc sự "
    "cái con chiếc cuộc vụ ông bà anh chị em cháu cô chú bác bạn tôi mình số phần loại kiểu nơi chỗ phía bên trên "
    "dưới trong ngoài trước sau đầu cuối giữa gần xa nhiều ít thứ cách chuyện usd m km kg mét triệu tỷ tỉ nghìn "
    "ngàn trăm bị được có là khiến thấy cần phải theo nhằm lại hiện để cho cùng đến tới từ vào ra lên xuống về đi "
    "do vì nên thì mà đã đang sẽ không chưa cũng còn chỉ mới vẫn rất quá hơn nhất đều tự gồm như nếu tại ở với và "
    "hay hoặc của các những một mọi mỗi từng này đó kia ấy biết nói nghĩ muốn gọi làm lấy đưa gây giúp giữ bằng "
    "kể đủ hết xong rồi đây vừa bắt".split()
)


class Kind(IntEnum):
    """What a word does in a phrase."""

    OTHER = 0
    """Particles, pronouns, numerals, units, classifiers: no part of a key phrase."""
    NOUN = 1
    VERB = 2
    QUALITY = 3


class Word(NamedTuple):
    """A word of the list."""

    kind: Kind
    cost: float
    """Negative logarithm of its frequency among words."""
    rarity: float
    """Logarithm of how many texts there are for one that has it."""


class Cut(NamedTuple):
    """A word in a row of syllables: ``syllables[start:end]``."""

    start: int
    end: int
    word: Word | None
    """None: a syllable that is no word of the list."""


class Lexicon:
    """The list.

    :param words: each word in index form, with its kind, the number of times that it was met, and of texts.
    :param phrases: phrases in index form, and the number of texts that have each.
    :param documents: how many texts were counted.
    """

    def __init__(self, words: Iterable[tuple[str, Kind, int, int]], phrases: Mapping[str, int], documents: int) -> None:
        rows = list(words)
        every = sum(times for _word, _kind, times, _texts in rows) + 1
        most = math.log(documents + 1)
        self.words = {
            word: Word(
                Kind.OTHER if word in _JOINING else Kind(kind), math.log(every / times), most - math.log(texts + 1)
            )
            for word, kind, times, texts in rows
        }
        #: Rarity of each phrase.
        self.phrases = {phrase: most - math.log(texts + 1) for phrase, texts in phrases.items()}
        #: Rarity of what was never met.
        self.most_rarity = most
        self._longest: dict[str, int] = {}
        for word in self.words:
            first, *others = word.split(" ")
            self._longest[first] = max(self._longest.get(first, 1), 1 + len(others))

    def cut(self, syllables: Sequence[str]) -> list[Cut]:
        """The likeliest words of a row of syllables (index form), taken as independent of each other."""
        words, longest, count = self.words, self._longest, len(syllables)
        best = [0.0] + [math.inf] * count
        chosen: list[Cut | None] = [None] * (count + 1)
        for start in range(count):
            so_far, text = best[start], syllables[start]
            for end in range(start + 1, min(start + longest.get(text, 1), count) + 1):
                if end > start + 1:
                    text = f"{text} {syllables[end - 1]}"
                word = words.get(text)
                if word is not None:
                    cost = so_far + word.cost
                elif end == start + 1:
                    cost = so_far + _UNKNOWN
                else:
                    continue
                if cost < best[end]:
                    best[end] = cost
                    chosen[end] = Cut(start, end, word)
        cuts: list[Cut] = []
        at = count
        while at and (cut := chosen[at]):
            cuts.append(cut)
            at = cut.start
        cuts.reverse()
        return cuts


@cache
def press_lexicon() -> Lexicon:
    """The list that is shipped."""
    with np.load(DATA, allow_pickle=False) as kept:
        words, phrases = (bytes(kept[name]).decode().split("\n") for name in ("words", "phrases"))
        rows = zip(words, kept["kinds"].tolist(), kept["times"].tolist(), kept["texts"].tolist(), strict=True)
        return Lexicon(rows, dict(zip(phrases, kept["phrase_texts"].tolist(), strict=True)), int(kept["documents"]))
