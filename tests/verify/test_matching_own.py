"""Forty reviewed claims and 151 sentences of the press, most of them near neighbours: what matching keeps up to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from diembao.evaluation.matching import evaluate
from diembao.verify import matching
from diembao.verify.stance import stance as stance_of

DATA = Path(__file__).parent / "data" / "matching_own.json"


def test_matching_keeps_its_floors() -> None:
    measured = evaluate(json.loads(DATA.read_text(encoding="utf-8")))
    assert measured["match_precision"] >= 0.97 and measured["match_recall"] >= 0.95
    assert measured["hard_negatives_matched"] <= 0.03 and measured["stance_accuracy"] >= 0.97


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        pytest.param("Xã Bến Sậy nuôi 300 con bò sữa.", "Xã Bến Sậy nuôi 300 con bò thịt.", id="another kind"),
        pytest.param(
            "Trường Tiểu học Hoa Lư Đông dạy thêm môn bơi cho học sinh.",
            "Trường Tiểu học Hoa Lư Đông dạy thêm môn võ cho học sinh.",
            id="another subject",
        ),
        pytest.param(
            "Giám đốc Sở Xây dựng tỉnh Phú Giang bị cách chức.",
            "Phó giám đốc Sở Xây dựng tỉnh Phú Giang bị cách chức.",
            id="deputy",
        ),
        pytest.param(
            "Tàu hàng BV 81245 mắc cạn ở cửa Vàm Láng Đông.",
            "Tàu hàng BV 81254 mắc cạn ở cửa Vàm Láng Đông.",
            id="number",
        ),
        pytest.param(
            "Tỉnh Phú Giang nhập 12 xã thành 5 xã.", "Tỉnh Phú Giang nhập 12 ấp thành 5 ấp.", id="counted things"
        ),
        pytest.param(
            "Tôm ở xã Hưng Lộc Tây chết hàng loạt vì nắng nóng.",
            "Tôm ở xã Hưng Lộc Tây chết hàng loạt vì thuốc trừ sâu.",
            id="cause",
        ),
    ],
)
def test_one_word_exchanged_is_another_claim(claim: str, sentence: str) -> None:
    assert matching.about(claim, claim) >= matching.THRESHOLD
    assert matching.about(claim, sentence) < matching.THRESHOLD


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (
            "Xã Bến Sậy chi 3 tỉ đồng làm cổng chào.",
            "Xã Bến Sậy bỏ ra 3.000 triệu đồng làm cổng chào, một trang tin viết.",
        ),
        ("Cầu Vàm Sậy bị sập sau trận bão.", "Cơn bão làm cầu Vàm Sậy đổ sập."),
        ("Bến phà An Lạc Đông dừng hoạt động từ ngày 2/3/2025.", "Từ 2/3/2025, bến phà An Lạc Đông ngưng hoạt động."),
    ],
)
def test_another_wording_is_the_same_claim(claim: str, sentence: str) -> None:
    assert matching.about(claim, sentence) >= matching.THRESHOLD


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Trạm y tế xã Bến Sậy không hề tiêm thuốc hết hạn cho 12 trẻ.", "denies"),
        ("Sở Y tế nói không có trường hợp tiêm thuốc hết hạn nào cho 12 trẻ ở trạm y tế xã Bến Sậy.", "denies"),
        ("Trưởng trạm cho hay không có việc trạm y tế xã Bến Sậy tiêm thuốc hết hạn cho 12 trẻ.", "denies"),
        ("Sở Y tế đang làm rõ có phải trạm y tế xã Bến Sậy tiêm thuốc hết hạn cho 12 trẻ.", "discusses"),
        ("Trạm y tế xã Bến Sậy tiêm thuốc hết hạn cho 12 trẻ chưa đi học.", "repeats"),
    ],
)
def test_what_a_sentence_does_with_a_claim(sentence: str, stance: str) -> None:
    assert stance_of("Trạm y tế xã Bến Sậy tiêm thuốc hết hạn cho 12 trẻ.", sentence) == stance
