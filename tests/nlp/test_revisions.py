from __future__ import annotations

import pytest

from diembao.core.findings import Part
from diembao.core.models import Content, Edit
from diembao.core.syllables import is_syllable
from diembao.nlp.revisions import Change, Row, Why, compare, judge, notice
from diembao.nlp.revisions.spelling import is_typo


def content(text: str = "", title: str = "Cầu Vĩnh An thông xe", lead: str = "", **more: object) -> Content:
    return Content(title=title, lead=lead, text=text, **more)  # type: ignore[arg-type]


def changes(before: str, after: str) -> list[Row]:
    return list(compare(content(before), content(after)).changes)


COSMETIC = [
    ("Giá 1200 đồng.", "Giá 1.200 đồng."),
    ("Số tiền 5 triệu đồng được chi.", "Số tiền 5.000.000 đồng được chi."),
    ("Có năm người bị thương.", "Có 5 người bị thương."),
    ("Ngày 5/9 khai giảng.", "Ngày 05/09 khai giảng."),
    ("Giá tăng 5 %.", "Giá tăng 5%."),
    ("Giá tăng 1,5 điểm.", "Giá tăng 1.5 điểm."),
    ("Giá tăng , mạnh .", "Giá tăng, mạnh."),
    ('Ông nói "được".', "Ông nói “được”."),
    ("Hoà bình lập lại.", "Hòa bình lập lại."),
    ("Hômnay trời mưa.", "Hôm nay trời mưa."),
    ("Anh ngưòi Huế đưọc cứu.", "Anh người Huế được cứu."),
    ("Giá của của dân.", "Giá của dân."),
    ("Ông cho biết rằng cầu đã xong.", "Ông cho biết cầu đã xong."),
    ("UBND tỉnh họp.", "Ubnd tỉnh họp."),
    ("Trời mưa to, và gió lớn thổi về.", "Trời mưa to. Và gió lớn thổi về."),
    ("Trời mưa to. Gió lớn thổi về.", "Gió lớn thổi về. Trời mưa to."),
    ("Trời mưa to.\n\nMinh Anh", "Trời mưa to.\n\nTheo Hãng tin Mẫu"),
    ("Trời mưa to.", "Trời mưa to.\n\n(Theo Báo Mẫu)"),
    ("Trời mưa to.\n\n* * *", "Trời mưa to."),
]

SUBSTANTIVE = [
    ("Có 3 người chết.", "Có 5 người chết.", Why.FIGURE),
    ("Giá tăng 5 đồng.", "Giá tăng 5% đồng.", Why.FIGURE),
    ("Nhiệt độ -5 độ.", "Nhiệt độ 5 độ.", Why.FIGURE),
    ("Giá 20.000 đồng/kg.", "Giá 21.000 đồng/kg.", Why.FIGURE),
    ("Có hơn 5 người bị thương.", "Có 5 người bị thương.", Why.WORDS),
    ("Án 5 năm tù.", "Án 6 năm tù.", Why.FIGURE),
    ("Ngày 5/9 khai giảng.", "Ngày 6/9 khai giảng.", Why.DATE),
    ("Năm 2025 khởi công.", "Năm 2026 khởi công.", Why.DATE),
    ("Thứ hai này thi.", "Thứ ba này thi.", Why.DATE),
    ("Theo ông Hùng, mưa lớn.", "Theo ông Hưng, mưa lớn.", Why.NAME),
    ("Họp tại Hà Nội hôm qua.", "Họp tại thành phố hôm qua.", Why.NAME),
    ("Cầu đã thông xe.", "Cầu chưa thông xe.", Why.NEGATION),
    ("Ông nói có biết việc này.", "Ông nói không biết việc này.", Why.NEGATION),
    ("Giá bán tăng.", "Giá bán giảm.", Why.WORDS),
    ("Công an bắn một người.", "Công an bắt một người.", Why.WORDS),
    ("Giá tăng mạnh.", "Giá tăng mạnh?", Why.WORDS),
    ("Trời mưa to.", "Trời mưa to. Cầu bị cuốn trôi.", Why.SENTENCE),
    ("Trời mưa to. Cầu bị cuốn trôi.", "Trời mưa to.", Why.SENTENCE),
]


@pytest.mark.parametrize(("before", "after"), COSMETIC)
def test_what_says_the_same_is_cosmetic(before: str, after: str) -> None:
    assert judge(content(before), content(after)) == (Edit.COSMETIC, "")
    assert changes(before, after)


@pytest.mark.parametrize(("before", "after", "why"), SUBSTANTIVE)
def test_what_says_something_else_is_substantive(before: str, after: str, why: Why) -> None:
    assert judge(content(before), content(after)) == (Edit.SUBSTANTIVE, "")
    assert compare(content(before), content(after)).reasons == (why,)


def test_a_change_of_title_or_lead_counts_like_one_of_the_text() -> None:
    comparison = compare(content(title="Ba người chết"), content(title="Bốn người chết", lead="Tin mới."))
    assert [(row.part, row.change) for row in comparison.rows] == [
        (Part.TITLE, Change.CHANGED),
        (Part.LEAD, Change.INSERTED),
    ]


def test_a_lead_that_was_taken_out_of_the_text_has_moved() -> None:
    before = content("Trời mưa to suốt đêm. Gió lớn thổi về.")
    after = content("Gió lớn thổi về.", lead="Trời mưa to suốt đêm.")
    assert judge(before, after).edit is Edit.COSMETIC
    assert {row.change for row in compare(before, after).changes} == {Change.MOVED}


def test_a_new_by_line_is_cosmetic_wherever_it_stands() -> None:
    before = content("NGUYỄN AN\n\n" + "Trời mưa to. " * 9, authors=("Nguyễn An",))
    assert judge(before, content("Trời mưa to. " * 9)).edit is Edit.COSMETIC


def test_sentences_are_aligned_and_their_words_marked() -> None:
    before = "Mưa lớn kéo dài. Có 3 người chết. Đường bị chia cắt.\n\nChính quyền họp gấp."
    after = "Mưa lớn kéo dài. Có 5 người chết. Điện bị cắt ở ba xã.\n\nĐường bị chia cắt.\n\nChính quyền họp gấp."
    rows = [row for row in compare(content(before), content(after)).rows if row.part is Part.TEXT]
    assert [row.change for row in rows] == [
        Change.SAME,
        Change.CHANGED,
        Change.INSERTED,
        Change.SAME,
        Change.SAME,
    ]
    assert [row.opens for row in rows] == [True, False, False, True, True]
    changed = rows[1]
    assert [changed.before[start:end] for start, end in changed.before_marks] == ["3"]
    assert [changed.after[start:end] for start, end in changed.after_marks] == ["5"]
    assert rows[2].after == "Điện bị cắt ở ba xã."


def test_marks_that_stand_side_by_side_are_one() -> None:
    (row,) = changes("Ông Trần Bình đã đến họp sáng nay.", "Bà Lê Hoa đã đến họp sáng nay.")
    assert [row.before[start:end] for start, end in row.before_marks] == ["Ông Trần Bình"]


def test_every_sentence_of_both_versions_stands_in_one_row() -> None:
    before = " ".join(f"Xã {n} có {n % 7} hộ phải di dời." for n in range(90))
    after = " ".join(f"Xã {n} có {n % 5} hộ phải di dời." for n in range(3, 120) if n % 11)
    rows = [row for row in compare(content(before), content(after)).rows if row.part is Part.TEXT]
    assert " ".join(row.after for row in rows if row.after) == after
    assert sorted(row.before for row in rows if row.before) == sorted(
        f"Xã {n} có {n % 7} hộ phải di dời." for n in range(90)
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            " ".join(f"Câu {n} kể về xã {n % 37} của tỉnh." for n in range(3200)),
            " ".join(f"Câu {n + 1} kể về xã {n % 31} của huyện." for n in range(3200)),
        ),
        ("A. " * 33_000, "B. A. " * 16_000),
        ("a " * 50_000, "b a " * 25_000),
        ("." * 100_000, "!." * 50_000),
        ("(\n\n" * 30_000, "đính chính\n\n" * 9_000),
        ("“" * 100_000, "Do lỗi " * 14_000),
    ],
)
def test_a_hundred_thousand_characters_of_anything_are_compared(before: str, after: str) -> None:
    assert judge(content(before), content(after)).edit


@pytest.mark.parametrize(
    "word", "người được nghiêng khuỷu quốc giếng gì quyển xoong yêu ngoằn thuở Ông hoà hòa".split()
)
def test_syllables_are_known_by_their_shape(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", "ngưòi đưọc nguoif ngừơi cvăn hậnn".split())
def test_what_a_slip_leaves_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_one_syllable_for_another_is_no_typo() -> None:
    assert is_typo("đưọc", "được")
    assert not is_typo("bán", "bắn")
    assert not is_typo("được", "đưọc")
    assert not is_typo("Jonsn", "Johnson")


NOTICES = [
    "Đính chính: Số hộ phải di dời là 35, không phải 53.",
    "* Đính chính: Ông An là phó giám đốc sở.",
    "Thông tin lại:\n\nÔng An là phó giám đốc sở.",
    "ĐÍNH CHÍNH\n\nBài đăng hôm qua ghi chưa đúng chức danh của ông An.",
    "Tòa soạn xin sửa lại như sau: ông An là phó giám đốc.",
    "Toà soạn thành thật xin lỗi bạn đọc.",
    "Thành thật xin lỗi quý độc giả vì sự nhầm lẫn này.",
    "Ban biên tập Báo Mẫu chân thành cáo lỗi cùng bạn đọc.",
    "Báo Mẫu xin đính chính: ông An là phó giám đốc sở.",
    "Xin đính chính lại tên của nạn nhân như trên.",
    "(Bài viết đã được chỉnh sửa lúc 18h ngày 5/9.)",
    "Bài viết này đã được cập nhật số liệu của sở.",
    "Tiêu đề đã được tòa soạn sửa lại cho chính xác.",
    "Do sơ suất, bài viết đã ghi nhầm chức danh của ông An.",
    "Trong bài viết đăng ngày 5/9, chúng tôi đã viết nhầm tên xã.",
    "Phiên bản trước của bài viết này ghi sai tên xã.",
]
BODY = "Mưa lớn kéo dài suốt đêm. Ba xã bị chia cắt. Tỉnh cho học sinh nghỉ học. Chính quyền họp gấp."


@pytest.mark.parametrize("said", NOTICES)
def test_a_notice_by_which_the_outlet_corrects_itself_is_known(said: str) -> None:
    before, after = content(BODY), content(f"{BODY}\n\n{said}")
    edit, quoted = judge(before, after, outlet="Báo Mẫu")
    assert edit is Edit.CORRECTION
    assert quoted == said
    assert judge(None, after, outlet="Báo Mẫu") == (None, said)
    assert judge(after, content(f"{BODY} Nước rút dần.\n\n{said}"), outlet="Báo Mẫu").edit is Edit.SUBSTANTIVE


@pytest.mark.parametrize(
    "said",
    [
        "Sở Y tế đính chính thông tin về ca bệnh.",
        "Sở Y tế xin đính chính thông tin về ca bệnh.",
        "Báo Khác xin đính chính: ông An là phó giám đốc sở.",
        "Ca sĩ Lan Chi xin lỗi khán giả vì hủy buổi diễn.",
        "Ông An yêu cầu báo cải chính và xin lỗi bạn đọc.",
        "Một tờ báo đã cải chính thông tin này hôm qua.",
        "“Tôi xin đính chính: sức khỏe của tôi tốt”, bà nói.",
        "“Có hiểu lầm. Chúng tôi xin đính chính lại số liệu”, đại diện công ty nói.",
        'Ông viết: "Đó là lỗi của tôi. Thành thật xin lỗi độc giả." Bài sau đó bị gỡ.',
        "Văn phòng sau đó đính chính nước này không có kế hoạch rút.",
        "Ảnh của ông trên mạng đã được chỉnh sửa, cắt ghép.",
        "Bài viết của ông An trên mạng đã được chỉnh sửa nhiều lần.",
        "Ứng dụng đã được cập nhật tính năng mới.",
        "Bản nhạc đã được chỉnh sửa bởi nhạc trưởng.",
        "Thông tin này đã được cập nhật trên hệ thống của sở.",
        "Việc đính chính: quy định mới của luật báo chí.",
        "Do sơ suất, tài xế đã ghi nhầm số xe vào sổ.",
        "Trong bài thi, thí sinh đã viết nhầm tên tác giả.",
        "Tòa soạn nhận được đơn của bạn đọc.",
    ],
)
def test_a_report_on_a_correction_is_none(said: str) -> None:
    for text in (f"{BODY}\n\n{said}", f"{said} {BODY}", f"{BODY} {said}"):
        assert notice(content(text), outlet="Báo Mẫu") == ""


def test_in_the_middle_of_a_paragraph_nobody_corrects_himself() -> None:
    middle = f"{BODY} Xin đính chính lại số liệu. {BODY}"
    assert notice(content(middle)) == ""


def test_a_notice_may_be_the_title_or_the_lead() -> None:
    assert notice(content(BODY, title="Đính chính: Tên xã bị chia cắt")) == "Đính chính: Tên xã bị chia cắt"
    assert notice(content(BODY, lead="Bài viết đã được chỉnh sửa.")) == "Bài viết đã được chỉnh sửa."


def test_a_long_notice_is_cut_between_words() -> None:
    quoted = notice(content("Đính chính: " + "số hộ phải di dời " * 200))
    assert len(quoted) <= 602
    assert quoted.endswith(" …")
