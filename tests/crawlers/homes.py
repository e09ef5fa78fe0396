"""Homes whose sources are on the tests' own server, and passes over them."""

import re
from pathlib import Path
from typing import Any

from diembao.archive import articles, open_archive
from diembao.core.home import Home
from diembao.core.models import Article
from diembao.pipeline.founding import found_home
from tests.conftest import run_cli
from tests.crawlers.server import Server
from tests.databases import put_archive

SLUG = "/thoi-su/bai-viet-ve-mua-lon-o-phu-giang-10000"


def source(server: Server, name: str, *doors: str) -> str:
    feeds = ", ".join(f'"{url}"' for url in doors)
    return f"""
[[source]]
id = "{name}"
name = "Báo {name}"
publisher = "Cơ quan chủ quản"
kind = "local"
domains = ["{name}.localhost"]
local = true
feeds = [{feeds}]
"""


def make_home(folder: Path, catalogue: str, **crawl: object) -> Home:
    home = found_home(folder, catalogue=catalogue)
    put_archive(home)
    values = {"delay_seconds": 0, "retries": 0, "timeout_seconds": 5} | crawl
    lines = "".join(f"{key} = {value}\n" for key, value in values.items())
    home.settings_file.write_text(f"[crawl]\n{lines}", encoding="utf-8")
    return home


def collect(home: Home, *more: str) -> dict[str, Any]:
    done = run_cli("collect", "--home", home.path, "--once", "--json", *more)
    assert done.code == 0, done.stderr
    report: dict[str, Any] = done.json()
    assert report["fetched"] == report["collected"] + report["failed"]
    assert report["collected"] == sum(report[key] for key in ("new", "changed", "unchanged", "quarantined"))
    return report


def every_article(home: Home) -> list[Article]:
    with open_archive(home) as archive, archive.reading() as connection:
        return articles.newest(connection, 1_000)


def archived(home: Home) -> dict[str, Article]:
    """Path -> article."""
    return {re.sub("^https?://[^/]+", "", found.url): found for found in every_article(home)}
