"""Measured quality does not fall: ``benchmarks/quality.json`` holds the least of each figure, and the data's hash.

A floor is raised when a figure has risen. It is lowered, or the data exchanged, only by a person who edits that file.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_cli

pytestmark = pytest.mark.corpus

PINNED: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parents[2] / "benchmarks" / "quality.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", PINNED)
def test_no_figure_is_worse_than_it_was(corpus: Path, name: str) -> None:
    pinned = PINNED[name]
    file = corpus / pinned["data"]
    if not file.is_file():
        pytest.skip(f"no labelled data on this machine: {pinned['data']}")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == pinned["sha256"], (
        "these are other data than was measured on"
    )
    figures = run_cli("evaluate", name, "--data", file, "--json").json()
    assert {key: figures[key] for key, least in pinned["at_least"].items() if figures[key] < least} == {}
    assert {key: figures[key] for key, most in pinned["at_most"].items() if figures[key] > most} == {}
