"""Quality floors on labelled sentences; a figure below its floor is a step back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diembao.evaluation import claims, guard, quantities

pytestmark = pytest.mark.corpus


def rows(corpus: Path, name: str) -> Iterator[Any]:
    file = corpus / "labels" / name
    if not file.exists():
        pytest.skip(f"no labelled data on this machine: {name}")
    return map(json.loads, file.read_text(encoding="utf-8").splitlines())


def test_quantities(corpus: Path) -> None:
    figures = quantities.evaluate(rows(corpus, "quantities_dev.jsonl"))
    assert figures["f1"] >= 0.97
    assert figures["exact_span"] >= 0.97
    assert figures["approx"] >= 0.99


def test_guard(corpus: Path) -> None:
    figures = guard.evaluate(rows(corpus, "guard_dev.jsonl"))
    assert figures["opinions_passed"] <= 3
    assert figures["claim_recall"] >= 0.95


def test_claims(corpus: Path) -> None:
    assert claims.evaluate(rows(corpus, "claims_dev.jsonl"))["f1"] >= 0.82
