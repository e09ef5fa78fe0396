"""One collected demo home for all tests of the dashboard."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import dashboard


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the fictional press, collected at two visits."""
    path = tmp_path_factory.mktemp("demo") / "home"
    command = [sys.executable, "-m", "diembao", "demo", "--once", "--json", "--home", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["new"] >= 130
    return path


@pytest.fixture(scope="session")
def address(demo_home: Path, browser: Browser) -> Iterator[str]:
    """The served dashboard of the demo home."""
    with dashboard(demo_home) as url:
        yield url
