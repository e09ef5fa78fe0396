"""From times as they are told to days of the calendar, by the day of the article and by what was told before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from diembao.nlp.times import calendar
from diembao.nlp.times.calendar import Period
from diembao.nlp.times.model import Granularity, Kind, TimeExpression, Unresolved
from diembao.nlp.times.moments import spoken_hour
from diembao.nlp.times.told import (
    Away,
    Day,
    Lasting,
    Moment,
    Month,
    Near,
    Part,
    Quarter,
    Range,
    SameDay,
    SamePeriod,
    SchoolYear,
    Some,
    Told,
    UpToNow,
    Vague,
    Weekday,
    Years,
    YearTold,
)

_SHORT = (Granularity.MINUTE, Granularity.HOUR)
#: From September to May.
_SCHOOL_MONTHS = 9
#: Characters behind a day where "cùng ngày" no longer means it.
_FAR = 600


class _NotTold(Exception):
    """No interval can be told, for a reason."""

    def __init__(self, reason: Unresolved) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Resolver:
    """Resolves the times of one text in their order.

    :ivar today: Vietnamese day of the article; nothing where it is not known.
    """

    today: date | None
    _year_of_days: int = 0
    _year_of_months: int = 0
    _last_day: date | None = None
    _last_day_end: int = 0
    _last_period: Period | None = None

    def next_sentence(self) -> None:
        """From here on dates without their year have nothing to take it from."""
        self._year_of_days = self._year_of_months = 0

    def resolve(self, told: Told, start: int, end: int) -> TimeExpression:
        """The expression that stands from one character to another."""
        period: Period | None = None
        reason: Unresolved | None = None
        try:
            if start > self._last_day_end + _FAR:
                self._last_day = None
            period = self._period(told)
        except _NotTold as problem:
            reason = problem.reason
        except (ValueError, OverflowError):
            reason = Unresolved.IMPOSSIBLE
        clock, until, moment = None, None, _moment(told)
        if moment is not None and moment.hour is not None:
            clock = _clock(moment)
        if isinstance(told, Range) and isinstance(told.last, Moment) and told.last.hour is not None:
            until = _clock(told.last)
        if period is not None:
            self._remember(told, period, end)
        return TimeExpression(
            start=start,
            end=end,
            kind=_kind(told),
            granularity=_granularity(told),
            relative=_is_relative(told),
            first=period.first if period else None,
            last=period.last if period else None,
            clock=clock,
            until=until,
            part=moment.part if moment else None,
            unresolved=reason,
        )

    def _remember(self, told: Told, period: Period, end: int) -> None:
        if period.first == period.last:
            self._last_day, self._last_day_end = period.first, end
        named = _last_of(told)
        if isinstance(named, Day | Month) and named.year.number:
            self._year_of_months = named.year.number
            self._year_of_days = named.year.number if isinstance(named, Day) else 0
        if not isinstance(told, SamePeriod) and _granularity(told) not in _SHORT:
            self._last_period = period

    def _known_today(self) -> date:
        if self.today is None:
            raise _NotTold(Unresolved.NO_REFERENCE)
        return self.today

    def _year(self, told: YearTold) -> int:
        return told.number or self._known_today().year + (told.offset or 0)

    def _period(self, told: Told) -> Period:
        match told:
            case Moment():
                return self._of_moment(told)
            case Day():
                return self._of_day(told)
            case Month():
                return self._of_month(told)
            case Quarter():
                return calendar.months_from(self._year(told.year), told.quarter * 3 - 2, 3)
            case Years():
                return calendar.years(self._year(told.first), self._year(told.last))
            case SchoolYear():
                return calendar.months_from(told.begins, 9, _SCHOOL_MONTHS)
            case Near():
                return self._away(told.unit, told.offset)
            case Away():
                return self._away(told.unit, told.count * told.direction)
            case Weekday():
                return self._of_weekday(told)
            case Lasting():
                return self._lasting(told)
            case Part():
                return calendar.third(_granularity(told.of), self._period(told.of), told.third)
            case Some():
                return _some(told, self._period(told.of))
            case UpToNow():
                first = self._period(told.since).first
                if first > self._known_today():
                    raise ValueError(first)
                return Period(first, self._known_today())
            case SamePeriod():
                return self._same_period(told)
            case SameDay():
                if self._last_day is None:
                    raise _NotTold(Unresolved.NO_REFERENCE)
                return calendar.period(Granularity.DAY, self._last_day + timedelta(days=told.offset))
            case Range():
                return self._of_range(told)
            case Vague():
                raise _NotTold(Unresolved.VAGUE)

    def _of_moment(self, told: Moment) -> Period:
        if told.day is None:
            raise _NotTold(Unresolved.NO_DAY)
        day = self._period(told.day)
        if told.hour is not None and spoken_hour(told.hour, told.part) == 24:
            return Period(day.first + timedelta(days=1), day.last + timedelta(days=1))
        return day

    def _of_day(self, told: Day) -> Period:
        if told.lunar:
            raise _NotTold(Unresolved.LUNAR)
        if not told.month:
            day = calendar.nearest_in_month(told.day, self._known_today())
        elif told.year:
            day = date(self._year(told.year), told.month, told.day)
        elif self._year_of_days:
            day = date(self._year_of_days, told.month, told.day)
        else:
            day = calendar.in_likely_year(told.day, told.month, self._known_today())
        return Period(day, day)

    def _of_month(self, told: Month) -> Period:
        if told.lunar:
            raise _NotTold(Unresolved.LUNAR)
        if year := self._year(told.year) if told.year else self._year_of_months:
            return calendar.months_from(year, told.month)
        today = self._known_today()
        if not told.turn:
            near = calendar.in_likely_year(15, told.month, today)
            return calendar.months_from(near.year, told.month)
        year = today.year
        if told.turn > 0 and told.month < today.month:
            year += 1
        elif told.turn < 0 and told.month > today.month:
            year -= 1
        return calendar.months_from(year, told.month)

    def _away(self, unit: Granularity, count: int) -> Period:
        if unit in _SHORT:
            raise _NotTold(Unresolved.NO_DAY)
        return calendar.period(unit, calendar.add(unit, self._known_today(), count))

    def _of_weekday(self, told: Weekday) -> Period:
        today = self._known_today()
        monday = today - timedelta(days=today.weekday())
        if told.week is not None:
            day = monday + timedelta(days=7 * told.week + told.weekday)
        elif told.turn > 0:
            day = today + timedelta(days=(told.weekday - today.weekday()) % 7)
        else:
            day = today - timedelta(days=(today.weekday() - told.weekday) % 7)
        return Period(day, day)

    def _lasting(self, told: Lasting) -> Period:
        if told.unit in _SHORT:
            raise _NotTold(Unresolved.NO_DAY)
        today = self._known_today()
        day = timedelta(days=1)
        if told.direction < 0:
            return Period(calendar.add(told.unit, today, -told.count) + day, today)
        return Period(today + day, calendar.add(told.unit, today, told.count))

    def _same_period(self, told: SamePeriod) -> Period:
        if self._last_period is None:
            raise _NotTold(Unresolved.NO_REFERENCE)
        first, last = self._last_period
        years = (self._year(told.year) - last.year) if told.year else -1
        if not years:
            years = -1
        return Period(calendar.add_months(first, 12 * years), _end_of_month_kept(last, 12 * years))

    def _of_range(self, told: Range) -> Period:
        first, last = _completed(told.first, told.last)
        begins, ends = self._period(first), self._period(last)
        if begins.first > ends.last and not _year_of(first) and _year_of(last) is None:
            begins = Period(calendar.add_months(begins.first, -12), begins.last)
        if begins.first > ends.last:
            raise ValueError(told)
        return Period(begins.first, ends.last)


def _end_of_month_kept(day: date, months: int) -> date:
    """A last day moved by months: the end of February stays its end."""
    moved = calendar.add_months(day, months)
    if (day + timedelta(days=1)).month != day.month:
        return calendar.period(Granularity.MONTH, moved).last
    return moved


def _some(told: Some, whole: Period) -> Period:
    if told.half:
        months = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
        if months % 2 == 0:
            begins = calendar.add_months(whole.first, months // 2 if told.end else 0)
            return calendar.months_from(begins.year, begins.month, months // 2)
        middle = whole.first + timedelta(days=((whole.last - whole.first).days + 1) // 2)
        return Period(middle, whole.last) if told.end else Period(whole.first, middle - timedelta(days=1))
    day = timedelta(days=1)
    if told.end:
        found = Period(calendar.add(told.unit, whole.last + day, -told.count), whole.last)
    else:
        found = Period(whole.first, calendar.add(told.unit, whole.first, told.count) - day)
    if found.first < whole.first or found.last > whole.last:
        raise ValueError(told)
    return found


def _completed(first: Told, last: Told) -> tuple[Told, Told]:
    """Both ends of a range; each takes from the other what it leaves out: "từ ngày 1 đến 5/9/2026"."""
    if isinstance(first, Moment) and first.day is None and isinstance(last, Moment):
        return replace(first, day=last.day), last
    if isinstance(last, Moment) and last.day is None and isinstance(first, Moment):
        return first, replace(last, day=first.day)
    if isinstance(first, Moment) and isinstance(last, Moment) and first.day and last.day:
        begins, ends = _completed(first.day, last.day)
        return replace(first, day=begins), replace(last, day=ends)
    if isinstance(first, Moment) and first.day and isinstance(last, Day):
        begins, ends = _completed(first.day, last)
        return replace(first, day=begins), ends
    if isinstance(first, Day) and isinstance(last, Moment) and last.day:
        begins, ends = _completed(first, last.day)
        return begins, replace(last, day=ends)
    if isinstance(first, Day) and isinstance(last, Day):
        lunar = first.lunar or last.lunar
        month = first.month or last.month
        year = first.year or (last.year if month <= last.month else _before(last.year))
        return Day(first.day, month, year, lunar), replace(last, lunar=lunar)
    if isinstance(first, Month | Quarter) and isinstance(last, Month | Quarter) and not first.year:
        earlier = _number(first) <= _number(last)
        return replace(first, year=last.year if earlier else _before(last.year)), last
    return first, last


def _number(told: Month | Quarter) -> int:
    return told.month if isinstance(told, Month) else told.quarter


def _before(year: YearTold) -> YearTold:
    if year.number:
        return YearTold(year.number - 1)
    return year if year.offset is None else YearTold(offset=year.offset - 1)


def _year_of(told: Told) -> YearTold | None:
    """The year that a time names itself, if it names one."""
    if isinstance(told, Moment):
        return _year_of(told.day) if told.day is not None else None
    if isinstance(told, Day | Month | Quarter):
        return told.year or None
    return told.first if isinstance(told, Years) else None


def _last_of(told: Told) -> Told | None:
    """The last day or period that was named."""
    if isinstance(told, Range):
        return _last_of(told.last)
    return told.day if isinstance(told, Moment) else told


def _moment(told: Told) -> Moment | None:
    if isinstance(told, Range):
        return _moment(told.first)
    return told if isinstance(told, Moment) else None


def _clock(moment: Moment) -> time:
    return time(spoken_hour(moment.hour or 0, moment.part) % 24, moment.minute or 0)


def _kind(told: Told) -> Kind:
    match told:
        case Away() | Lasting():
            return Kind.ANCHORED
        case Moment() | Day() | Weekday() | SameDay():
            return Kind.POINT
        case Near():
            return Kind.POINT if told.unit is Granularity.DAY else Kind.SPAN
        case Vague():
            return Kind.ANCHORED
        case _:
            return Kind.SPAN


def _granularity(told: Told) -> Granularity:
    match told:
        case Moment() if told.hour is not None:
            return Granularity.HOUR if told.minute is None else Granularity.MINUTE
        case Moment() | Day() | Weekday() | SameDay():
            return Granularity.DAY
        case Month():
            return Granularity.MONTH
        case Quarter():
            return Granularity.QUARTER
        case Near() | Away() | Lasting() | Vague():
            return told.unit
        case Some():
            return _granularity(told.of) if told.half else told.unit
        case Part():
            return _granularity(told.of)
        case UpToNow():
            return _granularity(told.since)
        case Range():
            return _granularity(told.last)
        case _:
            return Granularity.YEAR


def _is_relative(told: Told) -> bool:
    match told:
        case Near() | Away() | Lasting() | SameDay() | SamePeriod() | UpToNow() | Vague() | Weekday():
            return True
        case Day() | Quarter():
            return told.year.offset is not None
        case Month():
            return told.year.offset is not None or bool(told.turn)
        case Years():
            return told.first.offset is not None
        case Part() | Some():
            return _is_relative(told.of)
        case Moment():
            return told.day is not None and _is_relative(told.day)
        case Range():
            return _is_relative(told.first) or _is_relative(told.last)
        case SchoolYear():
            return False
