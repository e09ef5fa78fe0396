"""Forms of Vietnamese text that every room agrees on.

Three forms of one string, all of the same length in characters, so that an offset in one is an offset in the others:

* the *display* form (:func:`clean`): NFC, invisible characters gone, leftovers of old fonts and encodings mended;
  quotation marks and dashes as written. This is what is stored and shown;
* the *index* form (:func:`index_form`): lower case, one placement of tone marks (``hoà`` is ``hòa``), plain letters
  for fullwidth and mathematical ones;
* the *folded* form (:func:`fold`): marks removed and ``đ`` made ``d``, for queries typed without marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from diembao.core import text_repair
from diembao.core.text_edits import Edit, Rule, Traced, edited, substitution, traced

#: Characters that are not seen but break words: soft hyphen, zero-width ones, direction marks, BOM, control characters;
#: and halves of surrogate pairs and the like, which are no characters and which some file or database does not take.
#: C1 controls but for the line end among them go too: a terminal takes them for commands.
_INVISIBLE = (
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\ud800-\udfff\ufffe\uffff]+"
)
_BLANK = "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_LINE_END = r"\r\n?|[\x0b\x0c\x85\u2028\u2029]"
#: Marks on one letter, at most; the time of a normalisation grows with the square of their number. UAX 15, section 13,
#: allows 30 in its Stream-Safe Text Format; no language writes more.
_MOST_MARKS = 30
#: Where more may stand: marks are no letters.
_ROW = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")
_WORD = re.compile(r"\w+")
#: Runs that composing may change, with the letter that a first mark stands on.
_NOT_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
#: Letters of Latin script with their marks, which compose one by one.
_SAFE = re.compile("[\x00-\u024f\u0300-\u0345\u1e00-\u1eff]+")
_PIECE = re.compile("[^\u0300-\u0345][\u0300-\u0345]*|[\u0300-\u0345]+")

#: Letters and digits in the shapes of East Asian type and of mathematics, for what they are read as: "Ａ", "𝗛", "①".
_STYLED = re.compile("[\u2460-\u2473\u24b6-\u24e9\uff01-\uff5e\U0001d400-\U0001d7ff]")

_PLAIN_MARKS = {
    **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛′´`＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    "…": ".",
}
_MARK = re.compile(f"[{''.join(_PLAIN_MARKS)}]")

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
    """Composed Unicode, which everything else here expects; text already in that form is returned as it is.

    Of more than 30 marks on one letter the rest is dropped.
    """
    text = _ROW.sub(_fewer_marks, text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _fewer_marks(row: re.Match[str]) -> str:
    kept, marks = [], 0
    for char in row[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _composed(text: str) -> Iterator[Edit]:
    """NFC, piece by piece: nothing composes over a letter of ASCII that no mark follows."""
    if unicodedata.is_normalized("NFC", text):
        return
    for run in _NOT_ASCII.finditer(text):
        if not unicodedata.is_normalized("NFC", run[0]):
            for piece in _PIECE.finditer(text, run.start(), run.end()) if _SAFE.fullmatch(run[0]) else (run,):
                if (new := unicodedata.normalize("NFC", piece[0])) != piece[0]:
                    yield Edit(piece.start(), piece.end(), new)


def _limited(text: str) -> Iterator[Edit]:
    for row in _ROW.finditer(text):
        if (new := _fewer_marks(row)) != row[0]:
            yield Edit(row.start(), row.end(), new)


def _outer_blanks(text: str) -> Iterator[Edit]:
    inner = text.lstrip()
    if (start := len(text) - len(inner)) > 0:
        yield Edit(0, start, "")
    if (end := start + len(inner.rstrip())) < len(text) and inner:
        yield Edit(end, len(text), "")


_VISIBLE: tuple[Rule, ...] = (
    *text_repair.ENCODINGS,
    substitution(_LINE_END, "\n"),
    substitution(_INVISIBLE, ""),
    _limited,
    _composed,  # now that a mark may stand right behind its letter
    *text_repair.LETTERS,
    _composed,
)
_LINE: tuple[Rule, ...] = (
    *_VISIBLE,
    _outer_blanks,
    substitution(r"\s{2,}|[^\S ]", " "),
)
_PARAGRAPHS: tuple[Rule, ...] = (
    *_VISIBLE,
    substitution(f"{_BLANK}{{2,}}|(?! ){_BLANK}", " "),
    _outer_blanks,
    substitution(r" *\n(?:[ \n]*\n)? *", lambda match: "\n\n" if match[0].count("\n") > 1 else "\n"),
)
#: What one round of rules leaves may be a case for them again, such as UTF-8 that was misread twice.
_MOST_ROUNDS = 8


def _until_stable(text: str, rules: tuple[Rule, ...]) -> tuple[str, int]:
    """The text when the rules find no more, and how many rounds that took."""
    for rounds in range(_MOST_ROUNDS):
        if (new := edited(text, rules)) == text:
            return text, rounds
        text = new
    return text, _MOST_ROUNDS


def clean_line(text: str) -> str:
    """One line of display text, with single blanks. Idempotent.

    NFC, no invisible characters, no leftovers of fonts and encodings (:mod:`~diembao.core.text_repair`).
    """
    if text_repair.is_ordinary(text):  # nearly every line; a tenth of the time
        return " ".join(text.split())
    return _until_stable(text, _LINE)[0]


def clean(text: str) -> str:
    """Display text of several paragraphs: as :func:`clean_line`, paragraphs parted by one empty line. Idempotent."""
    return _until_stable(text, _PARAGRAPHS)[0]


def clean_traced(text: str) -> Traced:
    """As :func:`clean`, with the place of each character in the original."""
    _text, rounds = _until_stable(text, _PARAGRAPHS)
    return traced(text, _PARAGRAPHS * rounds)


def index_form(text: str) -> str:
    """Lower-case form with one placement of tone marks, of the same length as ``text`` (which must be NFC)."""
    if _STYLED.search(text):
        text = _STYLED.sub(_plain, text)
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters (İ) grow when lowered: they stay as they are
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _NEW_STYLE.sub(lambda match: _OLD_STYLE[match.group()], lowered)


def plain_marks(text: str) -> str:
    """``text`` with one sign for all quotation marks, one for all dashes and apostrophes, of the same length.

    Not part of the index form: of what is quoted and how, a model may learn something.
    """
    return _MARK.sub(lambda mark: _PLAIN_MARKS[mark[0]], text)


def _plain(styled: re.Match[str]) -> str:
    letter = unicodedata.normalize("NFKC", styled[0])
    return letter if len(letter) == 1 else styled[0]


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
