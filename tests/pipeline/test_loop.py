"""The jobs of a desk at work outlive whatever goes wrong in one of them."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from diembao.core.errors import UsageError
from diembao.pipeline import loop
from diembao.pipeline.loop import Job

_PATIENCE = 60.0


def test_a_job_that_breaks_is_tried_again_and_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_TICK", 0.01)
    stop, tried, done = threading.Event(), [0, 0, 0], tmp_path / "done"

    def broken(number: int, error: Exception | None) -> bool:
        tried[number] += 1
        if error:
            raise error
        return True

    jobs = [
        Job("no database", [], lambda: broken(0, RuntimeError("gone"))),
        Job("no settings", [], lambda: broken(1, UsageError("unreadable", "mend it"))),
        Job("no program", [str(tmp_path / "none")], lambda: broken(2, None)),
        Job("well", [sys.executable, "-c", f"open({str(done)!r}, 'a').write('.')"], lambda: True),
    ]
    worker = threading.Thread(target=loop._work, args=(jobs, stop))
    worker.start()
    try:
        deadline = time.monotonic() + _PATIENCE
        while not (done.exists() and len(done.read_text()) >= 2):
            assert worker.is_alive()
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        stop.set()
        worker.join()
    assert min(tried) >= 2
