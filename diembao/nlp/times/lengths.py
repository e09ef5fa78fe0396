"""Reads lengths of time that are counted from the article's day, and parts of a period, at a token."""

from __future__ import annotations

from diembao.nlp.quantities.numbers import Number, number_words, read_number
from diembao.nlp.times.dates import DateReader, Read
from diembao.nlp.times.model import Granularity
from diembao.nlp.times.told import Away, Lasting, Near, Part, Some, Told, Vague, Years, YearTold
from diembao.nlp.times.vocabulary import Vocabulary
from diembao.nlp.tokens import Tokens

#: Longer lengths of time are none that an article counts back.
_MOST_UNITS = 5000
_CALENDAR = (Granularity.WEEK, Granularity.MONTH, Granularity.QUARTER, Granularity.YEAR)


class LengthReader:
    """Reads lengths of time and parts of periods of one text."""

    def __init__(self, tokens: Tokens, words: Vocabulary, dates: DateReader) -> None:
        self._tokens = tokens
        self._words = words
        self._dates = dates
        self._numbers = number_words(tokens.marked)
        typed = words.typed
        self._half, self._this_year = typed("nửa"), YearTold(offset=0)
        self._beginning, self._middle, self._end = typed("đầu"), typed("giữa"), typed("cuối")
        self._year_word, self._of = typed("năm"), typed("của")

    def number(self, position: int) -> Number | None:
        """A whole number at a token, in figures or in words."""
        tokens = self._tokens
        if not (tokens.is_number(position) or tokens.form(position) in self._numbers):
            return None
        number = read_number(tokens, position)
        if number is None or number.bare or number.value % 1 or not 0 < number.value <= _MOST_UNITS:
            return None
        return number

    def length(self, position: int) -> Read | None:
        """Reads "3 ngày trước", "hai năm qua", "6 tháng đầu năm 2026"."""
        tokens, words = self._tokens, self._words
        number = self.number(position)
        if number is None or (tokens.touch(position) and tokens.form(position - 1) in "/.-:#"):
            return None
        unit = words.units.at(tokens, number.end)
        if unit is None or tokens.form(position - 1) in (words.typed("thứ"), self._year_word, words.typed("số")):
            return None
        (grain, factor), end = unit
        count = int(number.value) * factor
        ago = words.ago.before(tokens, position)
        if (found := words.points.at(tokens, end)) is not None and self._from_article(found[1]):
            return Read(Away(count, grain, found[0]), found[1])
        if ago is not None:
            return Read(Away(count, grain, -1), end)
        if (found := words.lengths.at(tokens, end)) is not None and tokens.form(found[1]) not in words.of_another:
            return Read(Lasting(count, grain, found[0]), found[1])
        if grain in (Granularity.DAY, *_CALENDAR):
            return self._some(count, grain, end)
        return None

    def _from_article(self, end: int) -> bool:
        """Whether a length that ends with "trước" or "nữa" is counted from the article, not from another time."""
        tokens, words = self._tokens, self._words
        if tokens.form(end) in words.of_another or tokens.is_number(end):
            return False
        return not tokens.is_word(end) or not tokens.text[tokens.starts[end]].isupper()

    def _some(self, count: int, grain: Granularity, position: int) -> Read | None:
        """Behind "6 tháng": "đầu năm", "cuối năm ngoái", "năm 2026"."""
        tokens = self._tokens
        form = tokens.form(position)
        if form in (self._beginning, self._end):
            whole = self.whole(position + 1)
            if whole is not None and self._holds(whole.told, grain):
                return Read(Some(count, grain, form == self._end, whole.told), whole.end)
            return None
        at = position + (form == self._of)
        if grain in (Granularity.MONTH, Granularity.QUARTER) and tokens.form(at) == self._year_word:
            year, end = self._dates.year_behind(at, stroke=False)
            if year.number and 1 < count < 12:
                return Read(Some(count, grain, end=False, of=Years(year, year)), end)
        return None

    @staticmethod
    def _holds(whole: Told, grain: Granularity) -> bool:
        """Whether the units may be counted inside of the whole: months of a year, days of a month."""
        return isinstance(whole, Years) or grain in (Granularity.DAY, Granularity.WEEK)

    def whole(self, position: int) -> Read | None:
        """The period that a part is of: "năm", "năm ngoái", "tháng 9", "quý II", "2026"."""
        tokens, words = self._tokens, self._words
        for reader in (self._dates.years, self._dates.month, self._dates.quarter):
            if (read := reader(position)) is not None:
                return read
        near = words.near.at(tokens, position)
        if near is not None and tokens.form(near[1]) not in words.of_another:
            told = near[0]
            if isinstance(told, Near) and told.unit in _CALENDAR:
                if told.unit is Granularity.YEAR:
                    year = YearTold(offset=told.offset)
                    return Read(Years(year, year), near[1])
                return Read(told, near[1])
            if isinstance(told, Lasting) and told.unit in _CALENDAR:
                return Read(Near(told.unit, -1), near[1])
        unit = words.units.at(tokens, position)
        if unit is not None and unit[0][0] in _CALENDAR and unit[0][1] == 1:
            grain, end = unit[0][0], unit[1]
            if grain is Granularity.YEAR:
                return Read(Years(self._this_year, self._this_year), end)
            return Read(Near(grain, 0), end)
        if year_number := self._dates.bare_year(position):
            year = YearTold(year_number)
            if not tokens.is_word(position + 1) or not tokens.touch(position + 1):
                return Read(Years(year, year), position + 1)
        return None

    def part(self, position: int) -> Read | None:
        """Reads "đầu năm", "cuối tháng 9", "nửa đầu năm nay", "giữa tuần trước"."""
        tokens, words = self._tokens, self._words
        if tokens.form(position) == self._half:
            ends = tokens.form(position + 1)
            if ends not in (self._beginning, self._end):
                return None
            whole = self.whole(position + 2)
            if whole is None:
                return None
            return Read(Some(1, Granularity.MONTH, ends == self._end, whole.told, half=True), whole.end)
        third = words.thirds.get(tokens.form(position))
        if third is None:
            return None
        whole = self.whole(position + 1)
        if whole is None:
            return None
        told = whole.told
        if isinstance(told, Near) and told.unit is Granularity.WEEK and whole.end == position + 2:
            return None  # "cuối tuần": any weekend
        if self._dates.bare_year(position + 1) and words.units.at(tokens, whole.end) is not None:
            return None  # "đầu 2000 ngày"
        return Read(Part(third, told), whole.end)

    def vague(self, position: int) -> Read | None:
        """Reads "vài năm trước", "những ngày qua"."""
        tokens, words = self._tokens, self._words
        if tokens.form(position) not in words.vague:
            return None
        unit = words.units.at(tokens, position + 1)
        if unit is None:
            return None
        (grain, _factor), end = unit
        for behind in (words.points, words.lengths):
            found = behind.at(tokens, end)
            if found is not None and tokens.form(found[1]) not in words.of_another:
                return Read(Vague(grain), found[1])
        return None
