"""A real Chromium for tests, and one place that decides whether its absence is a skip or a failure."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from playwright.sync_api import Page, expect

from tests.services import absent

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_STARTS_WITHIN = 60.0
#: Flags that keep Chromium from calling home, which a closed network refuses at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def require_chromium() -> str:
    """Path of Chromium; skips the test when there is none, or fails it where CI was to provide it."""
    if CHROMIUM is None:
        absent("chromium", "there is no Chromium on this machine")
    return CHROMIUM


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def dashboard(home: Path, log: BinaryIO | int = subprocess.PIPE) -> Iterator[str]:
    """The dashboard of a home, served; gives its address.

    :param log: where what it prints goes.
    """
    port = free_port()
    command = [sys.executable, "-m", "diembao", "dashboard", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + _STARTS_WITHIN
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, process.stdout.read().decode() if process.stdout else ""
                assert time.monotonic() < deadline, "the dashboard did not start"
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout:
            process.stdout.close()


def settle(page: Page) -> None:
    """Wait until a page of the dashboard is drawn and its script has ended."""
    page.wait_for_selector("h1", timeout=30_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
