"""Rows of capitalised words, and which of them are names of persons.

Persons are recognised only so that their names are not taken for places; nothing about them is kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from diembao.core.text import fold

#: All capital letters that Vietnamese and the transcriptions of its press use.
UPPER = "".join(char for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)) if (char := chr(code)).isupper())

WORD = rf"(?:al-|el-)?[{UPPER}][\w&]*(?:['’.-][\w&]+)*"
"""A capitalised word: ``Kar``, ``H'leo``, ``Co.op``, ``Xê-út``, ``GD-ĐT``."""

#: No longer than any name, so that a text of capitals takes no time.
_ROW = re.compile(rf"{WORD}(?: {WORD}){{0,9}}")
_BEFORE = re.compile(r"([\w&’'.-]+) $")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|th|tr|ch|kh|gh|gi|ph|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE
)

FAMILY_NAMES = frozenset(
    "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Ngô Dương Lý Đinh Trương Trịnh Phùng Mai Tô Đào Lương Cao "
    "Tạ Tống Châu Kiều Quách Phí Vương Thạch Danh Chu Tăng Lưu Đoàn Hà Hồ Hứa Lâm La Tôn Trang Văn Đồng Doãn Khổng "
    "Nghiêm Thái Thân Tiêu Triệu Từ Ung Viên Vi Ninh Mạc Mã Giang Đàm Đường Diệp Cù Bạch Âu An".split()
)
#: Family names that are as often the first word of something else: only a middle name after them tells.
_DOUBTFUL = frozenset("Hà La An Thái Văn Giang Ninh Mã Từ Viên Vi Âu Trang Đồng Đường Thân Bạch Châu Cao Danh".split())
_MIDDLE = frozenset(
    "Văn Thị Đình Đức Hữu Ngọc Quang Minh Xuân Thanh Hoàng Quốc Công Bá Duy Trọng Viết Thế Khắc".split()
)
_HONORIFICS = frozenset("Ông Bà Anh Chị Em Cô Chú Bác Cháu Tướng Thầy MC Nhà Do Vì Theo Và Khi".split())
_MOST_NAMES = 4


class Person(NamedTuple):
    """Where a person's name stands."""

    start: int
    end: int


def row_at(text: str, start: int) -> re.Match[str] | None:
    """The row of capitalised words that begins at ``start``."""
    return _ROW.match(text, start)


def word_before(text: str, start: int) -> str:
    """The word before ``start``, if only one blank stands between."""
    match = _BEFORE.search(text, max(0, start - 24), start)
    return match[1] if match else ""


def is_vietnamese(word: str) -> bool:
    """Whether a word is spelt like a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(fold(word)) is not None


def person_at(text: str, start: int) -> Person | None:
    """The person's name that begins with the family name at ``start``, if it is one."""
    row = row_at(text, start)
    if row is None or row[0].isupper():
        return None
    names = row[0].split()
    if len(names) < 2 or names[0] not in FAMILY_NAMES or (names[0] in _DOUBTFUL and names[1] not in _MIDDLE):
        return None
    before = word_before(text, start)
    # "Sư Phạm Hà Nội": after another name a family name is part of that name; "TP.", "TS", "HLV" are no names
    part_of_it = before.istitle() and before not in _HONORIFICS and not before.endswith(".")
    # but not before a middle name: "CLB Đà Nẵng Bùi Xuân Hòa"
    if part_of_it and not (len(names) > 2 and names[1] in _MIDDLE):
        return None
    length = 0
    for count, name in enumerate(names):
        if count == _MOST_NAMES or not is_vietnamese(name):
            break
        length += len(name) + (count > 0)
    return Person(start, start + length) if length > len(names[0]) else None
