"""Headlines that their own text does not bear out. Every place and body is invented."""

from __future__ import annotations

from typing import Any

import pytest

from diembao.core.findings import Finding
from diembao.verify import headlines
from diembao.verify.reports import Report

REST = (
    " Hợp tác xã Hưng Lộc có chín mươi hộ thành viên, thả nuôi trên vùng bãi bồi ven sông từ nhiều năm nay. Sức mua"
    " của nhà máy chế biến vẫn như tháng trước, trong khi thức ăn và điện không đổi. Người nuôi đang vào vụ thu hoạch,"
    " nhiều ao cùng kéo lưới một lúc để tránh bão, thương lái đến tận nơi cân hàng rồi chở về các vựa ở chợ trong ngày."
)


def found(title: str, text: str, **more: Any) -> tuple[Finding, ...]:
    given = headlines.inputs(Report(id="R", title=title, text=text + REST, **more))
    return headlines.find(given) if given else ()


def test_a_figure_that_the_text_contradicts() -> None:
    (finding,) = found(
        "Giá tôm ở Hưng Lộc giảm 40% trong một tuần", "Theo hợp tác xã, giá tôm ở Hưng Lộc đã giảm 14% trong một tuần."
    )
    assert finding.values == ("40%", "14%")
    assert finding.evidence.text.startswith("Theo hợp tác xã")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Giá tôm ở Hưng Lộc giảm 14% trong một tuần", "Giá tôm ở Hưng Lộc đã giảm 14% trong một tuần."),
        ("Giá tôm ở Hưng Lộc giảm gần 15% trong một tuần", "Giá tôm ở Hưng Lộc đã giảm 14% trong một tuần."),
        ("30 hộ ở Hưng Lộc phải di dời", "Có 12 hộ ở thôn Thượng và 18 hộ ở thôn Hạ phải di dời ngay trong đêm."),
        ("Kè Hưng Lộc giá từ 4,6 tỷ đồng", "Kè Hưng Lộc có giá 4,672 tỷ đồng theo hồ sơ mời thầu."),
        ("Giá tôm ở Hưng Lộc có giảm 40%?", "Giá tôm ở Hưng Lộc đã giảm 14% trong một tuần."),
        ("“Giá tôm giảm 40%” và nỗi lo Hưng Lộc", "Giá tôm ở Hưng Lộc đã giảm 14% trong một tuần."),
        ("Video: giá tôm Hưng Lộc giảm 40%", "Giá tôm ở Hưng Lộc đã giảm 14% trong một tuần."),
    ],
)
def test_figures_that_are_borne_out_or_not_asserted(title: str, text: str) -> None:
    assert found(title, text) == ()


def test_an_event_that_the_text_does_not_tell() -> None:
    (finding,) = found(
        "Khởi tố giám đốc Công ty Nước sạch Hưng Lộc", "Người dân Hưng Lộc gửi đơn về chất lượng nước của công ty."
    )
    assert (finding.values[0], finding.facts["kind"]) == ("Khởi tố", "absent")


def test_an_event_that_is_only_considered() -> None:
    (finding,) = found(
        "Khởi tố giám đốc Công ty Nước sạch Hưng Lộc",
        "Công an tỉnh đang xem xét khởi tố giám đốc Công ty Nước sạch Hưng Lộc.",
    )
    assert finding.facts["kind"] == "unsure"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Khởi tố giám đốc công ty ở Hưng Lộc",
            "Công an tỉnh đã khởi tố bị can đối với giám đốc công ty.",
        ),
        ("Chưa khởi tố giám đốc công ty ở Hưng Lộc", "Người dân Hưng Lộc gửi đơn về chất lượng nước của công ty."),
        ("Hai người tử vong ở Hưng Lộc", "Vụ lật ghe ở Hưng Lộc khiến hai người chết trong chiều nay."),
    ],
)
def test_events_that_are_borne_out_or_not_asserted(title: str, text: str) -> None:
    assert found(title, text) == ()


def test_a_short_text_may_leave_out_what_its_headline_says() -> None:
    report = Report(id="R", title="Giá tôm ở Hưng Lộc giảm 40%", text="Giá tôm ở Hưng Lộc giảm 14%.")
    assert headlines.inputs(report) is None


def test_opinion_pieces_and_briefs_are_left_alone() -> None:
    title, text = "Giá tôm ở Hưng Lộc giảm 40%", "Giá tôm ở Hưng Lộc đã giảm 14% trong một tuần."
    assert found(title, text) and not found(title, text, opinion=True) and not found(title, text, brief=True)


@pytest.mark.parametrize(
    "title",
    [
        "Niềm tin phá sản",
        "Lương tâm bị bắt giam",
        "Khi niềm tin vỡ nợ",
        "Niềm tin của người dân Hưng Lộc đã phá sản",
        "Vỡ đê lòng tin ở Hưng Lộc",
        "Ngộ độc thành tích ở Hưng Lộc",
        "Sập cầu, sập niềm tin ở Hưng Lộc",
        "Đình chỉ lương tri",
        "Khởi tố sự vô cảm ở Hưng Lộc",
        "Nền giáo dục đang ngộ độc vì thành tích",
        "Giáo dục tử vong vì thành tích",
    ],
)
def test_figures_of_speech_assert_no_event(title: str) -> None:
    body = "Người dân Hưng Lộc nói về niềm tin, lương tâm, lương tri, thành tích và nền giáo dục, sự vô cảm và cây cầu."
    assert found(title, body) == ()


@pytest.mark.parametrize(
    "title",
    [
        "Phó giám đốc Sở Giáo dục Hưng Lộc bị bắt giam",
        "Giáo viên Hưng Lộc vi phạm đạo đức bị bắt giam",
        "Bắt giam giám đốc Sở Văn hóa Hưng Lộc",
    ],
)
def test_people_of_a_field_are_no_figure_of_speech(title: str) -> None:
    body = "Giám đốc, phó giám đốc sở giáo dục, sở văn hóa ở Hưng Lộc và giáo viên vi phạm đạo đức vắng mặt."
    assert [finding.facts["kind"] for finding in found(title, body)] == ["absent"]


def test_a_text_that_speaks_of_something_else_contradicts_no_headline() -> None:
    assert found("Khởi tố giám đốc Công ty Nước sạch Tân Bình Đông", "Mùa này hoa nở kín hai bờ kênh.") == ()


def test_a_text_that_is_not_read_to_its_end_contradicts_nothing() -> None:
    title = "Khởi tố giám đốc Công ty Nước sạch Hưng Lộc"
    long = " ".join(f"Người dân tổ {number} ở Hưng Lộc gửi đơn về nước của công ty." for number in range(200))
    assert found(title, long[:2000]) and found(title, long) == ()
