"""The words of a text as engines index them: two streams of equal length, made here once for every engine.

* ``exact``: words in index form (lower case, one placement of tone marks);
* ``folded``: the same words without marks.

Engines split the streams at blanks and do nothing else to them, so an engine and the highlighter see the same words.

Some texts are written without marks altogether. There ``phi`` may stand for ``phí``, ``phì`` or ``phỉ``; in any other
text it stands for itself. Each word of such a text is therefore *bare*: its exact form carries a sign that says so, and
a marked query word matches its own exact form or its bare form. Without the sign, a search for ``độ`` in 35,000
articles would find more articles for their ``do`` than for their ``độ`` (one hit in ten over all marked words).
"""

from __future__ import annotations

import hashlib
from operator import ne
from typing import NamedTuple

from diembao.core import text as forms

#: Begins the exact form of an unmarked word in a text without marks; no word has it.
BARE_SIGN = "?"
#: A text counts as written without marks when fewer than one in this many words has a mark. In the press eight in ten
#: have one, and one article in two hundred falls below three in ten: those are in another language.
_MARKED_SHARE = 10


class Streams(NamedTuple):
    """The two forms of a text's words; position by position the same words."""

    exact: list[str]
    folded: list[str]


def streams(text: str) -> Streams:
    """Both streams of one text, such as a title or a body.

    :param text: display text; what is not NFC is made so.
    """
    words = forms.words(forms.index_form(forms.nfc(text)))
    if not words:
        return Streams([], [])
    folded = forms.fold(" ".join(words)).split(" ")
    return Streams(exact_forms(words, folded), folded)


def exact_forms(words: list[str], folded: list[str]) -> list[str]:
    """Exact stream of one text: its words, the unmarked ones with the bare sign if the text is without marks.

    :param words: in index form.
    :param folded: the same words, folded.
    """
    if not is_bare(words, folded):
        return words
    return [bare(word) if word == plain else word for word, plain in zip(words, folded, strict=True)]


def is_bare(words: list[str], folded: list[str]) -> bool:
    """Whether a text of these words is written without marks."""
    marked: int = sum(map(ne, words, folded))
    return marked * _MARKED_SHARE < len(words)


def bare(folded: str) -> str:
    """Exact form of a word in a text that is written without marks."""
    return BARE_SIGN + folded


def _fingerprint() -> str:
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy àáảãạ hoà hoá thuý quý khoẻ 1.234,5 BT-BOT İ ① ñ _ Ｈ𝗔"
    probe = " ".join(" ".join(stream) for text in (letters, "thu phi BOT") for stream in streams(text))
    return hashlib.sha256(probe.encode()).hexdigest()[:12]


FINGERPRINT = _fingerprint()
"""Changes when the forms of words change: an index of another fingerprint has to be made anew."""
