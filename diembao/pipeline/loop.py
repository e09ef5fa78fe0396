"""The desk at work: collects on schedule, and does the jobs that it is given, until it is told to stop.

Each pass and each job runs in a process of its own: Twisted's reactor starts once a process, and whatever it leaves
behind, memory or a crash, ends with it.
"""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from diembao.core.clock import now
from diembao.core.errors import DiembaoError
from diembao.core.home import Home
from diembao.core.logs import logger
from diembao.pipeline.parts import Parts
from diembao.pipeline.processes import command
from diembao.pipeline.schedule import next_due

log = logger(__name__)

#: Shortest pause between two passes, and between two looks at jobs and companions. In seconds.
_TICK = 60.0
#: Longest pause between two passes, whatever is planned: sources may have been added meanwhile. In seconds.
_LONGEST_PAUSE = 900.0
_GRACE = 20.0


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is done beside collecting, whenever there is some; a long pass does not hold it up."""

    name: str
    command: Sequence[str]
    """Command line that does it."""
    is_due: Callable[[], bool]
    """Whether there is work now. Called in a thread of its own."""


def run(
    home: Home,
    companions: Sequence[Sequence[str]] = (),
    jobs: Sequence[Job] = (),
    on_pass: Callable[[int], None] | None = None,
) -> None:
    """Collect what is due, again and again; returns after SIGINT or SIGTERM.

    :param jobs: begun after the first pass, so that they find what is new after a long stop.
    :param companions: command lines of processes that live as long as the desk (the dashboard); one that ends is
        started again at the next tick.
    :param on_pass: told the exit code of every pass.
    """
    stop = threading.Event()
    running: list[subprocess.Popen[bytes]] = []
    worker = threading.Thread(target=_work, args=(jobs, stop), name="jobs")
    with _signals(stop):
        try:
            running = [subprocess.Popen(line) for line in companions]
            while not stop.is_set():
                code = _end_of(command(home, "collect"), stop)
                if on_pass:
                    on_pass(code)
                if worker.ident is None:
                    worker.start()
                next_pass = time.monotonic() + pause_before_next_pass(home, now())
                while not stop.is_set() and time.monotonic() < next_pass:
                    stop.wait(_TICK)
                    for position, process in enumerate(running):
                        if process.poll() is not None and not stop.is_set():
                            log.error("companion ended", command=companions[position][3], code=process.returncode)
                            running[position] = subprocess.Popen(companions[position])
        finally:
            stop.set()
            for process in running:
                _end(process)
            if worker.ident is not None:
                worker.join()


def pause_before_next_pass(home: Home, at: datetime) -> float:
    """Seconds until something is due: the next look at a door, the next visit to an article."""
    try:
        with Parts(Home(home.path)) as parts, parts.archive.reading() as connection:
            due = next_due(connection, parts.sources, parts.home.settings.crawl, at)
    except DiembaoError as error:  # a file that somebody is editing; the pass itself says what is wrong with it
        log.error("what is due cannot be read", error=error.message)
        return _TICK
    wait = (due - at).total_seconds() if due else _LONGEST_PAUSE
    return min(max(wait, _TICK), _LONGEST_PAUSE)


def _work(jobs: Sequence[Job], stop: threading.Event) -> None:
    """Do what is due, job by job, until told to stop. Whatever goes wrong, the next turn may find things mended."""
    while not stop.is_set():
        for job in jobs:
            try:
                if job.is_due() and not stop.is_set():
                    log.info("job", name=job.name, code=_end_of(job.command, stop))
            except DiembaoError as error:
                log.error("job cannot be done", name=job.name, error=error.message)
            except Exception:  # no memory for a process, a database that is gone: the thread must outlive them
                log.exception("job broke", name=job.name)
        stop.wait(_TICK)


def _end_of(line: Sequence[str], stop: threading.Event) -> int:
    """Run a command line; end it when told to stop."""
    process = subprocess.Popen(line)
    while process.poll() is None:
        if stop.wait(0.2):
            _end(process)
    return process.returncode


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
