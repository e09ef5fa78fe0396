"""Where the measured press lies (no part of the project: ``PRESS_CORPUS`` names its folder), and what runs here."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import services

_BESIDE = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def corpus() -> Path | None:
    """The corpus folder, or None when this machine has none."""
    folder = Path(os.environ.get("PRESS_CORPUS") or _BESIDE)
    return folder if folder.is_dir() else None


def press() -> Path | None:
    """35,227 articles as JSON Lines."""
    folder = corpus()
    file = folder / "press" / "baomoi2017.jsonl.gz" if folder else None
    return file if file and file.is_file() else None


def elasticsearch() -> str | None:
    """Address of the node that ``make services`` started, or None."""
    services.announce()
    return os.environ.get("TESTS_ELASTICSEARCH")


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """Records of a gzipped file of JSON Lines."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
