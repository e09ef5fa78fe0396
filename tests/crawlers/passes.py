"""Passes over a home, each in a process of its own as in real life, but without loading the program each time.

Twisted's reactor starts once a process. A server process that has imported everything is forked for each pass.
"""

import multiprocessing
import resource
import socket
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from diembao.core import logs
from diembao.core.home import Home
from diembao.pipeline import collect as collecting
from diembao.pipeline.parts import Parts

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.crawlers.passes"])


@dataclass
class Pass:
    """A pass at work."""

    process: ForkServerProcess
    answer: Connection

    def result(self) -> dict[str, Any]:
        """Its sums, and ``peak``: the most memory that it had, in bytes; checked for adding up."""
        try:
            report: dict[str, Any] = self.answer.recv()
        finally:
            self.process.join()
        assert report["fetched"] == report["collected"] + report["failed"]
        assert report["collected"] == sum(report[key] for key in ("new", "changed", "unchanged", "quarantined"))
        return report


def begin(home: Home, **names: list[str]) -> Pass:
    """Start a pass over all sources of a home.

    :param names: what the system answers, in turn, when it is asked for the address of a host.
    """
    receiver, sender = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_pass, args=(home.path, names, sender))
    process.start()
    sender.close()
    return Pass(process, receiver)


def collect(home: Home) -> dict[str, Any]:
    """One pass over all sources of a home."""
    return begin(home).result()


def _pass(home: Path, names: dict[str, list[str]], sender: Connection) -> None:
    logs.configure("critical")
    system = socket.gethostbyname
    socket.gethostbyname = lambda name: _next(names[name]) if name in names else system(name)
    with Parts(Home(home)) as parts:
        report = dict(collecting.collect(parts, once=True).counts())
    report["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sender.send(report)


def _next(answers: list[str]) -> str:
    return answers.pop(0) if len(answers) > 1 else answers[0]
