"""``python -m benchmarks.dashboard HOME``: seconds until each page stands still in Chromium, twice."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from diembao.archive import articles, open_archive
from diembao.core.home import Home
from tests.browser import FLAGS, dashboard, require_chromium, settle


def measure(path: Path, screenshots: Path | None = None) -> dict[str, tuple[float, float]]:
    """Open every page twice; gives the seconds by page."""
    with open_archive(Home(path)) as archive, archive.reading() as connection:
        newest = articles.newest(connection, 1)
        total = articles.count(connection)
    pages = {
        "tong-quan": "/",
        "tim-kiem": "/tim-kiem",
        "tim-kiem (query)": "/tim-kiem?q=thu+phi+bot",
        "bai-viet": f"/bai-viet?id={newest[0].id}",
        "nguon-tin": "/nguon-tin",
    }
    seconds: dict[str, tuple[float, float]] = {}
    with dashboard(path) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=require_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1360, "height": 1000})
        page.goto(f"{address}/nguon-tin")  # the browser's first download of the dashboard's own scripts
        settle(page)
        print(f"dashboard: {total} articles")
        for name, path_ in pages.items():
            times = []
            for _attempt in range(2):
                started = time.perf_counter()
                page.goto(address + path_)
                settle(page)
                times.append(time.perf_counter() - started)
            seconds[name] = (times[0], times[1])
            print(f"  {name}: {times[0]:.2f} s, again {times[1]:.2f} s")
            if screenshots:
                page.screenshot(path=screenshots / f"{name.split()[0]}-{len(seconds)}.png")
        browser.close()
    return seconds


if __name__ == "__main__":
    measure(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
