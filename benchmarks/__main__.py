"""Every benchmark, one after the other."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import dashboard, importing, search
from benchmarks.corpus import press


def main() -> int:
    """Run all; says plainly when there is nothing to measure on."""
    file = press()
    if file is None:
        print("benchmarks: skipped, no press corpus on this machine (DIEMBAO_CORPUS names its folder)")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        importing.measure(file, home)
        search.measure(file, Path(scratch) / "index")
        if shutil.which("chromium"):
            dashboard.measure(home)
        else:
            print("dashboard: skipped, no Chromium on this machine")
    return 0


if __name__ == "__main__":
    sys.exit(main())
