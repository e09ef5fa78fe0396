"""Facts that two reports tell differently: days, places, offices, numbers, yes and no. Every name is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from diembao.core.findings import Finding, FlagReason
from diembao.verify import facts, rules
from diembao.verify.matching import FactBase
from diembao.verify.reports import Report

BRIDGE = "Cầu Vàm Sậy được khởi công ngày {} tại xã Hưng Lộc với tổng mức đầu tư 2.150 tỷ đồng."


def story(*texts: str, **more: Any) -> list[Report]:
    return [
        Report(id=f"R{number}", seen=f"2026-11-20T0{number}:00:00+00:00", title=f"Bài {number}", text=text, **more)
        for number, text in enumerate(texts)
    ]


def found(*texts: str, **more: Any) -> tuple[Finding, ...]:
    return facts.find(facts.inputs(story(*texts, **more)))


@pytest.mark.parametrize(
    ("kind", "one", "other", "values"),
    [
        ("date", BRIDGE.format("12/3/2024"), BRIDGE.format("21/3/2024"), ("ngày 21/3/2024", "ngày 12/3/2024")),
        (
            "place",
            "Vụ cháy kho phế liệu rộng 300 m2 của Công ty Minh Phát xảy ra ở phường Tân Lập.",
            "Vụ cháy kho phế liệu rộng 300 m2 của Công ty Minh Phát xảy ra ở phường Đông Hòa.",
            ("phường Đông Hòa", "phường Tân Lập"),
        ),
        (
            "office",
            "Ông Nguyễn Văn Lâm, Chủ tịch UBND xã Hưng Lộc, cho biết xã đã di dời 12 hộ dân vì sạt lở.",
            "Ông Nguyễn Văn Lâm, Phó Chủ tịch UBND xã Hưng Lộc, cho biết đã di dời 12 hộ dân vì sạt lở.",
            ("Phó Chủ tịch", "Chủ tịch"),
        ),
        (
            "number",
            "HĐND tỉnh Phú Giang thông qua 12 nghị quyết tại kỳ họp thứ 8.",
            "Tại kỳ họp thứ 9, HĐND tỉnh Phú Giang thông qua 12 nghị quyết.",
            ("9", "8"),
        ),
        (
            "yes-no",
            "Hồ Suối Lim không xả lũ trong đêm 3/11, theo Công ty Thủy lợi Phú Giang.",
            "Theo Công ty Thủy lợi Phú Giang, hồ Suối Lim xả lũ trong đêm 3/11.",
            ("xa lu", "không xả lũ"),
        ),
    ],
)
def test_a_fact_that_is_told_differently(kind: str, one: str, other: str, values: tuple[str, str]) -> None:
    (finding,) = found(one, other)
    assert (finding.reason, finding.facts["kind"]) == (FlagReason.CONFLICTING_FACTS, kind)
    assert (finding.claim.ref, finding.evidence.ref) == ("R1", "R0")  # the earlier report is the evidence
    if kind != "yes-no":
        assert finding.values == values
    for passage, value in zip((finding.claim, finding.evidence), finding.values, strict=True):
        ((start, end),) = passage.marks
        assert passage.text[start:end] == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(BRIDGE.format("12/3/2024"), BRIDGE.format("12 tháng 3 năm 2024"), id="the same day"),
        pytest.param(BRIDGE.format("12/3"), BRIDGE.format("12/3/2024"), id="without its year"),
        pytest.param(
            "Lễ thông xe cầu Ba Rài ở Phú Giang diễn ra ngày 2/9 với 300 người dự.",
            "Lễ thông xe cầu Ba Rài ở Phú Giang lùi sang ngày 5/9 với 300 người dự.",
            id="put off",
        ),
        pytest.param(
            "Ngày 2/6, Công an huyện Cái Sậy cho biết đã khởi tố vụ phá 3 ha rừng ở xã Suối Lim.",
            "Công an huyện Cái Sậy khởi tố vụ phá 3 ha rừng ở xã Suối Lim ngày 30/5.",
            id="when it was told",
        ),
        pytest.param(
            "Vụ cháy 30 sạp hàng ở chợ Bến Than xảy ra đêm 19/11.",
            "Vụ cháy 30 sạp hàng ở chợ Bến Than xảy ra rạng sáng 20/11.",
            id="around midnight",
        ),
        pytest.param(
            "Đợt một tiêm vắc xin cho 500 trẻ ở Trung tâm Y tế Cù Lao Sậy bắt đầu ngày 8/11.",
            "Đợt hai tiêm vắc xin cho 500 trẻ ở Trung tâm Y tế Cù Lao Sậy bắt đầu ngày 9/11.",
            id="another turn",
        ),
        pytest.param(
            "Chủ tịch UBND xã Hưng Lộc Nguyễn Văn Lâm báo cáo việc di dời 12 hộ dân.",
            "Phó Chủ tịch UBND xã Hưng Lộc Lê Văn Tám báo cáo việc di dời 12 hộ dân.",
            id="another person",
        ),
        pytest.param(
            "Vụ cháy chợ Bến Than không chỉ thiêu rụi 30 sạp hàng mà còn làm hỏng mái chợ.",
            "Vụ cháy chợ Bến Than thiêu rụi 30 sạp hàng, làm hỏng mái chợ.",
            id="no negation",
        ),
        pytest.param(
            "Đường qua xã Hưng Lộc chưa thông xe sau vụ sạt lở 200 m ngày 3/11.",
            "Đường qua xã Hưng Lộc thông xe sau vụ sạt lở 200 m ngày 3/11.",
            id="not yet",
        ),
    ],
)
def test_what_may_both_be_right(one: str, other: str) -> None:
    assert found(one, other) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "Anh Nguyễn Hữu Phát (37 tuổi, ngụ xã Hưng Lộc) lái xe tải chở 12 tấn gạo lật trên cầu Ba Rài.",
            "Anh Nguyễn Hữu Phát (39 tuổi, ngụ xã Hưng Lộc) lái xe tải chở 12 tấn gạo lật trên cầu Ba Rài.",
            id="age",
        ),
        pytest.param(
            "Anh Nguyễn Hữu Phát, ngụ xã Hưng Lộc, lái xe tải chở 12 tấn gạo lật trên cầu Ba Rài.",
            "Anh Nguyễn Hữu Phát, ngụ xã Bình Hòa, lái xe tải chở 12 tấn gạo lật trên cầu Ba Rài.",
            id="home",
        ),
        pytest.param(
            "Xe tải biển số 66C-123.45 chở 12 tấn gạo của Công ty Phú Nông lật trên cầu Ba Rài.",
            "Xe tải biển số 66C-123.54 chở 12 tấn gạo của Công ty Phú Nông lật trên cầu Ba Rài.",
            id="number plate",
        ),
    ],
)
def test_a_private_persons_details_are_nobodys_business(one: str, other: str) -> None:
    assert found(one, other) == ()


def test_who_gives_both_values_contradicts_nobody() -> None:
    both = BRIDGE.format("21/3/2024") + " Huyện Cái Sậy làm lễ động thổ cầu này trước đó, hôm ngày 12/3/2024."
    assert found(BRIDGE.format("12/3/2024"), both) == ()


def test_what_comes_daily_is_told_of_each_day() -> None:
    texts = (
        f"Ngày {day} chợ đầu mối Tân Lập phân phối 410 tấn rau củ sạch cho siêu thị và bếp ăn ở Phú Giang."
        for day in ("8/11", "9/11")
    )
    first, second = story(*texts)
    assert facts.find(facts.inputs([first, second]))
    reports = [replace(first, dated="2026-11-08T05:00:00+00:00"), replace(second, dated="2026-11-09T05:00:00+00:00")]
    assert facts.find(facts.inputs(reports)) == ()


def test_an_opinion_piece_claims_nothing() -> None:
    assert found(BRIDGE.format("12/3/2024"), BRIDGE.format("21/3/2024"), opinion=True) == ()


def test_one_disagreement_is_one_finding_with_the_others_beside_it() -> None:
    (finding,) = found(*(BRIDGE.format(day) for day in ("12/3/2024", "21/3/2024", "12/3/2024", "21/3/2024")))
    assert (finding.claim.ref, finding.evidence.ref) == ("R1", "R0")
    assert finding.also == (("R3",), ("R2",))


def test_the_least_inputs_give_the_same_finding() -> None:
    given = facts.inputs(story(BRIDGE.format("12/3/2024"), BRIDGE.format("21/3/2024"), "Trời mưa 3 ngày ở Phú Giang."))
    (finding,) = facts.find(given)
    assert facts.find(facts.narrowed(given, finding)) == (finding,)
    assert len(facts.narrowed(given, finding)["reports"]) == 2


def test_ids_decide_nothing() -> None:
    reports = story(BRIDGE.format("12/3/2024"), BRIDGE.format("21/3/2024"))
    renamed = [replace(report, id=name) for report, name in zip(reports, "ZY", strict=True)]
    ((first,), (second,)) = (facts.find(facts.inputs(some)) for some in (reports, reversed(renamed)))
    assert (first.score, first.values, first.claim.text) == (second.score, second.values, second.claim.text)


def test_a_run_replays_to_the_byte() -> None:
    held = rules.hold(story(BRIDGE.format("12/3/2024"), BRIDGE.format("21/3/2024")), FactBase(()), only=[facts.NAME])
    (item,) = held.found
    assert item.output == rules.run(item.rule, item.inputs)


def test_of_very_many_claims_those_that_have_the_most_in_common_are_compared() -> None:
    crops = "bắp cam chè dưa điều khoai lạc mía ngô ổi sầu vải".split()
    given = [
        f"Đơn vị thi công đã nạo vét, gia cố và bàn giao cho Ba Rài tuyến kênh dài {number + 120} m tưới {crop}."
        for number in range(116)
        for crop in [crops[number % len(crops)]]
    ]
    # 29 claims of each of four reports make 5,046 pairs; behind them stands the one of the bridge
    texts = [" ".join(given[start : start + 29]) for start in range(0, 116, 29)]
    texts[2] += " " + BRIDGE.format("12/3/2024")
    texts[3] += " " + BRIDGE.format("21/3/2024")
    of_story = facts.inputs(story(*texts))
    assert [len(report["passages"]) for report in of_story["reports"]] == [29, 29, 30, 30]
    assert "Cầu Vàm Sậy" in facts.find(of_story)[0].claim.text
