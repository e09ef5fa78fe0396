"""``python scripts/screenshot.py``: the picture of the READMEs, taken from the running dashboard of a fresh demo."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from diembao.core.clock import today  # noqa: E402
from tests.browser import FLAGS, dashboard, require_chromium, settle  # noqa: E402

PICTURE = ROOT / "docs" / "images" / "tong-quan.png"


def main() -> None:
    """Collect the demo's press, open yesterday's overview, take the picture."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        subprocess.run([sys.executable, "-m", "diembao", "demo", "--once", "--home", str(home)], check=True)
        with dashboard(home) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=require_chromium(), args=FLAGS)
            page = browser.new_page(viewport={"width": 1360, "height": 900}, locale="vi-VN")
            page.goto(f"{address}/?day={today() - timedelta(days=1)}")
            settle(page)
            page.wait_for_selector("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg")
            page.wait_for_timeout(1000)  # the chart's bars grow
            PICTURE.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURE)
            browser.close()


if __name__ == "__main__":
    main()
