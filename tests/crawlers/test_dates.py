"""Published times in the forms that Vietnamese pages and feeds write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.crawlers import dates
from diembao.crawlers.dates import Order
from tests.crawlers.making import utc

EVENING = utc(2026, 9, 14, 11, 44)  # 18:44 in Việt Nam
THE_DAY = utc(2026, 9, 13, 17)  # its first instant
NOW = utc(2026, 9, 14, 13)  # 20:00 of the same day


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
        # two-digit year
        ("14/09/26 18:44", EVENING),
        ("14-09-26, 18h44", EVENING),
        ("14.09.26", THE_DAY),
        ("14-Sep-26", THE_DAY),
        # weekdays in all spellings
        ("Thứ 2, 14/09/2026 18:44", EVENING),
        ("Thứ 2 ngày 14/9/2026 18:44", EVENING),
        ("T2, 14/09/2026", THE_DAY),
        ("T2 14/09/2026 - 18:44", EVENING),
        ("THỨ HAI, 14/09/2026 18:44", EVENING),
        ("Thu\u031b\u0301 Hai, 14/9/2026, 18:44", EVENING),
        ("Thu Hai, 14/9/2026, 18:44 (GMT+7)", EVENING),
        ("Thứ hai - 14/09/2026 18:44", EVENING),
        ("Chúa Nhật, 13/09/2026 07:05", utc(2026, 9, 13, 0, 5)),
        ("CN, 13/09/2026 07:05", utc(2026, 9, 13, 0, 5)),
        ("14/09/2026 Thứ Hai 18:44", EVENING),
        ("Thu, 10 Sep 2026 08:48:57 +0700", utc(2026, 9, 10, 1, 48, 57)),
        ("Thu 5 Sep 2019 10:00", utc(2019, 9, 5, 3)),
        # without blanks, and with too many
        ("Thứ Hai,14/9/2026,18:44(GMT+7)", EVENING),
        ("14/9/202618:44", EVENING),
        ("14/09/2026|18:44", EVENING),
        ("18:44|14/09/2026", EVENING),
        ("14 / 9 / 2026 18:44", EVENING),
        # words before it
        ("Cập nhật lúc 18:44, 14/09/2026", EVENING),
        ("Cập nhật: 14/09/2026 18:44", EVENING),
        ("Đăng lúc: 18:44 - 14/09/2026", EVENING),
        ("Ngày đăng: 14/09/2026 18:44", EVENING),
        ("lúc 18:44 ngày 14/9/2026", EVENING),
        ("Thứ Hai, ngày 14 tháng 9 năm 2026, 18:44", EVENING),
        # clocks as they are spoken
        ("14/09/2026 18 giờ 44", EVENING),
        ("18 giờ 44 phút, ngày 14/9/2026", EVENING),
        ("18h ngày 14/9/2026", utc(2026, 9, 14, 11)),
        ("14/9/2026, 18g44", EVENING),
        ("18h44' ngày 14/9/2026", EVENING),
        ("6:44 CH, 14/9/2026", EVENING),
        ("14/09/2026 6:44 chiều", EVENING),
        ("14/09/2026 06:44 PM", EVENING),
        ("14/09/2026 12:05 SA", utc(2026, 9, 13, 17, 5)),
        # months in words
        ("14 tháng 9, 2026 18:44", EVENING),
        ("18:44 14 tháng 9, 2026", EVENING),
        ("14 Tháng Chín, 2026", THE_DAY),
        ("Tháng Chín 14, 2026", THE_DAY),
        ("14 thg 9, 2026", THE_DAY),
        ("14 Thg9 2026", THE_DAY),
        ("14 tháng năm năm 2026", utc(2026, 5, 13, 17)),
        ("14 tháng mười hai 2026", utc(2026, 12, 13, 17)),
        # zones as they are written
        ("14/09/2026 - 18:44 GMT+7", EVENING),
        ("14/09/2026 18:44 [GMT + 7]", EVENING),
        ("14/09/2026 18:44 (GMT +7)", EVENING),
        ("14/09/2026 18:44 +07", EVENING),
        ("Mon, 14 Sep 2026 18:44:00 ICT", EVENING),
        ("Mon, 14 Sep 2026 07:44:00 EDT", EVENING),
        ("2026-09-14T18:44:00+07:00[Asia/Ho_Chi_Minh]", EVENING),
        ("2026-09-14 18:44:00 +0700 +07", EVENING),
        ("2026-09-14 11:44:00 UTC", EVENING),
        ("2026-09-14+07:00", THE_DAY),
        ("2026-09-14Z", utc(2026, 9, 14)),
        ("2016-11-29, 13:25:00+00:00", utc(2016, 11, 29, 13, 25)),
        # what is behind it is not its zone, nor its clock
        ("14/09/2026 18:44 - 20 bình luận", EVENING),
        ("18:44 -14/09/2026", EVENING),
        # English
        ("Sep 14, 2026 18:44", EVENING),
        ("September 14, 2026 at 6:44 PM", EVENING),
        ("September 14, 2026 6:44 p.m.", EVENING),
        ("14th September 2026", THE_DAY),
        ("14-Sep-2026 18:44:00", EVENING),
        ("Mon Sep 14 18:44:00 2026", EVENING),
        ("Mon Sep 14 18:44:00 +0700 2026", EVENING),
        ("Mon Sep 14 18:44:00 ICT 2026", EVENING),
        ("Mon Sep 14 2026 18:44:00 GMT+0700 (Giờ Đông Dương)", EVENING),
        # digits in a row
        ("1789386240", EVENING),
        ("1789386240000", EVENING),
        ("1789386240.5", EVENING),
        ("/Date(1789386240000)/", EVENING),
        ("/Date(1789386240000+0700)/", EVENING),
        ("20260914184400", EVENING),
        ("202609141844", EVENING),
        ("20260914T114400Z", EVENING),
        ("20260914", THE_DAY),
        # month first, because nothing else is possible
        ("9/14/2026 6:44 PM", EVENING),
        ("9/14/2026 18:44:00", EVENING),
        ("09/14/2026", THE_DAY),
        # day first, because that is how Vietnamese is written
        ("9/8/2026", utc(2026, 8, 8, 17)),
        ("09/08/2026 06:44:00 PM", utc(2026, 8, 9, 11, 44)),
        # .NET in US English, to the letter: seconds, AM or PM, no leading zero
        ("9/8/2026 6:44:00 PM", utc(2026, 9, 8, 11, 44)),
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
        "2026-09-14T18:44:00+99:00",
        "0000-00-00 00:00:00",
        "9999-12-31T23:59:59-23:59",
        "Bão số 3 vào bờ",
        "14",
    ],
)
def test_what_is_no_time_gives_none(text: str) -> None:
    assert dates.parse(text) is None


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2 giờ trước", utc(2026, 9, 14, 11)),
        ("Cách đây 2 giờ", utc(2026, 9, 14, 11)),
        ("khoảng 2 giờ trước", utc(2026, 9, 14, 11)),
        ("2h trước", utc(2026, 9, 14, 11)),
        ("một giờ trước", utc(2026, 9, 14, 12)),
        ("1 giờ 30 phút trước", utc(2026, 9, 14, 11, 30)),
        ("30 phút trước", utc(2026, 9, 14, 12, 30)),
        ("Cập nhật 2 giờ trước", utc(2026, 9, 14, 11)),
        ("3 ngày trước", utc(2026, 9, 11, 13)),
        ("2 tuần trước", utc(2026, 8, 31, 13)),
        ("vừa xong", NOW),
        ("2 hours ago", utc(2026, 9, 14, 11)),
        ("an hour ago", utc(2026, 9, 14, 12)),
        ("hôm qua 14:05", utc(2026, 9, 13, 7, 5)),
        ("Hôm qua, lúc 14:05", utc(2026, 9, 13, 7, 5)),
        ("14:05 hôm qua", utc(2026, 9, 13, 7, 5)),
        ("hôm nay 09:00", utc(2026, 9, 14, 2)),
        ("hôm qua", utc(2026, 9, 12, 17)),
        ("yesterday at 14:05", utc(2026, 9, 13, 7, 5)),
        # a clock alone is the last time that it showed this hour
        ("18:44", EVENING),
        ("18h44", EVENING),
        ("6:44 CH", EVENING),
        ("23:10", utc(2026, 9, 13, 16, 10)),
        # a day without year is the last one
        ("14/9 18:44", EVENING),
        ("18:44 14/9", EVENING),
        ("31/12 08:00", utc(2025, 12, 31, 1)),
    ],
)
def test_a_time_told_from_the_moment_of_reading_needs_that_moment(text: str, instant: object) -> None:
    assert dates.parse(text, now=NOW) == instant
    assert dates.parse(text) is None


def test_a_time_that_was_told_in_days_says_so() -> None:
    exact, day, ago = (dates.read(text, now=NOW) for text in ("14/9/2026 18:44", "14/9/2026", "3 ngày trước"))
    assert exact and day and ago
    assert (exact.exact, day.within, ago.within) == (True, timedelta(days=1), timedelta(days=1))


def test_what_only_mentions_a_time_is_none() -> None:
    for text in ("Điều tra 20 ngày trước", "mua 14 tháng", "1.2.3.4", "Tổng đài 19001234", "32/13/2026"):
        assert dates.parse(text, now=NOW) is None


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["9/8/2026 18:44", "9/14/2026 18:44"], Order.MONTH_FIRST),
        (["9/8/2026 18:44", "14/9/2026 18:44"], Order.DAY_FIRST),
        (["14/9/2026", "9/14/2026"], None),
        (["9/8/2026", "8/8/2026"], None),
        (["9/12/2026 07:00", "9/11/2026 07:00"], Order.MONTH_FIRST),  # day first, both were still to come
        (["Mon, 14 Sep 2026 18:44:00 +0700"], None),
        ([], None),
    ],
)
def test_the_dates_of_a_feed_prove_their_order_together(texts: list[str], order: Order | None) -> None:
    assert dates.order_of(texts, NOW) is order


def test_a_proven_order_decides_what_is_ambiguous() -> None:
    assert dates.parse("9/8/2026 18:44", order=Order.MONTH_FIRST) == utc(2026, 9, 8, 11, 44)
    assert dates.parse("9/8/2026 6:44:00 PM", order=Order.DAY_FIRST) == utc(2026, 8, 9, 11, 44)
    assert dates.parse("14/9/2026 18:44", order=Order.MONTH_FIRST) == EVENING


def test_a_date_that_would_lie_ahead_is_read_the_other_way_round() -> None:
    assert dates.parse("9/12/2026 18:44", now=NOW) == utc(2026, 9, 12, 11, 44)
    assert dates.parse("9/12/2026 18:44") == utc(2026, 12, 9, 11, 44)


@pytest.mark.parametrize(
    ("path", "instant"),
    [
        ("/thoi-su/ngap-nang-20260914184400123.htm", EVENING),
        ("/ngap-nang-2026091418440012.chn", EVENING),
        ("/ngap-nang-188260914184400084.chn", EVENING),
        ("/tin/2026/09/14/ngap-nang.html", THE_DAY),
        ("/2026-09-14/ngap-nang.html", THE_DAY),
        ("/20260914/ngap-nang.html", THE_DAY),
        ("/ngap-nang-4420519.html", None),
        ("/ngap-nang-post988500.html", None),
        ("/ngap-nang-188269914184400084.chn", None),
        ("/2026/13/14/ngap-nang.html", None),
    ],
)
def test_an_address_may_hold_the_day(path: str, instant: object) -> None:
    found = dates.in_address(path)
    assert (found and found.at) == instant
    assert found is None or not found.exact


@pytest.mark.parametrize("text", ["0001-01-01T12:00:00", "1/1/0001 12:00:00 AM", "1970-01-01T00:00:00Z", "01/01/1900"])
def test_a_field_that_nobody_filled_in_is_no_date(text: str) -> None:
    assert dates.parse(text) is None


def test_a_long_text_is_not_searched_for_ever() -> None:
    assert dates.parse("18:44" + " " * 1_000_000 + "x") is None
    assert dates.parse("thứ hai " * 100_000) is None
    assert dates.find("18:44 - " * 100_000) is None


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Thứ Hai, 14/9/2026, 18:44 (GMT+7)", EVENING),
        ("Báo Phú Giang - 14/09/2026 18:44 GMT+7", EVENING),
        ("Cập nhật lúc 18:44 14/09/2026", EVENING),
        ("Đăng: 18:44, ngày 14/9/2026 - sửa: 19:00, ngày 14/9/2026", EVENING),
        ("2026-09-14T18:44:00+07:00", EVENING),
        ("Cập nhật 19:00 14/09/2026, đăng 18:44 14/09/2026", EVENING),
        ("18:44 14/09/2026 19:05 15/09/2026", EVENING),
        ("Phú Giang, 14 tháng 9 năm 2026 | 18:44", EVENING),
    ],
)
def test_the_first_time_in_a_line_is_found(text: str, instant: object) -> None:
    assert dates.find(text) == instant


def test_a_day_without_a_time_of_day_is_not_found_in_a_line() -> None:
    assert dates.find("Số ra ngày 14/9/2026") is None


@given(st.text())
def test_parsing_never_raises(text: str) -> None:
    dates.parse(text, now=NOW)
    dates.find(text, now=NOW)


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
