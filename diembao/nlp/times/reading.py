"""Finds the times of a text and says what days they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from diembao.core.clock import local_day
from diembao.nlp.quantities.designations import Designations
from diembao.nlp.quantities.vocabulary import vocabulary as quantity_words
from diembao.nlp.times.dates import DateReader, Read
from diembao.nlp.times.lengths import LengthReader
from diembao.nlp.times.model import Granularity, TimeExpression
from diembao.nlp.times.moments import MomentReader
from diembao.nlp.times.resolving import Resolver
from diembao.nlp.times.told import (
    Away,
    Day,
    Moment,
    Month,
    Near,
    Part,
    Quarter,
    Range,
    SamePeriod,
    Told,
    UpToNow,
    Weekday,
    Years,
    YearTold,
)
from diembao.nlp.times.vocabulary import FIGURES, vocabulary
from diembao.nlp.tokens import Tokens, tokenize

_SENTENCE_ENDS = frozenset(".!?;")


def find_times(text: str, at: datetime | None, *, tokens: Tokens | None = None) -> tuple[TimeExpression, ...]:
    """All times of a text, in order, without overlap.

    >>> from datetime import datetime, UTC
    >>> text, at = "Tối 14/9, nước lên; hôm qua đã rút.", datetime(2026, 9, 16, tzinfo=UTC)
    >>> [(text[t.start : t.end], str(t.first)) for t in find_times(text, at)]
    [('Tối 14/9', '2026-09-14'), ('hôm qua', '2026-09-15')]

    A date without its year is taken in the year of the full date of its sentence, or else in the one in which it lies
    nearest to the article. Scores, fractions, numbers of documents, telephones, streets named after a day and "24/7"
    are no times; nor are lengths of time that are not counted from the article ("trong 3 ngày").

    :param text: display text, NFC; offsets are characters of it. Of a text typed without marks less is read.
    :param at: when the article was published; without it what depends on it is found and not resolved.
    :param tokens: of the text, where they are known.
    """
    tokens = tokens or tokenize(text)
    return tuple(_Reader(tokens, Resolver(local_day(at) if at is not None else None)).read())


class _Reader:
    def __init__(self, tokens: Tokens, resolver: Resolver) -> None:
        self._tokens = tokens
        self._words = vocabulary(tokens.marked)
        self._resolver = resolver
        self._counting = quantity_words(tokens.marked)
        self._designations = Designations(tokens, self._counting)
        self._dates = DateReader(tokens, self._words, self._designations.is_share)
        self._lengths = LengthReader(tokens, self._words, self._dates)
        self._moments = MomentReader(tokens, self._words, self._dates, self._designations)
        typed = self._words.typed
        self._from = typed("từ")
        self._to = frozenset(map(typed, ("đến", "tới", "sang")))
        self._over = frozenset(map(typed, ("hết", "cuối", "rạng")))
        self._now, self._dawn = typed("nay"), typed("rạng")
        self._and = frozenset((",", *map(typed, ("và", "hoặc"))))

        self._readers: dict[str, Callable[[int], Read | None]] = {
            "same": self._same_period,
            "part": self._lengths.part,
            "vague": self._lengths.vague,
            "years": self._dates.years,
            "length": self._lengths.length,
            "moment": self._moments.moment,
            "month": self._dates.month,
            "quarter": self._dates.quarter,
            "near": self._near,
        }

    def read(self) -> Iterator[TimeExpression]:
        resolver = self._resolver
        sentence = 0
        for start, read in list(self._found()):
            if start >= sentence:
                sentence = self._sentence_end(start)
                resolver.next_sentence()
            yield resolver.resolve(read.told, self._tokens.starts[start], self._tokens.ends[read.end - 1])

    def _found(self) -> Iterator[tuple[int, Read]]:
        """What is told, with the token that it begins at."""
        openers = self._words.openers
        behind = 0
        for position, form in enumerate(self._tokens.forms):
            if position < behind or not (form in openers or form[:1].isdigit()):
                continue
            for start, read in self._at(position):
                yield start, read
                behind = read.end

    def _sentence_end(self, position: int) -> int:
        """The token that ends a sentence; good enough for what is borrowed inside of one."""
        tokens = self._tokens
        while position < tokens.last and not (
            tokens.form(position) in _SENTENCE_ENDS
            or "\n" in tokens.text[tokens.ends[position] : tokens.starts[position + 1]]
        ):
            position += 1
        return position + 1

    def _at(self, position: int) -> list[tuple[int, Read]]:
        tokens = self._tokens
        opened = tokens.form(position) == self._from
        start = position + opened
        first = self._one(start)
        whole = self._from_number(start, opened=opened) if first is None else self._range(first)
        if whole is not None:
            return [(position, whole)]
        if first is None:
            return []
        if isinstance(first.told, Day) and not first.told.month and (many := self._listed(start, first)):
            return many
        if isinstance(first.told, Away) and (ago := self._words.ago.before(tokens, start)) is not None:
            start = ago[1]
        return [(start, first), *self._more_years(first)]

    # ---- one time

    def _one(self, position: int) -> Read | None:
        """The time that begins at a token."""
        tokens = self._tokens
        if tokens.is_number(position):
            if self._designations.is_code(position) or tokens.form(position - 1) in self._words.streets:
                return None
            names: tuple[str, ...] = FIGURES
        else:
            names = self._words.openers.get(tokens.form(position), ())
        for name in names:
            if (read := self._readers[name](position)) is not None:
                return read
        return None

    def _same_period(self, position: int) -> Read | None:
        found = self._words.same_period.at(self._tokens, position)
        if found is None:
            return None
        year, end = self._dates.year_behind(found[1], stroke=False)
        if not year and self._words.units.at(self._tokens, end) is not None:
            return None  # "cùng kỳ tháng trước"
        return Read(SamePeriod(year), end)

    def _near(self, position: int) -> Read | None:
        tokens, words = self._tokens, self._words
        found = words.near.at(tokens, position)
        if found is None or tokens.form(position - 1) in words.every or tokens.form(position - 1) in words.vague:
            return None
        told, end = found
        if tokens.form(end) in words.of_another or tokens.is_number(position - 1):
            return None
        if isinstance(told, Near) and told.unit is Granularity.YEAR:
            year = YearTold(offset=told.offset)
            told = Years(year, year)
        return Read(told, end)

    # ---- several

    def _range(self, first: Read) -> Read | None:
        """From one time to another, where a dash or "đến" follows the first."""
        tokens, at = self._tokens, first.end
        sign = tokens.form(at)
        if isinstance(first.told, Moment) and first.told.day is not None:
            night = at + (sign == ",")
            if tokens.form(night) == self._dawn:  # "đêm 14 rạng sáng 15/9"
                last = self._moments.moment(night)
                return None if last is None else Read(Range(first.told, last.told), last.end)
        if sign in self._to and tokens.form(at + 1) == self._now:
            return Read(UpToNow(first.told), at + 2)
        if sign not in self._to and sign != "-":
            return None
        last = self._last(at + 1, first.told)
        if last is None or not _fit(first.told, last.told):
            return None
        return Read(Range(first.told, last.told), last.end)

    def _last(self, position: int, first: Told) -> Read | None:
        """The other end of a range."""
        dates = self._dates
        position += self._tokens.form(position) in self._over
        if isinstance(first, Month) and (number := dates.small(position, 12)):
            year, end = dates.year_behind(position + 1)
            return Read(Month(number, year), end) if year else None
        if isinstance(first, Years) and (number := dates.bare_year(position)):
            return Read(_year(number), position + 1)
        if isinstance(first, Day | Moment) and (day := dates.day(position, led=True)) is not None:
            return day
        return self._one(position)

    def _from_number(self, position: int, *, opened: bool) -> Read | None:
        """A range that only its other end shows to be one: "1-5/9", "từ 1 đến 5/9", "từ 2021 đến 2025".

        :param opened: whether "từ" stands before it.
        """
        tokens, dates = self._tokens, self._dates
        sign = tokens.form(position + 1)
        if (not opened or sign not in self._to) and sign != "-":
            return None
        if tokens.touch(position) and tokens.form(position - 1) not in ("(", '"'):
            return None
        behind = position + 2 + (tokens.form(position + 2) in self._over)
        if number := dates.small(position, 31):
            last = dates.day(behind, led=True, hyphen=False)
            if last is not None and isinstance(last.told, Day) and last.told.month and number < last.told.day:
                return Read(Range(Day(number, lunar=last.told.lunar), last.told), last.end)
        elif opened and (year := dates.bare_year(position)):
            if tokens.form(behind) == self._now:
                return Read(UpToNow(_year(year)), behind + 1)
            end = dates.bare_year(behind)
            other = Read(_year(end), behind + 1) if end else dates.years(behind)
            if other is not None and isinstance(other.told, Years):
                return Read(Range(_year(year), other.told), other.end)
        return None

    def _listed(self, start: int, first: Read) -> list[tuple[int, Read]]:
        """Days that share the month of the last: "ngày 14, 15 và 16/9"."""
        found, at = [(start, first)], first.end
        while self._tokens.form(at) in self._and:
            day = self._dates.day(at + 1, led=True)
            if day is not None and isinstance(day.told, Day) and day.told.month:
                last = day.told
                shared = [
                    (begin, Read(Day(each.told.day, last.month, last.year, last.lunar), each.end))
                    for begin, each in found
                    if isinstance(each.told, Day)
                ]
                return [*shared, (at + 1, day)]
            number = self._dates.small(at + 1, 31)
            if not number:
                return []
            found.append((at + 1, Read(Day(number), at + 2)))
            at += 2
        return []

    def _counts(self, position: int) -> bool:
        """Whether a number before a token counts or measures what stands there."""
        words = self._counting
        nouns = (words.units, words.persons, words.pieces)
        return any(listed.at(self._tokens, position) is not None for listed in nouns)

    def _more_years(self, first: Read) -> Iterator[tuple[int, Read]]:
        """Years that share the word of the first: "năm 2024, 2025 và 2026"."""
        at = first.end
        while isinstance(first.told, Years) and first.told.first.number and self._tokens.form(at) in self._and:
            year = self._dates.bare_year(at + 1)
            follows = self._tokens.form(at + 2)
            if not year or follows == "-" or self._counts(at + 2):
                return
            yield at + 1, Read(_year(year), at + 2)
            at += 2


def _year(number: int) -> Years:
    return Years(YearTold(number), YearTold(number))


def _fit(first: Told, last: Told) -> bool:
    """Whether two times bound a range: both of one kind, or days told in any way."""
    if isinstance(first, Moment) and first.hour is not None:
        return isinstance(last, Moment) and last.hour is not None
    days = (Day, Moment, Near)
    if isinstance(first, days) and isinstance(last, days):
        return True
    if isinstance(first, Month | Quarter | Years | Part) and isinstance(last, Month | Quarter | Years | Part):
        return True
    return isinstance(first, Weekday) and isinstance(last, Weekday)
