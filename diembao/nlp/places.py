"""Which provinces an article names: this serves "in our province", and nothing about persons.

Names are looked for as they are written, capitals included ("Hòa Bình" is a place, "hòa bình" is peace), on whole
words, with either placement of the tone; the longest name wins. What stands before a name then decides whether it
means the place: not in a street ("đường Điện Biên"), a battle, a company or a person's name, nor as a smaller unit
that is called like a province elsewhere ("xã Hòa Bình").
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from diembao.core.models import PlaceTag
from diembao.core.text import index_form
from diembao.nlp.phrases import PhraseMatcher
from diembao.nlp.place_file import KINDS, Gazetteer, Province, load_places

__all__ = ["KINDS", "Gazetteer", "PlaceTagger", "Province", "load_places"]

# What a name stands for after these words is not the place itself.
_NOT_A_PLACE_AFTER = re.compile(
    r"(?:\b(?:(?<!cầu )(?<!mía )đường|(?<!cửa )ngõ|hẻm|đại lộ|chiến dịch|chiến thắng|bia|phim|công ty|tập đoàn|hãng"
    r"|ông|(?<!đàn )bà|anh|chị|(?<!anh )(?<!chị )em|cô|chú|bác|cháu|bé"
    r"|ca sĩ|nghệ sĩ|diễn viên|nhạc sĩ|cầu thủ|hlv) |\bđ\. ?)$"
)
_SMALLER_UNIT_AFTER = re.compile(
    r"\b(?:(?<!thị )xã|phường|thị trấn|huyện|quận|(?<!nông )thôn|ấp|làng|bản|buôn|khóm|khu phố|p\.|x\.|h\.) ?$"
)
# "Nguyễn Thị Thanh " before "Hòa Bình": a family name and up to two more names.
_WORDS_BEFORE = re.compile(r"(?:[^\W\d_]+ ){1,4}$")
_FAMILY_NAMES = frozenset(
    "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Ngô Dương Lý Đinh Trương Trịnh Phùng Mai Tô Đào Lương Cao "
    "Tạ Tống Châu Kiều Quách Phí Vương Thạch Danh Chu Tăng Lưu".split()
)
_MOST_NAMES_BETWEEN = 2
_HONORIFICS = frozenset("Ông Bà Anh Chị Em Cô Chú Bác Cháu Tướng".split())
_LOOK_BACK = 40


class _Name(NamedTuple):
    province: str
    """Empty: the name means no place."""
    written: str
    first_level: bool
    """Whether it is the name of a province, now or formerly; smaller places elsewhere bear the same names."""


class PlaceTagger:
    """Finds the provinces that texts name.

    :param gazetteer: what to look for, and which province is home.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._home = gazetteer.home
        self._names: dict[str, _Name] = {}
        for province in gazetteer.provinces:
            first_level = (province.name, *province.merged, *province.aliases)
            # of two spellings that differ in capitals only the later counts: "thành phố …" is an alias of "Thành phố …"
            for written in first_level:
                self._names[index_form(written)] = _Name(province.name, written, first_level=True)
            for written in province.places:
                self._names[index_form(written)] = _Name(province.name, written, first_level=False)
            for written in province.not_places:
                self._names[index_form(written)] = _Name("", written, first_level=False)
        self._by_number = tuple(self._names.values())
        self._matcher = PhraseMatcher(tuple(self._names))

    def tag(self, text: str) -> tuple[PlaceTag, ...]:
        """Provinces that a display text names, the most often named first; ``count`` is how often."""
        counts: Counter[str] = Counter()
        reached = 0
        for start, end, number in self._matcher.hits(index_form(text)):
            name = self._by_number[number]
            if end <= reached or not _capitals_agree(name.written, text[start:end]):
                continue
            reached = end
            if name.province and _means_the_place(name, text[max(0, start - _LOOK_BACK) : start]):
                counts[name.province] += 1
        return tuple(
            PlaceTag(place=place, count=count, home=place == self._home) for place, count in counts.most_common()
        )


def _capitals_agree(written: str, found: str) -> bool:
    """Capitals of the word file must be capitals in the text; small letters may be either (headlines)."""
    return all(there.isupper() for here, there in zip(written, found, strict=True) if here.isupper())


def _means_the_place(name: _Name, before: str) -> bool:
    lowered = index_form(before)
    if _NOT_A_PLACE_AFTER.search(lowered) or _ends_in_a_person(before):
        return False
    return not (name.first_level and _SMALLER_UNIT_AFTER.search(lowered))


def _ends_in_a_person(before: str) -> bool:
    """Whether the words just before a name are the beginning of a person's name."""
    match = _WORDS_BEFORE.search(before)
    names = match.group().split() if match else []
    for between in range(min(len(names), _MOST_NAMES_BETWEEN + 1)):
        word = names[-1 - between]
        if not word.istitle():
            return False
        if word in _FAMILY_NAMES:
            # "Sư Phạm Hà Nội": after another name a family name is part of that name
            earlier = names[-2 - between] if between + 1 < len(names) else ""
            return not earlier.istitle() or earlier in _HONORIFICS
    return False
