"""Figures of two reports that cannot both be right, and the many that can. Every place and body is invented."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from diembao.core.findings import Finding
from diembao.verify import figures
from diembao.verify.reports import Report

BRIDGE = "Cầu Vàm Sậy có tổng mức đầu tư {} tỷ đồng, được khởi công tại xã Hưng Lộc Tây năm 2024."


def story(*texts: str, **more: Any) -> list[Report]:
    return [
        Report(id=f"R{number}", seen=f"2026-11-2{number}", title=f"Bài {number}", text=text, **more)
        for number, text in enumerate(texts)
    ]


def found(*texts: str, **more: Any) -> tuple[Finding, ...]:
    return figures.find(figures.inputs(story(*texts, **more)))


def test_digits_in_another_order() -> None:
    (finding,) = found(BRIDGE.format("2.150"), "Với tổng mức đầu tư 2.510 tỷ đồng, cầu Vàm Sậy do tỉnh làm chủ đầu tư.")
    assert finding.values == ("2.510 tỷ đồng", "2.150 tỷ đồng")
    assert (finding.claim.ref, finding.evidence.ref) == ("R1", "R0")  # the earlier report is the evidence
    for passage, value in zip((finding.claim, finding.evidence), finding.values, strict=True):
        ((start, end),) = passage.marks
        assert passage.text[start:end] == value


def test_one_disagreement_is_one_finding_with_the_others_beside_it() -> None:
    (finding,) = found(*(BRIDGE.format(value) for value in ("2.150", "2.510", "2.150", "2.510")))
    assert (finding.claim.ref, finding.evidence.ref) == ("R1", "R0")
    assert finding.also == (("R3",), ("R2",))


def test_a_copy_with_another_figure_is_seen() -> None:
    one, other = story(BRIDGE.format("2.150"), BRIDGE.format("2.870"))
    copy = Report(id="R9", seen=other.seen, title=other.title, text=other.text, voice=one.id)
    assert len(figures.find(figures.inputs([one, copy]))) == 1


@pytest.mark.parametrize(("one", "other"), [("hơn 2.100", "hơn 2.800"), ("2.100 - 2.200", "2.100 - 2.900")])
def test_the_same_sentence_with_another_bound_or_range(one: str, other: str) -> None:
    assert len(found(BRIDGE.format(one), BRIDGE.format(other))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.150", "2.150"),
        ("2.150", "hơn 2.100"),
        ("2.150", "gần 2.200"),
        ("2.150", "khoảng 2.200"),
        ("2.148", "2.150"),  # rounded
        ("2.150", "2,15 nghìn"),
        ("2.150", "2.100 - 2.200"),
    ],
)
def test_what_can_both_be_right(one: str, other: str) -> None:
    assert found(BRIDGE.format(one), BRIDGE.format(other)) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "Ngày 3/11, xã Hưng Lộc Tây có 12 hộ dân phải di dời vì sạt lở bờ sông.",
            "Ngày 9/11, xã Hưng Lộc Tây có 21 hộ dân phải di dời vì sạt lở bờ sông.",
            id="another day",
        ),
        pytest.param(
            "Xã Hưng Lộc Tây có 12 hộ dân phải di dời vì sạt lở bờ sông.",
            "Xã Bình Phú Đông có 21 hộ dân phải di dời vì sạt lở bờ sông.",
            id="another place",
        ),
        pytest.param(
            "Tỉnh có 310 hộ dân phải di dời vì sạt lở bờ sông Hậu Giang Tây.",
            "Trong đó 130 hộ dân phải di dời vì sạt lở bờ sông Hậu Giang Tây.",
            id="a part",
        ),
        pytest.param(
            "Xã hỗ trợ 15 triệu đồng tiền di dời do sạt lở bờ sông.",
            "Xã hỗ trợ mỗi hộ 51 triệu đồng tiền di dời do sạt lở bờ sông.",
            id="each and all",
        ),
        pytest.param(
            "Có 34 học sinh Trường Hưng Lộc nhập viện vì ngộ độc thực phẩm.",
            "Có 43 giáo viên Trường Hưng Lộc nhập viện vì ngộ độc thực phẩm.",
            id="other people",
        ),
        pytest.param(
            "Giá vàng miếng trong nước giảm 50.000 đồng/lượng so với phiên trước.",
            "Giá vàng miếng trong nước giảm 80.000 đồng/lượng so với phiên trước.",
            id="market prices",
        ),
        pytest.param(
            "Nạn nhân 24 tuổi, trú tại xã Hưng Lộc Tây, đi xe máy trên cầu.",
            "Nạn nhân 42 tuổi, trú tại xã Hưng Lộc Tây, đi xe máy trên cầu.",
            id="ages of people",
        ),
    ],
)
def test_other_things_are_no_conflict(one: str, other: str) -> None:
    assert found(one, other) == ()


FLOOD = "Lũ quét ở xã Hưng Lộc Tây làm {} người chết, nhiều nhà bị cuốn trôi."


def on_day(day: int, dead: int) -> Report:
    at = f"2026-11-{day}T08:00:00+00:00"
    return Report(id=f"R{day}", seen=at, dated=at, title="Lũ quét", text=FLOOD.format(dead))


def test_a_toll_that_rises_between_days_is_an_update() -> None:
    assert figures.find(figures.inputs([on_day(20, 5), on_day(21, 9)])) == ()
    assert figures.find(figures.inputs([on_day(20, 9), on_day(21, 5)]))  # one that falls is none


def test_who_gives_both_values_contradicts_nobody() -> None:
    both = BRIDGE.format("2.510") + " Ban đầu cầu được duyệt với 2.150 tỷ đồng."
    assert found(BRIDGE.format("2.150"), both) == ()


def test_an_opinion_piece_claims_nothing() -> None:
    assert found(BRIDGE.format("2.150"), BRIDGE.format("2.510"), opinion=True) == ()


def test_ids_and_order_of_input_decide_nothing() -> None:
    reports = story(BRIDGE.format("2.150"), BRIDGE.format("2.510"), BRIDGE.format("2.150"))
    renamed = [
        Report(id=name, seen=report.seen, title=report.title, text=report.text)
        for name, report in zip("ZYX", reports, strict=True)
    ]
    (first,) = figures.find(figures.inputs(reports))
    (second,) = figures.find(figures.inputs(sorted(renamed, key=lambda report: report.id)))
    names = dict(zip((report.id for report in reports), "ZYX", strict=True))
    assert (names[first.claim.ref], names[first.evidence.ref]) == (second.claim.ref, second.evidence.ref)
    assert (first.score, first.values) == (second.score, second.values)


def test_the_least_inputs_give_the_same_finding() -> None:
    given = figures.inputs(story(*(BRIDGE.format(value) for value in ("2.150", "2.510", "2.150")), "Trời mưa 3 ngày."))
    (finding,) = figures.find(given)
    assert figures.find(figures.narrowed(given, finding)) == (finding,)


def test_more_figures_than_are_compared(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Each unit has its own bound, the pairs that have the most in common come first, and what is left out is told."""
    houses = "Sạt lở bờ sông khiến {} hộ dân ở xã Hưng Lộc Tây mất nhà cửa."
    texts = [f"{houses.format(100 + number)} {BRIDGE.format(value)}" for number, value in enumerate(("2.150", "2.510"))]
    noise = [houses.format(number) for number in range(200, 220)]
    monkeypatch.setattr(figures, "_MOST_PAIRS", 3)
    monkeypatch.setattr(logging.getLogger(figures.__name__), "handlers", [caplog.handler])
    with caplog.at_level("DEBUG", logger=figures.__name__):
        values = {finding.values for finding in found(*texts, *noise)}
    assert ("2.510 tỷ đồng", "2.150 tỷ đồng") in values
    assert "more pairs of figures than are compared" in caplog.text
