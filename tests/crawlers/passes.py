"""Passes over a home, each in a process of its own as in real life, but without loading the program each time.

Twisted's reactor starts once a process. A server process that has imported everything is forked for each pass.
"""

import resource
import socket
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from diembao.archive import visits
from diembao.core import logs
from diembao.core.clock import now
from diembao.core.home import Home
from diembao.core.models import Outcome
from diembao.crawlers.crawl import crawl
from diembao.pipeline import collect as collecting
from diembao.pipeline.intake import Intake
from diembao.pipeline.parts import Parts
from diembao.pipeline.politeness import HomeMemory
from tests.forked import CONTEXT


@dataclass
class Pass:
    """A pass at work."""

    process: ForkServerProcess
    answer: Connection

    def sums(self) -> dict[str, Any]:
        """What it has to say at its end."""
        try:
            report: dict[str, Any] = self.answer.recv()
        finally:
            self.process.join()
        return report

    def result(self) -> dict[str, Any]:
        """Its sums, and ``peak``: the most memory that it had, in bytes; checked for adding up."""
        report = self.sums()
        assert report["fetched"] == report["collected"] + report["failed"]
        assert report["collected"] == sum(report[key] for key in ("new", "changed", "unchanged", "quarantined"))
        return report


def begin(home: Home, **names: list[str]) -> Pass:
    """Start a pass over all sources of a home.

    :param names: what the system answers, in turn, when it is asked for the address of a host.
    """
    return _begin(_pass, home, names)


def _begin(target: Callable[..., None], home: Home, names: dict[str, list[str]]) -> Pass:
    receiver, sender = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=target, args=(home.path, names, sender))
    process.start()
    sender.close()
    return Pass(process, receiver)


def begin_crawl(home: Home) -> Pass:
    """Start a pass that ends when its pages are in the archive, before anything is verified or indexed."""
    return _begin(_crawl, home, {})


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


def _crawl(home: Path, _names: dict[str, list[str]], sender: Connection) -> None:
    logs.configure("critical")
    with Parts(Home(home)) as parts, HomeMemory(parts) as memory:
        with parts.archive.writing() as connection:
            run_id = visits.begin(connection, "collect", now())
        tally = collecting.Tally()
        crawl(parts.sources, Intake(parts, run_id, tally), parts.home.settings.crawl, memory=memory)
    sender.send({"new": tally.of(Outcome.NEW), "failed": tally.of(Outcome.FAILED)})


def _next(answers: list[str]) -> str:
    return answers.pop(0) if len(answers) > 1 else answers[0]
