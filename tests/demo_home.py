"""One collected demo for all tests of a run: collecting a whole press takes longer than most of what is asked of it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from diembao.demo.server import PressServer
from diembao.demo.show import PORT


def run_demo(home: Path) -> subprocess.CompletedProcess[str]:
    """Collect the fictional press, as people do."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DIEMBAO_")}
    command = [sys.executable, "-m", "diembao", "demo", "--once", "--json", "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@dataclass(frozen=True, slots=True)
class Demo:
    """A home that ``diembao demo --once`` made, and what it printed."""

    home: Path
    report: dict[str, Any]

    def copy(self, folder: Path) -> Path:
        """A home of the same content, which may be changed.

        :param folder: does not exist yet.
        """
        shutil.copytree(self.home, folder)
        return folder

    @contextmanager
    def press_port(self) -> Iterator[int]:
        """The port that every copy knows its press by, for one user at a time."""
        with FileLock(self.home.with_name("press.lock")):
            yield self._state["port"]

    @contextmanager
    def press(self) -> Iterator[PressServer]:
        """The press as it was at the second visit, served again."""
        with self.press_port() as port, PressServer(datetime.fromisoformat(self._state["served_at"]), port) as server:
            server.visit = 2
            yield server

    @property
    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads((self.home / "demo.json").read_text(encoding="utf-8"))
        return state


def collected_demo(folder: Path) -> Demo:
    """The demo in a folder; made by the first process that asks, awaited by the others."""
    folder.mkdir(exist_ok=True)
    home, report = folder / "home", folder / "report.json"
    with FileLock(folder / "making.lock"):
        if not report.exists():
            with _usual_port_taken():
                done = run_demo(home)
            assert done.returncode == 0, done.stderr
            report.write_text(done.stdout, encoding="utf-8")
    return Demo(home, json.loads(report.read_text(encoding="utf-8")))


@contextmanager
def _usual_port_taken() -> Iterator[None]:
    """Keeps a demo off the port that it tries first: the next one of another process would take it from its copies."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as a server does: closed connections linger
        with suppress(OSError):  # taken by somebody else: as good
            taken.bind(("127.0.0.1", PORT))
            taken.listen()
        yield
