"""``collect --replay`` from the command line."""

from __future__ import annotations

from diembao.core.home import Home
from tests.conftest import run_cli


def test_days_of_which_nothing_is_kept_are_told(home: Home) -> None:
    span = ("--since", "2020-01-01", "--until", "2020-01-02")
    said = run_cli("collect", "--replay", *span, "--home", home.path)
    assert said.code == 0
    assert "The archive keeps no page of these sources and days." in said.stdout


def test_help_says_how_a_day_is_written() -> None:
    said = run_cli("collect", "--help").stdout
    assert "YYYY-MM-DD" in said
    assert "%Y" not in said
