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

#: The shell of Chromium without its window costs half of what the whole browser does.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)
_STARTS_WITHIN = 60.0
#: What is expected on a page is awaited this long: two browsers and two servers share the cores of a small machine.
expect.set_options(timeout=60_000)
#: Flags that keep Chromium from calling home, which a closed network refuses at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
#: The page says that its script has ended a moment before the last elements stand where they will be clicked.
_STANDS_STILL = """() => new Promise((resolve, reject) => {
    let timer;
    const ended = () => document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
    const done = (settled, value) => { observer.disconnect(); clearTimeout(timer); settled(value); };
    const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => ended() ? done(resolve) : wait(), 250);
    };
    const observer = new MutationObserver(wait);
    observer.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    setTimeout(() => done(reject, new Error("the page did not come to rest")), 60000);
    wait();
})"""


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
    """Wait until a page of the dashboard is drawn, its script has ended, and nothing moves any more.

    What a click asks for may begin later than that: after a click, expect what it does.
    """
    page.wait_for_selector("h1", timeout=60_000)
    page.evaluate(_STANDS_STILL)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def choose_person(page: Page, name: str) -> None:
    """Act in the name of a person of the desk."""
    page.get_by_test_id("stSidebar").get_by_role("combobox").click()
    page.get_by_role("option", name=f"{name} (chưa xác thực)").click()
    expect(page.get_by_role("alert").filter(has_text="Hãy chọn tên")).to_have_count(0)
    settle(page)
