"""Every benchmark, one after the other."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from benchmarks import collecting, dashboard, desk_search, extraction, importing, search
from benchmarks.corpus import corpus, elasticsearch, press
from tests.browser import CHROMIUM


def main() -> int:
    """Run all; says plainly when there is nothing to measure on."""
    file = press()
    if file is None:
        print("benchmarks: skipped, no press corpus on this machine (PRESS_CORPUS names its folder)")
        return 0
    folder = corpus()
    if folder and (folder / "html" / "reference.jsonl").is_file():
        print("extraction:", json.dumps(extraction.measure(folder / "html")))
        collecting.measure(folder / "html")
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        importing.measure(file, home)
        print("index:", json.dumps(search.measure(file, elasticsearch=elasticsearch()), ensure_ascii=False))
        desk_search.measure(home)
        if CHROMIUM:
            dashboard.measure(home)
        else:
            print("dashboard: skipped, no Chromium on this machine")
    return 0


if __name__ == "__main__":
    sys.exit(main())
