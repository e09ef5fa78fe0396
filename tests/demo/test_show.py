"""``diembao demo``: served, collected for real, the same again."""

import json
import subprocess
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from diembao.archive import open_archive
from diembao.archive.schema import addresses, articles
from diembao.core.clock import now
from diembao.core.home import Home
from diembao.demo.server import PressServer
from tests.demo_home import Demo, run_demo


def balanced(report: dict[str, Any]) -> dict[str, Any]:
    """A report whose sums hold."""
    for part in (report, *report["visits"]):
        assert part["fetched"] == part["collected"] + part["failed"]
        assert part["collected"] == part["new"] + part["changed"] + part["unchanged"] + part["quarantined"]
    return report


def sums(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    return balanced(json.loads(done.stdout))


def test_the_sums_hold_and_the_whole_press_is_collected(demo: Demo) -> None:
    report = balanced(demo.report)
    assert report["new"] >= 130
    assert report["sources"] >= 8
    assert (report["changed"], report["removed"], report["failed"]) == (1, 1, 0)
    assert report["indexed"] == report["new"] + report["changed"] + report["removed"]


def test_a_second_run_finds_nothing_new_and_makes_no_duplicate(demo: Demo, tmp_path: Path) -> None:
    home, first = demo.copy(tmp_path / "home"), demo.report
    with demo.press_port():
        second = sums(run_demo(home))
    assert (second["new"], second["changed"], second["removed"]) == (0, 0, 0)
    with open_archive(Home(home)) as archive, archive.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(articles)) == first["new"]
        held = connection.scalar(sa.select(sa.func.count(sa.distinct(addresses.c.article_id))))
        assert held == first["new"]


def test_a_folder_that_the_demo_did_not_make_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = run_demo(tmp_path)
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_demo_of_another_day_is_made_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "demo.json").write_text(json.dumps({"served_at": "2020-01-01T08:00:00+07:00", "port": 1, "visit": 2}))
    assert sums(run_demo(home))["new"] >= 130


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with PressServer(now()) as other:
        home = tmp_path / "home"
        home.mkdir()
        (home / "demo.json").write_text(json.dumps({"served_at": now().isoformat(), "port": other.port, "visit": 1}))
        done = run_demo(home)
    assert done.returncode == 1
    assert str(other.port) in done.stderr
