"""Statements that an article makes otherwise than it did before. Every name is invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diembao.core.findings import FlagReason
from diembao.verify import revisions, rules
from diembao.verify.matching import FactBase
from diembao.verify.reports import Report

BRIDGE = "Cầu Vàm Sậy có tổng mức đầu tư {} tỷ đồng, được khởi công tại xã Hưng Lộc năm 2024."
OTHERS = "UBND tỉnh Phú Giang đã duyệt phương án di dời 180 hộ dân ở hai bên cầu."


def article(*texts: str) -> Report:
    """An article with one version a text, the last one the present."""
    versions = [
        Report(id="A", version=number, seen="2026-11-20", title="Khởi công cầu Vàm Sậy", text=text)
        for number, text in enumerate(texts, 1)
    ]
    return replace(versions[-1], earlier=tuple(versions[:-1]))


def found(*texts: str) -> tuple:  # type: ignore[type-arg]
    given = revisions.inputs(article(*texts))
    return revisions.find(given) if given else ()


def test_a_figure_that_was_changed() -> None:
    (finding,) = found(f"{BRIDGE.format('2.150')} {OTHERS}", f"{BRIDGE.format('2.510')} {OTHERS}")
    assert finding.reason is FlagReason.CHANGED_AFTER_PUBLICATION
    assert finding.values == ("2.510 tỷ đồng", "2.150 tỷ đồng")
    assert (finding.claim.version, finding.evidence.version) == (2, 1)
    assert finding.claim.ref == finding.evidence.ref == "A"
    for passage, value in zip((finding.claim, finding.evidence), finding.values, strict=True):
        ((start, end),) = passage.marks
        assert passage.text[start:end] == value


def test_a_day_that_was_changed() -> None:
    told = "Cầu Vàm Sậy ở xã Hưng Lộc khởi công ngày {}/3/2024 với 2.150 tỷ đồng."
    (finding,) = found(told.format(12), told.format(21))
    assert finding.facts["kind"] == "date"


def test_the_oldest_version_that_has_it_otherwise_stands_against_the_present_one() -> None:
    (finding,) = found(*(f"{BRIDGE.format(value)} {OTHERS}" for value in ("2.150", "2.150", "2.510")))
    assert (finding.claim.version, finding.evidence.version) == (3, 1)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(BRIDGE.format("2.150"), BRIDGE.format("2.150"), id="the same"),
        pytest.param(BRIDGE.format("2.150"), BRIDGE.format("2150"), id="written otherwise"),
        pytest.param(BRIDGE.format("2.148"), BRIDGE.format("hơn 2.100"), id="rounded"),
        pytest.param(BRIDGE.format("2.150"), f"{BRIDGE.format('2.150')} {OTHERS}", id="something added"),
        pytest.param(
            "Vụ lở đất ở xã Suối Lim làm 3 người chết, nhiều căn nhà bị vùi lấp.",
            "Vụ lở đất ở xã Suối Lim làm 7 người chết, nhiều căn nhà bị vùi lấp.",
            id="a toll that rises",
        ),
    ],
)
def test_no_statement_was_changed(before: str, now: str) -> None:
    assert found(before, now) == ()


def test_an_article_of_one_version_has_nothing_to_compare() -> None:
    assert revisions.inputs(article(BRIDGE.format("2.150"))) is None


def test_of_an_opinion_piece_nothing_is_flagged() -> None:
    piece = article(BRIDGE.format("2.150"), BRIDGE.format("2.510"))
    piece = replace(piece, opinion=True, earlier=tuple(replace(before, opinion=True) for before in piece.earlier))
    assert revisions.inputs(piece) is None


def test_a_run_replays_to_the_byte_from_the_two_sentences() -> None:
    changed = article(f"{BRIDGE.format('2.150')} {OTHERS}", f"{BRIDGE.format('2.510')} {OTHERS}")
    (item,) = rules.hold([changed], FactBase(()), only=[revisions.NAME]).found
    assert OTHERS not in item.inputs
    assert item.output == rules.run(item.rule, item.inputs)
