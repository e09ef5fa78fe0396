"""The jobs of a desk at work outlive whatever goes wrong in one of them."""

from __future__ import annotations

import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from diembao.archive import visits
from diembao.archive.visits import Plan
from diembao.core.errors import UsageError
from diembao.core.home import Home
from diembao.pipeline import loop
from diembao.pipeline.loop import Job, pause_before_next_pass
from diembao.pipeline.parts import Parts
from tests.pipeline.conftest import NOON

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


@pytest.mark.parametrize(("planned", "pause"), [(0.1, 60), (5, 300), (600, 900)])
def test_the_next_pass_begins_when_something_is_due(parts: Parts, planned: float, pause: float) -> None:
    (known,) = parts.sources
    look = Plan(next_look_at=NOON + timedelta(minutes=planned), failures=1, brought=0, awaited=0)
    with parts.archive.writing() as connection:
        visits.note_door(connection, known.id, known.doors[0], NOON, listed=0, reason="timeout", plan=look)
    assert pause_before_next_pass(parts.home, NOON) == pause


def test_what_was_never_looked_at_is_looked_at_soon_and_without_sources_now_and_then(home: Home) -> None:
    assert pause_before_next_pass(home, NOON) == 60
    home.sources_file.write_text("")
    assert pause_before_next_pass(home, NOON) == 900


def test_a_catalogue_that_cannot_be_read_does_not_end_the_desk(home: Home) -> None:
    home.sources_file.write_text("[[source")
    assert pause_before_next_pass(home, NOON) == 60
