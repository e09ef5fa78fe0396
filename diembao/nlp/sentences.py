"""Sentences of a text, as stretches of the display text."""

from __future__ import annotations

import re
from typing import NamedTuple

_PARAGRAPH_END = re.compile(r"\n\s*\n")
_CLOSERS = "\"'”’»)\\]"
# Where a sentence may end: stops with what closes after them, or the end of a line.
_POSSIBLE_END = re.compile(rf"[.!?…]+[{_CLOSERS}]*|\n")
_WORD_CHARACTER = re.compile(r"[^\W_]")
_LAST_WORD = re.compile(r"[^\W_]+$")
_NEXT = re.compile(r"\s*(?P<marks>[\"'“‘«(\[–—-]*)\s*(?P<word>[^\W\d_]+|\d)?")
_LIST_MARK = re.compile(r"\s*(?:[-–—•*+]|\d{1,2}[.)/]|[a-zđ][.)])\s")
_NUMBERING = re.compile(r"(?:\d{1,3}|[IVX]{1,5}|[A-Za-zđĐ])(?:\.\d{1,3})*")
# "Văn " or "V." before a lone letter: the letter is a name that the paper does not spell out.
_NAME_BEFORE = re.compile(r"([^\W\d_]+\s|[^\W\d_]\.)$")

# Written with a stop, and followed by more of the same sentence; those of the second group are words when written
# small ("ăn no.").
_ABBREVIATIONS = frozenset("tp tx ths ts gs pgs bs bsck bscki bsckii ks kts ls nxb nsnd nsưt mr mrs ms dr prof".split())
_CAPITAL_ABBREVIATIONS = frozenset("TT CN Tr St No Vol KTV ĐH ĐT Jr Sr Đc".split())
# Words that begin a sentence and hardly ever a name. They tell "anh Nguyễn Văn A. Sau đó" from "Donald J. Trump".
_BEGINNERS = frozenset(
    "Anh Bà Bên Bị Các Cảnh Chị Chiều Chúng Còn Công Cơ Cũng Cùng Do Đây Đến Để Đêm Đó Đối Được Em Gia Hai Hiện "
    "Họ Khi Khoảng Không Liên Lúc Lực Mặc Một Nạn Nên Nếu Ngay Ngày Ngoài Nhận Nhiều Nhưng Những Như Nó Ông Phát "
    "Qua Riêng Rồi Sáng Sau Tại Theo Thấy Thế Thời Thì Tôi Tối Trên Trong Trưa Trước Từ Tuy Vào Và Vậy Vì Việc Vợ "
    "Với Vụ".split()
)
# A line shorter than this that is followed by a capital is a heading or an item, not a line that was wrapped.
_SHORT_LINE = 60
# What is looked at around a stop. Bounded, so that a page of nothing but stops takes no longer than another.
_LOOK_BACK = 200
_LOOK_AHEAD = 40


class Sentence(NamedTuple):
    """A stretch of a text; ``text[start:end]`` is the sentence, without blanks around it."""

    start: int
    end: int


def sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences of a display text, in order, without overlap; every character that is not blank is in one of them.

    A paragraph's end always ends a sentence, so that a heading without a stop is one. Stops inside numbers, dates,
    addresses and abbreviations end nothing; quotation marks and brackets that close after a stop belong to the
    sentence.
    """
    found: list[Sentence] = []
    start = 0
    for paragraph in _PARAGRAPH_END.finditer(text):
        found += _of_paragraph(text, start, paragraph.start())
        start = paragraph.end()
    found += _of_paragraph(text, start, len(text))
    return tuple(found)


def _of_paragraph(text: str, start: int, stop: int) -> list[Sentence]:
    found: list[Sentence] = []
    start, first_word = _next_sentence(text, start, stop)
    for match in _POSSIBLE_END.finditer(text, start, stop):
        if match.end() <= first_word:
            continue
        ends = _line_ends if match.group() == "\n" else _stop_ends
        before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
        if ends(before, match.group(), text[match.end() : min(stop, match.end() + _LOOK_AHEAD)]):
            found.append(_trimmed(text, start, match.end()))
            start, first_word = _next_sentence(text, match.end(), stop)
    if start < stop:
        rest = _trimmed(text, start, stop)
        if found and first_word == stop:  # stray marks belong to what they follow
            found[-1] = Sentence(found[-1].start, rest.end)
        else:
            found.append(rest)
    return found


def _next_sentence(text: str, start: int, stop: int) -> tuple[int, int]:
    """Where the next sentence starts, and where its first letter or digit is: stops before it end nothing."""
    while start < stop and text[start].isspace():
        start += 1
    word = _WORD_CHARACTER.search(text, start, stop)
    return start, word.start() if word else stop


def _stop_ends(before: str, marks: str, after: str) -> bool:
    """Whether a stop ends the sentence; ``before`` is the end of the sentence so far, ``after`` what follows."""
    if not after.strip():
        return True
    follows = _NEXT.match(after)
    word = (follows and follows["word"]) or ""
    last = _LAST_WORD.search(before)
    last_word = last.group() if last else ""
    if not after[0].isspace():
        # "hôm qua.Ông Nam": the blank was forgotten; but "TP.HCM", "baochi.vn" and "22.11.2026" are one word
        return (
            marks == "."
            and len(last_word) > 1
            and last_word.islower()
            and last_word not in _ABBREVIATIONS
            and after[0].isupper()
            and word.istitle()
            and len(word) > 1
        )
    if word and word[0].islower():
        return False
    if marks != ".":
        return True
    if _NUMBERING.fullmatch(before):
        return False  # "1. Nội dung": the number belongs to what it counts
    if last_word.lower() in _ABBREVIATIONS or last_word in _CAPITAL_ABBREVIATIONS:
        return False
    if len(last_word) == 1 and last_word.isupper():
        name = _NAME_BEFORE.search(before[:-1])
        return word in _BEGINNERS and name is not None and name.group()[0].isupper()
    return True


def _line_ends(before: str, _marks: str, after: str) -> bool:
    """Whether the end of a line inside a paragraph ends the sentence: it may be a wrapped line."""
    line = before.rsplit("\n", 1)[-1].rstrip()
    if not line:
        return False
    if line[-1] in ".!?…:;" or _LIST_MARK.match(after):
        return True
    follows = _NEXT.match(after)
    word = (follows and follows["word"]) or ""
    return len(line) < _SHORT_LINE and bool(word) and not word[0].islower()


def _trimmed(text: str, start: int, end: int) -> Sentence:
    while text[end - 1].isspace():
        end -= 1
    return Sentence(start, end)
