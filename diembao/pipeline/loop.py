"""The desk at work: collects on schedule until it is told to stop.

Each pass runs in a process of its own: Twisted's reactor starts once a process, and whatever a pass leaves behind,
memory or a crash, ends with it.
"""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from diembao.core.home import Home
from diembao.core.logs import logger
from diembao.pipeline.processes import command

log = logger(__name__)

#: Seconds between two looks at what is due; the rhythm of each source is its own setting.
_TICK = 60.0
_GRACE = 20.0


def run(home: Home, companions: Sequence[Sequence[str]] = (), on_pass: Callable[[int], None] | None = None) -> None:
    """Collect what is due, again and again; returns after SIGINT or SIGTERM.

    :param companions: command lines of processes that live as long as the desk (the dashboard); one that ends is
        started again at the next tick.
    :param on_pass: told the exit code of every pass.
    """
    stop = threading.Event()
    running: list[subprocess.Popen[bytes]] = []
    with _signals(stop):
        try:
            running = [subprocess.Popen(line) for line in companions]
            while not stop.is_set():
                code = _one_pass(home, stop)
                if on_pass:
                    on_pass(code)
                stop.wait(_TICK)
                for position, process in enumerate(running):
                    if process.poll() is not None and not stop.is_set():
                        log.error("companion ended", command=companions[position][3], code=process.returncode)
                        running[position] = subprocess.Popen(companions[position])
        finally:
            for process in running:
                _end(process)


def _one_pass(home: Home, stop: threading.Event) -> int:
    process = subprocess.Popen(command(home, "collect"))
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
