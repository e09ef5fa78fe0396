"""Running crawls for the tests, each in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from subprocess import PIPE
from typing import Any

from tests.crawlers.server import Server, feed


@dataclass
class Plan:
    """Sources on a server, as the driver reads them."""

    server: Server
    sources: list[dict[str, Any]] = field(default_factory=list)

    def source(self, name: str, *urls: str, local: bool = True, domains: tuple[str, ...] = ()) -> None:
        """A source on the host ``name.localhost`` whose feed lists these addresses."""
        self.door(name, self.server.put(name, "/rss", feed(*urls)), local=local, domains=domains)

    def door(
        self, name: str, url: str, *, channel: str = "feed", local: bool = True, domains: tuple[str, ...] = ()
    ) -> None:
        """A source with this address as its door."""
        entry = {"id": name, "domains": domains or [f"{name}.localhost"], "doors": [[url, channel]], "local": local}
        self.sources.append(entry)


@dataclass
class Crawl:
    """What a crawl told its receiver."""

    events: list[dict[str, Any]]
    error: str
    open_ports: int
    stderr: str

    def door(self, name: str) -> tuple[int, str]:
        """How many addresses a source's only door listed, and why it failed."""
        (event,) = (event for event in self.events if event["kind"] == "door" and event["source"] == name)
        return event["listed"], event["reason"]

    def door_detail(self, name: str) -> str:
        return next(event["detail"] for event in self.events if event["kind"] == "door" and event["source"] == name)

    def visits(self, name: str) -> dict[str, str]:
        """Path of each visited page -> what came: ``page``, ``gone 404``, ``failed timeout``, ``skipped robots``."""
        found = {}
        for event in self.events:
            if event["source"] == name and event["kind"] not in ("door", "taken in"):
                path = "/" + event["url"].partition("//")[2].partition("/")[2]
                assert path not in found, "a page was reported twice"
                found[path] = f"{event['kind']} {event.get('reason') or event.get('status') or ''}".strip()
        return found

    def page(self, name: str, path: str) -> dict[str, Any]:
        return next(
            event
            for event in self.events
            if event["source"] == name and event["kind"] == "page" and event["url"].endswith(path)
        )


@contextmanager
def start(**plan: Any) -> Iterator[subprocess.Popen[str]]:
    """The driver at work on a plan; ended at the latest when this ends."""
    command = [sys.executable, "-m", "tests.crawlers.driver"]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdin is not None
        process.stdin.write(json.dumps(plan))
        process.stdin.close()
        process.stdin = None
        try:
            yield process
        finally:
            process.kill()


def run(**plan: Any) -> Crawl:
    """What the driver says of a plan."""
    with start(**plan) as process:
        printed, said = process.communicate()
    assert process.returncode == 0, said
    return Crawl(**json.loads(printed), stderr=said)
