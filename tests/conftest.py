"""What all tests share: a home, its archive, and the command line in a process of its own."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from diembao.archive import Archive
from diembao.core.home import Home
from diembao.pipeline.founding import found_home
from diembao.pipeline.parts import Parts
from tests import forked, services
from tests.browser import FLAGS, require_chromium
from tests.databases import PostgreSQL, keep_archive_in, put_archive
from tests.demo_home import Demo, collected_demo

services.announce()

# No test is timed, and a failure belongs to the change that it comes with: everybody has the same examples. Others are
# tried with ``--hypothesis-profile=explore``.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1_000)
settings.load_profile("same")

SOURCES = """\
[[source]]
id = "bao-mau"
name = "Báo Mẫu"
publisher = "Sở Thông tin tỉnh Mẫu"
kind = "local"
domains = ["bao-mau.example", "127.0.0.1"]
local = true
feeds = ["http://127.0.0.1:9/rss"]
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command of ``diembao`` did."""

    code: int
    stdout: str
    stderr: str

    def json(self) -> Any:
        return json.loads(self.stdout)


def run_cli(*args: str | Path, stdin: bytes = b"", **env: str) -> Done:
    """Run ``diembao`` as people do. It speaks English unless ``env`` says otherwise."""
    arguments = [str(argument) for argument in args]
    environment = os.environ | {"DIEMBAO_DESK__LANGUAGE": "en"} | env
    done = forked.run(arguments, environment, stdin)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests."""
    for variable in os.environ:
        if variable.startswith("DIEMBAO_"):
            monkeypatch.delenv(variable)


@pytest.fixture(autouse=True)
def opened() -> Iterator[ExitStack]:
    """Closes at the end what a test has opened."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def postgresql_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An archive on PostgreSQL that tests copy: its migrations run once."""
    with PostgreSQL(services.postgresql()).template(tmp_path_factory.mktemp("postgresql") / "home") as name:
        yield name


@pytest.fixture
def postgresql(postgresql_template: str) -> Iterator[str]:
    """Address of a new archive on PostgreSQL."""
    with PostgreSQL(services.postgresql()).copy(postgresql_template) as url:
        yield url


@pytest.fixture
def database() -> str:
    """Address of the archive's database; empty: SQLite. Folders whose tests run on both have a fixture of their own."""
    return ""


@pytest.fixture
def home(tmp_path: Path, database: str) -> Home:
    """A new home with one source and no province."""
    home = found_home(tmp_path / "home", catalogue=SOURCES)
    if database:
        keep_archive_in(home, database)
    else:
        put_archive(home)
    return home


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo of this run: one for all of its processes, so what it made is copied, never changed."""
    own = tmp_path_factory.getbasetemp()
    return collected_demo((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo")


@pytest.fixture
def open_parts(opened: ExitStack, home: Home) -> Callable[[], Parts]:
    """Opens the parts of the home, as one more process would."""
    return lambda: opened.enter_context(Parts(Home(home.path)))


@pytest.fixture
def parts(open_parts: Callable[[], Parts]) -> Parts:
    return open_parts()


@pytest.fixture
def archive(parts: Parts) -> Archive:
    return parts.archive


#: What passed tests ran on, by a part of their ids.
_ENGINES: dict[str, Callable[[], str]] = {
    r"^tests/index/.*embedded": lambda: "tantivy",
    r"\[.*\belasticsearch\b": lambda: f"Elasticsearch {services.elasticsearch_version()}",
    r"^tests/archive/": lambda: "SQLite",
    r"\[.*\bpostgresql\b": lambda: f"PostgreSQL {services.postgresql_version()}",
    r"^tests/dashboard/": lambda: "Chromium",
}


#: Files and folders that take long, the longest first. While one process makes the demo for the first test that needs
#: it, the other finds long files that do not.
_LONG = tuple(
    f"tests/{place}"
    for place in (
        "corpus/",
        "demo/test_planted.py",
        "crawlers/test_killed.py",
        "crawlers/hostile/",
        "pipeline/test_crashes.py",
        "cli/test_draft_privacy.py",
        "demo/",
        "dashboard/",
        "crawlers/",
        "pipeline/",
        "desk/",
        "cli/",
        "index/",
        "archive/",
        "test_",
    )
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files begin first: one that begins last keeps the other processes waiting."""
    items.sort(key=lambda item: next((at for at, folder in enumerate(_LONG) if item.nodeid.startswith(folder)), 99))


def pytest_unconfigure(config: pytest.Config) -> None:
    """The very last line names the engines that the suite really ran on."""
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput"):
        return
    passed = [report.nodeid for report in reporter.stats.get("passed", ())]
    tested = [name() for pattern, name in _ENGINES.items() if any(re.search(pattern, node) for node in passed)]
    reporter.write_line(f"engines tested: {', '.join(tested) or 'none'}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a process: Playwright's synchronous side runs once in it."""
    path = require_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1360, "height": 1000}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", accept_downloads=True
    )
    opened = context.new_page()
    yield opened
    context.close()
