"""``diembao run``: collects by itself, serves the dashboard, ends in good order."""

import json
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.browser import free_port
from tests.conftest import run_cli

_PATIENCE = 60.0


def test_the_desk_collects_serves_and_ends_on_sigterm(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run_cli("init", "--home", home).code == 0
    (home / "sources.toml").write_text("")
    port = free_port()
    (home / "diembao.toml").write_text(f"[dashboard]\nport = {port}\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "diembao", "run", "--home", str(home)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        deadline = time.monotonic() + _PATIENCE
        while not (_passes(home) and _answers(port)):
            assert process.poll() is None
            assert time.monotonic() < deadline, "no pass ended, or the dashboard did not start"
            time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(_PATIENCE) == 0
        assert not _answers(port), "the dashboard outlived the desk"
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def _passes(home: Path) -> int:
    runs = json.loads(run_cli("status", "--home", home, "--json").stdout)["last_runs"]
    return sum(run["kind"] == "collect" and run["finished_at"] is not None for run in runs)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
            return True
    except OSError:
        return False
