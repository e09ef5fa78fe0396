"""One collected demo home for all tests of the dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import dashboard
from tests.demo_home import Demo


@pytest.fixture(scope="session")
def demo_home(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the fictional press, collected at two visits."""
    return demo.copy(tmp_path_factory.mktemp("demo") / "home")


@pytest.fixture(scope="session")
def address(demo_home: Path, browser: Browser) -> Iterator[str]:
    """The served dashboard of the demo home."""
    with dashboard(demo_home) as url:
        yield url
