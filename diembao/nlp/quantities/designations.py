"""Figures that name and do not count: dates, clock times, numbers of documents, roads, telephones, plates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from diembao.nlp.quantities.numbers import Number, read_number
from diembao.nlp.quantities.vocabulary import Vocabulary
from diembao.nlp.tokens import Tokens

_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_MONTHS = 12
_DASHES = frozenset("-~")

# What its shape alone gives away. Each begins at the start of a word and is bounded, so that a page of nothing but
# figures is read once.
_FIGURES = r"""
      (?P<date> (?<![\w.,/])\d{1,2}\s?[/.\-–]\s?\d{1,2}\s?[/.\-–]\s?(?:\d{4}|\d{2})(?![\w/])      # 22/11/2026
    | (?<![\w.,/])\d{1,2}\s?[/\-]\s?(?:1\d|20|21)\d\d(?![\w/])                           # 11/2026
    | (?<![\w.,])(?:1[5-9]|20|21)\d\d\s?[-–—/]\s?(?:1[5-9]|20|21)\d\d(?![\w.,]\w) )     # 2021-2025
    | (?<![\w.,])(?:\(?\+?84\)?|0)\d{1,4}(?:[ .\-]?\d{2,4}){2,3}(?!\w)                   # 0912.345.678
    | (?<![\w.,])\d{9,20}(?!\w)
    | (?<![\w.,])\d{1,6}(?:/\d{4})?[/-](?=[A-ZĐ][A-ZĐa-z&]*-?[A-ZĐ])[\w&]{2,12}(?:-[\w&]{1,12}){0,3}  # 17/2022/HS-ST
    | (?<![\w.,])\d{2}[A-Z]{1,2}\d?[ \-.]\s?\d{3,4}(?:\.\d{2})?(?!\w)                    # 66A-123.45
"""
_FIGURES_SHAPE = re.compile(_FIGURES, re.VERBOSE)
#: What a row of figures begins with: looking there only takes a tenth of the time.
_FIGURES_BEGIN = re.compile(r"[(+\d]")
_ADDRESS_OR_FIGURES = re.compile(rf"(?<!\S)(?:https?://|www\.)\S+ | (?<!\S)[^\s@]{{1,64}}@\S+ | {_FIGURES}", re.VERBOSE)
_ADDRESS_SIGNS = ("://", "www.", "@")


class _Stretch(NamedTuple):
    start: int
    end: int
    dated: bool


def _shaped(text: str) -> Iterator[_Stretch]:
    """Stretches of a text that are known by their shape, in order, without overlap."""
    if any(sign in text for sign in _ADDRESS_SIGNS):
        yield from map(_stretch, _ADDRESS_OR_FIGURES.finditer(text))
        return
    behind = 0
    for begin in _FIGURES_BEGIN.finditer(text):
        if begin.start() >= behind and (match := _FIGURES_SHAPE.match(text, begin.start())) is not None:
            yield _stretch(match)
            behind = match.end()


def _stretch(match: re.Match[str]) -> _Stretch:
    return _Stretch(match.start(), match.end(), match["date"] is not None)


class Designations:
    """Tells of a number whether it designates.

    :param tokens: of the text that the number stands in.
    """

    def __init__(self, tokens: Tokens, words: Vocabulary) -> None:
        self._tokens = tokens
        self._words = words
        self._stretches = list(_shaped(tokens.text))
        self._starts = [stretch.start for stretch in self._stretches]
        self._month = words.typed("tháng")
        self._year = words.typed("năm")
        self._day = words.typed("ngày")
        self._oclock = (words.typed("giờ"), "h", "g")
        self._minutes = words.typed("phút")
        self._number_sign = words.typed("số")
        self._shared = frozenset(map(words.typed, ("diện", "dân", "tổng", "quãng")))
        self._every = tuple(map(words.typed, ("mỗi", "hàng", "hằng", "một")))

    def shaped(self, position: int) -> bool:
        """Whether the token stands inside something that is known by its shape."""
        return self._stretch(position) is not None

    def is_code(self, position: int) -> bool:
        """Whether the token stands inside a number that its shape shows to be no date: of a telephone, a document."""
        stretch = self._stretch(position)
        return stretch is not None and not stretch.dated

    def _stretch(self, position: int) -> _Stretch | None:
        start = self._tokens.starts[position]
        before = bisect_right(self._starts, start) - 1
        return self._stretches[before] if before >= 0 and start < self._stretches[before].end else None

    def joined(self, position: int) -> bool:
        """Whether figures hang on letters or marks: "Covid-19", "9A2", "đồng/100 kg", "#3", "1:500"."""
        tokens = self._tokens
        if not tokens.touch(position):
            return False
        before = tokens.form(position - 1)
        if before in "/#_@":
            return True
        if before in ":&=+.'":
            return tokens.touch(position - 1)
        if before == "-":
            return tokens.touch(position - 1) and tokens.is_word(position - 2)
        return before.isalnum()

    def numbered(self, position: int, number: Number, *, measured: bool) -> bool:
        """Whether the word before numbers something: "thứ ba", "điều 62", "quốc lộ 1", "bão số 9", "lớp bảy".

        :param measured: a measure or a counted person follows the number.
        """
        tokens, words = self._tokens, self._words
        before, second = tokens.form(position - 1), tokens.form(position - 2)
        if before not in words.numbered and before != self._year:
            return False
        if before == self._year:
            # "năm 2019"; a number in words behind "năm" is what the year was about
            return not number.spelled and number.scale == 1 and _FIRST_YEAR <= number.value <= _LAST_YEAR
        if before == self._number_sign:
            return second not in words.before_sum
        if before == self._month:
            return not (number.scale > 1 or (measured and (number.value > 12 or second in self._every)))
        return not (measured and before in words.perhaps_numbered)

    def is_share(self, position: int) -> bool:
        """Whether figures with a stroke are a share, "3/10 lao động", and no day of the year."""
        tokens = self._tokens
        if not (
            tokens.form(position + 1) == "/"
            and tokens.touch(position + 1)
            and tokens.touch(position + 2)
            and tokens.form(position).isdigit()
            and tokens.form(position + 2).isdigit()
            and not (tokens.form(position + 3) in ("/", "-") and tokens.touch(position + 3))
        ):
            return False
        over, under = int(tokens.form(position)[:9]), int(tokens.form(position + 2)[:9])
        return 0 < over < under and (under > _MONTHS or not self._is_day(position, position + 3))

    def _is_day(self, position: int, end: int) -> bool:
        """Whether what could be either is a day of the year, by the words around it."""
        tokens, words = self._tokens, self._words
        before, after = tokens.form(position - 1), tokens.form(end)
        if before in words.fraction_lead and before not in words.date_lead:
            return False
        if before in words.date_lead and before not in words.fraction_lead:
            return True
        if (
            after == self._number_sign
            or words.persons.at(tokens, end) is not None
            or words.pieces.at(tokens, end) is not None
        ):
            return False  # "tới 9/11 hộ"
        if before in words.date_lead or before in _DASHES or before in ("(", ",", ""):
            return True
        return words.hedge(tokens, position) is None and after not in self._shared

    def dated(self, position: int, number: Number) -> bool:
        """Whether the number is the day or the month of a date: "ngày 5", "30 tháng 4", "chiều 22/4", "30/4-1/5"."""
        tokens, words = self._tokens, self._words
        before, after = tokens.form(position - 1), tokens.form(number.end)
        if number.scale > 1 or number.value != int(number.value):
            return False
        if 1 <= number.value <= 31 and after == self._month and not number.spelled:
            month = read_number(tokens, number.end + 1)
            if month is not None and 1 <= month.value <= 12:
                follows = tokens.form(month.end)
                return follows not in (self._day, *self._oclock) and tokens.form(month.end) != words.typed("tuổi")
        if before == self._day and number.value <= 31:
            second = tokens.form(position - 2)
            if second in words.not_five_after - {
                words.typed("từ"),
                words.typed("đến"),
                words.typed("tới"),
                words.typed("vào"),
            }:
                return False
            return not tokens.is_word(number.end) or after in words.not_counted or after == self._month
        return False

    def clock(self, position: int, number: Number) -> bool:
        """Whether the number is an hour of the day: "lúc 3 giờ", "7 giờ 30", "17h ngày 3", "từ 7 giờ đến 11 giờ"."""
        tokens, words = self._tokens, self._words
        end = number.end
        form = tokens.form(end)
        if tokens.touch(end) and tokens.is_number(position):
            if form[:1] == "h" and form[1:].isdigit():  # 3h30
                return True
            if form == ":" and tokens.is_number(end + 1) and tokens.touch(end + 1):
                return len(tokens.form(end + 1)) == 2
        if form not in self._oclock or number.value > 24 or number.value != int(number.value):
            return False
        before, after = tokens.form(position - 1), tokens.form(end + 1)
        if before in words.clock_openers or tokens.form(position - 2) in words.clock_openers:
            return True
        if form == "g" and not tokens.is_number(end + 1):
            return False
        behind = end + 1
        minutes = read_number(tokens, behind) if after != words.typed("một") else None
        if minutes is not None and minutes.value < 60:
            behind = minutes.end + (tokens.form(minutes.end) == self._minutes)
            after = tokens.form(behind)
            if tokens.form(minutes.end) != self._minutes and not tokens.is_word(minutes.end):
                return True
        if after in words.times_of_day and after != words.typed("đêm"):
            return True
        if before in words.before_clock and before != words.typed("vào"):
            return True
        if before == words.typed("vào") or position == 0:
            return position != 0 or minutes is not None
        return form == "h" and before not in words.before_duration
