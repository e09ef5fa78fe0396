"""How long a host is left alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.crawlers.politeness.pauses import asked_pause, pause_after

AT = datetime(2026, 9, 14, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta()),
        ("Mon, 14 Sep 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Mon, 14 Sep 2026 11:00:00 GMT", timedelta()),
        ("Mon, 14 Sep 2026 19:30:00 +0700", timedelta(minutes=30)),
        ("Fri, 31 Dec 2099 23:59:59 GMT", WEEK),
        ("99999999999999999999999999", WEEK),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("Mon, 99 Sep 2026 12:05:00 GMT", None),
    ],
)
def test_what_a_site_asks_for(value: str, asked: timedelta | None) -> None:
    assert asked_pause(value, AT) == asked


@given(st.text())
def test_no_header_breaks_it(value: str) -> None:
    asked = asked_pause(value, AT)
    assert asked is None or timedelta() <= asked <= WEEK


def test_pauses_double_up_to_a_day() -> None:
    minutes = [pause_after(failures).total_seconds() / 60 for failures in range(1, 10)]
    assert minutes == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]
    assert pause_after(10_000) == timedelta(days=1)


def test_a_site_gets_at_least_what_it_asks_for() -> None:
    assert pause_after(1, timedelta(hours=3)) == timedelta(hours=3)
    assert pause_after(3, timedelta(seconds=5)) == timedelta(hours=1)
