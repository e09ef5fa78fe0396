"""What rules read off one sentence: its words, the names in it, the times it speaks of, its figures.

Comparison is on folded words, so that text typed without marks is read as well; capitals are looked at only where the
sentence has both kinds of letters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from diembao.core.text import fold, index_form
from diembao.core.text_caches import kept
from diembao.nlp.names.capitals import FAMILY_NAMES
from diembao.nlp.quantities import Quantity, find_quantities
from diembao.verify.cues import cues
from diembao.verify.times import Time, find_times
from diembao.verify.vocabulary import vocabulary

_WORD = re.compile(r"\w+")
# Kinds of places and bodies that stand before a name and are no part of it.
_KINDS = (
    "tỉnh|thành phố|tp|quận|huyện|thị xã|thị trấn|xã|phường|thôn|ấp|làng|bản|đảo|cầu|sông|hồ|đê|cảng|cảng cá|chợ|"
    "đường|quốc lộ|trường|trường tiểu học|trường thcs|trường thpt|thpt|thcs|tiểu học|bệnh viện|khu công nghiệp|kcn|"
    "nhà máy|công ty|dự án|sân bay|núi|đền|chùa|cửa khẩu|đặc khu"
)
_KIND_BEFORE = re.compile(rf"\b(?:{_KINDS})(?= $)")
_LEADING_KIND = re.compile(rf"(?:{_KINDS}) ")
# Those of which there may be several in one place, told apart by a number.
_KINDS_WITH_NUMBERS = frozenset(
    "trường|trường tiểu học|trường thcs|trường thpt|thpt|thcs|tiểu học|bệnh viện|khu công nghiệp|kcn|nhà máy|cầu".split(
        "|"
    )
)
_ROMAN = re.compile(r"[ivx]+")
# A number that belongs to a name: "THPT Đông Lĩnh 1".
_NUMBER_AFTER = re.compile(r" (\d{1,3})(?![\d.,/]*\d| ?(?:%|người|hộ|con|tỉ|tỷ|triệu|nghìn|đồng))")
_NUMBERED = re.compile(
    r"\b(?:so|diem|tru|to|lop|vanh dai|quoc lo|giai doan|khu pho|thon|ap|cum|lo|nha may|bao|covid|luat|nghi dinh"
    r"|giai|dot|hang|phien)"
    r" (?:so |thu )?(?P<number>\d{1,3}[a-z]?|nhat|nhi|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\b(?![.,]?\d)"
)
_LOOK_BACK = 30
_FAMILIES = frozenset(fold(name.lower()) for name in FAMILY_NAMES)
_DIGITS = {name: str(digit) for digit, name in enumerate("mot hai ba bon nam sau bay tam chin muoi".split(), 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A proper name as it stands in a sentence."""

    words: str
    """Folded lower-case words, without the kind before them: ``dong linh``."""
    kind: str
    """Kind of place or body before it: ``huyện``; empty: none."""
    number: str
    """Number that belongs to it, as in "THPT Đông Lĩnh 1"; empty: none."""

    @property
    def is_numbered(self) -> bool:
        """Whether it is a thing of a kind of which there may be several in one place, told apart by numbers."""
        return bool(self.number) and self.kind in _KINDS_WITH_NUMBERS

    @property
    def is_person(self) -> bool:
        """Whether it looks like somebody's: a family name and more, and no kind of place or body before it."""
        first, *more = self.words.split()
        return not self.kind and bool(more) and first in _FAMILIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One sentence, read."""

    text: str
    folded: str
    """Folded lower-case words with single blanks, a blank at either end: for looking up phrases."""
    marked: bool
    """Whether it is typed with marks."""
    concepts: frozenset[str]
    """Content words as marked text gives them; words of one meaning are one concept. Names and figures are no part."""
    plain_concepts: frozenset[str]
    """The same, read without marks."""
    begins: tuple[str, str]
    """The first of its concepts with and without marks; empty: it has none."""
    names: tuple[Name, ...]
    numbered: frozenset[str]
    """Numbers by which things are called: "trụ số 3", "vành đai 2"."""
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]

    @property
    def own_concepts(self) -> frozenset[str]:
        """Its concepts in the form in which it is typed."""
        return self.concepts if self.marked else self.plain_concepts

    def holds(self, name: Name) -> bool:
        """Whether the sentence holds a name, however it is written."""
        return f" {name.words} " in self.folded

    def says(self, phrase: str) -> bool:
        """Whether the sentence holds a folded phrase, on whole words."""
        return f" {phrase} " in self.folded


@kept(20_000)
def read(sentence: str) -> Reading:
    """Read one sentence of display text."""
    lowered = index_form(sentence)
    folded = fold(lowered)
    found = list(_names(sentence, lowered))
    names = tuple(dict.fromkeys(name for name, _behind in found))
    numbers = {behind for name, behind in found if name.is_numbered}
    named = {word for name in names for word in name.words.split()}
    quantities = tuple(item for item in find_quantities(sentence) if not _is_of_a_name(item, numbers))
    spans = [(quantity.start, quantity.end) for quantity in quantities]
    content = [
        match.group()
        for match in _WORD.finditer(lowered)
        if not match.group()[0].isdigit()
        and fold(match.group()) not in named
        and not any(start <= match.start() < end for start, end in spans)
    ]
    written = _phrases(folded)
    concepts = vocabulary(marked=True).concepts(content)
    plain_concepts = vocabulary(marked=False).concepts([fold(word) for word in content])
    return Reading(
        text=sentence,
        folded=written,
        marked=folded != lowered,
        concepts=frozenset(concepts),
        plain_concepts=frozenset(plain_concepts),
        begins=(next(iter(concepts), ""), next(iter(plain_concepts), "")),
        names=names,
        numbered=frozenset(_DIGITS.get(match["number"], match["number"]) for match in _NUMBERED.finditer(written)),
        times=find_times(folded),
        quantities=quantities,
    )


def phrases(text: str) -> str:
    """A text of any length as :attr:`Reading.folded` has a sentence."""
    return _phrases(fold(index_form(text)))


def _phrases(folded: str) -> str:
    return f" {' '.join(_WORD.findall(folded))} "


def about_others(one: Reading, other: Reading) -> bool:
    """Whether two sentences are about different things of one kind."""
    return vocabulary(marked=one.marked and other.marked).excluded(*common(one, other))


def common(one: Reading, other: Reading) -> tuple[frozenset[str], frozenset[str]]:
    """Concepts of two sentences in the form in which they can be compared: with marks if both have them."""
    if one.marked and other.marked:
        return one.concepts, other.concepts
    return one.plain_concepts, other.plain_concepts


def _is_of_a_name(quantity: Quantity, numbers: Collection[int]) -> bool:
    """Whether what looks like an amount is a number of a name: "Trường Tiểu học Bến Sậy 2 nhập viện".

    Where a known unit or people follow, it counts them after all.

    :param numbers: where numbers stand that may belong to names.
    """
    return quantity.unit == "piece" and quantity.start in numbers and not cues().counts(quantity.counted)


def _names(sentence: str, lowered: str) -> Iterator[tuple[Name, int]]:
    """The proper names of a sentence, each with where a number stands behind it; -1: nowhere."""
    if sentence.upper() == sentence:
        return
    for start, end in _capitalised(sentence):
        words = lowered[start:end]
        kind = ""
        while match := _LEADING_KIND.match(words + " "):
            kind, words = match.group().strip(), words[match.end() :]
        if not words or (start == 0 and " " not in words and not kind):
            continue
        before = _KIND_BEFORE.search(lowered[max(0, start - _LOOK_BACK) : start])
        number = _NUMBER_AFTER.match(lowered, end)
        kind = kind or (before.group() if before else "")
        words = fold(words)
        if not _ROMAN.fullmatch(words):
            name = Name(words=words, kind=kind, number=number[1] if number else "")
            yield name, number.start(1) if number else -1


def _capitalised(sentence: str) -> Iterator[tuple[int, int]]:
    """Runs of words with capitals; what is all capitals is an abbreviation and no name."""
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(sentence):
        word = match.group()
        follows = bool(run) and sentence[run[-1].end() : match.start()] == " "
        if word.istitle() and not word[0].isdigit():
            if not follows:
                yield from _span(run)
                run = []
            run.append(match)
        else:
            yield from _span(run)
            run = []
    yield from _span(run)


def _span(run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    if run:
        yield run[0].start(), run[-1].end()
