from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from diembao.core import clock

instants = st.datetimes(datetime(1900, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC))


@given(instants)
def test_local_time_is_the_same_instant(instant: datetime) -> None:
    assert clock.local(instant) == instant
    assert clock.local(instant).date() == clock.local_day(instant)


def test_now_has_a_zone() -> None:
    assert clock.now().tzinfo is UTC
    assert clock.today() == clock.local_day(clock.now()) or clock.today() > clock.local_day(clock.now())
