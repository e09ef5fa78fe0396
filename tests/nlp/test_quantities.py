import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diembao.core.text import fold
from diembao.evaluation.quantities import evaluate
from diembao.nlp.quantities import find_quantities
from diembao.nlp.tokens import tokenize


def read(text):
    return [
        (text[q.start : q.end], q.low if q.low == q.high else (q.low, q.high), q.unit) for q in find_quantities(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã có 1.204 hộ nghèo.", [("1.204 hộ nghèo", 1204, "household")]),
        ("Xã có 1,204 hộ.", [("1,204 hộ", 1204, "household")]),
        ("Sở chi 4,7 tỷ sửa đường.", [("4,7 tỷ", 4.7e9, "VND")]),
        ("Giá tăng 15-20% so với năm ngoái.", [("15-20%", (15, 20), "percent")]),
        ("Giá từ 7.400 lên 8.900 đồng.", [("7.400", 7400, "VND"), ("8.900 đồng", 8900, "VND")]),
        ("Hai trăm lẻ năm hộ ký đơn.", [("Hai trăm lẻ năm hộ", 205, "household")]),
        ("Ông bán được bốn triệu hai.", [("bốn triệu hai", 4.2e6, "VND")]),
        ("Phạt 78 tỉ 600 triệu đồng.", [("78 tỉ 600 triệu đồng", 78.6e9, "VND")]),
        ("Chi từ 15 triệu đến 20 triệu đồng.", [("từ 15 triệu đến 20 triệu đồng", (15e6, 20e6), "VND")]),
        ("Trả 15 - 20 triệu đồng.", [("15 - 20 triệu đồng", (15e6, 20e6), "VND")]),
        ("Tàu chạy 2 giờ 15 phút.", [("2 giờ 15 phút", 2.25, "hour")]),
        ("Bị phạt 3 năm 6 tháng tù.", [("3 năm 6 tháng", 3.5, "year")]),
        ("Thu được 3 tấn rưỡi lúa.", [("3 tấn rưỡi", 3500, "kg")]),
        ("Lợi nhuận tăng gấp đôi.", [("tăng gấp đôi", 2, "ratio")]),
        ("Khách gấp 2 - 3 lần ngày thường.", [("gấp 2 - 3 lần", (2, 3), "ratio")]),
        ("Hơn nửa số hộ bỏ đi.", [("Hơn nửa số hộ", 0.5, "ratio")]),
        ("Chỉ 3/10 lao động có hợp đồng.", [("3/10", 0.3, "ratio")]),
        ("Một phần ba số trường thiếu nước.", [("Một phần ba số trường", 0.333333, "ratio")]),
        ("Chia 20.000 đồng một suất.", [("20.000 đồng", 20000, "VND")]),
        ("Đất 2,3ha bị thu hồi.", [("2,3ha", 23000, "m2")]),
        ("Ba má anh nuôi 340 con lợn.", [("340 con lợn", 340, "piece")]),
        ("Làm một người chết, hai người bị thương.", [("một người", 1, "person"), ("hai người", 2, "person")]),
        ("Một người dân cho hay đường hỏng.", []),
        ("Đường dài 800.000 đồng/km.", [("800.000 đồng", 800000, "VND")]),
    ],
)
def test_amounts(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 22/11/2026 và chiều 3/4, đoàn về xã.",
        "Lễ diễn ra ngày 30 tháng 4 năm 1975.",
        "Lúc 3 giờ sáng, tàu chìm.",
        "Quầy mở từ 7 giờ đến 11 giờ.",
        "Vụ việc lúc 17h30 ngày 5/6.",
        "Kỳ họp thứ 17 và lần thứ ba.",
        "Nghị định 168/2024/NĐ-CP có hiệu lực.",
        "Gọi số 0912.345.678 hoặc 028 3822 1234.",
        "Dịch Covid-19 và đội U23 Việt Nam.",
        "Xe biển số 66A-123.45 bị giữ.",
        "Đội nhà thắng 3-1.",
        "Bão số 9 giật cấp 12 trên quốc lộ 1.",
        "Lớp 9A2 ở ngã ba Đồng Mít.",
        "Giai đoạn 2021-2025 đã qua.",
        "Hàng trăm hộ, vài tấn cá, cả trăm triệu.",
        "Từ tháng 3 năm nay, ba má về quê.",
        "Viết thư tới a1b2@bao.vn, xem https://bao.vn/2026/15-nguoi.",
        "",
    ],
)
def test_figures_that_count_nothing(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "bound", "approx"),
    [
        ("Gần 70 hành khách kẹt lại.", "at-most", True),
        ("Không quá 5 ngày.", "at-most", True),
        ("Khoảng 40 km đường hỏng.", "about", True),
        ("Ít nhất 12 người nhập viện.", "at-least", True),
        ("Phạt người có 10 phiếu trở lên.", "at-least", False),
        ("Có 12 người nhập viện.", "", False),
    ],
)
def test_bounds(text, bound, approx):
    (quantity,) = find_quantities(text)
    assert (quantity.bound, quantity.approx) == (bound, approx)


def test_text_without_marks_and_in_capitals():
    assert read("Huyen chi 4,7 ty dong cho 34 hoc sinh, gan 20 ngay.") == [
        ("4,7 ty dong", 4.7e9, "VND"),
        ("34 hoc sinh", 34, "person"),
        ("gan 20 ngay", 20, "day"),
    ]
    assert read("HUYỆN CHI 4,7 TỶ ĐỒNG CHO HAI MƯƠI MỐT HỘ") == [
        ("4,7 TỶ ĐỒNG", 4.7e9, "VND"),
        ("HAI MƯƠI MỐT HỘ", 21, "household"),
    ]


def test_what_is_counted():
    (students,) = find_quantities("Trường có 34 học sinh nghỉ học.")
    assert students.counted[:2] == ("hoc", "sinh")
    (money,) = find_quantities("Tổng vốn đầu tư là 15 tỷ đồng.")
    assert money.counted == ("tong", "von", "dau", "tu")
    assert "truong" in students.context


PIECES = st.lists(
    st.sampled_from(
        "12 1.204 4,7 3/4 22/11/2026 hơn gần khoảng từ đến tới - – / % $ ( ) , . hai ba năm mươi trăm nghìn triệu "
        "tỉ rưỡi nửa một "
        "phần gấp đôi lần tăng đồng kg ha m2 người hộ học sinh con lợn giờ ngày tháng tuổi "
        "thứ lúc số chục lẻ tư".split()
    ),
    max_size=25,
)


@given(PIECES, st.booleans(), st.sampled_from((" ", "")))
def test_spans_are_exact_and_apart(pieces, bare, blank):
    text = (fold(blank.join(pieces)) if bare else blank.join(pieces)) or "x"
    found = find_quantities(text)
    behind = 0
    for quantity in found:
        assert behind <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end].strip() == text[quantity.start : quantity.end]
        assert quantity.low <= quantity.high
        behind = quantity.end
    assert find_quantities(text) == found


@given(st.text())
def test_any_text_is_read(text):
    find_quantities(unicodedata.normalize("NFC", text))
    find_quantities(text)


@pytest.mark.parametrize(
    "unit", ["1", "1,", "1.", '"', "1/", "một ", "từ 1 đến ", "1 triệu ", "0 ", "1-", "@1", "trăm ", "m2", "²"]
)
def test_a_page_of_rubbish_is_read_once(unit):
    # a reader that went over the page again and again would not come back from this
    find_quantities(unit * (100_000 // len(unit)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có tới 9/11 hộ chưa nhận tiền.", [("9/11 hộ", 0.818182, "ratio")]),
        ("Có tới 9/11 hội viên chưa nhận tiền.", [("9/11", 0.818182, "ratio")]),
        ("Kéo dài tới 9/11 mới xong.", []),
        ("Gia đình có bốn miệng ăn.", [("bốn miệng ăn", 4, "person")]),
    ],
)
def test_shares_and_days(text, expected):
    found = read(text)
    assert [(value, unit) for _span, value, unit in found] == [(value, unit) for _span, value, unit in expected]


def test_sentences_in_other_words():
    """80 sentences written apart from the ones that the reader was made with, fictional."""
    lines = (Path(__file__).parent / "data" / "quantities_own.jsonl").read_text(encoding="utf-8").splitlines()
    measured = evaluate(map(json.loads, lines))
    assert measured["sentences"] == 80
    assert measured["f1"] >= 0.98
    assert measured["exact_span"] >= 0.95
    assert measured["approx"] == 1


def test_tokens_of_the_text_may_be_given():
    text = "Hơn 1.204 hộ nhận 4,7 tỷ đồng."
    assert find_quantities(text, tokens=tokenize(text)) == find_quantities(text)


def test_what_is_counted_stands_in_the_same_line():
    assert [quantity.end for quantity in find_quantities("Tổng số là 15\n\nngười dân đi qua")] == []
