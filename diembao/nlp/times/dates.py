"""Reads days, months, quarters and years of the calendar at a token."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from diembao.nlp.quantities.numbers import read_number
from diembao.nlp.times.model import Granularity
from diembao.nlp.times.told import NO_YEAR, Day, Month, Near, Quarter, SchoolYear, Told, Years, YearTold
from diembao.nlp.times.vocabulary import Vocabulary
from diembao.nlp.tokens import Tokens

_FIRST_YEAR, _LAST_YEAR = 1000, 2199
#: Years that stand without the word for it: between these.
_FIRST_BARE_YEAR, _LAST_BARE_YEAR = 1900, 2100
_MOST_YEARS = 100
#: "24/7": every hour of every day.
_ROUND_THE_CLOCK = (24, 7)


class Read(NamedTuple):
    """What was read, and the token behind it."""

    told: Told
    end: int


class DateReader:
    """Reads dates of one text.

    :param may_be_share: whether figures with a stroke at a token are a fraction rather than a day.
    """

    def __init__(self, tokens: Tokens, words: Vocabulary, may_be_share: Callable[[int], bool]) -> None:
        self._tokens = tokens
        self._words = words
        self._may_be_share = may_be_share
        self._day_word, self._month_word, self._year_word = map(words.typed, ("ngày", "tháng", "năm"))
        self._quarter_word = words.typed("quý")
        self._first_days = (words.typed("mùng"), words.typed("mồng"))
        self._full_moon = words.typed("rằm")
        self._of = words.typed("của")

    # ---- numbers

    def small(self, position: int, most: int) -> int:
        """The number from 1 to ``most`` in figures at a token, or 0."""
        form = self._tokens.form(position)
        return int(form) if form.isdigit() and form.isascii() and len(form) <= 2 and 1 <= int(form) <= most else 0

    def bare_year(self, position: int) -> int:
        """The year in four figures at a token, or 0."""
        form = self._tokens.form(position)
        if len(form) != 4 or not (form.isdigit() and form.isascii()):
            return 0
        return int(form) if _FIRST_YEAR <= int(form) <= _LAST_YEAR else 0

    def _joined(self, position: int) -> bool:
        """Whether three tokens hang together: "14/9"."""
        return self._tokens.touch(position + 1) and self._tokens.touch(position + 2)

    # ---- years

    def year_behind(self, position: int, *, stroke: bool = True) -> tuple[YearTold, int]:
        """The year that belongs to what ends before a token: "/2026", "năm 2026", "năm ngoái", "2026"."""
        tokens, words = self._tokens, self._words
        form = tokens.form(position)
        if stroke and form in ("/", "-", ".") and (year := self.bare_year(position + 1)):
            follows = tokens.form(position + 2)
            if not (follows == "/" and tokens.touch(position + 2)):
                return YearTold(year), position + 2
        if form in (",", self._of) and form:
            year_told, end = self.year_behind(position + 1, stroke=False)
            return (
                (year_told, end) if year_told and tokens.form(position + 1) == self._year_word else (NO_YEAR, position)
            )
        if form == self._year_word:
            if year := self.bare_year(position + 1):
                return YearTold(year), position + 2
            near = words.near.at(tokens, position)
            if near is not None and isinstance(near[0], Near) and near[0].unit is Granularity.YEAR:
                return YearTold(offset=near[0].offset), near[1]
        elif (
            (year := self.bare_year(position))
            and _FIRST_BARE_YEAR <= year <= _LAST_BARE_YEAR
            and not (tokens.form(position + 1) == "/" and tokens.touch(position + 1))
        ):
            return YearTold(year), position + 1
        return NO_YEAR, position

    def years(self, position: int) -> Read | None:
        """Reads "năm 2026", "năm 2021 - 2025", "giai đoạn 2021-2025", "năm học 2025-2026", "2021-2025"."""
        tokens, words = self._tokens, self._words
        school = words.school_year.at(tokens, position)
        opened = school or words.periods.at(tokens, position)
        at = opened[1] if opened is not None else position
        worded = tokens.form(at) == self._year_word
        at += worded
        first = self.bare_year(at)
        if not first:
            return None
        last = self.bare_year(at + 2) if tokens.form(at + 1) in ("-", "/") else 0
        if last and first < last <= first + _MOST_YEARS:
            if school is not None:
                return Read(SchoolYear(first), at + 3)
            bare = first >= _FIRST_BARE_YEAR and last <= _LAST_BARE_YEAR and not self._hangs(at, at + 3)
            return Read(Years(YearTold(first), YearTold(last)), at + 3) if opened or worded or bare else None
        if last:
            return None
        if school is not None:
            return Read(SchoolYear(first), at + 1)
        return Read(Years(YearTold(first), YearTold(first)), at + 1) if worded else None  # "khóa 2020" is a name

    def _hangs(self, start: int, end: int) -> bool:
        """Whether figures are part of something longer, such as a telephone number."""
        tokens = self._tokens
        return (tokens.touch(start) and tokens.form(start - 1) not in ("(", '"')) or (
            tokens.touch(end) and (tokens.is_word(end) or tokens.form(end) in ("-", "/"))
        )

    # ---- months and quarters

    def month(self, position: int) -> Read | None:
        """Reads "tháng 9", "tháng chín năm ngoái", "tháng 9/2026", "9/2026", "tháng Giêng"."""
        tokens, words = self._tokens, self._words
        if tokens.form(position) != self._month_word:
            number, year = self.small(position, 12), self.bare_year(position + 2)
            plain = number and year and tokens.form(position + 1) == "/" and self._joined(position)
            if not plain or not _FIRST_BARE_YEAR <= year <= _LAST_BARE_YEAR or self._hangs(position, position + 3):
                return None
            return Read(Month(number, YearTold(year)), position + 3)
        if tokens.form(position - 1) in words.every or tokens.is_number(position - 1):
            return None
        number, end, lunar = self._month_number(position + 1)
        if not number:
            return None
        return self._month_with_year(number, end, lunar=lunar)

    def _month_with_year(self, number: int, end: int, *, lunar: bool) -> Read | None:
        tokens, words = self._tokens, self._words
        turn = 0
        year, behind = self.year_behind(end)
        if not year:
            if tokens.form(end) == "/" and tokens.touch(end):
                return None
            following = words.turns.at(tokens, end)
            if following is not None and tokens.form(following[1]) not in words.of_another:
                turn, behind = following
        if not lunar and (found := words.lunar.at(tokens, behind)) is not None:
            lunar, behind = True, found[1]
        return Read(Month(number, year, lunar, turn), behind)

    def _month_number(self, position: int) -> tuple[int, int, bool]:
        """The month, the token behind it and whether it is one of the lunar year; 0 for none."""
        tokens, words = self._tokens, self._words
        if number := self.small(position, 12):
            if tokens.form(position + 1) in ("%", "+") or (
                tokens.is_word(position + 1) and (read := read_number(tokens, position)) and read.scale > 1
            ):
                return 0, position, False
            return number, position + 1, False
        if (number := words.lunar_months.get(tokens.form(position), 0)) and self._capital_or(position):
            return number, position + 1, True
        named = words.months.at(tokens, position)
        if named is None:
            return 0, position, False
        number, end = named
        read = read_number(tokens, position)
        if (read is not None and read.end > end) or (
            # "tháng năm 2026": of the year the month is missing; "tháng năm ngoái" likewise
            tokens.form(position) == self._year_word
            and (tokens.is_number(end) or words.near.at(tokens, position) is not None)
        ):
            return 0, position, False
        return number, end, False

    def _capital_or(self, position: int) -> bool:
        return self._words.marked or self._tokens.text[self._tokens.starts[position]].isupper()

    def quarter(self, position: int) -> Read | None:
        """Reads "quý II", "quý 3/2026", "quý IV năm ngoái"."""
        tokens = self._tokens
        if tokens.form(position) != self._quarter_word:
            return None
        number = self._words.quarters.get(tokens.form(position + 1))
        if number is None or (tokens.is_word(position + 1) and not self._is_quarter_name(position + 1)):
            return None
        year, end = self.year_behind(position + 2)
        return Read(Quarter(number, year), end)

    def _is_quarter_name(self, position: int) -> bool:
        form = self._tokens.form(position)
        return set(form) <= set("iv") and self._tokens.text[self._tokens.starts[position]].isupper()

    # ---- days

    def day(self, position: int, *, led: bool = False, hyphen: bool = True) -> Read | None:
        """Reads a day of the calendar.

        :param led: a word before it says that it is one ("sáng"); then "14-9" and "14.9" are days too.
        :param hyphen: whether "14-9" may be read.
        """
        tokens, words = self._tokens, self._words
        form = tokens.form(position)
        if form == self._day_word:
            if tokens.form(position - 1) in words.every and tokens.form(position + 2) != "/":
                return None
            if tokens.form(position + 1) in self._first_days or tokens.form(position + 1) == self._full_moon:
                return self.day(position + 1, hyphen=hyphen)
            return self._written(position + 1, led=True, hyphen=hyphen)
        if form in self._first_days:
            return self._first_day(position + 1, hyphen=hyphen)
        if form == self._full_moon and tokens.form(position + 1) == self._month_word:
            number, end, _lunar = self._month_number(position + 2)
            return Read(Day(15, number, lunar=True), end) if number else None
        return self._written(position, led=led, hyphen=hyphen)

    def _first_day(self, position: int, *, hyphen: bool) -> Read | None:
        """Behind "mùng": a day of either calendar; without its month it is lunar."""
        tokens = self._tokens
        if (read := self._written(position, led=True, hyphen=hyphen)) is not None:
            return read
        number = read_number(tokens, position)
        if number is None or not 1 <= number.value <= 10:
            return None
        lunar = self._words.lunar.at(tokens, number.end)
        end = lunar[1] if lunar is not None else number.end
        month = self._behind_day(int(number.value), number.end)
        return month or Read(Day(int(number.value), lunar=True), end)

    def _written(self, position: int, *, led: bool, hyphen: bool) -> Read | None:
        tokens = self._tokens
        if not tokens.is_number(position):
            return None
        if (read := self._with_stops(position, led=led)) is not None:
            return self._lunar(read)
        number = self.small(position, 31)
        if not number or (
            tokens.touch(position)
            and tokens.form(position - 1) in ("/", ".", "-", ":", "#")
            and (tokens.is_number(position - 2) or tokens.is_word(position - 2))
            and not led
        ):
            return None
        sign = tokens.form(position + 1)
        if (sign == "/" or (hyphen and sign == "-")) and (month := self.small(position + 2, 12)):
            if not (self._joined(position) or (led and sign == "/")):
                return None
            return self._with_sign(position, number, month, led=led)
        return self._behind_day(number, position + 1)

    def _with_sign(self, position: int, day: int, month: int, *, led: bool) -> Read | None:
        tokens, sign = self._tokens, self._tokens.form(position + 1)
        end = position + 3
        if tokens.form(end) == sign and tokens.touch(end):
            year = self.bare_year(end + 1) or (2000 + int(tokens.form(end + 1)) if self._two(end + 1) else 0)
            if not year or (tokens.form(end + 2) == "/" and tokens.touch(end + 2)):
                return None
            return self._lunar(Read(Day(day, month, YearTold(year)), end + 2))
        if sign == "-" and not led:
            return None
        if tokens.touch(end) and (tokens.is_word(end) or tokens.form(end) in ("%", "‰")):
            return None
        if not led and ((day, month) == _ROUND_THE_CLOCK or self._may_be_share(position)):
            return None
        if tokens.form(end) == sign == "-":
            return None
        year_told, behind = self._year_of_day(end)
        return self._lunar(Read(Day(day, month, year_told), behind))

    def _two(self, position: int) -> bool:
        form = self._tokens.form(position)
        return len(form) == 2 and form.isdigit() and form.isascii() and self._tokens.touch(position)

    def _year_of_day(self, position: int) -> tuple[YearTold, int]:
        """A year that is said behind a day ("14/9 năm ngoái"); bare figures behind it are another thing."""
        if self._tokens.form(position) == self._year_word or (
            self._tokens.form(position) in (",", self._of) and self._tokens.form(position + 1) == self._year_word
        ):
            return self.year_behind(position, stroke=False)
        return NO_YEAR, position

    def _with_stops(self, position: int, *, led: bool) -> Read | None:
        """Reads "14.9.2026", and behind a word that says so "14.9"."""
        tokens = self._tokens
        parts = tokens.form(position).split(".")
        if not 2 <= len(parts) <= 3 or not all(part.isdigit() and part.isascii() for part in parts):
            return None
        if any(len(part) > 2 for part in parts[:2]) or tokens.touch(position):
            return None
        day, month = int(parts[0]), int(parts[1])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        if len(parts) == 3:
            year = int(parts[2])
            if len(parts[2]) == 4 and _FIRST_YEAR <= year <= _LAST_YEAR:
                return Read(Day(day, month, YearTold(year)), position + 1)
            return None
        if not led or (tokens.is_word(position + 1) and tokens.touch(position + 1)):
            return None
        return Read(Day(day, month), position + 1)

    def _behind_day(self, number: int, position: int) -> Read | None:
        """Reads "tháng 9 năm 2026" behind the number of a day."""
        tokens = self._tokens
        if tokens.form(position) != self._month_word:
            return None
        month, end, lunar = self._month_number(position + 1)
        if not month or tokens.form(end) in (self._day_word,):
            return None
        year, behind = self.year_behind(end)
        if not year and tokens.form(end) == self._year_word and self._words.marked and tokens.is_number(end + 1):
            return None
        return self._lunar(Read(Day(number, month, year, lunar), behind))

    def _lunar(self, read: Read) -> Read:
        tokens, end = self._tokens, read.end
        bracket = tokens.form(end) == "("
        found = self._words.lunar.at(tokens, end + bracket)
        if found is None or not isinstance(read.told, Day):
            return read
        closing = found[1] + (bracket and tokens.form(found[1]) == ")")
        day = read.told
        return Read(Day(day.day, day.month, day.year, lunar=True), closing)
