"""Contradictions of two sentences, on pairs that were written for it."""

from __future__ import annotations

import json
from pathlib import Path

from diembao.evaluation import contradictions

_PAIRS = Path(__file__).parent / "data" / "pairs_own.jsonl"


def test_written_pairs_are_told_apart() -> None:
    """120 and more pairs of a fictional press: rounding, conversion, parts, other days and places among them."""
    figures = contradictions.evaluate(map(json.loads, _PAIRS.read_text(encoding="utf-8").splitlines()))
    assert figures["pairs"] >= 120
    assert figures["precision"] >= 0.95
    assert figures["recall"] >= 0.94
    assert figures["fired"]["update"] == 0
    assert all(found["found"] >= 0.85 * found["conflicts"] for found in figures["by_type"].values())


def test_the_figures_add_up() -> None:
    told = "Cầu Vàm Sậy ở xã Hưng Lộc có tổng mức đầu tư {} tỷ đồng."
    rows = [
        {"a": told.format("2.150"), "b": told.format("2.510"), "label": "conflict", "type": "figure"},
        {"a": told.format("2.150"), "b": told.format("hơn 2.100"), "label": "conflict", "type": "figure"},
        {"a": told.format("2.150"), "b": told.format("3.150"), "label": "compatible"},
    ]
    assert contradictions.evaluate(rows) == {
        "pairs": 3,
        "conflicts": 2,
        "true_positives": 1,
        "false_positives": 1,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "fired": {"compatible": 1, "conflict": 1},
        "by_kind": {"figure": {"true_positives": 1, "false_positives": 1}},
        "by_type": {"figure": {"conflicts": 2, "found": 1}},
    }
