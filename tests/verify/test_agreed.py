"""What the reports of one story agree on."""

from __future__ import annotations

from diembao.verify.agreed import Agreed, agreed
from diembao.verify.reports import Report

SINKING = "Vụ chìm phà trên sông Vàm Trúc"
FIVE = "Vụ chìm phà trên sông Vàm Trúc làm 5 người mất tích."


def report(number: int, *sentences: str, voice: str = "", title: str = SINKING) -> Report:
    at = f"2026-11-22T0{number}:00:00+00:00"
    return Report(id=f"bai-{number}", seen=at, dated=at, voice=voice, title=title, text=" ".join(sentences))


def texts(found: tuple[Agreed, ...]) -> list[list[str]]:
    return [[passage.ref for passage in each.said] for each in found]


def test_a_figure_of_two_independent_texts_is_agreed_on_and_marked() -> None:
    other = "Theo Ủy ban nhân dân xã Bến Sậy, vụ chìm phà trên sông Vàm Trúc khiến 5 người mất tích."
    (found,) = agreed([report(2, other), report(1, "Phà chở hàng hóa.", FIVE)])
    assert [passage.ref for passage in found.said] == ["bai-1", "bai-2"], "the first print first"
    assert found.statement.text == FIVE
    assert [passage.text[start:end] for passage in found.said for start, end in passage.marks] == ["5 người"] * 2


def test_a_copy_bears_nothing_out() -> None:
    assert agreed([report(1, FIVE), report(2, FIVE, voice="bai-1")]) == ()


def test_a_day_is_agreed_on_however_it_is_told() -> None:
    one = "Phà Vàm Trúc chìm trên sông Vàm Trúc tối 21/11, theo công an xã."
    other = "Phà Vàm Trúc chìm trên sông Vàm Trúc tối 21 tháng 11, theo công an xã."
    (found,) = agreed([report(1, one), report(2, other)])
    assert [passage.text[start:end] for passage in found.said for start, end in passage.marks] == [
        "tối 21/11",
        "tối 21 tháng 11",
    ]


def test_another_value_is_no_agreement() -> None:
    assert agreed([report(1, FIVE), report(2, FIVE.replace("5", "7"))]) == ()


def test_what_one_of_them_denies_is_not_agreed_on() -> None:
    denial = "Xã khẳng định không có chuyện vụ chìm phà trên sông Vàm Trúc làm 5 người mất tích."
    assert agreed([report(1, FIVE), report(2, denial)]) == ()


def test_each_figure_is_told_once_and_what_most_say_comes_first() -> None:
    money = "Tỉnh Phú Giang hỗ trợ các gia đình bị nạn ở sông Vàm Trúc 200 triệu đồng."
    found = agreed([report(1, FIVE, money), report(2, money), report(3, FIVE, money)])
    assert texts(found) == [["bai-1", "bai-2", "bai-3"], ["bai-1", "bai-3"]]
    assert len(agreed([report(1, FIVE, money), report(2, money), report(3, FIVE, money)], limit=1)) == 1


def test_a_name_that_begins_with_a_number_is_no_figure() -> None:
    named = "Công an quận Hai Bà Trưng đang xác minh vụ chìm phà trên sông Vàm Trúc, theo báo cáo của phường Bến Sậy."
    assert agreed([report(1, named), report(2, named)]) == ()


def test_opinions_and_reports_without_figures_are_no_matter() -> None:
    assert agreed([]) == agreed([report(1, "Phà chở khách."), report(2, "Phà chở khách.")]) == ()
