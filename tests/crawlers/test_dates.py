"""Published times in the forms that Vietnamese pages and feeds write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.crawlers import dates
from tests.crawlers.making import utc

EVENING = utc(2026, 9, 14, 11, 44)  # 18:44 in Việt Nam


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        # ISO 8601 and its relatives
        ("2026-09-14T18:44:00+07:00", EVENING),
        ("2026-09-14T18:44:00+0700", EVENING),
        ("2026-09-14T18:44:00+07", EVENING),
        ("2026-09-14T11:44:00Z", EVENING),
        ("2026-09-14T11:44:00.123456Z", EVENING),
        ("2026-03-07T08:52:11.000 +07:00", utc(2026, 3, 7, 1, 52, 11)),
        ("2026-09-14 18:44", EVENING),
        ("2026/09/14 18:44:00", EVENING),
        ("2026-09-14", utc(2026, 9, 13, 17)),
        # RFC 822, as feeds should write it, and as they do
        ("Mon, 14 Sep 2026 18:44:00 +0700", EVENING),
        ("Mon, 14 Sep 2026 18:44:00 +07:00", EVENING),
        ("Mon, 14 Sep 2026 18:44:00 +07", EVENING),
        ("Mon, 14 Sep 2026 18:44:00 GMT+7", EVENING),
        ("Mon, 14 Sep 2026 11:44:00 GMT", EVENING),
        ("Mon, 14 Sep 2026 11:44:00 -0000", EVENING),
        ("Mon, 14 Sep 26 18:44:00 +0700", EVENING),
        ("Monday, 14 September 2026 18:44:00 +0700", EVENING),
        ("14 Sep 2026 18:44:00 +0700", EVENING),
        ("Mon, 14 Sep 2026 18:44:00", EVENING),
        # .NET on a machine set to US English, and on one that is not
        ("9/14/2026 6:44:00 PM", EVENING),
        ("9/14/2026 12:05:00 AM", utc(2026, 9, 13, 17, 5)),
        ("14/9/2026 6:44:00 CH", EVENING),
        ("14/9/2026 6:44:00 SA", utc(2026, 9, 13, 23, 44)),
        # day first, as people read it
        ("14/9/2026 18:44", EVENING),
        ("14-09-2026 | 18:44 GMT+7", EVENING),
        ("14.9.2026, 18h44", EVENING),
        ("14/9/2026 lúc 18:44", EVENING),
        ("14/9/2026", utc(2026, 9, 13, 17)),
        ("14 tháng 09, 2026", utc(2026, 9, 13, 17)),
        ("14 tháng 9 năm 2026", utc(2026, 9, 13, 17)),
        ("Thứ Hai, 14/9/2026, 18:44 (GMT+7)", EVENING),
        ("Thứ hai ngày 14/9/2026 18:44", EVENING),
        ("Chủ nhật, 13/9/2026", utc(2026, 9, 12, 17)),
        ("07-03-2026 - 00:01 AM", utc(2026, 3, 6, 17, 1)),
        # clock first
        ("08:06 | 23/03/2015", utc(2015, 3, 23, 1, 6)),
        ("18:44 14/09/2026", EVENING),
        ("18:44, ngày 14/9/2026", EVENING),
        ("18:44 GMT+7 - 14/09/2026", EVENING),
        # other zones
        ("2026-09-14T13:44:00+02:00", EVENING),
        ("2026-09-14T06:44:00-0500", EVENING),
        # blanks around and inside
        ("  2026-09-14T18:44:00+07:00\n", EVENING),
        ("14/9/2026\u00a0\u00a018:44", EVENING),
    ],
)
def test_a_time_is_read_in_every_form(text: str, instant: object) -> None:
    assert dates.parse(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm qua",
        "vừa xong",
        "18:44",
        "31/02/2026",
        "2026-13-01",
        "14/9/2026 25:00",
        "Mon, 31 Feb 2026 18:44:00 +0700",
        "01 Jan 2026 99999999999999999999:00",
        "2026-09-14T18:44:00+99:00",
        "0000-00-00 00:00:00",
        "9999-12-31T23:59:59-23:59",
        "Bão số 3 vào bờ",
        "14",
    ],
)
def test_what_is_no_time_gives_none(text: str) -> None:
    assert dates.parse(text) is None


@pytest.mark.parametrize("text", ["0001-01-01T12:00:00", "1/1/0001 12:00:00 AM", "1970-01-01T00:00:00Z", "01/01/1900"])
def test_a_field_that_nobody_filled_in_is_no_date(text: str) -> None:
    assert dates.parse(text) is None


def test_a_long_text_is_not_searched_for_ever() -> None:
    assert dates.parse("18:44" + " " * 1_000_000 + "x") is None


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Thứ Hai, 14/9/2026, 18:44 (GMT+7)", EVENING),
        ("Báo Phú Giang - 14/09/2026 18:44 GMT+7", EVENING),
        ("Cập nhật lúc 18:44 14/09/2026", EVENING),
        ("Đăng: 18:44, ngày 14/9/2026 - sửa: 19:00, ngày 14/9/2026", EVENING),
        ("2026-09-14T18:44:00+07:00", EVENING),
    ],
)
def test_the_first_time_in_a_line_is_found(text: str, instant: object) -> None:
    assert dates.find(text) == instant


def test_a_day_without_a_time_of_day_is_not_found_in_a_line() -> None:
    assert dates.find("Số ra ngày 14/9/2026") is None


@given(st.text())
def test_parsing_never_raises(text: str) -> None:
    dates.parse(text)
    dates.find(text)


LIKE_A_TIME = (
    r"[0-9]{1,5}[-/.: ][0-9]{1,4}[-/.: T][0-9]{1,6}[ T,|-]{0,3}"
    r"[0-9]{1,30}[:hg][0-9]{2}(:[0-9]{2})?( ?[AP]M)?( ?(GMT)?[+-][0-9]{1,2}(:?[0-9]{2})?)?"
)


@given(st.from_regex(LIKE_A_TIME))
def test_parsing_what_looks_like_a_time_never_raises(text: str) -> None:
    for found in (dates.parse(text), dates.find(text)):
        assert found is None or found.utcoffset() == timedelta(0)


@given(st.datetimes(min_value=utc(1992, 1, 1).replace(tzinfo=None), max_value=utc(2100, 1, 1).replace(tzinfo=None)))
def test_an_iso_time_comes_back_to_the_second(moment: object) -> None:
    moment = moment.replace(microsecond=0)  # type: ignore[attr-defined]
    assert dates.parse(f"{moment.isoformat()}Z") == moment.replace(tzinfo=utc(2000, 1, 1).tzinfo)
