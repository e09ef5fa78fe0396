"""Reads moments at a token: times of day, parts of a day, days of the week, and the day that goes with them."""

from __future__ import annotations

from dataclasses import replace

from diembao.nlp.quantities.designations import Designations
from diembao.nlp.quantities.numbers import Number, read_number
from diembao.nlp.times.dates import DateReader, Read
from diembao.nlp.times.model import DayPart, Granularity
from diembao.nlp.times.told import Day, Moment, Near, SameDay, Weekday
from diembao.nlp.times.vocabulary import Vocabulary
from diembao.nlp.tokens import Tokens


class MomentReader:
    """Reads moments of one text."""

    def __init__(self, tokens: Tokens, words: Vocabulary, dates: DateReader, designations: Designations) -> None:
        self._tokens = tokens
        self._words = words
        self._dates = dates
        self._designations = designations
        typed = words.typed
        self._hours, self._minute = (typed("giờ"), "h", "g"), typed("phút")
        self._half = typed("rưỡi")
        self._day_word, self._at = typed("ngày"), typed("vào")
        self._openers = (typed("lúc"), typed("hồi"))
        self._before_weekday = frozenset(map(typed, ("hôm", "vào", "từ", "đến", "tới")))
        self._ordinal = frozenset(map(typed, ("lần", "người", "bên", "tháng", "năm", "ngày", "hạng", "con", "vị")))
        self._nth, self._dawn = typed("thứ"), typed("rạng")
        self._capital_only = words.marked

    def moment(self, position: int) -> Read | None:
        """Reads "18h30 ngày 14/9", "tối 14/9", "7 giờ 15 phút sáng nay", "sáng thứ Hai (14/9)", "hôm qua", "14/9"."""
        clock = self.clock(position)
        at = position
        told = Moment()
        if clock is not None and isinstance(clock.told, Moment):
            told, at = clock.told, clock.end
        part = self._words.parts_of_day.at(self._tokens, self._behind_comma(at, clock is not None))
        if part is not None:
            told, at = replace(told, part=part[0]), part[1]
        begun = at > position
        day = self._day(self._behind_comma(at, begun), led=begun, part=told.part is not None)
        if day is not None:
            if clock is None and (behind := self._clock_behind(day.end)) is not None:
                time_told, at = behind
                told = replace(time_told, part=time_told.part or told.part)
                return Read(replace(told, day=day.told), at)
            if not begun:
                return day
            return Read(replace(told, day=day.told), day.end)
        if clock is not None:
            return Read(told, at)
        return None

    def _clock_behind(self, position: int) -> tuple[Moment, int] | None:
        """The time of day that is said behind the day: "ngày 14/9, lúc 18h30"."""
        at = self._behind_comma(position, begun=True)
        if self._tokens.form(at) not in self._openers:
            return None
        clock = self.clock(at + 1)
        return (clock.told, clock.end) if clock is not None and isinstance(clock.told, Moment) else None

    def _behind_comma(self, position: int, begun: bool) -> int:
        """Over a comma or "vào" between the time of day and the day."""
        return position + (begun and self._tokens.form(position) in (",", self._at, "-"))

    def _day(self, position: int, *, led: bool, part: bool) -> Read | None:
        tokens, words = self._tokens, self._words
        if part and (near := words.near_days.at(tokens, position)) is not None:
            return self._with_date(Read(Near(Granularity.DAY, near[0]), near[1]))
        near_day = words.near.at(tokens, position)
        if near_day is not None:
            told = near_day[0]
            if isinstance(told, SameDay) or (isinstance(told, Near) and told.unit is Granularity.DAY):
                return self._with_date(Read(told, near_day[1]))
        if (weekday := self._weekday(position, led=led)) is not None:
            return self._with_date(weekday)
        if (day := self._dates.day(position, led=led)) is not None:
            return day
        return self._lone_day(position, part=part)

    def _with_date(self, read: Read) -> Read:
        """The date that is said with a day: "thứ Hai, 14/9", "sáng nay (14/9)"; it says more."""
        tokens = self._tokens
        sign = tokens.form(read.end)
        bracket = sign == "("
        day = self._dates.day(read.end + (sign in (",", "(", "-")), led=True)
        if day is None or (bracket and tokens.form(day.end) != ")"):
            if not isinstance(read.told, Weekday) or sign == "":
                return read
            lone = self._lone_day(read.end + (sign in (",", "(")), part=False)
            return read if lone is None else Read(lone.told, lone.end)
        return Read(day.told, day.end + bracket)

    def _weekday(self, position: int, *, led: bool) -> Read | None:
        tokens, words = self._tokens, self._words
        found = words.weekdays.at(tokens, position)
        if found is None:
            return None
        weekday, end = found
        week = words.near.at(tokens, end)
        if week is not None and isinstance(week[0], Near) and week[0].unit is Granularity.WEEK:
            return Read(Weekday(weekday, week[0].offset), week[1])
        turn = words.turns.at(tokens, end)
        sure = led or tokens.form(position - 1) in self._before_weekday or tokens.form(end) == self._day_word
        sure = sure or (tokens.form(end) in (",", "(") and self._dates.day(end + 1, led=True) is not None)
        if tokens.form(position) == self._nth:
            written = tokens.text[tokens.starts[position + 1]]
            capital = written.isupper() and not tokens.text[tokens.starts[end - 1] : tokens.ends[end - 1]].isupper()
            if tokens.form(position - 1) in self._ordinal or not (sure or (capital and self._capital_only)):
                return None
        if turn is not None and tokens.form(turn[1]) not in words.of_another:
            return Read(Weekday(weekday, turn=turn[0]), turn[1])
        return Read(Weekday(weekday), end)

    def _lone_day(self, position: int, *, part: bool) -> Read | None:
        """Reads "ngày 14" and, behind a part of a day, "đêm 14"; the month is not told."""
        tokens = self._tokens
        led = tokens.form(position) == self._day_word
        at = position + led
        number = self._dates.small(at, 31)
        if not number or not (led or part) or (led and tokens.form(position - 1) in self._words.every):
            return None
        follows = tokens.form(at + 1)
        if follows in ("%", "/") or (tokens.touch(at + 1) and tokens.is_word(at + 1)):
            return None
        if not self._designations.dated(at, Number(number, at + 1)) and not (part and self._ends(at + 1)):
            return None
        return Read(Day(number), at + 1)

    def _ends(self, position: int) -> bool:
        """Whether nothing follows that a number before it could count."""
        return self._tokens.form(position) == self._dawn or (
            not self._tokens.is_word(position) and not self._tokens.is_number(position)
        )

    def clock(self, position: int) -> Read | None:
        """Reads "18h30", "18 giờ", "7 giờ 15 phút", "18:30", "6 giờ rưỡi"; with the part of the day behind it."""
        tokens = self._tokens
        if not tokens.is_number(position):
            return None
        form = tokens.form(position)
        if not (form.isdigit() and form.isascii() and len(form) <= 2 and int(form) <= 24):
            return None
        if self._designations.joined(position) or not self._designations.clock(
            position, Number(float(form), position + 1)
        ):
            return None
        hour, minute, end = int(form), None, position + 1
        unit = tokens.form(end)
        if unit[:1] == "h" and unit[1:].isdigit():
            minute, end = int(unit[1:]), end + 1
        elif unit == ":":
            minute, end = int(tokens.form(end + 1)), end + 2
        elif unit in self._hours:
            end += 1
            number = read_number(tokens, end) if tokens.is_number(end) else None
            if number is not None and number.value < 60 and not number.value % 1 and len(tokens.form(end)) <= 2:
                behind = number.end
                if tokens.form(behind) == self._minute:
                    minute, end = int(number.value), behind + 1
                elif self._day_follows(behind) or (
                    not tokens.is_word(behind) and tokens.form(behind) not in ("/", "-")
                ):
                    minute, end = int(number.value), behind
            elif tokens.form(end) == self._half:
                minute, end = 30, end + 1
        if minute is not None and not 0 <= minute < 60:
            return None
        part = self._words.parts_of_day.at(tokens, end)
        if part is not None:
            return Read(Moment(hour, minute, part[0]), part[1])
        return Read(Moment(hour, minute), end)

    def _day_follows(self, position: int) -> bool:
        form = self._tokens.form(position)
        return form == self._day_word or self._words.parts_of_day.at(self._tokens, position) is not None


def spoken_hour(hour: int, part: DayPart | None) -> int:
    """The hour on a clock of 24 hours: "7 giờ tối" is 19, midnight is 24."""
    if part in (DayPart.AFTERNOON, DayPart.EVENING) and hour < 12:
        return hour + 12
    if part is DayPart.NIGHT and 6 <= hour <= 12:
        return hour + 12
    if part is DayPart.NOON and hour <= 2:
        return hour + 12
    return hour
