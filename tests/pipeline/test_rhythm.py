"""When a source publishes, and when it is worth a look."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.clock import VIETNAM
from diembao.pipeline.rhythm import MEMORY, Rhythm, learn, next_look

MONDAY = datetime(2026, 11, 2, tzinfo=VIETNAM)
END = MONDAY + MEMORY
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=3)
GUESS = timedelta(minutes=30)
moments = st.datetimes(datetime(2026, 11, 1), datetime(2027, 2, 1), timezones=st.just(UTC))
rates = st.one_of(st.just(0.0), st.floats(1e-9, 1e6))
week = st.lists(rates, min_size=8, max_size=8).map(lambda found: Rhythm(tuple(found * 21)))


def office(articles_a_day: int, hours: range, days: range = range(7)) -> list[datetime]:
    """Four weeks of a source that publishes evenly within its hours."""
    step = len(hours) / articles_a_day
    return [
        MONDAY + timedelta(days=day, hours=hours.start + step * number)
        for day in range(28)
        if day % 7 in days
        for number in range(articles_a_day)
    ]


def rhythm_of(published: list[datetime]) -> Rhythm:
    return learn(published, since=MONDAY, until=END, interval=GUESS)


def pause(rhythm: Rhythm, at: datetime, **more: float) -> timedelta:
    return next_look(rhythm, at, shortest=SHORTEST, longest=LONGEST, **more) - at  # type: ignore[arg-type]


def test_an_agency_is_looked_at_every_few_minutes_and_a_portal_every_few_hours() -> None:
    agency, portal = rhythm_of(office(300, range(6, 22))), rhythm_of(office(1, range(9, 12)))
    noon = END + timedelta(hours=12)
    assert pause(agency, noon) <= timedelta(minutes=12)
    assert pause(portal, noon) == LONGEST


def test_a_source_that_sleeps_at_night_is_left_alone_at_night_and_on_its_free_day() -> None:
    paper = rhythm_of(office(60, range(7, 19), range(6)))
    morning, night, sunday = (END + timedelta(hours=hours) for hours in (10, 1, 6 * 24 + 10))
    assert paper.rate(morning) > 20 * paper.rate(night)
    assert paper.rate(morning) > 5 * paper.rate(sunday)
    assert pause(paper, morning) < timedelta(minutes=30) < pause(paper, night)


def test_a_look_before_the_busy_hour_does_not_sleep_through_it() -> None:
    paper = rhythm_of(office(120, range(7, 11)))
    early = END + timedelta(hours=6, minutes=55)
    assert pause(paper, early) < timedelta(minutes=20)


def test_a_rhythm_tells_what_a_span_usually_brings() -> None:
    paper = rhythm_of(office(48, range(24)))
    expected = paper.expected(END + timedelta(minutes=30), END + timedelta(days=7, minutes=30))
    assert expected == pytest.approx(7 * 48, rel=0.02)


def test_little_data_stays_near_the_guess_and_much_data_outweighs_it() -> None:
    def level(days: int, a_day: int) -> float:
        seen = [MONDAY + timedelta(days=day, hours=8 + number) for day in range(days) for number in range(a_day)]
        learned = learn(seen, since=MONDAY, until=MONDAY + timedelta(days=days), interval=GUESS)
        return sum(learned.rates) / 7

    guess = sum(learn([], since=END, until=END, interval=GUESS).rates) / 7
    assert 2 < level(28, 2) < 3 < level(1, 2) < guess


def test_a_door_that_brings_little_is_asked_less_and_one_that_shows_little_at_a_time_more() -> None:
    paper, noon = rhythm_of(office(100, range(7, 19))), END + timedelta(hours=12)
    assert pause(paper, noon, share=0.1) > pause(paper, noon) > pause(paper, noon, share=4)
    assert pause(paper, noon, listed=3) < pause(paper, noon, listed=50) == pause(paper, noon)


def test_times_outside_of_the_span_are_left_out() -> None:
    inside = office(10, range(8, 18))
    outside = [MONDAY - timedelta(seconds=1), END, END + timedelta(days=3)]
    assert rhythm_of([*inside, *outside]) == rhythm_of(inside)


@given(week, moments, st.floats(0.01, 10), st.integers(0, 1000))
def test_a_look_is_within_its_bounds(rhythm: Rhythm, at: datetime, share: float, listed: int) -> None:
    assert SHORTEST <= pause(rhythm, at, share=share, listed=listed) <= LONGEST


@given(week, moments, st.floats(1.01, 100))
def test_a_source_that_publishes_more_is_never_looked_at_later(rhythm: Rhythm, at: datetime, more: float) -> None:
    busier = Rhythm(tuple(rate * more for rate in rhythm.rates))
    assert pause(busier, at) <= pause(rhythm, at) + timedelta(milliseconds=1)


@given(st.lists(moments, max_size=200), st.timedeltas(timedelta(minutes=1), timedelta(days=7)))
def test_every_rate_is_a_number_above_zero_and_counts_only_what_was_seen(
    published: list[datetime], interval: timedelta
) -> None:
    learned = learn(published, since=MONDAY, until=END, interval=interval)
    assert all(0 < rate < float("inf") for rate in learned.rates)
    seen = Counter(MONDAY <= at < END for at in published)[True]
    unseen = learn([], since=MONDAY, until=END, interval=interval)
    assert (learned.rates > unseen.rates) == (seen > 0) or learned.expected(MONDAY, END) > unseen.expected(MONDAY, END)


@given(week, moments, st.timedeltas(timedelta(0), timedelta(days=20)), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_what_two_spans_bring_adds_up(rhythm: Rhythm, at: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = at + first, at + first + second
    together = rhythm.expected(at, middle) + rhythm.expected(middle, end)
    assert rhythm.expected(at, end) == pytest.approx(together, rel=1e-6, abs=1e-6)
