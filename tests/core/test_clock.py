from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from diembao.core import clock

instants = st.datetimes(datetime(1900, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC))


def test_a_day_begins_at_midnight_in_viet_nam() -> None:
    start, end = clock.day_bounds(date(2026, 11, 22))
    assert start == datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert end - start == timedelta(days=1)


@given(instants)
def test_an_instant_falls_within_the_bounds_of_its_day(instant: datetime) -> None:
    start, end = clock.day_bounds(clock.local_day(instant))
    assert start <= instant < end


@given(instants)
def test_local_time_is_the_same_instant(instant: datetime) -> None:
    assert clock.local(instant) == instant
    assert clock.local(instant).date() == clock.local_day(instant)


def test_a_time_without_zone_is_vietnamese() -> None:
    assert clock.with_zone(datetime(2026, 11, 22, 7)) == datetime(2026, 11, 22, tzinfo=UTC)
    paris = datetime(2026, 11, 22, 1, tzinfo=timezone(timedelta(hours=1)))
    assert clock.with_zone(paris) == datetime(2026, 11, 22, tzinfo=UTC)


def test_now_has_a_zone() -> None:
    assert clock.now().tzinfo is UTC
    assert clock.today() == clock.local_day(clock.now()) or clock.today() > clock.local_day(clock.now())
