"""Forms of Vietnamese text that every room agrees on.

Three forms of one string, all of the same length in characters, so that an offset in one is an offset in the others:

* the *display* form (:func:`clean`): NFC, invisible characters gone. This is what is stored and shown;
* the *index* form (:func:`index_form`): lower case, one placement of tone marks (``hoà`` is ``hòa``);
* the *folded* form (:func:`fold`): marks removed and ``đ`` made ``d``, for queries typed without marks.
"""

from __future__ import annotations

import re
import unicodedata

#: Characters that are not seen but break words: soft hyphen, zero-width ones, direction marks, BOM, control characters;
#: and halves of surrogate pairs and the like, which are no characters and which some file or database does not take.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)
_BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
# Blanks are single where this is looked for: a row of them that no line ends would be gone over once a blank.
_LINE_ENDS = re.compile(r" ?\r?\n ?|[\r\x0b\x0c\x85\u2028\u2029]")
_WORD = re.compile(r"\w+")

# A tone mark on the last vowel of an open "oa", "oe", "uy" (new style) moves to the first one (old style), which 46 to
# 80 % of the press uses. In "quý" the u belongs to the consonant.
_NEW_STYLE = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|(?<!q)u[ỳýỷỹỵ](?!\w)")
_TONES = "\u0300\u0301\u0309\u0303\u0323"


def _old_style(syllable_end: str) -> str:
    first, second = syllable_end[0], syllable_end[1]
    base, tone = unicodedata.normalize("NFD", second)[0], unicodedata.normalize("NFD", second)[-1]
    return unicodedata.normalize("NFC", first + tone) + base


_OLD_STYLE = {
    end: _old_style(end)
    for end in (
        unicodedata.normalize("NFC", first + vowel + tone)
        for first, vowel in (("o", "a"), ("o", "e"), ("u", "y"))
        for tone in _TONES
    )
}


def nfc(text: str) -> str:
    """Composed Unicode, which everything else here expects; text already in that form is returned as it is."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _visible(text: str) -> str:
    return nfc(_INVISIBLE.sub("", text))  # in this order: a mark may compose with the letter that it now stands behind


def clean_line(text: str) -> str:
    """One line of display text: NFC, no invisible characters, single blanks. Idempotent."""
    return " ".join(_visible(text).split())


def clean(text: str) -> str:
    """Display text of several paragraphs: as :func:`clean_line`, paragraphs parted by one empty line. Idempotent."""
    text = _LINE_ENDS.sub("\n", _BLANKS.sub(" ", _visible(text)))
    paragraphs = _BLANK_LINES.split(text.strip())
    return "\n\n".join("\n".join(line.strip() for line in paragraph.split("\n")) for paragraph in paragraphs)


def index_form(text: str) -> str:
    """Lower-case form with one placement of tone marks, of the same length as ``text`` (which must be NFC)."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters (İ) grow when lowered: they stay as they are
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _NEW_STYLE.sub(lambda match: _OLD_STYLE[match.group()], lowered)


def _fold_char(char: str) -> str:
    if char in "đĐ":
        return "d" if char == "đ" else "D"
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isalpha() else char


class _FoldTable(dict[int, str]):
    """Filled as letters are met: Vietnamese text uses a few hundred of them."""

    def __missing__(self, code: int) -> str:
        folded = chr(code) if code < 0x80 else _fold_char(chr(code))
        self[code] = folded
        return folded


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """``text`` without marks (``đ`` is ``d``), of the same length."""
    return text.translate(_FOLD)


def is_marked(word: str) -> bool:
    """Whether a word carries a mark that folding would remove."""
    return fold(word) != word


def words(text: str) -> list[str]:
    """Words of ``text`` without offsets."""
    return _WORD.findall(text)
