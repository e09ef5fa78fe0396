"""``diembao demo``: served, collected for real, the same again."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from diembao.archive import open_archive
from diembao.archive.schema import addresses, articles
from diembao.core.clock import now
from diembao.core.home import Home
from diembao.demo.server import PressServer


def demo(home: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DIEMBAO_")}
    command = [sys.executable, "-m", "diembao", "demo", "--once", "--json", "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def sums(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    for part in (report, *report["visits"]):
        assert part["fetched"] == part["collected"] + part["failed"]
        assert part["collected"] == part["new"] + part["changed"] + part["unchanged"] + part["quarantined"]
    return report


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    home = tmp_path_factory.mktemp("show") / "home"
    return home, sums(demo(home))


def test_the_sums_hold_and_the_whole_press_is_collected(shown: tuple[Path, dict[str, Any]]) -> None:
    _home, report = shown
    assert report["new"] >= 130
    assert report["sources"] >= 8
    assert (report["changed"], report["removed"], report["failed"]) == (1, 1, 0)
    assert report["indexed"] == report["new"] + report["changed"] + report["removed"]


def test_a_second_run_finds_nothing_new_and_makes_no_duplicate(shown: tuple[Path, dict[str, Any]]) -> None:
    home, first = shown
    second = sums(demo(home))
    assert (second["new"], second["changed"], second["removed"]) == (0, 0, 0)
    with open_archive(Home(home)) as archive, archive.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(articles)) == first["new"]
        held = connection.scalar(sa.select(sa.func.count(sa.distinct(addresses.c.article_id))))
        assert held == first["new"]


def test_a_folder_that_the_demo_did_not_make_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = demo(tmp_path)
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_demo_of_another_day_is_made_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "demo.json").write_text(json.dumps({"served_at": "2020-01-01T08:00:00+07:00", "port": 1, "visit": 2}))
    assert sums(demo(home))["new"] >= 130


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with PressServer(now()) as other:
        home = tmp_path / "home"
        home.mkdir()
        (home / "demo.json").write_text(json.dumps({"served_at": now().isoformat(), "port": other.port, "visit": 1}))
        done = demo(home)
    assert done.returncode == 1
    assert str(other.port) in done.stderr
